"""Lots: the row of the plan a size falls in, and what the results say of a lot by now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from jalon.kernel.conformity import FAILS, Verdict, lot_verdict, worst
from jalon.services.models import Lot, Request, SamplingRow, SpecificationVersion, TestLine
from jalon.services.testing.queries.lines import Standing, known, standing_of

LEFT_OUT = ("to_redo", "cancelled")
DECIDED = ("authorised", "reported")


def row_for(version: SpecificationVersion, size: int) -> SamplingRow | None:
    """The row of the plan of a specification a lot of this size falls in."""
    found = version.sampling.filter(lot_from__lte=size).filter(Q(lot_to=None) | Q(lot_to__gte=size))
    return found.order_by("-lot_from").first()


@dataclass(frozen=True)
class LotJudged:
    """A lot: how many of its items are judged, how many do not conform, the verdict once there is one."""

    lot: Lot
    judged: int
    failed: int
    verdict: Verdict | None


def lots_of(request: Request) -> list[LotJudged]:
    """The lots of a request, the first one ordered first."""
    lots = Lot.objects.filter(order__request=request).select_related("order__version__specification")
    return [judged(lot) for lot in lots.order_by("id")]


def judged(lot: Lot) -> LotJudged:
    """An item counts once each of its tests is authorised: it is as good as the worst of them."""
    mine = Q(order=lot.order) | Q(also_judged__order=lot.order)
    lines = known(TestLine.objects.filter(mine).exclude(state__in=LEFT_OUT).distinct())
    verdicts = verdicts_of(lot, list(lines))
    decided = [one for one in verdicts if one is not None]
    return LotJudged(lot, len(decided), sum(one in FAILS for one in decided), lot_verdict(lot.plan, verdicts))


def verdicts_of(lot: Lot, lines: Sequence[TestLine]) -> list[Verdict | None]:
    """The verdict of each item, None while a test of it is not authorised."""
    stands = standing_of(lines)
    by_sample: dict[int, list[TestLine]] = defaultdict(list)
    for line in lines:
        by_sample[line.sample_id].append(line)
    return [verdict_of(lot, some, stands) for some in by_sample.values()]


def verdict_of(lot: Lot, lines: Sequence[TestLine], stands: Standing) -> Verdict | None:
    if any(line.state not in DECIDED for line in lines):
        return None
    return worst(
        stated.verdict
        for line in lines
        for clause, stated in stands.statements(line)
        if clause.version_id == lot.order.version_id
    )
