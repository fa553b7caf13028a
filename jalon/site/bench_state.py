"""How long the state page takes over many rows, and how many queries: `jalon bench state`."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import storage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from jalon.contracts.models import Contract
from jalon.network.actions import create_demo_accounts
from jalon.people.models import User
from jalon.site.simulation import simulate
from jalon.site.simulation.life import begun

ROWS = 1_000_000
TIMES = 20
BEGINS = date(2023, 1, 1)
PAGES = ("/fr/", "/fr/axes/2/", "/fr/indicators/FIRMS/", "/fr/figure/?indicator=TESTS&period=2025")
LINE = "{:<44}{:>11}{:>11}{:>11}{:>9}"


class Found(NamedTuple):
    """Of a page asked again and again: seconds of clock, seconds of processor, queries."""

    median: float
    slowest: float
    cpu: float
    queries: int


def compare_state(*, rows: int = ROWS, say: Callable[[str], object] = print) -> dict[str, Found]:
    """Simulate the rows unless they are there, then ask each page again and again."""
    started = time.perf_counter()
    today = life_until(rows)
    say(f"{rows:,} rows until {today} are there after {time.perf_counter() - started:.0f} s")
    client = reader(today)
    found = {page: timed(client, page) for page in (*PAGES, of_contract())}
    say(LINE.format("page", "median", "slowest", "processor", "queries"))
    for page, one in found.items():
        say(LINE.format(page, *(f"{seconds * 1000:.0f} ms" for seconds in one[:3]), one.queries))
    return found


def of_contract() -> str:
    """The page of the first contract's results."""
    with translation.override("fr"):
        return reverse("results:contract", args=[Contract.objects.order_by("code").values("code")[0]["code"]])


def life_until(rows: int) -> date:
    """The last day simulated: in a folder measured before, that of then."""
    before = begun()
    today = date.fromisoformat(before.payload["to"]) if before else timezone.localdate()
    simulate(seed=1, start=BEGINS, end=today, rows=rows)
    return today


def reader(today: date) -> Client:
    """A programme officer, signed in to a process that began as a server's does."""
    import_module("jalon.site.wsgi")
    settings.JALON_DEMO = True
    settings.ALLOWED_HOSTS = ["testserver"]
    storage.staticfiles_storage._wrapped = storage.StaticFilesStorage()  # no file is served here
    create_demo_accounts(on=today)
    client = Client()
    officer = User.objects.get(email__startswith="programme.officer")
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def timed(client: Client, page: str) -> Found:
    assert client.get(page).status_code == 200
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        client.get(page)
    seconds, processor = [], []
    for _again in range(TIMES):
        begun, busy = time.perf_counter(), time.process_time()
        client.get(page)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - busy)
    return Found(statistics.median(seconds), max(seconds), statistics.median(processor), len(asked))
