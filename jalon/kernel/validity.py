"""Whether an instrument may be used on a day, and what a failed calibration puts in doubt.

Three answers: `valid`, `invalid` and `unknown`; unknown is never taken for valid. From the records alone, as
they were known: no clock, no state of the instrument.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

Answer = Literal["valid", "invalid", "unknown"]
Kind = Literal["calibration", "check"]
Reason = Literal["", "failed", "check_failed", "expired", "never", "not_judged", "no_end", "not_in_service"]

REASONS: Final[tuple[Reason, ...]] = get_args(Reason)[1:]
"""Why an instrument may not be used; `not_in_service` is said by who knows its state."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A calibration or an intermediate check: `passed` is None until somebody judged it.

    `valid_until` is the last day it is good for. `position` orders those of one day: as found, as left.
    """

    on: dt.date
    passed: bool | None
    valid_until: dt.date | None = None
    kind: Kind = "calibration"
    position: int = 0


@dataclass(frozen=True, slots=True)
class Validity:
    """The answer of a day, why when it is not `valid`, and the last good day when it is."""

    answer: Answer
    reason: Reason = ""
    until: dt.date | None = None

    def __bool__(self) -> bool:
        return self.answer == "valid"


def valid_at(on: dt.date, records: Iterable[Calibrated], *, is_calibrated: bool = True) -> Validity:
    """The validity of an instrument on a day, from its calibrations and checks up to that day included.

    The last calibration speaks, and a failed check after it speaks louder; a good check mends nothing, only a
    calibration does. `is_calibrated` is False for what needs none: its checks alone can make it invalid.
    """
    known = ordered(record for record in records if record.on <= on)
    last = next((record for record in reversed(known) if record.kind == "calibration"), None)
    since = known[known.index(last) + 1 :] if last else known
    if last is None:
        return _without(since, is_calibrated)
    if last.passed is False:
        return Validity("invalid", "failed")
    if any(check.passed is False for check in since):
        return Validity("invalid", "check_failed")
    return _of_good(last, on)


def _without(checks: list[Calibrated], is_calibrated: bool) -> Validity:
    """Of an instrument never calibrated: its last judged check speaks when it needs no calibration."""
    judged = [check for check in checks if check.passed is not None]
    if judged and judged[-1].passed is False:
        return Validity("invalid", "check_failed")
    return Validity("unknown", "never") if is_calibrated else Validity("valid")


def _of_good(last: Calibrated, on: dt.date) -> Validity:
    if last.passed is None:
        return Validity("unknown", "not_judged")
    if last.valid_until is None:
        return Validity("unknown", "no_end")
    if on > last.valid_until:
        return Validity("invalid", "expired", last.valid_until)
    return Validity("valid", until=last.valid_until)


def ordered(records: Iterable[Calibrated]) -> list[Calibrated]:
    """Records in the order they happened, those of one day as they were written."""
    return sorted(records, key=lambda record: (record.on, record.position))


@dataclass(frozen=True, slots=True)
class Doubt:
    """Days whose results are in doubt, both included; `since` is None when the instrument was never good."""

    since: dt.date | None
    until: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and day <= self.until


def doubt(failed: Calibrated, records: Iterable[Calibrated]) -> Doubt:
    """The days a failure puts in doubt: since the last good record, whose own day counts.

    A failed calibration goes back to the last good calibration, since a check looks at few points; a failed
    check to the last good record of either kind. Raises ValueError for a record that did not fail.
    """
    if failed.passed is not False:
        raise ValueError("only what failed puts results in doubt")
    before = [record for record in ordered(records) if _key(record) < _key(failed) and record.passed]
    if failed.kind == "calibration":
        before = [record for record in before if record.kind == "calibration"]
    return Doubt(before[-1].on if before else None, failed.on)


def _key(record: Calibrated) -> tuple[dt.date, int]:
    return record.on, record.position
