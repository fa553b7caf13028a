"""The limited process: told a file on its first line of input, it answers in frames.

It reads and checks, asks once what only the database knows, then hands out the rows. It can do nothing else:
it knows no database, and the system ends it beyond its limits.
"""

import datetime as dt
import gc
import json
import sys
from pathlib import Path
from typing import BinaryIO

from jalon.evidence.reading.blocks import Block, Findings, blocks
from jalon.evidence.reading.checking import check_names, checked
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.lines import (
    Answer,
    Firms,
    Rows,
    documents_named,
    firms_of,
    gathered,
    profiles_needed,
    seen,
)
from jalon.evidence.reading.order import ASKED, DIGESTS, DONE, LINES, REFUSED, Order, send
from jalon.evidence.reading.sheets import sheets


def main() -> None:
    order = Order.loaded(sys.stdin.buffer.readline())
    order.limits.impose()
    gc.disable()  # it lives for one file and makes no cycles worth looking for
    pipe = sys.stdout.buffer
    try:
        serve(order, sys.stdin.buffer, pipe)
    except Refusal as refusal:
        send(pipe, REFUSED, {"code": refusal.code, "detail": refusal.detail})
    except MemoryError:
        send(pipe, REFUSED, {"code": "too_heavy", "detail": ""})


def serve(order: Order, answers: BinaryIO, pipe: BinaryIO) -> None:
    findings = Findings()
    read = blocks(sheets(Path(order.path), order.limits), order, findings)
    lines = [checked(block, order, findings) for block in read]
    check_names(lines, findings)
    ready = gathered(lines, findings)
    firms = firms_of(ready)
    facts, first = seen(ready, firms)
    needs = profiles_needed(ready, firms)
    pending(firms, findings)
    said = {
        "lines": sum(len(each) for each in lines),
        "good": len(ready),
        "bad": len(findings.bad_lines),
        "problems": findings.problems,
        "warnings": findings.warnings,
        "counts": findings.counts,
        "headers": [header_of(block) for block in read],
        "firms": facts,
        "first": first,
        "needs": [(place, on.isoformat()) for place, on in needs],
        "documents": documents_named(ready),
    }
    send(pipe, ASKED, said)
    rows = Rows(ready, firms, order)
    answered = answers.readline()
    if answered:
        rows.complete(answer(json.loads(answered), needs))
        hand_out(rows, pipe)


def pending(firms: Firms, findings: Findings) -> None:
    """Firms without ICE are counted apart: said once for each."""
    for ice, name in firms.names:
        if not ice:
            findings.notice("ice_pending", "", name)


def header_of(block: Block) -> dict:
    pairs = zip(block.header.texts, block.header.columns, strict=True)
    return {"sheet": block.sheet, "row": block.header.row + 1, "columns": [pair for pair in pairs if pair[0]]}


def answer(said: dict, needs: list[tuple[int, dt.date]]) -> Answer:
    keys = [tuple(pair) for pair in said["keys"]]
    profiles = {need: tuple(profile) for need, profile in zip(needs, said["profiles"], strict=True)}
    return Answer(keys, profiles, said["documents"])


def hand_out(rows: Rows, pipe: BinaryIO) -> None:
    for text, digests in rows.batches():
        send(pipe, LINES, text)
        send(pipe, DIGESTS, digests)
    send(pipe, DONE, {})


if __name__ == "__main__":
    main()
