"""Where a simulation may begin, and that its seed decides everything."""

from datetime import date

import pytest
from django.db import connection, transaction

from jalon.evidence.models import Evidence
from jalon.journal import actions as journal
from jalon.site.simulation import SimulationError, simulate
from tests.site.simulation.conftest import LIFE


def hashes():
    return [bytes(digest) for digest in Evidence.objects.order_by("id").values_list("hash", flat=True)]


def test_the_same_seed_gives_the_same_rows(demonstration):
    def lived(**changes):
        """A life in a transaction given up afterwards, numbered as in a new home."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                for table in ("evidence_evidence", "network_enterprise", "network_establishment"):
                    cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART")
            simulate(**LIFE | changes)
            found = hashes()
            transaction.set_rollback(True)
        return found

    first, second, other = lived(), lived(), lived(seed=8)

    assert first == second
    assert len(other) == len(first)
    assert not set(other) & set(first)


def test_a_real_installation_is_refused(db):
    journal.found(purpose="production")

    with pytest.raises(SimulationError, match="never mixed"):
        simulate(**LIFE)

    assert not Evidence.objects.exists()


def test_a_day_to_come_is_refused(demonstration):
    with pytest.raises(SimulationError, match="still to come"):
        simulate(**LIFE | {"end": date(2999, 1, 1)})


def test_too_few_rows_for_so_long_a_life_are_refused(demonstration):
    with pytest.raises(SimulationError, match="at least"):
        simulate(**LIFE | {"rows": 50})
