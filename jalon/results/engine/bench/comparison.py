"""Build the rows, let each contender answer in a process of its own, and put the answers side by side."""

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jalon.results.engine.bench import data
from jalon.results.engine.bench.contenders import CONTENDERS, TABLE, load

SIZES: Final = (10**6, 10**7)
FIRST: Final = "DuckDB SQL"
LINE: Final = "{:<16} {:>9} {:>8} {:>10} {:>12}"
Say = Callable[[str], object]


@dataclass(frozen=True)
class Answer:
    """What a contender needed, and what its answer has in common with an equal one."""

    seconds: float
    memory: int
    digest: Mapping[str, int]


def compare_results(rows: int | None = None, say: Say = print) -> bool:
    """Compare in the data folder and the database of the settings. Whether all answers were equal."""
    from django.conf import settings
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    given = connection.get_connection_params()
    named = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
    folder = Path(settings.JALON_HOME) / "bench"
    return run((rows,) if rows else SIZES, folder=folder, dsn=make_conninfo(**named), say=say)


def run(rows: Sequence[int] = SIZES, *, folder: Path, dsn: str = "", say: Say = print) -> bool:
    """Compare at each number of rows. Without a connection, PostgreSQL is left out."""
    say(
        "500 measures of 50 centres in 16 quarters, whole and by size, origin and region; distinct firms too."
    )
    found = {size: at_size(size, folder / str(size), dsn, say) for size in rows}
    smallest, largest = min(found), max(found)
    if smallest < largest:
        say(f"\nGrowth from {smallest:,} to {largest:,} rows ({largest / smallest:g} times):")
        for name in found[largest].keys() & found[smallest].keys():
            say(f"{name:<16} {found[largest][name].seconds / found[smallest][name].seconds:8.1f} times")
    return all(agree(answers) for answers in found.values())


def at_size(size: int, folder: Path, dsn: str, say: Say) -> dict[str, Answer]:
    """The contenders' answers over so many rows, printed as they come."""
    say(f"\n{size:,} rows: being made")
    data.build(folder, size)
    if dsn:
        load(data.chunks(size), dsn)
    say(LINE.format("", "seconds", "memory", "figures", "to DuckDB"))
    answers: dict[str, Answer] = {}
    for name in sorted(contenders(dsn), key=lambda name: name != FIRST):
        answers[name] = answered(name, folder, dsn)
        say(shown(name, answers))
    if dsn:
        forget(dsn)
    same = agree(answers)
    say(
        "All answers are equal."
        if same
        else f"THE ANSWERS DIFFER: {[one.digest for one in answers.values()]}"
    )
    return answers


def contenders(dsn: str) -> list[str]:
    """Those that can run here."""
    absent = {name for name in ("pandas",) if importlib.util.find_spec(name) is None}
    return [name for name in CONTENDERS if name not in absent and (dsn or name != "PostgreSQL SQL")]


def shown(name: str, answers: Mapping[str, Answer]) -> str:
    """The line of a contender, with its time as a multiple of the SQL written by hand for DuckDB."""
    answer = answers[name]
    ratio = answer.seconds / answers[FIRST].seconds
    memory = f"{answer.memory / 2**20:.0f} MB"
    return LINE.format(name, f"{answer.seconds:.2f} s", memory, answer.digest["figures"], f"{ratio:.2f}")


def agree(answers: Mapping[str, Answer]) -> bool:
    """Whether all the answers are one."""
    return len({tuple(sorted(answer.digest.items())) for answer in answers.values()}) == 1


def answered(name: str, folder: Path, dsn: str) -> Answer:
    """What a contender answers, in a process of its own."""
    command = [sys.executable, "-m", __package__, name, str(folder), dsn]
    with Server(dsn if name == "PostgreSQL SQL" else "") as server:
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    return Answer(
        answer["seconds"], max(server.most, answer["memory"]) if dsn else answer["memory"], answer["digest"]
    )


def forget(dsn: str) -> None:
    """Drop the rows from PostgreSQL."""
    import psycopg

    with psycopg.connect(dsn) as connection:
        connection.execute(f"DROP TABLE {TABLE}")


class Server:
    """Watches the memory of PostgreSQL's own processes: a client measures only its own."""

    BACKENDS: Final = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def __init__(self, dsn: str):
        self.dsn, self.most, self.done = dsn, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Server":
        if self.dsn:
            self.thread.start()
        return self

    def __exit__(self, *failure) -> None:
        self.done.set()
        if self.dsn:
            self.thread.join()

    def _watch(self) -> None:
        import psycopg

        with psycopg.connect(self.dsn, autocommit=True) as connection:
            while not self.done.wait(0.1):
                backends = [pid for (pid,) in connection.execute(self.BACKENDS).fetchall()]
                self.most = max(self.most, sum(map(own_memory, backends)))


def own_memory(pid: int) -> int:
    """The bytes a process shares with no other; 0 once it has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon:"))
