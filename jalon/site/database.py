"""The database of this installation, running while a block runs."""

import contextlib
from collections.abc import Iterator

from django.conf import settings

from jalon.site import postgres
from jalon.site.home import Home


@contextlib.contextmanager
def database(*, throwaway: bool = False) -> Iterator[None]:
    """The embedded server of the home, or nothing to do when a server is named."""
    Home(settings.JALON_HOME).prepare()
    if settings.JALON_DATABASE_URL:
        yield
        return
    with postgres.running(settings.JALON_HOME, throwaway=throwaway):
        try:
            yield
        finally:
            hang_up()


def hang_up() -> None:
    """Close connections and pools, so that the server has nobody to wait for."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
