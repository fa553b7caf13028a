"""A real browser before a real server: the demonstration with a short life, served as `jalon serve` serves it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.installation import Installation, installation
from tests.journeys.visitor import Visitor

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other machine is found
    "--js-flags=--no-opt",  # a page is gone before compiling its scripts a second time pays
    # no process is kept for a page of another site; the others stand in Playwright's own list, which this one replaces
    "--disable-features=SpareRendererForSitePerProcess,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding",
]  # fmt: skip
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}
ACCOUNT = re.compile(r"^  (?P<role>[a-z.]+)@demo\.example +(?P<password>\S+) ", re.MULTILINE)


def browser_program() -> str:
    """Any installed one will do, none is ever downloaded."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no chromium is installed: apt-get install chromium-headless-shell")
    return found


@pytest.fixture(scope="package")
def demonstration():
    """The Moroccan plan, a life of the centres since last January, an account a role."""
    browser_program()
    today = date.today()
    begins = date(today.year - 1, 1, 1)
    with installation() as place:
        life = ["simulate", "--seed", 5, "--from", begins, "--to", today, "--rows", 5000]
        _life, said = place.say_each(life, ["demo", "--no-serve"], **SETTINGS)
        yield place, {found["role"].replace(".", "_"): found["password"] for found in ACCOUNT.finditer(said)}


@pytest.fixture(scope="package")
def server(demonstration):
    """The address of `jalon serve`, with its own static files and policy."""
    place, _accounts = demonstration
    with serving(place) as address:
        yield address


@contextmanager
def serving(place: Installation) -> Iterator[str]:
    """The address of an installation while `jalon serve` serves it, which has to end without an error said."""
    port, log = free_port(), place.home.parent / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "jalon", "serve", "--port", str(port), "--workers", "1"],
            env=place.environ(**SETTINGS), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/fr/account/login/", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            assert process.poll() is None and time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.1)


@pytest.fixture(scope="package")
def browser():
    """Gone before other tests use the database: Django refuses it where an event loop runs."""
    from playwright.sync_api import sync_playwright

    program = browser_program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, server, demonstration):
    """Someone at a desk. Whatever leaves the machine, is refused by the policy or fails, fails the test."""
    yield from visiting(browser, server, demonstration, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser, server, demonstration):
    """The same on a phone held upright."""
    yield from visiting(
        browser, server, demonstration, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )


def visiting(browser, server, demonstration, **options):
    place, accounts = demonstration
    context = browser.new_context(reduced_motion="reduce", locale="fr-FR", **options)
    visitor = Visitor(context, server, accounts, place)
    yield visitor
    pictures = os.environ.get("JALON_TEST_PICTURES")
    if pictures:
        visitor.page.screenshot(
            path=Path(pictures) / f"{os.environ['PYTEST_CURRENT_TEST'].split('::')[1].split(' ')[0]}.png"
        )
    context.close()
    assert visitor.objections == []
