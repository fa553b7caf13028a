"""A worker beside the pages: started with them, started again when it dies, stopped with them.

The keeper is a process of its own, since gunicorn's master forks and waits for children of any kind. It holds
no database and needs no signal: it ends when the pipe from the pages closes, however they ended.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

SHORTEST, LONGEST = 1, 60  # seconds before a worker is started again
GRACE = 20  # for what the worker has in hand; then the queue gives it to the next one


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """Keep a worker while the block runs, in this process: its forks leave it alone."""
    owner = os.getpid()
    keeper = subprocess.Popen(
        [sys.executable, "-m", "jalon.site.beside"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the pages, which end the pipe when they are done
    )
    try:
        yield
    finally:
        if os.getpid() == owner:
            keeper.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                keeper.wait(timeout=GRACE + 5)


def keep(command: list[str], pipe: int) -> None:
    """Run the command, and again whenever it ends, until the pipe closes."""
    pause = SHORTEST
    while True:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.PIPE)
        while process.poll() is None:
            if is_closed(pipe, within=0.5):
                return stop(process)
        pause = SHORTEST if time.monotonic() - began > LONGEST else min(2 * pause, LONGEST)
        if is_closed(pipe, within=pause):
            return None


def is_closed(pipe: int, *, within: float) -> bool:
    """Nobody writes on the pipe: that it can be read means that it ended."""
    readable, _, _ = select.select([pipe], [], [], within)
    return bool(readable)


def stop(process: subprocess.Popen) -> None:
    process.stdin.close()
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        keep([sys.executable, "-m", "jalon", "worker", "--while-open"], sys.stdin.fileno())
