"""What is questioned of a figure before a return is submitted: data in, a list of checks out.

A check is to settle or to explain; it never changes a figure. Which checks are made, and from which bounds
on, is data of the plan's calendar.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

CHECKS: Final = (
    "not_received",
    "not_computable",
    "out_of_bounds",
    "negative",
    "zero",
    "sudden_change",
    "sudden_change_in_a_year",
    "missing_documents",
    "recorded_late",
    "late_without_comment",
)
CHANGE: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values a figure is plausible; None: no bound on that side."""

    least: Decimal | None = None
    most: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True)
class Rules:
    """The checks of a plan. `change` is the share of the earlier figure from which a change is sudden."""

    change: Decimal = CHANGE
    change_in_a_year: Decimal = CHANGE
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    off: frozenset[str] = frozenset()  # checks the plan does not make
    to_settle: frozenset[str] = frozenset({"not_received"})  # an explanation does not do

    @classmethod
    def from_data(cls, data: Mapping) -> "Rules":
        """Rules written as JSON, numbers as texts. Raises ValueError for a check nobody knows."""
        named = {*data.get("off", ()), *data.get("to_settle", ())}
        if unknown := named.difference(CHECKS):
            raise ValueError(f"no check is called {', '.join(sorted(unknown))}")
        bounds = {code: Bounds(*map(_number, pair)) for code, pair in data.get("bounds", {}).items()}
        return cls(
            change=Decimal(data.get("change", CHANGE)),
            change_in_a_year=Decimal(data.get("change_in_a_year", CHANGE)),
            bounds=bounds,
            off=frozenset(data.get("off", ())),
            to_settle=frozenset(data.get("to_settle", ("not_received",))),
        )


USUAL: Final = Rules()


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a return and what stands beside it. A value that is not computable is None."""

    indicator: str
    value: Decimal | None
    previous: Decimal | None = None
    a_year_before: Decimal | None = None
    is_late: bool = False
    has_comment: bool = False
    is_percentage: bool = False
    missing_documents: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to settle or explain; without indicator it is about the whole return."""

    code: str
    indicator: str = ""
    number: Decimal | None = None  # what is said of it: the figure, the share of change, how many rows
    other: Decimal | None = None  # what it is compared with
    must_be_settled: bool = False


def checks(
    lines: Iterable[Line], *, is_received: bool, recorded_late: int = 0, rules: Rules = USUAL
) -> tuple[Check, ...]:
    """Everything questioned of a return: of the whole first, then in the order of its lines."""
    found = [] if is_received else [Check("not_received")]
    if recorded_late:
        found.append(Check("recorded_late", number=Decimal(recorded_late)))
    for line in lines:
        found += of_line(line, rules)
    return tuple(
        Check(one.code, one.indicator, one.number, one.other, one.code in rules.to_settle)
        for one in found
        if one.code not in rules.off
    )


def of_line(line: Line, rules: Rules) -> list[Check]:
    """Everything questioned of one figure, whether the plan makes the check or not."""
    found = _of_value(line, rules) if line.value is not None else [Check("not_computable", line.indicator)]
    if line.missing_documents:
        found.append(Check("missing_documents", line.indicator, Decimal(line.missing_documents)))
    if line.is_late and not line.has_comment:
        found.append(Check("late_without_comment", line.indicator))
    return found


def change_of(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The change as a share of the earlier figure; None when one is unknown or the earlier one is 0."""
    if value is None or not before:
        return None
    return (value - before) / abs(before)


def _of_value(line: Line, rules: Rules) -> list[Check]:
    value, found = line.value, []
    bounds = rules.bounds.get(line.indicator) or Bounds(Decimal(0) if line.is_percentage else None)
    if value is None:
        return []
    if not bounds.holds(value):
        beyond = bounds.least if bounds.least is not None and value < bounds.least else bounds.most
        found.append(Check("out_of_bounds", line.indicator, value, beyond))
    elif value < 0 and bounds.least is None:
        found.append(Check("negative", line.indicator, value))
    if value == 0 and (line.previous or line.a_year_before):
        found.append(Check("zero", line.indicator, value, line.previous or line.a_year_before))
        return found
    for code, before, limit in (
        ("sudden_change", line.previous, rules.change),
        ("sudden_change_in_a_year", line.a_year_before, rules.change_in_a_year),
    ):
        change = change_of(value, before)
        if change is not None and abs(change) > limit:
            found.append(Check(code, line.indicator, change, before))
    return found


def _number(said) -> Decimal | None:
    return None if said in (None, "") else Decimal(str(said))
