"""From the findings of a sample to the verified values, with each step from the declared value said.

Counts, sums, stocks, distinct things and what is in force are extrapolated by stratum; a mean is the verified
sum over the verified count. A last level, a maximum or a minimum is taken again over the rows that stand,
corrected: nothing follows from it for the rest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.evidence.models import Evidence
from jalon.kernel import sampling
from jalon.kernel.measures import Measure, NotComputable, Value, indicator_value
from jalon.kernel.sampling import Change, Thing
from jalon.reporting.models import Finding, Sample, Sampled
from jalon.reporting.queries.populations import Counting, Population, number_of
from jalon.results.queries.figures import rows_counted

ADDITIVE = ("count", "sum", "stock", "distinct", "in_force")
WRONG = (Finding.Outcome.REJECTED, Finding.Outcome.MISSING)
EXTRAPOLATED = "extrapolated"


@dataclass(frozen=True)
class Checked:
    """One measure after its check: its value, and what changed it."""

    counting: Counting
    value: Value | NotComputable
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A sample with the last word about each of its things."""

    things: Mapping[str, Sampled]
    findings: Mapping[int, Finding]

    def finding(self, thing: str) -> Finding:
        return self.findings[self.things[thing].pk]


def drawn(sample: Sample, findings: Mapping[int, Finding]) -> Drawn:
    return Drawn({one.thing: one for one in sample.things.all()}, findings)


def checked(counting: Counting, population: Population, found: Drawn) -> Checked:
    """A measure as the findings leave it."""
    if not isinstance(counting.value, Value):
        return Checked(counting, counting.value)
    if counting.measure.aggregation in ADDITIVE:
        return added(counting, population, found)
    if counting.measure.aggregation == "mean":
        return averaged(counting, population, found)
    return taken_again(counting, population, found)


def added(counting: Counting, population: Population, found: Drawn) -> Checked:
    outcome = verified(population.things_of(counting), counting.measure, found)
    value = Value(
        outcome.value + counting.carried, outcome.value + counting.carried, None, counting.value.rows
    )
    return Checked(counting, value, outcome.changes)


def averaged(counting: Counting, population: Population, found: Drawn) -> Checked:
    """The verified sum over the verified count."""
    things = population.things_of(counting)
    total = verified(things, counting.measure, found)
    ones = [Thing(thing.uid, thing.stratum) for thing in things]
    count = verified(ones, Measure(counting.measure.kinds, "count"), found)
    if not count.value:
        return Checked(counting, NotComputable("no_rows"), total.changes)
    value = Value(total.value / count.value, total.value, count.value, counting.value.rows)
    return Checked(counting, value, total.changes)


def verified(things: list[Thing], measure: Measure, found: Drawn) -> sampling.Verified:
    """The kernel's verified value of a measure over its own things."""
    sample: dict[str, list[Thing]] = {}
    findings = []
    for thing in things:
        if thing.uid in found.things:
            sample.setdefault(thing.stratum, []).append(thing)
            findings.append(finding_for(thing, measure, found.finding(thing.uid)))
    return sampling.verified(things, sample, findings)


def finding_for(thing: Thing, measure: Measure, finding: Finding) -> sampling.Finding:
    """A finding as one measure takes it: a correction of what it does not count leaves it accepted."""
    if finding.outcome == Finding.Outcome.REJECTED:
        return sampling.Finding(thing.uid, "rejected", reason=finding.reason)
    if finding.outcome == Finding.Outcome.MISSING:
        return sampling.Finding(thing.uid, "document_missing", reason=finding.reason)
    right = corrected(thing.declared, measure, finding)
    if right == thing.declared:
        return sampling.Finding(thing.uid, "accepted")
    return sampling.Finding(thing.uid, "corrected", right, finding.reason)


def corrected(declared: Decimal, measure: Measure, finding: Finding) -> Decimal:
    """What a thing brings to a measure after a correction."""
    if finding.outcome != Finding.Outcome.CORRECTED or measure.aggregation in (
        "count",
        "distinct",
        "in_force",
    ):
        return declared
    if measure.of == "quantity" and finding.quantity is not None:
        return finding.quantity
    if measure.of == "amount" and finding.amount is not None:
        return Decimal(finding.amount).scaleb(-2)
    return declared


