"""The demonstration as `jalon demo` makes it: once for all the tests that read it."""

import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from jalon.site import postgres
from tests.site.test_cli import answer, environ, free_port


@dataclass(frozen=True)
class Demonstration:
    home: Path
    stdout: str
    returncode: int
    served: int  # the answer to somebody who asked for a page


@pytest.fixture(scope="session")
def demo():
    """Made and stopped; its home is removed at the end."""
    place = Path(tempfile.mkdtemp(prefix="jalon-test-"))
    place.chmod(0o711)
    yield made(place / "demo")
    postgres.discard(place / "demo")
    shutil.rmtree(place, ignore_errors=True)


def made(home: Path) -> Demonstration:
    """As a person types it: it prints, serves, is asked for a page and then to stop."""
    port, said = free_port(), []
    demonstration = subprocess.Popen(
        [sys.executable, "-m", "jalon", "demo", "--port", str(port)],
        env=environ(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        while not said or ("Jalon is at" not in said[-1] and demonstration.poll() is None):
            said.append(demonstration.stdout.readline())
        served = demonstration.poll() is None and answer(f"http://127.0.0.1:{port}/fr/account/login/").status
    finally:
        demonstration.send_signal(signal.SIGTERM)
        said.append(demonstration.communicate(timeout=60)[0])
    return Demonstration(home, "".join(said), demonstration.returncode, served)


@pytest.fixture(scope="module")
def in_demo(demo, django_db_setup, django_db_blocker):
    """The tests of a file read the database and the documents of the demonstration; what they write is undone."""
    assert demo.returncode == 0, demo.stdout
    patch, usual = pytest.MonkeyPatch(), connection.settings_dict
    patch.setattr(settings, "JALON_DOCUMENTS", demo.home / "documents")
    patch.setattr(settings, "JALON_SEGMENTS", demo.home / "segments")
    with postgres.running(demo.home) as sockets, django_db_blocker.unblock():
        connection.close()
        connection.settings_dict = usual | {"HOST": str(sockets), "NAME": postgres.DATABASE}
        yield
        connection.close()
        connection.settings_dict = usual
    patch.undo()
