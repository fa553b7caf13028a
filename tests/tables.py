"""The tables as the migrations leave them, made once for a state of the migrations and copied after that.

Applying over a hundred migrations takes as long as hundreds of tests. What they leave is kept as the SQL of
PostgreSQL's own pg_dump beside pytest's cache, under a digest of everything a migration is made of.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jalon.site import cluster, environment

CHECKOUT = Path(environment.CHECKOUT)
CACHE = CHECKOUT / ".pytest_cache" / "tables"
MADE_OF = (
    "jalon/*/migrations/*.py",
    "jalon/*/triggers.py",
    "jalon/journal/lives.py",
    "jalon/ui/fields.py",
    "requirements/base.txt",
)
IS_THERE = "SELECT 1 FROM pg_tables WHERE tablename = 'django_migrations'"


def kept() -> Path:
    """Where the tables of these migrations are, or will be."""
    files = sorted(path for pattern in MADE_OF for path in CHECKOUT.glob(pattern))
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(CHECKOUT)).encode())
        digest.update(file.read_bytes())
    return CACHE / f"{digest.hexdigest()[:16]}.sql"


def fill(sockets: Path, environ: dict[str, str]) -> None:
    """Bring an empty database to its tables; `environ` is that of a process that uses its home."""
    with one_at_a_time():
        if asked(sockets, IS_THERE):
            return
        if (file := kept()).exists():
            said(
                "psql", sockets, "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={file}"
            )
        else:
            migrate(environ)
            dump(sockets, file)


def migrate(environ: dict[str, str]) -> None:
    made = "import django; django.setup(); from jalon.site import tables; tables.migrate()"
    subprocess.run([sys.executable, "-c", made], env=environ, cwd=CHECKOUT, check=True)


def dump(sockets: Path, file: Path) -> None:
    said("pg_dump", sockets, "--no-owner", "--no-privileges", f"--file={file.with_suffix('.part')}")
    for older in sorted(CACHE.glob("*.sql"), key=lambda one: one.stat().st_mtime)[:-5]:
        older.unlink(missing_ok=True)
    file.with_suffix(".part").replace(file)


def asked(sockets: Path, question: str) -> str:
    return said("psql", sockets, "--tuples-only", "--no-align", f"--command={question}").strip()


def said(program: str, sockets: Path, *arguments: str) -> str:
    where = (f"--host={sockets}", f"--username={cluster.ROLE}", f"--dbname={cluster.DATABASE}")
    command = [str(cluster.program(program)), *where, *arguments]
    environ = os.environ | {"PGCLIENTENCODING": "UTF8"}
    return subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def one_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
