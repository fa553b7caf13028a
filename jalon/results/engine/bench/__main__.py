"""One contender in a process of its own: `python -m jalon.results.engine.bench NAME FOLDER [CONNECTION]`."""

import json
import resource
import sys
import time
from pathlib import Path

from jalon.results.engine.bench.contenders import CONTENDERS
from jalon.results.engine.bench.question import added, digest


def main(name: str, folder: str, dsn: str = "") -> None:
    """Answer, and print the seconds it took, the memory at most and the digest of the answer."""
    started, checked, found = time.perf_counter(), 0.0, {}
    for table in CONTENDERS[name](Path(folder), dsn):
        checking = time.perf_counter()
        found = added(found, digest(table))
        del table
        checked += time.perf_counter() - checking
    seconds = time.perf_counter() - started - checked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "digest": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
