"""What commands share: Django set up, the database running and up to date, errors said as sentences."""

import contextlib
import functools
import os
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from jalon.site.home import prepare_home

EXPECTED = (
    "CannotStart", "DemoError", "HomeError", "ImproperlyConfigured", "MomentError", "PostgresError",
    "SettingError", "OutdatedDatabase", "BackupError", "EngineError", "SimulationError", "ExportError",
    "NothingToExport", "FolderNotEmpty", "LetterNotSent",
)  # fmt: skip


def no(reason: object) -> click.ClickException:
    """The negative answer of a command: a sentence, and exit code 1."""
    return click.ClickException(str(reason))


def set_up_home() -> None:
    """Django with this home's own key, which must be there before the settings are read."""
    prepare_home()
    set_up()


def set_up() -> None:
    import django
    from django.utils import translation

    from jalon.site import collecting

    django.setup()
    collecting.settle()
    translation.activate(language())


def language() -> str:
    """The terminal's own language when Jalon speaks it."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    return spoken[:2] if spoken[:2] in ("fr", "ar") else "en"


@contextlib.contextmanager
def ready(*, throwaway: bool = False) -> Iterator[None]:
    """The database running, with the tables of this version."""
    set_up_home()
    from jalon.site import tables
    from jalon.site.database import database

    with database(throwaway=throwaway):
        tables.bring_up_to_date_or_refuse()
        yield


def with_database(command: Callable) -> Callable:
    """For a command that reads or writes the database."""

    @functools.wraps(command)
    def wrapped(*arguments, **options):
        with ready():
            return command(*arguments, **options)

    return wrapped


def sentence(error: Exception) -> str:
    """What a person reads instead of a traceback."""
    from django.core.exceptions import ValidationError
    from django.db import DatabaseError

    if isinstance(error, ValidationError):
        return "\n".join(f"Error: {message}" for message in error.messages)
    if type(error).__name__ in EXPECTED:
        return f"Error: {error}"
    if isinstance(error, DatabaseError):
        said = str(error).strip().splitlines()
        return f"Error: the database refused: {said[0] if said else type(error).__name__}{kept(error)}"
    return f"Error: something unexpected happened ({type(error).__name__}: {error}).{kept(error)}"


def kept(error: Exception) -> str:
    """Where the details went: a traceback says nothing to the person at the terminal."""
    if os.environ.get("JALON_DEBUG", "").lower() in ("yes", "1", "true"):
        traceback.print_exception(error)
        return ""
    file, name = tempfile.mkstemp(prefix="jalon-error-", suffix=".txt")
    with os.fdopen(file, "w", encoding="utf-8") as details:
        traceback.print_exception(error, file=details)
    return f"\nThe details are in {Path(name)}."
