"""One contender in a process of its own: `python -m jalon.results.engine.bench NAME FOLDER [CONNECTION]`."""

import gc
import json
import sys
import time
from pathlib import Path

from jalon.results.engine.bench.contenders import CONTENDERS
from jalon.results.engine.bench.question import added, digest

AS_PAGES_DO = 50_000, 10, 10  # how often garbage is collected, for every contender


def main(name: str, folder: str, dsn: str = "") -> None:
    """Answer, and print the seconds it took, the memory at most and the digest of the answer."""
    gc.set_threshold(*AS_PAGES_DO)
    started, checked, found = time.perf_counter(), 0.0, {}
    for table in CONTENDERS[name](Path(folder), dsn):
        checking = time.perf_counter()
        found = added(found, digest(table))
        del table
        checked += time.perf_counter() - checking
    seconds = time.perf_counter() - started - checked
    print("\n" + json.dumps({"seconds": seconds, "memory": most_memory(), "digest": found}))


def most_memory() -> int:
    """The bytes this process held at most; `getrusage` would count what the one that started it held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
