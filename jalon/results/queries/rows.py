"""The rows behind a figure, read from PostgreSQL: the same conditions the engine counts by, as a queryset."""

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from jalon.evidence.models import Evidence
from jalon.kernel.measures import Condition, Measure
from jalon.kernel.periods import Period
from jalon.network.models import Enterprise

COMPARISONS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
FLAGS = frozenset({"general_interest", "high_value"})


def rows_behind(
    measure: Measure,
    *,
    window: Period,
    centres: list[int] | None = None,
    without: frozenset[int] = frozenset(),
    known_at: int | None = None,
) -> QuerySet[Evidence]:
    """The live rows a measure counts over a window; all rows up to its end for stocks and last levels."""
    rows = live(known_at).filter(kind__in=measure.kinds, on__lte=window.end)
    if measure.aggregation not in REACHING_BACK:
        rows = rows.filter(on__gte=window.start)
    if centres is not None:
        rows = rows.filter(centre__in=centres)
    if without:
        rows = rows.exclude(centre__in=without)
    return passing(rows, measure)


def passing(rows: QuerySet[Evidence], measure: Measure) -> QuerySet[Evidence]:
    """The rows that meet every condition of a measure."""
    for condition in measure.where:
        rows = rows.filter(as_filter(condition))
    return rows


REACHING_BACK = frozenset({"stock", "in_force", "last"})


def live(known_at: int | None) -> QuerySet[Evidence]:
    """Rows known at the moment, without the pairs of reversals known by then."""
    rows = Evidence.objects.filter(reverses=None)
    reversal = Evidence.objects.filter(reverses=OuterRef("pk"))
    if known_at is not None:
        rows = rows.filter(event__number__lte=known_at)
        reversal = reversal.filter(event__number__lte=known_at)
    return rows.filter(~Exists(reversal))


def as_filter(condition: Condition) -> Q:
    field = condition.field
    if field.startswith("attributes."):
        return on_attribute(field.removeprefix("attributes."), condition.operator, condition.value)
    return on_column(field, condition.operator, condition.value)


def on_column(field: str, operator: str, value) -> Q:
    """A dimension that says nothing is empty text, or null for a flag; it is never unequal to a value."""
    nothing = Q(**{f"{field}__isnull": True}) if field in FLAGS else Q(**{field: ""})
    match operator:
        case "is_null":
            return nothing
        case "not_null":
            return ~nothing
        case "=":
            return Q(**{field: value})
        case "!=":
            return ~Q(**{field: value}) & ~nothing
        case "in":
            return Q(**{f"{field}__in": list(value)})
        case "not_in":
            return ~Q(**{f"{field}__in": list(value)}) & ~nothing
    return Q(**{f"{field}__{COMPARISONS[operator]}": value}) & ~nothing


def on_attribute(name: str, operator: str, value) -> Q:
    key = f"attributes__{name}"
    nothing = Q(**{f"{key}__isnull": True}) | Q(**{key: None})
    match operator:
        case "is_null":
            return nothing
        case "not_null":
            return ~nothing
        case "=":
            return Q(**{key: value})
        case "!=":
            return ~nothing & ~Q(**{key: value})
        case "in":
            return Q(**{f"{key}__in": list(value)})
        case "not_in":
            return ~nothing & ~Q(**{f"{key}__in": list(value)})
    return ~nothing & Q(**{f"{key}__{COMPARISONS[operator]}": value})


def with_kept_enterprise(rows: QuerySet[Evidence], known_at: int | None) -> QuerySet[Evidence]:
    """Each row with the enterprise that stands for its firm after the merges known at the moment."""
    merged = Q(enterprise__merge__isnull=False)
    if known_at is not None:
        merged &= Q(enterprise__merge__event__number__lte=known_at)
    return rows.annotate(
        firm_key=Case(When(merged, then=F("enterprise__merge__kept")), default=F("enterprise_id"))
    )


def names_of(keys) -> dict[int, str]:
    return dict(Enterprise.objects.filter(pk__in=keys).values_list("pk", "name"))
