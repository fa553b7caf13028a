"""A short life of the nine centres, eight months long, and the home it may be lived in."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from jalon.journal import actions as journal
from jalon.site.packs.load import load
from jalon.site.simulation import simulate

PACK = Path(__file__).parents[3] / "packs" / "ma-cti"
LIFE = {"seed": 7, "start": date(2023, 1, 1), "end": date(2023, 8, 31), "rows": 4000}


def begin() -> None:
    """The real plan in a home made for demonstrations, founded before the life begins."""
    journal.found(purpose="demo", at=datetime(2022, 12, 30, tzinfo=UTC))
    load(PACK, at=datetime(2022, 12, 31, tzinfo=UTC))


@pytest.fixture
def demonstration(db, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    begin()


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """One life for all tests of a file, which only read it; the database is empty again after them."""
    with django_db_blocker.unblock():
        begin()
        report = simulate(**LIFE)
        yield report
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def life(lived, db):
    return lived
