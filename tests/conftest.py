"""One private PostgreSQL server for the whole run, a database for each worker, and what every test may ask for."""

import contextlib
import os
import re

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from xdist.scheduler import LoadScopeScheduling

from jalon.site import collecting, postgres
from tests import tables

SERVER = contextlib.ExitStack()

# a busy machine is not a wrong answer
hypothesis.settings.register_profile("jalon", deadline=None)
hypothesis.settings.load_profile("jalon")


def is_worker(config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config):
    if not settings.JALON_DATABASE_URL:
        SERVER.enter_context(postgres.running(settings.JALON_HOME, throwaway=True))


def pytest_unconfigure(config):
    SERVER.close()
    if not is_worker(config):
        postgres.discard(settings.JALON_HOME)


def pytest_collection_finish():
    collecting.settle()


def pytest_collection_modifyitems(items):
    """Journeys are never to be skipped silently; what is long comes first."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not is_long(item))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """A file's tests run on one worker, and the files that read one demonstration on the same: costly beginnings
    are made once.
    """
    return ByBeginning(config, log)


class ByBeginning(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return next((name for name, files in TOGETHER.items() if file.startswith(files)), file)


TOGETHER = {
    "a short demonstration": tuple(
        f"tests/journeys/test_{name}" for name in ("accessibility", "accounts", "importing", "reading")
    ),
    "the whole demonstration": (
        "tests/site/simulation/test_work.py",
        "tests/site/simulation/test_year.py",
        "tests/site/test_demo.py",
    ),
}


def is_long(item) -> bool:
    return "journeys" in item.path.parts or item.get_closest_marker("slow") is not None


def pytest_runtest_makereport(item, call):
    required = os.environ.get("JALON_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    if required and call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception):
        pytest.fail(f"{item.nodeid} could not run: {call.excinfo.value}")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """The test database is a copy of one that has its tables; a server of its own makes them anew."""
    if not settings.JALON_DATABASE_URL:
        tables.fill(postgres.socket_folder(settings.JALON_HOME), dict(os.environ))
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = postgres.DATABASE


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Between tests that commit, rows are deleted with the triggers lifted for that transaction."""
    connection.ops.sql_flush = delete_what_was_filled


QUEUE = ("procrastinate_jobs", "procrastinate_workers")  # whose models Django does not manage
CONSTANT = ("django_content_type", "auth_permission")  # made by migrations, the same for every test
KEPT = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_keep_rows' AND NOT tgisinternal"


def delete_what_was_filled(style, tables, **options):
    """TRUNCATE of sixty tables takes a second; DELETE from the few a test wrote to, some milliseconds."""
    candidates = [table for table in (*tables, *QUEUE) if table not in CONSTANT]
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in candidates]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        filled = [row[0] for row in cursor.fetchall()]
        cursor.execute(KEPT)
        kept = [row[0] for row in cursor.fetchall() if row[0] in filled]
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER {table}_keep_rows" for table in kept),
        *(f"DELETE FROM {table}" for table in filled),
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows" for table in kept),
    ]


@pytest.fixture
def truncate_refused(db):
    """The triggers against TRUNCATE are in force in every test; this name says that a test proves them."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL's own refusal comes first


WRITES = re.compile(
    r"\s*\(*\s*(?:INSERT|UPDATE|DELETE|TRUNCATE|MERGE|CREATE|ALTER|DROP|SELECT NEXTVAL"
    r"|WITH\b.*\b(?:INSERT INTO|DELETE FROM|MERGE INTO|UPDATE \S+ SET))\b",
    re.IGNORECASE | re.DOTALL,
)


class GetThatWrites(AssertionError):
    """A page wrote while it was read."""


class ReadOnlyClient(Client):
    """A client whose GET may not write."""

    def get(self, *args, **kwargs):
        with connection.execute_wrapper(refuse_writes):
            return super().get(*args, **kwargs)


def refuse_writes(execute, sql, params, many, context):
    # the session of a person who signs in or out is not part of what Jalon remembers
    if WRITES.match(str(sql)) and '"django_session"' not in str(sql):
        raise GetThatWrites(sql)
    return execute(sql, params, many, context)


@pytest.fixture
def readonly_client(db) -> ReadOnlyClient:
    return ReadOnlyClient()


@pytest.fixture(autouse=True)
def language_of_the_house():
    """A page read in English by one test leaves no English to the next."""
    yield
    translation.deactivate()
