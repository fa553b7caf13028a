"""Emptying what packs write, so that a pack can be loaded into nothing twice in one test."""

import pytest
from django.db import connection

TABLES = (
    "evidence_kind",
    "plan_claim",
    "contracts_contract",
    "plan_plan",
    "indicators_indicator",
    "network_organisation",
    "network_region",
    "network_sector",
)


@pytest.fixture
def emptied(db):
    """Empties the tables a pack is kept in; the journal goes on."""

    def empty():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")

    return empty
