"""One file with everything of an installation, and the way back into an empty one."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection

from jalon.journal import queries as journal
from jalon.site import postgres, tables, working
from jalon.site.home import Home

FORMAT = 1
DUMP, MANIFEST = "database.dump", "manifest.json"
KEPT_FILES = ("secret_key", "demo")
KEPT_FOLDERS = ("documents", "segments", "keys")
# what pg_dump of this version writes and servers before 17 do not know
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"


class BackupError(Exception):
    """A backup cannot be written or read; the text says why and what to do."""


# writing


def backup(file: Path) -> dict:
    """Write the installation into the file, whole or not at all; gives the manifest."""
    if file.exists():
        raise BackupError(f"{file} exists already: choose another name, a backup is never overwritten.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with draft.open("xb") as output:
            draft.chmod(0o600)
            manifest = write(output)
            output.flush()
            os.fsync(output.fileno())
        draft.rename(file)
    except OSError as error:
        raise BackupError(f"The backup cannot be written to {file}: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def write(output: BinaryIO) -> dict:
    manifest = description()
    with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        with tempfile.NamedTemporaryFile(prefix="jalon-") as dumped:
            dump_database(dumped)
            # files after the database: whatever it refers to was there before
            parts = [(DUMP, Path(dumped.name)), *kept_files(settings.JALON_HOME)]
            manifest["parts"] = {name: add(archive, name, path) for name, path in parts}
        put(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    return manifest


def description() -> dict:
    identity = journal.identity()
    return {
        "format": FORMAT,
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "journal": str(identity) if identity else None,
        "moment": journal.latest(),
    }


def kept_files(home: Path) -> Iterator[tuple[str, Path]]:
    for name in KEPT_FILES:
        if (home / name).exists():
            yield name, home / name
    for folder in KEPT_FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(home).as_posix(), path


def add(archive: tarfile.TarFile, name: str, path: Path) -> dict:
    with path.open("rb") as file:
        digest, size = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        file.seek(0)
        member = described(name, size)
        archive.addfile(member, file)
    return {"sha256": digest, "size": size}


def put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    archive.addfile(described(name, len(content)), BytesIO(content))


def described(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    member.mtime = int(datetime.now(UTC).timestamp())
    return member


# reading


def restore(file: Path, say: Callable[[str], object]) -> dict:
    """Read a backup into this empty installation, whose database is running and empty."""
    home = Home(settings.JALON_HOME)
    with unpacked(file, home.path) as folder:
        manifest = checked(folder)
        say("reading the database")
        load_database(folder / DUMP)
        for name in manifest["parts"]:
            if name != DUMP:
                place(folder / name, home.path / name)
    tables.migrate()
    return manifest


def refuse_used_home(home: Home) -> None:
    if not home.is_new:
        raise BackupError(
            f"{home.path} is not empty: a backup is restored into an empty data folder. For instance:\n"
            f"    JALON_HOME={home.path.with_name(home.path.name + '-restored')} jalon restore FILE"
        )


def refuse_used_database() -> None:
    if not tables.is_empty():
        raise BackupError("The database is not empty: make a new one, and name it in JALON_DATABASE_URL.")


@contextmanager
def unpacked(file: Path, home: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))
    try:
        with tarfile.open(file, mode="r|") as archive:
            archive.extractall(folder, filter="data")
        yield folder
    except (tarfile.TarError, EOFError) as error:
        raise BackupError(f"{file} is not a whole backup of Jalon ({error}).") from error
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename} cannot be found.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def checked(folder: Path) -> dict:
    """The manifest, once every part is what it says."""
    manifest = manifest_in(folder)
    for name, expected in manifest["parts"].items():
        if not allowed(name):
            raise BackupError(f"The backup names {name}, which no backup of Jalon holds.")
        if not (folder / name).is_file():
            raise BackupError(f"The backup was changed or damaged: {name} is no longer in it.")
        with (folder / name).open("rb") as part:
            if hashlib.file_digest(part, "sha256").hexdigest() != expected["sha256"]:
                raise BackupError(f"The backup was changed or damaged: {name} is not what it was.")
    return manifest


def manifest_in(folder: Path) -> dict:
    """What the backup says of itself. Raises BackupError when it says nothing of use."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        form, parts = manifest["format"], manifest["parts"]
    except FileNotFoundError as error:
        raise BackupError(f"This is no whole backup of Jalon: it has no {MANIFEST}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(f"The backup was changed or damaged: its {MANIFEST} cannot be read.") from error
    if form != FORMAT:
        raise BackupError(f"This backup has format {form}; this version reads {FORMAT}.")
    if DUMP not in parts:
        raise BackupError(f"The backup was changed or damaged: {DUMP} is no longer in it.")
    return manifest


def allowed(name: str) -> bool:
    folder, *rest = name.split("/")
    return name == DUMP or name in KEPT_FILES or (folder in KEPT_FOLDERS and ".." not in rest)


def place(part: Path, final: Path) -> None:
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part.chmod(0o600)
    part.replace(final)


# the database, with PostgreSQL's own programs


def dump_database(output) -> None:
    # a restored copy begins with nothing to do: it must not send a second time what waits here
    empty = [f"--exclude-table-data={table}" for table in working.QUEUE_TABLES]
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *empty, *address(), stdout=output)


def load_database(dump: Path) -> None:
    """Through psql, in one transaction: either all of it or nothing."""
    refuse_used_database()
    connection.close()
    with tempfile.NamedTemporaryFile(prefix="jalon-", suffix=".sql") as script:
        run("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump), stdout=script)
        forget_what_older_servers_do_not_know(Path(script.name))
        arguments = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        run("psql", *arguments, f"--file={script.name}", *address(), stdout=subprocess.DEVNULL)


def forget_what_older_servers_do_not_know(script: Path) -> None:
    with script.open("r+b") as file:
        head = file.read(4096)
        place = head.find(UNKNOWN_TO_OLDER)
        if place >= 0:
            file.seek(place)
            file.write(b"-" * (len(UNKNOWN_TO_OLDER) - 1))


def address() -> list[str]:
    told = connection.settings_dict
    named = {"host": told["HOST"], "port": told["PORT"], "username": told["USER"], "dbname": told["NAME"]}
    return [f"--{name}={value}" for name, value in named.items() if value]


def run(name: str, *arguments: str, stdout) -> None:
    environment = os.environ | {"LC_ALL": "C"}
    if password := connection.settings_dict["PASSWORD"]:
        environment["PGPASSWORD"] = password
    for option in ("sslmode", "sslrootcert"):
        if value := connection.settings_dict["OPTIONS"].get(option):
            environment[f"PG{option.upper()}"] = value
    program = [str(postgres.program(name)), *arguments]
    done = subprocess.run(
        program, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, env=environment
    )
    if done.returncode:
        raise BackupError(f"{name} says: {done.stderr.decode(errors='replace').strip()}")
