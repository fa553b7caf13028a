"""The limited process: told a file on its first line of input, it answers in frames.

It reads and checks, asks what only the database knows, then hands out the rows. It can do nothing else: it
knows no database, and the system ends it beyond its limits.
"""

import datetime as dt
import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from jalon.evidence.reading.blocks import Block, Findings, blocks, said_of
from jalon.evidence.reading.cells import enterprise
from jalon.evidence.reading.checking import check_names, checked
from jalon.evidence.reading.deriving import Derived
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.lines import (
    Answer,
    Firms,
    documents_named,
    firms_of,
    gathered,
    profiles_needed,
    seen,
)
from jalon.evidence.reading.order import (
    AGAIN,
    ASKED,
    DIGESTS,
    DONE,
    FIRST,
    NAMED,
    NUMBERS,
    PROGRESS,
    REFUSED,
    SAID,
    Order,
    send,
)
from jalon.evidence.reading.sheets import sheets
from jalon.evidence.reading.writing import Rows, named


def main() -> None:
    order = Order.loaded(sys.stdin.buffer.readline())
    order.limits.impose()
    gc.disable()  # it lives for one file and makes no cycles worth looking for
    pipe = sys.stdout.buffer
    try:
        serve(order, sys.stdin.buffer, pipe)
    except Refusal as refusal:
        said = {"code": refusal.code, "detail": refusal.detail, "headers": refusal.headers}
        send(pipe, REFUSED, said)
    except MemoryError:
        send(pipe, REFUSED, {"code": "too_heavy", "detail": "", "headers": []})


def serve(order: Order, answers: BinaryIO, pipe: BinaryIO) -> None:
    findings = Findings()
    found = sheets(Path(order.path), order.limits, name_hidden=True, shown=True)
    read = blocks(found, order, findings)
    order = replace(order, registered=registered(read, answers, pipe))
    lines = [checked(block, order, findings, told) for block, told in with_progress(read, pipe)]
    check_names(lines, findings)
    ready = gathered(lines, findings)
    firms = firms_of(ready)
    facts, first = seen(ready, firms)
    needs = profiles_needed(ready, firms)
    pending(firms, findings)
    derived = Derived(ready, order)
    said = {
        "lines": sum(len(each) for each in lines),
        "good": len(ready),
        "bad": len(findings.bad_lines),
        "problems": findings.problems,
        "warnings": findings.warnings,
        "counts": findings.counts,
        "headers": [said_of(block.sheet, block.header) for block in read],
        "firms": facts,
        "first": first,
        "needs": [(place, on.isoformat()) for place, on in needs],
        "documents": documents_named(ready),
        "derived": derived.told(),
    }
    send(pipe, ASKED, said)
    send_all(pipe, NAMED, named(ready, [block.sheet for block in read]))
    rows = Rows(ready, firms, order, derived)  # while the database looks up what was asked
    wanted = json.loads(answers.readline() or "{}")
    if wanted:
        rows.complete(answer(wanted, needs))
        hand_out(rows, wanted, answers, pipe)


def registered(read: list[Block], answers: BinaryIO, pipe: BinaryIO) -> frozenset[str]:
    """Which of the enterprises that lines name by nine digits exist: asked once, when there are any."""
    said = set().union(*(block.cells.get("firm_ice", ()) for block in read))
    numbers = sorted(filter(None, map(enterprise, said)))
    if not numbers:
        return frozenset()
    send(pipe, NUMBERS, json.dumps(numbers).encode())
    return frozenset(json.loads(answers.readline() or "[]"))


def with_progress(read: list[Block], pipe: BinaryIO) -> Iterator[tuple[Block, Callable[[float], None]]]:
    """Each block, and what to call with the share of it that is checked."""
    total, before = sum(len(block.rows) for block in read), 0
    send(pipe, PROGRESS, {"stage": "reading", "done": total, "total": total})
    for block in read:

        def told(share: float, start: int = before, size: int = len(block.rows)) -> None:
            done = start + int(share * size)
            send(pipe, PROGRESS, {"stage": "checking", "done": done, "total": total})

        yield block, told
        before += len(block.rows)


def send_all(pipe: BinaryIO, sign: bytes, texts: Iterable[bytes]) -> None:
    for text in texts:
        send(pipe, sign, text)
    send(pipe, DONE, {})


def pending(firms: Firms, findings: Findings) -> None:
    """Firms without ICE are counted apart: said once for each."""
    for ice, name in firms.names:
        if not ice:
            findings.notice("ice_pending", "", name)


def answer(said: dict, needs: list[tuple[int, dt.date]]) -> Answer:
    keys = [tuple(pair) for pair in said["keys"]]
    profiles = {need: tuple(profile) for need, profile in zip(needs, said["profiles"], strict=True)}
    return Answer(keys, profiles, said["documents"])


def hand_out(rows: Rows, wanted: dict, answers: BinaryIO, pipe: BinaryIO) -> None:
    before = (f"{id_}\t{wanted['event']}" for id_ in ids(wanted))
    for text, digests in rows.batches(first_places(wanted, len(rows.ready)), before):
        send(pipe, FIRST, text)
        send(pipe, DIGESTS, digests)
    again = wanted["again"]
    if wanted["compare"]:
        send_all(pipe, SAID, rows.compared(wanted["compare"]))
        again = again + json.loads(answers.readline() or "[]")
    send_all(pipe, AGAIN, (text for text, _ in rows.batches(again, map(str, again))))


def ids(wanted: dict) -> Iterable[int]:
    """A row's id for each line never seen before: a range, or one by one."""
    said = wanted["ids"]
    return range(said["from"], said["to"] + 1) if isinstance(said, dict) else said


def first_places(wanted: dict, count: int) -> Sequence[int]:
    """The lines never seen before: those that are not known, when they are wanted at all."""
    if not wanted["ids"]:
        return ()
    known = set(wanted["known"])
    return [place for place in range(count) if place not in known]


if __name__ == "__main__":
    main()
