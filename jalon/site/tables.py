"""The database's tables, brought to this version of Jalon by one process at a time."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from jalon.site.growing import GrowingState

MIGRATION_LOCK = 0x6D6967  # "mig"


class OutdatedDatabase(Exception):
    """The database is older or newer than this version of Jalon; the text says what to do."""


def pending() -> int:
    """How many migrations have not been applied yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unknown() -> set[tuple[str, str]]:
    """Migrations applied by a newer version, which this one does not know."""
    loader = MigrationExecutor(connection).loader
    apps = {app for app, _name in loader.graph.nodes}
    return {key for key in loader.applied_migrations if key[0] in apps and key not in loader.graph.nodes}


def is_empty() -> bool:
    return not MigrationRecorder(connection).has_table()


def migrate(verbosity: int = 0) -> int:
    """Apply what is missing; gives how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            refuse_newer()
            missing = pending()
            if is_empty():
                make()
            if missing:
                call_command("migrate", interactive=False, verbosity=verbosity)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    return missing


def make() -> None:
    """The tables of an empty database; `migrate` then finds all applied, and tells those who wait."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes(), state=GrowingState())


def refuse_newer() -> None:
    if newer := unknown():
        app, name = min(newer)
        raise OutdatedDatabase(
            f"The database was used by a newer version of Jalon ({app} {name}). Install that version again."
        )


def bring_up_to_date_or_refuse() -> None:
    """The embedded database is Jalon's own; a server's is changed when somebody says so."""
    if not settings.JALON_DATABASE_URL or is_empty():
        migrate()
    elif pending():
        raise OutdatedDatabase("The database is older than this version of Jalon. Run:\n    jalon migrate")
    else:
        refuse_newer()
