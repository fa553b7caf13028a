"""Tables made in an empty database are those Django's own state would make."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from jalon.site.growing import GrowingState

pytestmark = pytest.mark.django_db

APPS = ("journal", "network", "account")


def test_the_sql_of_every_migration_is_what_django_writes():
    grown, rendered = sql_from(GrowingState()), sql_from(ProjectState())

    assert len(grown) > 200
    assert grown == rendered


def sql_from(state: ProjectState) -> list[str]:
    executor = MigrationExecutor(connection)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in APPS]
    assert not state.apps.get_models()  # classes are kept from the first migration on, as the executor does
    statements = []
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        statements += editor.collected_sql
    return statements
