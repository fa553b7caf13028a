"""One short life for the tests that only read it: eight months of the nine centres."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jalon.journal import actions as journal
from jalon.site.packs.load import load
from jalon.site.simulation import simulate

PACK = Path(__file__).parents[3] / "packs" / "ma-cti"
LIFE = {"seed": 7, "start": date(2023, 1, 1), "end": date(2023, 8, 31), "rows": 4000}


@pytest.fixture
def demonstration(db, settings, tmp_path):
    """The real plan in a home made for demonstrations, founded before the life begins."""
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    journal.found(purpose="demo", at=datetime(2022, 12, 30, tzinfo=UTC))
    load(PACK, at=datetime(2022, 12, 31, tzinfo=UTC))


@pytest.fixture
def life(demonstration):
    return simulate(**LIFE)
