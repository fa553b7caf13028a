"""Bars: progress, comparison, parts of a whole. Drawn on a hundred units and stretched by the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jalon.ui.charts.scale import place
from jalon.ui.marks import status_mark

FULL = 100.0


@dataclass(frozen=True)
class Progress:
    """A share of the way, and where it should be today; `over` when it went beyond."""

    filled: str
    expected: str
    over: bool
    known: bool


def progress(share, expected=None) -> Progress:
    """`share` and `expected` are rates (1 is the target); None is not computable."""
    if share is None:
        return Progress("0", _on_bar(expected), over=False, known=False)
    return Progress(_on_bar(share), _on_bar(expected), over=float(share) > 1, known=True)


@dataclass(frozen=True)
class Bar:
    label: object
    value: object
    href: str
    length: str
    note: str
    status: str
    target: str


def bars(rows: Iterable[Mapping], top=None) -> list[Bar]:
    """Rows with label, value, href, note, status, target, all on one scale from zero."""
    listed = list(rows)
    highest = float(top) if top else max(_magnitudes(listed), default=0.0)
    return [_bar(row, highest or 1.0) for row in listed]


@dataclass(frozen=True)
class Part:
    status: str
    label: object
    value: object
    href: str
    css: str
    start: str
    length: str


@dataclass(frozen=True)
class Stack:
    label: object
    href: str
    total: object
    parts: list[Part]


def stacks(rows: Iterable[Mapping], whole: bool = False) -> list[Stack]:
    """Rows with label, href and parts (label, value, href, css); `whole` makes each row a hundred percent."""
    listed = [(row, sum(float(part["value"] or 0) for part in row["parts"])) for row in rows]
    highest = max((total for _row, total in listed), default=0.0) or 1.0
    return [_stack(row, total, (total or 1.0) if whole else highest) for row, total in listed]


def _bar(row: Mapping, highest: float) -> Bar:
    value, target = row.get("value"), row.get("target")
    return Bar(
        label=row["label"],
        value=value,
        href=row.get("href", ""),
        length="" if value is None else place(max(0.0, float(value)) / highest * FULL),
        note=row.get("note", ""),
        status=row.get("status", ""),
        target="" if target is None else place(min(float(target) / highest, 1.0) * FULL),
    )


def _stack(row: Mapping, total: float, scale: float) -> Stack:
    parts, start = [], 0.0
    for number, part in enumerate(row["parts"]):
        length = float(part["value"] or 0) / scale * FULL
        parts.append(_part(part, number, place(start), place(length)))
        start += length
    return Stack(row["label"], row.get("href", ""), row.get("total", total), parts)


def _part(part: Mapping, number: int, start: str, length: str) -> Part:
    status = part.get("status", "")
    css = f"fill-{status.replace('_', '-')}" if status else part.get("css") or f"series-{number % 6 + 1}"
    label = status_mark(status).word if status else part["label"]
    return Part(status, label, part["value"], part.get("href", ""), css, start, length)


def _magnitudes(rows: list[Mapping]) -> list[float]:
    return [float(row[name]) for row in rows for name in ("value", "target") if row.get(name) is not None]


def _on_bar(share) -> str:
    return "" if share is None else place(min(max(float(share), 0.0), 1.0) * FULL)
