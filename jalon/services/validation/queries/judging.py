"""What is planned and judged of a product, clause by clause, and who may conclude."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
from django.utils.text import slugify

from jalon.kernel import conformity
from jalon.kernel.certificates import months_after
from jalon.services.models import (
    Advice,
    AlsoJudged,
    AlsoStated,
    Clause,
    Inspection,
    PlannedClause,
    TestLine,
    TestOrder,
    Validation,
    ValidationPlan,
)
from jalon.services.testing.queries.lines import last_measured

STATED = ("authorised", "reported")
MONTHS_WITHOUT_ADVICE = 24
Way = PlannedClause.Way
Result = tuple[TestLine, conformity.Statement | None]


@dataclass(frozen=True)
class Judged:
    """A clause with what judges it, and the verdict when it is there: `verdict` is None until then."""

    clause: Clause
    planned: PlannedClause | None
    verdict: conformity.Verdict | None = None
    lines: tuple[TestLine, ...] = ()
    inspection: Inspection | None = None

    @property
    def applies(self) -> bool:
        return self.planned is not None and self.planned.way != Way.NOT_APPLICABLE

    @property
    def is_settled(self) -> bool:
        return self.planned is not None and (self.verdict is not None or not self.applies)

    @property
    def is_safety(self) -> bool:
        return self.clause.nature == Clause.Nature.SAFETY

    @property
    def passes(self) -> bool:
        return self.verdict in conformity.PASSES


def begun_after(validation: Validation) -> int:
    """The moment of the product as it is now: what was judged before its last correction counts no more."""
    return validation.steps.filter(verb="correct").aggregate(last=Max("event__number"))["last"] or 0


def plan_of(validation: Validation) -> ValidationPlan | None:
    """The last plan of the product as it is now."""
    found = validation.plans.filter(event__number__gt=begun_after(validation))
    return found.order_by("-id").first()


def planned(validation: Validation) -> dict[int, PlannedClause]:
    plan = plan_of(validation)
    found = plan.clauses.select_related("clause", "order__version__specification") if plan else ()
    return {one.clause_id: one for one in found}


def orders_for(validation: Validation) -> list[TestOrder]:
    """The orders whose tests can judge the product as it is now."""
    found = TestOrder.objects.filter(
        request=validation.request_id,
        version=validation.version_id,
        event__number__gt=begun_after(validation),
    )
    return list(found.select_related("event", "version__specification").order_by("-id"))


def answers(order: TestOrder, clause: Clause) -> bool:
    """Whether a clause is tested under an order, or judged by a result that was there."""
    named = {"clause": clause}
    return order.lines.filter(**named).exists() or order.also_judges.filter(**named).exists()


def judged(validation: Validation) -> list[Judged]:
    """Every clause of the specification, in its order; as many questions whatever the clauses."""
    ways = planned(validation)
    tested = results_by_clause(ways.values())
    looked = last_inspections(validation)
    found = []
    for clause in validation.version.clauses.all():
        way = ways.get(clause.pk)
        if way and way.way == Way.TEST:
            results = tested.get(clause.pk, ())
            lines = tuple(line for line, _stated in results)
            found.append(Judged(clause, way, verdict_of(results), lines))
        elif way and way.way == Way.INSPECTION:
            seen = looked.get(clause.pk)
            found.append(Judged(clause, way, seen and seen.verdict, inspection=seen))
        else:
            found.append(Judged(clause, way))
    return found


def results_by_clause(ways: Iterable[PlannedClause]) -> dict[int, list[Result]]:
    """The last test of each clause and sample under the order the plan names, with what it states.

    A test made for another specification counts where the order is judged by its result too; cancelled ones
    do not.
    """
    asked = {(one.order_id, one.clause_id) for one in ways if one.way == Way.TEST}
    orders = {order for order, _clause in asked}
    own = list(standing_lines().filter(order__in=orders))
    shared = AlsoJudged.objects.filter(order__in=orders, line__in=standing_lines())
    shared = list(shared.select_related("line__sample__centre").order_by("id"))
    measured = last_measured([*own, *(one.line for one in shared)])
    also = AlsoStated.objects.filter(judged__in=shared, measurement__in=list(measured.values()))
    told = {one.judged_id: one.stated for one in also}
    found: dict[int, list[Result]] = {}
    for line in own:
        if (line.order_id, line.clause_id) in asked:
            said = measured.get(line.pk)
            found.setdefault(line.clause_id, []).append((line, said and said.stated))
    for one in shared:
        if (one.order_id, one.clause_id) in asked:
            found.setdefault(one.clause_id, []).append((one.line, told.get(one.pk)))
    return found


def standing_lines():
    """Tests that count: neither cancelled nor done again."""
    lines = TestLine.objects.filter(done_again=None).exclude(state="cancelled")
    return lines.select_related("sample__centre").order_by("id")


def verdict_of(results: Iterable[Result]) -> conformity.Verdict | None:
    """The worst of what the results state; None without one, or while one of them states nothing yet."""
    results = list(results)
    stated = [said for line, said in results if line.state in STATED and said]
    if not results or len(stated) < len(results):
        return None
    return conformity.worst(one.verdict for one in stated)


def last_inspections(validation: Validation) -> dict[int, Inspection]:
    """The last word on each clause that is looked at."""
    found = validation.inspections.filter(event__number__gt=begun_after(validation))
    return {one.clause_id: one for one in found.select_related("person").order_by("id")}


def verdict_on(rows: Iterable[Judged]) -> conformity.Verdict | None:
    """The verdict on the product: its worst clause; None while one that applies has none, or none applies."""
    applying = [one for one in rows if one.applies]
    if not applying or any(one.verdict is None for one in applying):
        return None
    return conformity.worst(one.verdict for one in applying)


# who may conclude


def testers_of(validation: Validation) -> set[int]:
    """Everybody who tested or inspected the product, in whichever round."""
    orders = validation.plans.values("clauses__order")
    lines = TestLine.objects.filter(Q(order__in=orders) | Q(also_judged__order__in=orders))
    tested = lines.values_list("measurements__operator", flat=True)
    looked = validation.inspections.values_list("person_id", flat=True)
    return {key for key in {*tested, *looked} if key is not None}


def worked_on_product(validation: Validation) -> bool:
    """Whether the centre designed the firm's product, or advised on it: it never validates it."""
    families = {validation.version.family, slugify(validation.version.family)}
    if validation.campaign:
        families |= {validation.campaign.family, slugify(validation.campaign.family)}
    named = Q(pk__in=())
    for family in filter(None, families):
        named |= Q(product_family__iexact=family)
    given = Advice.objects.filter(centre=validation.centre, enterprise=validation.request.enterprise)
    return given.filter(named).exists()


