"""Test lines: the last word on each, what guards them, the lists people work from."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from jalon.capacity.queries import authorised_accounts, equipment_valid, scope_for
from jalon.kernel import conformity, units
from jalon.services.models import (
    AlsoJudged,
    AlsoStated,
    Assignment,
    Clause,
    ContractReview,
    InstrumentUse,
    Measurement,
    Request,
    TestLine,
)

ORDERED = ("accepted", "planned", "in_progress")
HERE = ("received", "stored", "in_test", "kept")
OPEN = ("to_do", "assigned", "entered", "verified", "authorised")


def rule_of(review: ContractReview | None) -> conformity.Rule | None:
    """The decision rule a review agreed on; None: nothing is stated."""
    if review is None or review.rule == ContractReview.Rule.NO_STATEMENT:
        return None
    if review.rule in (ContractReview.Rule.GUARDED, ContractReview.Rule.FOUR_WAY):
        factor = 1 if review.rule_factor is None else review.rule_factor
        ways = "four_way" if review.rule == ContractReview.Rule.FOUR_WAY else "binary"
        return conformity.Rule("guarded", ways, r=factor)
    if review.rule == ContractReview.Rule.RISK:
        return conformity.Rule("risk", risk=review.rule_factor)
    return conformity.Rule("inherent" if review.rule == ContractReview.Rule.STANDARD else "simple")


def known(lines):
    """Lines with what every list of them reads."""
    return lines.select_related(
        "centre", "clause__version__specification", "sample__centre", "order__request__enterprise"
    )


def lines_of(request: Request):
    return known(TestLine.objects.filter(order__request=request)).order_by("sample", "clause__position", "id")


def last_measured(lines: Iterable[TestLine]) -> dict[int, Measurement]:
    """The last word on each line, with its operator; one question."""
    found = Measurement.objects.filter(line__in=[line.pk for line in lines])
    last = found.order_by("line_id", "-id").distinct("line_id").values("pk")
    return {one.line_id: one for one in Measurement.objects.filter(pk__in=last).select_related("operator")}


def instruments_used(measured: Iterable[Measurement]) -> dict[int, list]:
    """The instruments of each measurement; one question."""
    used: dict[int, list] = defaultdict(list)
    uses = InstrumentUse.objects.filter(measurement__in=[one.pk for one in measured])
    for use in uses.select_related("equipment").order_by("id"):
        used[use.measurement_id].append(use.equipment)
    return used


def also_judged(lines: Iterable[TestLine]) -> dict[int, list[AlsoJudged]]:
    """The clauses of other orders each line answers too; one question."""
    found: dict[int, list[AlsoJudged]] = defaultdict(list)
    rows = AlsoJudged.objects.filter(line__in=[line.pk for line in lines])
    for one in rows.select_related("order", "clause__version__specification").order_by("id"):
        found[one.line_id].append(one)
    return found


def also_stated(measured: Iterable[Measurement]) -> dict[int, list[AlsoStated]]:
    """What other clauses state of each measurement; one question."""
    found: dict[int, list[AlsoStated]] = defaultdict(list)
    rows = AlsoStated.objects.filter(measurement__in=[one.pk for one in measured])
    for one in rows.select_related("judged__clause__version__specification").order_by("id"):
        found[one.measurement_id].append(one)
    return found


def last_assigned(lines: Iterable[TestLine]) -> dict[int, Assignment]:
    """Who tests each line; one question."""
    found = Assignment.objects.filter(line__in=[line.pk for line in lines])
    last = found.order_by("line_id", "-id").distinct("line_id").values("pk")
    return {one.line_id: one for one in Assignment.objects.filter(pk__in=last).select_related("operator")}


# what guards a line


def is_authorised(centre, methods: Collection[str], on: dt.date) -> Mapping[str, frozenset[int]]:
    """The accounts that may use each method on a day."""
    return authorised_accounts(centre, sorted(set(methods)), on)


def is_equipped(line: TestLine, used: Collection, valid: Mapping[int, object]) -> bool:
    """Every instrument used was valid, and there is one of each kind the clause asks for."""
    kinds = {thing.kind for thing in used}
    return set(line.clause.equipment_kinds) <= kinds and all(valid.get(thing.pk) for thing in used)


def converts(unit: str, to: str) -> bool:
    try:
        units.convert(1, unit, to)
    except units.UnitError:
        return False
    return True


@dataclass(frozen=True)
class Standing:
    """Lines with their last measurement, and whether its day allowed it, as known today."""

    measured: Mapping[int, Measurement]
    used: Mapping[int, list]
    also: Mapping[int, list[AlsoStated]]
    equipped: Mapping[int, bool]
    authorised: Mapping[int, bool]
    accredited: Mapping[int, bool]

    def statements(self, line: TestLine) -> list[tuple[Clause, conformity.Statement]]:
        """What is stated of a line by its own clause, then by those of other orders."""
        said = self.measured.get(line.pk)
        if said is None:
            return []
        own = [(line.clause, said.stated)] if said.statement else []
        return own + [(one.judged.clause, one.stated) for one in self.also.get(said.pk, ())]


def standing_of(lines: Collection[TestLine]) -> Standing:
    """Instruments, people and scope on the day each line was tested; as many questions as there are days."""
    measured = last_measured(lines)
    used = instruments_used(measured.values())
    equipped, authorised, accredited = {}, {}, {}
    for (centre, day), group in by_day(lines, measured).items():
        methods = sorted({line.clause.method for line in group})
        things = {thing.pk for line in group for thing in used[measured[line.pk].pk]}
        valid = equipment_valid(things, day)
        people, scope = is_authorised(centre, methods, day), scope_for(centre, methods, day)
        for line in group:
            said, method = measured[line.pk], line.clause.method
            equipped[line.pk] = is_equipped(line, used[said.pk], valid)
            authorised[line.pk] = said.operator_id in people[method]
            accredited[line.pk] = bool(scope[method]) and equipped[line.pk] and authorised[line.pk]
    return Standing(measured, used, also_stated(measured.values()), equipped, authorised, accredited)


def by_day(lines, measured) -> dict[tuple, list[TestLine]]:
    groups: dict[tuple, list[TestLine]] = defaultdict(list)
    for line in lines:
        if line.pk in measured:
            groups[line.centre, measured[line.pk].on].append(line)
    return groups


# the lists


def lines_in(standing, *states: str, method: str = ""):
    """The lines of the person's centres in these states, of one method when it is named."""
    found = TestLine.objects.filter(centre__in=standing.organisations_where("work.view"), state__in=states)
    return known(found.filter(clause__method=method) if method else found).order_by("clause__method", "id")


def worksheets(standing) -> list[dict]:
    """What is to be tested, a method at a time."""
    found = TestLine.objects.filter(
        centre__in=standing.organisations_where("work.view"), state__in=("to_do", "assigned")
    )
    rows = (
        found.order_by("clause__method", "state")
        .values("clause__method", "state")
        .annotate(count=Count("id"))
    )
    sheets: dict[str, dict] = {}
    for row in rows:
        sheet = sheets.setdefault(
            row["clause__method"], {"method": row["clause__method"], "to_do": 0, "assigned": 0}
        )
        sheet[row["state"]] = row["count"]
    return list(sheets.values())
