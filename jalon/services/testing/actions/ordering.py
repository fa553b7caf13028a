"""What is asked of a product, and which of it is tested for a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.actions.requests import subject_of
from jalon.services.models import (
    Clause,
    Request,
    Sample,
    Specification,
    SpecificationVersion,
    TestLine,
    TestOrder,
)
from jalon.services.testing.queries.lines import ORDERED, rule_of


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


def specify(
    centre: Organisation,
    clauses: Sequence[ClauseSaid],
    *,
    code: str,
    title: Words,
    by,
    standard: str = "",
    family: str = "",
) -> SpecificationVersion:
    """Write a specification, or its next version: those ordered before keep theirs."""
    if not clauses:
        raise ValidationError(_("A specification has at least one clause: write one."))
    payload = {"centre": centre.code, "specification": code, "clauses": len(clauses)}
    with recording(
        "specification.written", subject=f"centre:{centre.code}", by=by, payload=payload
    ) as record:
        held = Specification.objects.select_for_update().filter(centre=centre, code=code).first()
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
        return version


def clause_of(version: SpecificationVersion, position: int, said: ClauseSaid) -> Clause:
    made = Clause(
        version=version, position=position, **vars(said) | {"equipment_kinds": list(said.equipment_kinds)}
    )
    try:
        made.limits  # noqa: B018
    except ValueError as error:
        raise ValidationError(
            _("No value lies within the limits of clause %(code)s: mend one of them.") % {"code": said.code}
        ) from error
    return made


def order_tests(
    request: Request, version: SpecificationVersion, samples: Sequence[Sample], *, by
) -> list[TestLine]:
    """A line for each clause and sample, under the decision rule agreed in the review of the contract."""
    if request.state not in ORDERED:
        raise Refused(("request_ordered",))
    if not samples:
        raise Refused(("sample_named",))
    rule = rule_of(request.reviews.last())
    payload = {"specification": version.specification.code, "number": version.number, "samples": len(samples)}
    with recording("test.ordered", subject=subject_of(request), by=by, payload=payload) as record:
        order = record.keep(TestOrder(request=request, version=version, rule=rule and rule.to_data()))
        return lives.begin_all(
            record,
            [
                TestLine(centre=request.centre, order=order, sample=sample, clause=clause)
                for sample in samples
                for clause in version.clauses.all()
            ],
        )
