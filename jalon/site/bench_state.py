"""How long the state page takes over many rows, and how many queries: `jalon bench state`."""

import statistics
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module

from django.conf import settings
from django.contrib.staticfiles import storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from jalon.network.actions import create_demo_accounts
from jalon.people.models import User
from jalon.site.simulation import simulate

ROWS = 1_000_000
TIMES = 15
BEGINS = date(2023, 1, 1)
PAGES = ("/fr/", "/fr/axes/2/", "/fr/indicators/FIRMS/", "/fr/figure/?indicator=TESTS&period=2025")


def compare_state(*, rows: int = ROWS, say: Callable[[str], object] = print) -> dict:
    """Simulate the rows, then ask each page again and again: the median, the slowest, the queries."""
    today = timezone.localdate()
    say(f"Simulating {rows:,} rows ...")
    begun = time.perf_counter()
    simulate(seed=1, start=BEGINS, end=today, rows=rows)
    say(f"simulated in {time.perf_counter() - begun:.0f} s")
    client = reader(today)
    found = {page: timed(client, page) for page in PAGES}
    say(f"{'page':<44}{'median':>10}{'slowest':>10}{'queries':>9}")
    for page, (median, slowest, queries) in found.items():
        say(f"{page:<44}{median * 1000:>7.0f} ms{slowest * 1000:>7.0f} ms{queries:>9}")
    return found


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


def timed(client: Client, page: str) -> tuple[float, float, int]:
    assert client.get(page).status_code == 200
    asked = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        client.get(page)
    seconds = []
    for _again in range(TIMES):
        begun = time.perf_counter()
        client.get(page)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), max(seconds), len(asked)
