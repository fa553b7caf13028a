"""The rows of a centre in a period: which lack a document, which came after a day or after a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.evidence.queries import catalogue
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.kernel.kinds import Kind
from jalon.kernel.periods import Period


@dataclass(frozen=True)
class OfKind:
    """Rows of one kind in a period: how many, how many lack a document, how many came after a day."""

    rows: int
    without_document: int
    recorded_late: int


def by_kind(centre, period: Period, *, known_at: int | None, after: date) -> dict[str, OfKind]:
    """The rows of a centre in a period by kind, in one query; `after` is the last day they were expected."""
    end = timezone.make_aware(datetime.combine(after + timedelta(days=1), time.min))
    rows = Evidence.objects.live(known_at).filter(centre=centre, on__range=(period.start, period.end))
    counts = rows.values("kind").annotate(
        rows=Count("pk"),
        without_document=Count("pk", filter=Q(documents=[])),
        recorded_late=Count("pk", filter=Q(event__recorded_at__gte=end)),
    )
    return {one.pop("kind"): OfKind(**one) for one in counts}


def kinds_of(sheet: IndicatorVersion, known: Mapping[str, Kind]) -> frozenset[str]:
    """The kinds an indicator counts."""
    return frozenset(kind for measure in measures_of(sheet, known).values() for kind in measure.kinds)


def declared_only(sheets: Iterable[IndicatorVersion], known: Mapping[str, Kind] | None = None) -> set[str]:
    """The indicators that stand on levels somebody declares: typed, with their document, through evidence."""
    known = catalogue() if known is None else known
    return {sheet.indicator.code for sheet in sheets if kinds_of(sheet, known) == {"level.declared"}}


def late_rows(centre, period: Period, *, known_at: int, until: int | None = None) -> QuerySet[Evidence]:
    """Rows dated in a period and recorded after a moment, reversals included: they change what was
    declared.
    """
    rows = Evidence.objects.filter(centre=centre, on__range=(period.start, period.end))
    rows = rows.known_at(until).filter(event__number__gt=known_at)
    return rows.select_related("event").order_by("event__number", "pk")
