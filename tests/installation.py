"""A whole installation in a folder of its own, used as a person uses it: by its commands and its pages."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from jalon.site import environment, postgres
from tests import tables

SEVERAL = """
import contextlib, io, json, sys
from jalon.site.cli import jalon
said = []
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        jalon(arguments, standalone_mode=False)
    said.append(out.getvalue())
json.dump(said, sys.stdout)
"""


@dataclass(frozen=True)
class Installation:
    home: Path

    def environ(self, **more: str) -> dict[str, str]:
        """The environment of a person who set nothing but the data folder."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("JALON_", "DJANGO_"))}
        own = {"JALON_HOME": str(self.home), "PYTHONPATH": str(environment.CHECKOUT), "LANG": "C.UTF-8"}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "jalon.site.settings"} | more

    def run(self, *arguments, **more: str) -> subprocess.CompletedProcess:
        return self.python("-m", "jalon", *map(str, arguments), **more)

    def python(self, *arguments: str, **more: str) -> subprocess.CompletedProcess:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=self.environ(**more), capture_output=True, text=True, timeout=180)

    def say(self, *arguments, **more: str) -> str:
        """What a command that succeeds prints."""
        done = self.run(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def say_each(self, *commands: list, **more: str) -> list[str]:
        """Several commands one after the other in one process, which has to be started only once."""
        done = self.python("-c", SEVERAL, json.dumps([[*map(str, command)] for command in commands]), **more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def ask(self, question: str) -> list[tuple]:
        """What the database itself answers, while it runs."""
        with psycopg.connect(
            host=str(postgres.socket_folder(self.home)), user="jalon", dbname="jalon"
        ) as known:
            return known.execute(question).fetchall()


@contextlib.contextmanager
def installation() -> Iterator[Installation]:
    """A new one whose database runs while the block does; nothing of it is left after."""
    # not pytest's own folder, which the database's account may not enter when root runs the tests
    place = Path(tempfile.mkdtemp(prefix="jalon-test-"))
    place.chmod(0o711)
    home = place / "home"
    try:
        with postgres.running(home, throwaway=True) as sockets:
            found = Installation(home)
            tables.fill(sockets, found.environ())
            yield found
    finally:
        postgres.discard(home)
        shutil.rmtree(place, ignore_errors=True)
