"""The rows behind a figure, read from PostgreSQL: the same conditions the engine counts by, as a queryset."""

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import (
    BigIntegerField,
    Case,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Regex,
)

from jalon.evidence.models import Evidence
from jalon.kernel.measures import Condition, Measure, canonical_enterprise
from jalon.kernel.periods import Period
from jalon.network.models import Enterprise

COMPARISONS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
LOOKUPS = {"<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual}
NUMBER = r"^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\s*$"
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
        case "!=":
            return ~nothing & ~equals(name, value)
        case "in":
            return among(name, value)
        case "not_in":
            return ~nothing & ~among(name, value)
        case "=":
            return equals(name, value)
    if is_number(value):
        return Q(LOOKUPS[operator](number(name), Decimal(str(value))))
    return ~nothing & Q(**{f"{key}__{COMPARISONS[operator]}": value})


def among(name: str, values: Iterable) -> Q:
    return reduce(or_, (equals(name, value) for value in values), Q(pk__in=()))


def equals(name: str, value) -> Q:
    """Never null, so that it can be negated: what is no number is not equal to one."""
    if not is_number(value):
        return Q(**{f"attributes__{name}": value})
    return Q(Exact(Coalesce(Exact(number(name), Decimal(str(value))), False), True))


def is_number(value: object) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def number(name: str) -> Case:
    """An attribute as a number: JSON keeps them as texts, so that they stay exact; null when it is none."""
    said = KeyTextTransform(name, "attributes")
    exact = DecimalField(max_digits=30, decimal_places=12)
    return Case(When(Regex(said, NUMBER), then=Cast(said, exact)), default=None, output_field=exact)


def with_kept_enterprise(
    rows: QuerySet[Evidence], known_at: int | None, merges: Iterable[tuple[int, int]]
) -> QuerySet[Evidence]:
    """Each row with the enterprise that stands for its firm after the merges known at the moment.

    `merges` are those (from, into): a merge leads one step, and the record it was merged into may itself have
    been merged since.
    """
    into = dict(merges)
    canonical = canonical_enterprise(into.items())
    far = {one: canonical(one) for one, kept in into.items() if kept in into}
    merged = Q(enterprise__merge__isnull=False)
    if known_at is not None:
        merged &= Q(enterprise__merge__event__number__lte=known_at)
    whens = [When(enterprise_id=one, then=Value(kept)) for one, kept in far.items()]
    whens.append(When(merged, then=F("enterprise__merge__kept")))
    return rows.annotate(firm_key=Case(*whens, default=F("enterprise_id"), output_field=BigIntegerField()))


def names_of(keys) -> dict[int, str]:
    return dict(Enterprise.objects.filter(pk__in=keys).values_list("pk", "name"))
