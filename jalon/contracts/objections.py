"""Everything that stands against a contract's terms, at once: what no draft may say, what no one may sign."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from jalon.contracts.paying import objections_to_conditions, objections_to_rule
from jalon.contracts.terms import FIRST_YEAR, LAST_YEAR, SIDES, Terms


@dataclass(frozen=True)
class Known:
    """What a contract may name: indicators, and the axes, objectives and lines of its plan."""

    indicators: frozenset[str]
    axes: frozenset[str]
    objectives: Mapping[str, str] = field(default_factory=dict)  # code of a global objective to its axis
    lines: Mapping[str, int | None] = field(default_factory=dict)  # code of a line to its envelope, centimes
    others: tuple["Period", ...] = ()  # the centre's other contracts that were signed
    amended: "Amended | None" = None
    submitted_until: date | None = None  # the last day of the last period whose return left the centre


@dataclass(frozen=True)
class Period:
    """When another contract of the same centre runs."""

    contract: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Amended:
    """The version in force that the terms amend, and the day it took effect."""

    number: int
    effective_from: date


@dataclass(frozen=True)
class Objection:
    """Why, as a code (its sentence is in `sentences.py`), and which indicator, line or objective is meant."""

    code: str
    subject: str = ""
    detail: str = ""


Rule = Callable[[Terms, Known], Iterator[Objection]]


def objections(terms: Terms, known: Known) -> list[Objection]:
    """What no version may say, not even a draft."""
    return [objection for rule in ALWAYS for objection in rule(terms, known)]


def objections_to_signature(terms: Terms, known: Known) -> list[Objection]:
    """What must be mended before parties sign; the rest included."""
    rules: tuple[Rule, ...] = (*ALWAYS, *AT_SIGNATURE)
    return [objection for rule in rules for objection in rule(terms, known)]


def ends_before_it_starts(terms: Terms, known: Known) -> Iterator[Objection]:
    if terms.ends_on < terms.starts_on:
        yield Objection("ends_before_it_starts", detail=terms.starts_on.isoformat())


def out_of_the_calendar(terms: Terms, known: Known) -> Iterator[Objection]:
    """A year each column of a table can have."""
    for day in (terms.starts_on, terms.ends_on):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield Objection("out_of_the_calendar", detail=day.isoformat())


def unknown_names(terms: Terms, known: Known) -> Iterator[Objection]:
    for code in sorted(terms.indicators - known.indicators):
        yield Objection("unknown_indicator", code)
    money = (*terms.allocations, *terms.tranches)
    named = {one.axis for one in terms.objectives} | {one.axis for one in money if one.axis}
    for code in sorted(named - known.axes):
        yield Objection("unknown_axis", code)
    for code in sorted({one.funding_line for one in money} - set(known.lines)):
        yield Objection("unknown_line", code)


def objectives_of_another_axis(terms: Terms, known: Known) -> Iterator[Objection]:
    for one in terms.objectives:
        if not one.global_objective:
            continue
        axis = known.objectives.get(one.global_objective)
        if axis is None:
            yield Objection("unknown_objective", one.code, one.global_objective)
        elif axis != one.axis:
            yield Objection("objective_of_another_axis", one.code, one.global_objective)


def said_twice(terms: Terms, known: Known) -> Iterator[Objection]:
    yield from repeated("objective_twice", ((one.code, "") for one in terms.objectives))
    yield from repeated("baseline_twice", ((one.indicator, "") for one in terms.baselines))
    yield from repeated("undertaking_twice", ((one.code, one.side) for one in terms.undertakings))
    yield from repeated("party_twice", ((one.side, "") for one in terms.parties))
    yield from repeated("past_total_twice", ((one.indicator, str(one.year)) for one in terms.past_totals))
    for objective in terms.objectives:
        yield from repeated("target_twice", ((one.indicator, str(one.year)) for one in objective.targets))
    yield from repeated("tranche_twice", ((one.code, "") for one in terms.tranches))
    keys = ((one.funding_line, f"{one.axis} {one.year}".strip()) for one in terms.allocations)
    yield from repeated("allocation_twice", keys)


def repeated(code: str, keys: Iterable[tuple[str, str]]) -> Iterator[Objection]:
    for (subject, detail), times in Counter(keys).items():
        if times > 1:
            yield Objection(code, subject, detail)


def negative_money(terms: Terms, known: Known) -> Iterator[Objection]:
    for one in terms.allocations:
        if one.amount < 0:
            yield Objection("negative_money", one.funding_line, str(one.year))
    for one in terms.tranches:
        if one.amount < 0:
            yield Objection("negative_tranche", one.code)


def rules_that_cannot_be_read(terms: Terms, known: Known) -> Iterator[Objection]:
    for one in terms.tranches:
        for found in (*objections_to_rule(one), *objections_to_conditions(one)):
            yield Objection("tranche_rule", one.code, found)


def nothing_promised(terms: Terms, known: Known) -> Iterator[Objection]:
    if not terms.targets:
        yield Objection("no_target")
    for objective in terms.objectives:
        if not objective.targets:
            yield Objection("objective_without_target", objective.code)


def growth_over_nothing(terms: Terms, known: Known) -> Iterator[Objection]:
    """Growth needs a baseline with its value, day and source, and there is no growth over zero."""
    baselines = {one.indicator: one for one in terms.baselines}
    for code in sorted({one.indicator for one in terms.targets if one.shape == "growth"}):
        baseline = baselines.get(code)
        if baseline is None or not baseline.is_whole:
            yield Objection("growth_without_baseline", code)
        elif baseline.value == 0:
            yield Objection("zero_baseline", code)


def outside_the_period(terms: Terms, known: Known) -> Iterator[Objection]:
    period = range(terms.starts_on.year, terms.ends_on.year + 1)
    for one in terms.targets:
        if one.year not in period:
            yield Objection("target_outside_period", one.indicator, str(one.year))
    for one in terms.allocations:
        if one.year not in period:
            yield Objection("money_outside_period", one.funding_line, str(one.year))
    for one in terms.tranches:
        if one.year not in period:
            yield Objection("tranche_outside_period", one.code, str(one.year))
    if not terms.starts_on <= terms.effective_from <= terms.ends_on:
        yield Objection("effect_outside_period", detail=terms.effective_from.isoformat())


def another_contract(terms: Terms, known: Known) -> Iterator[Objection]:
    """One centre, one contract at a time."""
    for other in known.others:
        if other.starts_on <= terms.ends_on and terms.effective_from <= other.ends_on:
            yield Objection("overlapping_contract", other.contract, other.ends_on.isoformat())


def amended_out_of_turn(terms: Terms, known: Known) -> Iterator[Objection]:
    """An amendment takes effect after what it amends, and reaches no period already submitted."""
    if known.amended and terms.effective_from <= known.amended.effective_from:
        yield Objection("effect_before_amended", str(known.amended.number), terms.effective_from.isoformat())
    if known.submitted_until and terms.effective_from <= known.submitted_until:
        yield Objection("reaches_submitted", detail=known.submitted_until.isoformat())
    if known.amended and not terms.reason.fr:
        yield Objection("amendment_without_reason")
    if known.amended and not terms.authority.fr:
        yield Objection("amendment_without_authority")


def money_over_the_line(terms: Terms, known: Known) -> Iterator[Objection]:
    promised: Counter[str] = Counter()
    for one in terms.allocations:
        promised[one.funding_line] += one.amount
    for code, amount in sorted(promised.items()):
        envelope = known.lines.get(code)
        if envelope is not None and amount > envelope:
            yield Objection("money_over_line", code, str(amount - envelope))


def tranches_over_the_money(terms: Terms, known: Known) -> Iterator[Objection]:
    """Tranches share out what the contract allocates, by line and year."""
    left: Counter[tuple[str, int]] = Counter()
    for one in terms.allocations:
        left[one.funding_line, one.year] += one.amount
    for one in terms.tranches:
        left[one.funding_line, one.year] -= one.amount
    for (line, year), amount in sorted(left.items()):
        if amount < 0:
            yield Objection("tranches_over_allocation", line, f"{year} {-amount}")


def tranches_on_nothing_promised(terms: Terms, known: Known) -> Iterator[Objection]:
    """What a tranche is paid on, the contract promises: a target, an undertaking."""
    promised = {one.indicator for one in terms.targets}
    undertaken = {one.code for one in terms.undertakings}
    for one in terms.tranches:
        for code in sorted(one.indicators - promised):
            yield Objection("tranche_without_target", one.code, code)
        for code in sorted(one.undertakings - undertaken):
            yield Objection("tranche_without_undertaking", one.code, code)


def held_back_on_a_running_total(terms: Terms, known: Known) -> Iterator[Objection]:
    """Units counted since the plan began cannot be told from one year's when they are counted again."""
    running = {one.indicator for one in terms.targets if one.shape == "cumulative"}
    for one in terms.tranches:
        if one.rule.get("sustained") and one.rule.get("indicator") in running:
            yield Objection("held_back_on_running_total", one.code, str(one.rule["indicator"]))


def silent_parties(terms: Terms, known: Known) -> Iterator[Objection]:
    """Three parties sign, and each undertakes something."""
    parties = {one.side for one in terms.parties if one.organisation}
    bound = {one.side for one in terms.undertakings}
    for side in SIDES:
        if side not in parties:
            yield Objection("party_missing", side)
        if side not in bound:
            yield Objection("no_undertaking", side)


ALWAYS: tuple[Rule, ...] = (
    ends_before_it_starts,
    out_of_the_calendar,
    unknown_names,
    objectives_of_another_axis,
    said_twice,
    negative_money,
    rules_that_cannot_be_read,
)
AT_SIGNATURE: tuple[Rule, ...] = (
    nothing_promised,
    growth_over_nothing,
    outside_the_period,
    another_contract,
    amended_out_of_turn,
    money_over_the_line,
    tranches_over_the_money,
    tranches_on_nothing_promised,
    held_back_on_a_running_total,
    silent_parties,
)
