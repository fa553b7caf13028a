"""Checks an installation, one sentence a check, and says how to mend what is wrong."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection

from jalon.evidence.segments import missing_files, missing_rows
from jalon.journal import queries as journal
from jalon.site import cluster, environment, messages, postgres, tables, working
from jalon.site.home import Home

OLDEST_SERVER = 150000
ROOM = 2 * 2**30  # bytes: a year of the nine centres, their documents and a backup


@dataclass(frozen=True)
class Answer:
    what: str
    is_well: bool
    found: str
    mend: str = ""
    is_advice: bool = False  # the mend is worth saying even though all is well


def settings_in_force() -> Iterator[str]:
    """Each setting as a line that would give it; a secret is only said to be there."""
    values = environment.read(os.environ)
    for setting in environment.TABLE:
        given = "(given, not shown)" if os.environ.get(setting.name) else "(by default)"
        written = environment.written(values[setting.name])
        yield f"{setting.name}={given if setting.is_secret else written}"


def python() -> Answer:
    version = ".".join(map(str, sys.version_info[:3]))
    return Answer(
        "Python",
        sys.version_info >= (3, 11),
        version,
        "Jalon needs Python 3.11 or newer: make setup PYTHON=...",
    )


def packages() -> Answer:
    wanted = (
        "duckdb",
        "ibis",
        "pyarrow",
        "typst",
        "python_calamine",
        "fontpkg_noto_sans_arabic",
    )
    missing = [name for name in wanted if find_spec(name) is None]
    return Answer(
        "Packages", not missing, f"missing: {', '.join(missing)}" if missing else "all there", "make setup"
    )


def translations() -> Answer:
    stale = [path for path in messages.translations() if messages.is_newer(path)]
    found = f"{len(stale)} to compile" if stale else "compiled"
    return Answer("Translations", not stale, found, "jalon messages compile")


def data_folder() -> Answer:
    home = Home(settings.JALON_HOME)
    writable = os.access(home.path, os.W_OK | os.X_OK)
    mend = f"Give it to the account that runs Jalon: chown -R $(id -u) {home.path}"
    return Answer("Data folder", writable, f"{home.path}{' (demonstration)' if home.is_demo else ''}", mend)


def privacy() -> Answer:
    home = Home(settings.JALON_HOME)
    private = [home.secret_key_file, home.documents, home.segments]
    loose = [path for path in private if path.exists() and path.stat().st_mode & 0o077]
    found = ", ".join(path.name for path in loose) + " can be read by others" if loose else "private"
    return Answer("Privacy", not loose, found, f"chmod -R go-rwx {' '.join(map(str, loose))}")


def room() -> Answer:
    free = shutil.disk_usage(settings.JALON_HOME).free
    mend = "Free some space, or move the data folder to a larger disk and name it in JALON_HOME."
    return Answer("Disk", free > ROOM, f"{free / 2**30:,.1f} GiB free", mend)


def server() -> Answer:
    version = connection.cursor().connection.info.server_version
    kind = "server" if settings.JALON_DATABASE_URL else "embedded"
    found = f"PostgreSQL {version // 10000}.{version % 10000} ({kind})"
    return Answer("Database", version >= OLDEST_SERVER, found, "Jalon needs PostgreSQL 15 or newer.")


def encoding() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), lower('É')")
        coded, lowered = cursor.fetchone()
    well = (coded, lowered) == ("UTF8", "é")
    mend = "Make it again: createdb jalon --encoding UTF8 --locale C.UTF-8 --template template0"
    return Answer("Letters", well, f"{coded}, {'with' if well else 'without'} accents", mend)


def role() -> Answer:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        name, is_superuser = cursor.fetchone()
    mend = f'Its triggers can be switched off by a superuser: ALTER ROLE "{name}" NOSUPERUSER;'
    return Answer("Role", not is_superuser, f"{name}{', a superuser' if is_superuser else ''}", mend)


def migrations() -> Answer:
    missing = tables.pending()
    return Answer(
        "Tables", not missing, f"{missing} migrations to apply" if missing else "up to date", "jalon migrate"
    )


def purpose() -> Answer:
    """A demonstration's data in a home that says it is a real one, or the reverse."""
    if tables.is_empty() or not (found := journal.purpose()):
        return Answer("Journal", True, "not begun")
    well = (found == "demo") == Home(settings.JALON_HOME).is_demo
    mend = "The database and the data folder are of two installations: name the ones that belong together."
    return Answer("Journal", well, f"{journal.identity()}, {found}, up to moment {journal.latest()}", mend)


def queue() -> Answer:
    """Long work that waits needs somebody to do it; what failed is told, and stays where it was asked for."""
    if tables.pending():
        return Answer("Queue", True, "not begun")
    waiting, failed, workers = working.state()
    found = f"{waiting} waiting, {failed} given up, {workers} workers alive"
    return Answer("Queue", bool(workers or not waiting), found, "jalon worker")


def segments() -> Answer:
    """Figures are read from them: rows they lack are not counted, a file that lacks makes all slow."""
    if tables.is_empty():
        return Answer("Segments", True, "not begun")
    files, rows = list(missing_files()), missing_rows()
    found = "; ".join(
        said
        for said in (
            f"{', '.join(files)} missing: figures are read from the database" if files else "",
            f"{abs(rows):,} rows {'in none' if rows > 0 else 'in two'}" if rows else "",
        )
        if said
    )
    return Answer("Segments", not found, found or "every row", "They are written again at the next import.")


def programs() -> Answer:
    try:
        missing = [name for name in ("pg_dump", "pg_restore", "psql") if not postgres.program(name).exists()]
    except postgres.PostgresError:
        missing = ["all"]
    return Answer(
        "Backup programs", not missing, f"missing: {', '.join(missing)}" if missing else "there", "make setup"
    )


def left_behind() -> Answer:
    """Clusters kept elsewhere whose data folder is gone."""
    notes = cluster.ELSEWHERE.glob("*/home") if os.access(cluster.ELSEWHERE, os.R_OK) else ()
    lost = [note.parent for note in notes if not Path(note.read_text(encoding="utf-8")).exists()]
    found = f"{len(lost)} databases without data folder" if lost else "nothing"
    mend = f"To remove them: rm -r {' '.join(map(str, lost))}" if lost else ""
    return Answer("Left behind", True, found, mend, is_advice=True)


def openness() -> Answer:
    risky = settings.DEBUG and set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    found = "details of errors are shown to other machines" if risky else "as it should be"
    return Answer("Exposure", not risky, found, "JALON_DEBUG=no")


BEFORE_THE_DATABASE: tuple[Callable[[], Answer], ...] = (
    python, packages, translations, data_folder, privacy, room, openness, programs, left_behind,
)  # fmt: skip
WITH_THE_DATABASE: tuple[Callable[[], Answer], ...] = (
    server, encoding, role, migrations, purpose, queue, segments,
)  # fmt: skip
