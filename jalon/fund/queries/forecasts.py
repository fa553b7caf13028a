"""What the tranches of the running year are expected to come to, and what more would bring.

A forecast runs the tranche's own rule on the values its indicators are expected to end the year with, and on
both ends of their intervals. Its conditions are taken as met, and said; nothing of it is ever paid on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from jalon.contracts.models import Contract
from jalon.fund.queries.facts import step_of
from jalon.fund.queries.tranches import Due, dues
from jalon.kernel.payment import (
    Acceptance,
    Change,
    Facts,
    OnAcceptance,
    Outcome,
    Sentence,
    Tranche,
    Value,
    due,
    unmet,
    what_would_change,
)
from jalon.kernel.periods import Period
from jalon.plan.models import Plan
from jalon.results.queries.forecast import Outlook, Outlooks, outlooks

ENDS = ("value", "low", "high")
A_STEP = 4


@dataclass(frozen=True)
class Expected:
    """A tranche of the running year: what it comes to on expected values, in centimes, and between what.

    `value`, `low` and `high` are all it gives, what it released already included; None when its rule gives
    nothing to forecast, for `reasons`.
    """

    due: Due
    outlooks: Mapping[str, Outlook]
    outcomes: Mapping[str, Outcome]

    @property
    def outcome(self) -> Outcome | None:
        return self.outcomes.get("value")

    @property
    def is_known(self) -> bool:
        return self.outcome is not None and not self.outcome.blocked

    @property
    def value(self) -> int | None:
        return self.outcome.earned if self.outcome and self.is_known else None

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """What the values, and both ends of their intervals, come to: whichever is the least first."""
        return tuple(sorted(one.earned for one in self.outcomes.values() if not one.blocked))

    @property
    def low(self) -> int | None:
        return self.ends[0] if self.is_known else None

    @property
    def high(self) -> int | None:
        return self.ends[-1] if self.is_known else None

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why there is no amount to expect."""
        return self.outcome.reasons if self.outcome else ()

    @property
    def assumed(self) -> tuple[Sentence, ...]:
        """The conditions that are not met today and are taken as met."""
        return unmet(replace(self.due.tranche, due_on=None), self.due.facts)

    @property
    def at_stake(self) -> int | None:
        """What the tranche could still give beyond what is expected, in centimes."""
        return None if self.value is None else max(self.due.terms.amount - self.value, 0)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What would bring more than is expected: the smallest move of one value, or of several together."""
        if not self.is_known or self.due.rule is None:
            return ()
        facts = facts_at(self.due, self.outlooks, "value")
        found = what_would_change(self.due.rule, free(self.due), facts)
        full = {one.code: one.gain for one in found if one.kind == "full"}
        return tuple(
            one
            for one in found
            if one.kind in ("full", "together")
            # a first step is said where it is one: not the few dirhams of the next unit
            or (one.kind == "next" and one.gain * A_STEP >= full.get(one.code, 0))
        )


@dataclass(frozen=True)
class Forecast:
    """The tranches of a year over some contracts."""

    year: Period
    outlooks: Outlooks
    tranches: tuple[Expected, ...]

    def of(self, contract: Contract) -> list[Expected]:
        return [one for one in self.tranches if one.due.contract == contract]

    @property
    def known(self) -> list[Expected]:
        return [one for one in self.tranches if one.is_known]

    @property
    def promised(self) -> int:
        """By the tranches that can be forecast: what is expected is a part of it."""
        return sum(one.due.terms.amount for one in self.known)

    @property
    def left_out(self) -> list[Expected]:
        return [one for one in self.tranches if not one.is_known]

    @property
    def at_stake(self) -> int:
        return sum(one.at_stake or 0 for one in self.known)

    @property
    def released(self) -> int:
        return sum(one.due.released for one in self.known)

    @property
    def total(self) -> dict[str, int]:
        """What is expected of all, and between what if everything ended badly, or well, at once."""
        return {end: sum(getattr(one, end) for one in self.known) for end in ENDS}


def forecast(
    plan: Plan, *, on: date, known_at: int | None = None, contracts: Iterable[Contract] | None = None
) -> Forecast | None:
    """The tranches that pay for the year of the day, in one question to evidence; None before the plan."""
    found = outlooks(plan, on=on, known_at=known_at, by="centre")
    if found is None:
        return None
    listed = dues(plan, on=on, known_at=known_at, contracts=contracts)
    of_year = [one for one in listed if one.period == found.year]
    return Forecast(found.year, found, tuple(expected(one, found) for one in of_year))


def expected(one: Due, found: Outlooks) -> Expected:
    seen = outlooks_of(one, found)
    if one.rule is None:
        return Expected(one, seen, {})
    facts = {end: facts_at(one, seen, end) for end in ENDS}
    return Expected(one, seen, {end: due(one.rule, free(one), facts[end]) for end in ENDS})


def outlooks_of(one: Due, found: Outlooks) -> dict[str, Outlook]:
    """The outlook of each indicator the rule asks for."""
    codes = one.rule.codes(one.facts) if one.rule else ()
    cells = {code: found.state.cell_of(code, one.contract.centre_id, found.year) for code in codes}
    return {code: found.of(cell) for code, cell in cells.items() if cell is not None}


def free(one: Due) -> Tranche:
    """The tranche without what only the coming months decide: its day and its conditions."""
    return replace(one.tranche, conditions=(), due_on=None, hold_back=None)


def facts_at(one: Due, seen: Mapping[str, Outlook], end: str) -> Facts:
    """The facts of a tranche with the values its indicators are expected to end with."""
    values = {**one.facts.values}
    for code, outlook in seen.items():
        values[code] = value_at(one, code, outlook, end)
    accepted = dict(one.facts.documents)
    if isinstance(one.rule, OnAcceptance):
        accepted.setdefault(one.rule.document, Acceptance(one.on))
    return replace(one.facts, values=values, documents=accepted, on=None, provisional=True)


def value_at(one: Due, code: str, outlook: Outlook, end: str) -> Value:
    known = one.facts.values.get(code) or Value(code, outlook.cell.counted, outlook.target)
    if outlook.is_over:
        actual = outlook.cell.counted_value
        actual = outlook.cell.counted if actual is None else actual
    else:
        actual = ended(outlook, end) if outlook.expected else outlook.reason
    return replace(
        known,
        actual=actual,
        stage="live",
        step=step_of(outlook.cell.sheet),
        target=known.target or outlook.target,
    )


def ended(outlook: Outlook, end: str) -> Decimal:
    """The expected end of the year as the indicator counts it."""
    return getattr(outlook.expected, end).quantize(step_of(outlook.cell.sheet))


@dataclass(frozen=True)
class Move:
    """So much more of an indicator than is counted today, and the centimes it brings to a tranche."""

    expected: Expected
    change: Change
    more: Decimal

    @property
    def gain(self) -> int:
        return self.change.gain

    @property
    def is_joint(self) -> bool:
        return self.change.kind == "together"


@dataclass(frozen=True)
class Task:
    """What to do about one indicator before the year ends, and the money that hangs on it."""

    outlook: Outlook
    moves: tuple[Move, ...]

    @property
    def stake(self) -> int:
        """The centimes it can bring: the most of each tranche."""
        best: dict[str, int] = {}
        for move in self.moves:
            code = move.expected.due.terms.code
            best[code] = max(best.get(code, 0), move.gain)
        return sum(best.values())

    @property
    def is_done(self) -> bool:
        one = self.outlook
        if self.moves or one.reason is not None:
            return False
        return (one.still or 0) <= 0 if one.series.adds_up and one.still is not None else (one.gap or 0) <= 0


def tasks(found: Forecast, contract: Contract) -> list[Task]:
    """What to do this month in a contract, the most money first, then the furthest from its target."""
    moves: dict[str, list[Move]] = {}
    own = found.of(contract)
    for one in own:
        for change in one.changes:
            moves.setdefault(change.code, []).append(move_of(one, change))
    every = {one.cell.indicator: one for one in found.outlooks.at(contract.centre_id)}
    for one in own:
        every |= {code: outlook for code, outlook in one.outlooks.items() if code not in every}
    listed = [Task(outlook, tuple(moves.get(code, ()))) for code, outlook in every.items()]
    return sorted(listed, key=lambda task: (-task.stake, task.is_done, -urgency(task.outlook)))


def move_of(one: Expected, change: Change) -> Move:
    standing = one.outlooks[change.code].cell.counted_value or Decimal(0)
    return Move(one, change, abs(change.value - standing))


def urgency(outlook: Outlook) -> Decimal:
    """How much of the goal the year is expected to lack."""
    return outlook.gap / abs(outlook.goal) if outlook.gap is not None and outlook.goal else Decimal(0)


def sums(listed: Sequence[Task]) -> int:
    return sum(task.stake for task in listed)
