"""Tables made in an empty database are those Django's own state would make."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from jalon.site.growing import GrowingState

pytestmark = pytest.mark.django_db

APPS = ("journal", "network", "account")


def test_the_sql_of_every_migration_is_what_django_writes():
    (grown, found), (rendered, known) = made_by(GrowingState()), made_by(ProjectState())

    assert len(grown) > 200
    assert grown == rendered
    assert found == known


def made_by(state: ProjectState) -> tuple[list[str], dict]:
    """The SQL of some apps, and which fields of which model refer to each in the end."""
    executor = MigrationExecutor(connection)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in APPS]
    assert not state.apps.get_models()  # classes are kept from the first migration on, as the executor does
    assert not state.relations
    statements = []
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        statements += editor.collected_sql
    referring = {
        key: {model: set(fields) for model, fields in models.items()}
        for key, models in state.relations.items()
    }
    return statements, referring
