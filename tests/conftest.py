"""One private PostgreSQL server for the whole run, a database for each worker, and what every test may ask for."""

import contextlib
import os

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from jalon.site import postgres

APPEND_ONLY = """
    SELECT tgname, tgrelid::regclass::text FROM pg_trigger
    WHERE tgname LIKE '%%_keep_table' AND NOT tgisinternal
"""
SERVER = contextlib.ExitStack()


def is_worker(config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config):
    if not settings.JALON_DATABASE_URL:
        SERVER.enter_context(postgres.running(settings.JALON_HOME, throwaway=True))


def pytest_unconfigure(config):
    SERVER.close()
    if not is_worker(config):
        postgres.discard(settings.JALON_HOME)


def pytest_collection_modifyitems(items):
    """What is never to be skipped silently in the continuous integration: journeys in a real browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def pytest_runtest_makereport(item, call):
    required = os.environ.get("JALON_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    if required and call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception):
        pytest.fail(f"{item.nodeid} could not run: {call.excinfo.value}")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tables that refuse TRUNCATE accept it between tests, which is how a test database is emptied."""
    with django_db_blocker.unblock():
        lift_truncate_triggers()


def lift_truncate_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(APPEND_ONLY)
        for trigger, table in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture
def truncate_refused(db):
    """The triggers against TRUNCATE as a real installation has them."""
    with connection.cursor() as cursor:
        cursor.execute(APPEND_ONLY)
        for trigger, table in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
    yield
    if not connection.in_atomic_block:  # else the roll-back lifts them
        lift_truncate_triggers()


WRITES = (
    "INSERT",
    "UPDATE",
    "DELETE",
    "TRUNCATE",
    "MERGE",
    "COPY",
    "CREATE",
    "ALTER",
    "DROP",
    "SELECT NEXTVAL",
)


class GetThatWrites(AssertionError):
    """A page wrote while it was read."""


class ReadOnlyClient(Client):
    """A client whose GET may not write: statements are looked at, and the database refuses them as well."""

    def get(self, *args, **kwargs):
        with connection.execute_wrapper(refuse_writes):
            return super().get(*args, **kwargs)


def refuse_writes(execute, sql, params, many, context):
    words = str(sql).lstrip(" (\n").upper()
    if words.startswith(WRITES) and not about_the_session(words):
        raise GetThatWrites(sql)
    return execute(sql, params, many, context)


def about_the_session(words: str) -> bool:
    """The session of a person who signs in or out is not part of what Jalon remembers."""
    return '"DJANGO_SESSION"' in words


@pytest.fixture
def readonly_client(db) -> ReadOnlyClient:
    return ReadOnlyClient()
