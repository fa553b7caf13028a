"""The database of this installation, running while a block runs."""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, connections

from jalon.site import postgres
from jalon.site.home import Home


@contextlib.contextmanager
def database(*, throwaway: bool = False) -> Iterator[None]:
    """The embedded server of the home, or nothing to do when a server is named."""
    Home(settings.JALON_HOME).prepare()
    if settings.JALON_DATABASE_URL:
        refuse_silent_server()
        yield
        return
    with postgres.running(settings.JALON_HOME, throwaway=throwaway):
        try:
            yield
        finally:
            hang_up()


def refuse_silent_server() -> None:
    """Ask once without the pool, which would try again for ten seconds before it says less."""
    told = {"connect_timeout": 5} | connection.get_connection_params()
    told.pop("pool", None)
    try:
        connection.Database.connect(**told).close()
    except connection.Database.OperationalError as error:
        raise postgres.PostgresError(
            f"The database server cannot be used: {str(error).strip()}\n"
            "Check that it runs, and the line JALON_DATABASE_URL=..."
        ) from error


def hang_up() -> None:
    """Close connections and pools, so that the server has nobody to wait for."""
    for one in connections.all(initialized_only=True):
        one.close()
        if hasattr(one, "close_pool"):
            one.close_pool()