def has_advised(validation: Validation, person, *, on: date) -> bool:
    given = Advice.objects.filter(enterprise=validation.request.enterprise, person=person)
    return given.filter(on__gt=months_after(on, -MONTHS_WITHOUT_ADVICE)).exists()


def facts_of_validation(validation: Validation, *, on: date, by) -> dict[str, bool]:
    """What holds by the records alone, for the person who acts; what a form brings is added by the act."""
    rows = judged(validation)
    is_judged = bool(rows) and all(one.is_settled for one in rows) and any(one.applies for one in rows)
    verdict = verdict_on(rows) if is_judged else None
    followed = followed_until(validation)
    return {
        "every_clause_planned": bool(rows)
        and all(one.planned for one in rows)
        and any(one.applies for one in rows),
        "centre_did_not_design": not worked_on_product(validation),
        "every_clause_judged": is_judged,
        "every_verdict_passes": verdict in conformity.PASSES,
        "no_clause_fails": verdict is not None and verdict != "fail",
        "safety_verified": is_judged and all(one.passes for one in rows if one.is_safety and one.applies),
        "reviewer_is_no_tester": by is not None and by.pk not in testers_of(validation),
        "reviewer_is_no_designer": by is not None and not has_advised(validation, by, on=on),
        "follow_up_over": followed is not None and followed <= on,
    }


def followed_until(validation: Validation) -> date | None:
    step = validation.steps.filter(verb="follow").order_by("-turn").first()
    until = step and step.said_with_it.get("until")
    return date.fromisoformat(until) if until else None