def taken_again(counting: Counting, population: Population, found: Drawn) -> Checked:
    """A last level, a maximum or a minimum over the rows that were not rejected."""
    wrong = {thing for thing in counting.brought if thing in found.things and is_wrong(found, thing)}
    changes = tuple(
        changed(thing, counting, population, found)
        for thing, declared in counting.brought.items()
        if thing in found.things
        and finding_for(Thing(thing, "", declared), counting.measure, found.finding(thing)).outcome
        != "accepted"
    )
    if not changes:
        return Checked(counting, counting.value)
    if counting.measure.aggregation == "last":
        return Checked(counting, last_before(counting, population, found, wrong), changes)
    numbers = [
        after(thing, declared, counting.measure, found)
        for thing, declared in counting.brought.items()
        if thing not in wrong
    ]
    take = max if counting.measure.aggregation == "max" else min
    return Checked(counting, as_value(take(numbers, default=None), len(numbers)), changes)


def last_before(
    counting: Counting, population: Population, found: Drawn, wrong: Collection[str]
) -> Value | NotComputable:
    """The latest level that was not rejected: the one before, when the last one was."""
    (thing,) = counting.brought
    if thing not in wrong:
        return as_value(after(thing, counting.brought[thing], counting.measure, found), 1)
    (uid,) = population.rows[thing]
    row = Evidence.objects.get(uid=uid)
    rows = rows_counted(counting.measure, population.period, row.centre_id, population.known)
    earlier = rows.exclude(pk=row.pk).order_by("-on", "-event__number", "-pk")
    before = earlier.values("quantity", "amount", "attributes").first()
    return as_value(number_of(counting.measure, before) if before else None, 1)


def is_wrong(found: Drawn, thing: str) -> bool:
    return found.finding(thing).outcome in WRONG


def after(thing: str, declared: Decimal, measure: Measure, found: Drawn) -> Decimal:
    return corrected(declared, measure, found.finding(thing)) if thing in found.things else declared


def changed(thing: str, counting: Counting, population: Population, found: Drawn) -> Change:
    declared, finding = counting.brought[thing], found.finding(thing)
    right = Decimal(0) if finding.outcome in WRONG else corrected(declared, counting.measure, finding)
    stratum = population.strata[thing].key
    return Change(stratum, thing, str(finding.outcome), declared, right, finding.reason)


def as_value(number: Decimal | None, rows: int) -> Value | NotComputable:
    return NotComputable("no_rows") if number is None else Value(number, number, None, rows)


@dataclass(frozen=True)
class Verdict:
    """An indicator after the check: its value, and the change of each of its measures."""

    indicator: str
    value: Value | NotComputable
    measures: tuple[Checked, ...]

    @property
    def difference(self) -> list[dict]:
        """Each step from the declared to the verified value, things first; numbers as text."""
        steps = [(one, change) for one in self.measures for change in one.changes]
        steps.sort(key=lambda step: step[1].uid is None)
        return [said(one.counting, change) for one, change in steps]


def verdicts(population: Population, found: Drawn) -> dict[str, Verdict]:
    """Every indicator of a return as the findings leave it, by code."""
    by_indicator: dict[str, list[Checked]] = {}
    for counting in population.countings:
        by_indicator.setdefault(counting.indicator, []).append(checked(counting, population, found))
    return {
        code: Verdict(
            code,
            indicator_value(parts[0].counting.sheet.formula, {one.counting.name: one.value for one in parts}),
            tuple(parts),
        )
        for code, parts in by_indicator.items()
    }


def said(counting: Counting, change: Change) -> dict:
    """A step as a value keeps it: what, found how, and what that adds to the measure."""
    return {
        "measure": counting.name,
        "thing": change.uid or "",
        "stratum": change.stratum,
        "outcome": change.outcome,
        "declared": format(change.declared, "f"),
        "effect": format(change.amount, "f"),
        "reason": change.reason,
    }
