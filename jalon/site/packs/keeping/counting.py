"""Kinds of deeds and indicators' sheets."""

from collections.abc import Iterator

from jalon.evidence.models import Kind
from jalon.evidence.terms import kind_from, terms_of
from jalon.indicators.models import Indicator, IndicatorVersion
from jalon.kernel import kinds
from jalon.site.packs import counting
from jalon.site.packs.keeping.values import kept_words, plain_number, said_words

SAME = ("number", "effective_from", "unit", "formula", "accumulation", "over_centres", "direction", "shape")
TEXTS = ("name", "definition", "unit_name", "source", "method", "limits", "owner", "reason")


def stale_core_kinds() -> Iterator[kinds.Kind]:
    """Kinds of the catalogue that the table does not hold as this version of Jalon knows them."""
    rows = {row.code: row for row in Kind.objects.all()}
    for kind in kinds.CORE:
        row = rows.get(kind.code)
        if row is None or row.terms != terms_of(kind) or row.name != kind.words:
            yield kind


def keep_kind(kind: kinds.Kind, *, pack: str) -> None:
    terms = {"name": kind.words, "terms": terms_of(kind), "pack": pack}
    Kind.objects.update_or_create(code=kind.code, defaults=terms)


def pack_kinds() -> list[counting.Kind]:
    rows = Kind.objects.exclude(pack="").order_by("code")
    return [said_kind(kind_from(row.code, row.name, row.terms)) for row in rows]


def said_kind(kind: kinds.Kind) -> counting.Kind:
    names = [name for name in counting.Kind.model_fields if name not in ("name", "attributes")]
    said = {name: getattr(kind, name) for name in names}
    said["default_quantity"] = plain_number(kind.default_quantity)
    attributes = {name: _attribute(kind.attributes[name]) for name in sorted(kind.attributes)}
    return counting.Kind.model_construct(**said, name=said_words(kind.words), attributes=attributes)


def _attribute(attribute: kinds.Attribute) -> counting.Attribute:
    choices = {code: said_words(attribute.choices[code]) for code in sorted(attribute.choices)}
    return counting.Attribute.model_construct(
        type=attribute.type,
        name=said_words(attribute.words),
        choices=choices or None,
        required=attribute.required,
    )


def indicators() -> list[counting.Indicator]:
    """Every version of every sheet, by code and number."""
    rows = IndicatorVersion.objects.select_related("indicator").order_by("indicator__code", "number")
    return [_indicator(row) for row in rows]


def _indicator(row) -> counting.Indicator:
    return counting.Indicator.model_construct(
        code=row.indicator.code,
        **{name: getattr(row, name) for name in SAME},
        **{name: said_words(getattr(row, name)) for name in TEXTS},
        decimals=row.decimals,
        measures={name: _measure(row.measures[name]) for name in sorted(row.measures)},
        disaggregation=tuple(row.disaggregation),
        axis=row.axis_code or None,
        objective=row.objective_code or None,
        declared=row.is_declared,
    )


def _measure(terms: dict) -> counting.Measure:
    return counting.Measure.model_construct(
        kinds=tuple(terms["kinds"]),
        aggregation=terms["aggregation"],
        of=terms.get("of", ""),
        where=tuple(_condition(*one) for one in terms.get("where", ())),
        over_centres=terms.get("over_centres", ""),
    )


def _condition(field, operator, value=None) -> counting.Condition:
    return counting.Condition.model_construct(field=field, operator=operator, value=_value(value))


def _value(value):
    """Numbers of a condition come back from JSON as floats; their shortest writing is what was said."""
    if isinstance(value, list):
        return tuple(_value(one) for one in value)
    return counting.exact(value) if isinstance(value, float) else value


def keep_indicator(part: counting.Indicator, event_id: int) -> None:
    indicator, _ = Indicator.objects.get_or_create(code=part.code)
    IndicatorVersion.objects.create(
        indicator=indicator,
        **{name: getattr(part, name) for name in SAME},
        **{name: kept_words(getattr(part, name)) for name in TEXTS},
        decimals=part.decimals,
        measures={name: measure.terms() for name, measure in part.measures.items()},
        disaggregation=list(part.disaggregation),
        axis_code=part.axis or "",
        objective_code=part.objective or "",
        is_declared=part.declared,
        event_id=event_id,
    )
