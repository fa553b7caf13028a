"""What is asked of a product, and which of it is tested for a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.journal.lives import Refused
from jalon.kernel import conformity
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.actions.requests import subject_of
from jalon.services.models import (
    AlsoJudged,
    AlsoStated,
    Clause,
    Lot,
    Measurement,
    Request,
    Sample,
    SamplingRow,
    Specification,
    SpecificationVersion,
    TestLine,
    TestOrder,
)
from jalon.services.queries.requests import agreed_review
from jalon.services.testing.actions.lines import stated
from jalon.services.testing.queries.lines import OPEN, ORDERED, converts, last_measured, rule_of
from jalon.services.testing.queries.lots import row_for

MEASURED = ("entered", "verified", "authorised")


@dataclass(frozen=True)
class ClauseSaid:
    """A clause as it is typed."""

    code: str
    characteristic: Words
    method: str
    unit: str
    lower: Decimal | None = None
    upper: Decimal | None = None
    excludes_lower: bool = False
    excludes_upper: bool = False
    equipment_kinds: tuple[str, ...] = ()
    nature: str = Clause.Nature.CONFORMITY


@dataclass(frozen=True)
class SamplingSaid:
    """A row of a single sampling plan as it is typed: of lots from one size to another, items to test."""

    lot_from: int
    lot_to: int | None
    sample_size: int
    acceptance: int
    rejection: int


def specify(
    centre: Organisation,
    clauses: Sequence[ClauseSaid],
    *,
    code: str,
    title: Words,
    by,
    standard: str = "",
    family: str = "",
    sampling: Sequence[SamplingSaid] = (),
) -> SpecificationVersion:
    """Write a specification, or its next version: those ordered before keep theirs."""
    if not clauses:
        raise ValidationError(_("A specification has at least one clause: write one."))
    check_sampling(sampling)
    payload = {"centre": centre.code, "specification": code, "clauses": len(clauses)}
    with recording(
        "specification.written", subject=f"centre:{centre.code}", by=by, payload=payload
    ) as record:
        Organisation.objects.select_for_update(no_key=True).get(pk=centre.pk)  # one writes at a time
        held = Specification.objects.filter(centre=centre, code=code).first()
        held = held or record.keep(Specification(centre=centre, code=code))
        version = SpecificationVersion(
            specification=held,
            number=held.versions.count() + 1,
            title=title,
            standard=standard,
            family=family,
        )
        record.keep(version)
        record.keep_all(clause_of(version, place, said) for place, said in enumerate(clauses, 1))
        record.keep_all(SamplingRow(version=version, **vars(one)) for one in sampling)
        return version


def check_sampling(rows: Sequence[SamplingSaid]) -> None:
    """One sample decides, and no lot falls in two rows. Raises ValidationError."""
    for one in rows:
        if one.acceptance >= one.sample_size or one.rejection != one.acceptance + 1:
            said = _("Lots from %(size)s: fewer items are accepted than tested, and one more rejects them.")
            raise ValidationError(said % {"size": one.lot_from})
    for one, following in pairwise(sorted(rows, key=lambda one: one.lot_from)):
        if one.lot_to is None or following.lot_from <= one.lot_to:
            said = _("A lot of %(size)s falls in two rows of the plan: part them.")
            raise ValidationError(said % {"size": following.lot_from})


def clause_of(version: SpecificationVersion, position: int, said: ClauseSaid) -> Clause:
    try:
        conformity.Limits(said.lower, said.upper, said.excludes_lower, said.excludes_upper)
    except ValueError as error:
        raise ValidationError(
            _("No value lies within the limits of clause %(code)s: mend one of them.") % {"code": said.code}
        ) from error
    return Clause(
        version=version, position=position, **vars(said) | {"equipment_kinds": list(said.equipment_kinds)}
    )


def order_tests(
    request: Request,
    version: SpecificationVersion,
    samples: Sequence[Sample],
    *,
    by,
    clauses: Sequence[Clause] | None = None,
    shares: bool = False,
    lot: int | None = None,
) -> list[TestLine]:
    """A line for each clause and sample, under the decision rule agreed in the review of the contract.

    `clauses` are those of the version to be tested; every one when they are not said.
    `shares`: where the request already tests the same on the sample for another specification, no line is
    added; that result is judged by this clause too.
    `lot` is the size of the lot the samples are drawn from: the plan of the version judges it.
    Raises Refused.
    """
    if request.state not in ORDERED:
        raise Refused(("request_ordered",))
    samples = [one for one in samples if one.centre_id == request.centre_id]  # not those it passed on
    if not samples:
        raise Refused(("sample_named",))
    rule = rule_of(agreed_review(request))
    row = lot and row_of(version, lot, samples, rule)
    tested = version.clauses.all() if clauses is None else clauses
    wanted = [(sample, clause) for sample in samples for clause in tested]
    there = shared(request, version, wanted) if shares else {}
    payload = {"specification": version.specification.code, "number": version.number, "samples": len(samples)}
    with recording("test.ordered", subject=subject_of(request), by=by, payload=payload) as record:
        order = record.keep(TestOrder(request=request, version=version, rule=rule and rule.to_data()))
        if row:
            numbers = {name: getattr(row, name) for name in ("sample_size", "acceptance", "rejection")}
            record.keep(Lot(order=order, size=lot, **numbers))
        also = [
            AlsoJudged(line=there[sample.pk, clause.pk], order=order, clause=clause)
            for sample, clause in wanted
            if (sample.pk, clause.pk) in there
        ]
        judge_what_is_there(record, record.keep_all(also))
        return lives.begin_all(
            record,
            [
                TestLine(centre=request.centre, order=order, sample=sample, clause=clause)
                for sample, clause in wanted
                if (sample.pk, clause.pk) not in there
            ],
        )


def row_of(version: SpecificationVersion, size: int, samples: Sequence[Sample], rule) -> SamplingRow:
    """The numbers a lot is judged by. Raises Refused."""
    row = row_for(version, size)
    if row is None:
        raise Refused(("lot_in_plan",))
    if rule is None:
        raise Refused(("lot_by_rule",))
    if len(samples) < row.sample_size:
        raise Refused(("samples_of_plan",))
    return row


def shared(request: Request, version: SpecificationVersion, wanted) -> dict[tuple[int, int], TestLine]:
    """The line whose result answers a clause on a sample, where there is one, by their keys."""
    open_lines = TestLine.objects.filter(order__request=request, state__in=OPEN)
    others = open_lines.exclude(clause__version__specification=version.specification_id)
    lines = list(others.select_related("clause", "order").order_by("id"))
    return {
        (sample.pk, clause.pk): line
        for sample, clause in wanted
        for line in reversed(lines)  # the first one ordered, where several would do
        if line.sample_id == sample.pk and is_same_test(line.clause, clause)
    }


def is_same_test(one: Clause, other: Clause) -> bool:
    """The same characteristic by the same method, in units of the same quantity, with no other instrument."""
    same = one.method == other.method and one.characteristic.fr == other.characteristic.fr
    return same and converts(one.unit, other.unit) and set(other.equipment_kinds) <= set(one.equipment_kinds)


def judge_what_is_there(record: Recording, also: Sequence[AlsoJudged]) -> None:
    """State at once what a new order says of results that are there."""
    measured = last_measured([one.line for one in also])
    record.keep_all(
        AlsoStated(measurement=said, judged=one, statement=found.to_data())
        for one in also
        if (said := measured.get(one.line_id)) and one.line.state in MEASURED
        if (found := stated(result_of(said), one.order, one.clause))
    )


def result_of(said: Measurement) -> conformity.Result:
    return conformity.Result(said.value, said.uncertainty, said.k, said.unit, said.censored)
