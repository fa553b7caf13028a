"""How much of a period is covered by what a centre attested."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from jalon.kernel.periods import Period

Receipt = Literal["complete", "partial", "none"]


def receipt(window: Period, received_to: dt.date | None, on: dt.date) -> Receipt:
    """Whether the days of the window gone by on a day are all, in part or not at all received.

    `received_to` is the last day up to which the centre attests that its evidence is complete, None when it
    never did. In a complete period no row means 0; in a period of which nothing is received it means
    nothing. A window that has not begun is not received.
    """
    if received_to is None or received_to < window.start or on < window.start:
        return "none"
    return "complete" if received_to >= min(window.end, on) else "partial"


def receipt_of_all(receipts: Iterable[Receipt]) -> Receipt:
    """The receipt of several centres together: partial as soon as they differ; none when there are none."""
    found = set(receipts)
    if not found:
        return "none"
    return found.pop() if len(found) == 1 else "partial"
