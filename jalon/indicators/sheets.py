"""What a sheet counts, as sentences a person can read."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jalon.indicators.models import IndicatorVersion
from jalon.kernel.kinds import Kind
from jalon.kernel.measures import Condition, Measure, measure_from
from jalon.ui.formats import plain_words

HOW = {
    "count": gettext_lazy("the number of rows"),
    "sum": gettext_lazy("the sum of %(of)s"),
    "distinct": gettext_lazy("the number of different %(of)s"),
    "stock": gettext_lazy("the stock of %(of)s: all rows up to the end of the period"),
    "in_force": gettext_lazy("the %(of)s in force at the end of the period"),
    "mean": gettext_lazy("the mean of %(of)s"),
    "last": gettext_lazy("the last declared %(of)s"),
    "max": gettext_lazy("the largest of %(of)s"),
    "min": gettext_lazy("the smallest of %(of)s"),
}
WHAT = {
    "rows": gettext_lazy("rows"),
    "quantity": gettext_lazy("quantities"),
    "amount": gettext_lazy("amounts, in dirhams without VAT"),
    "enterprise": gettext_lazy("enterprises"),
    "establishment": gettext_lazy("establishments"),
    "identity": gettext_lazy("numbered things"),
}
FIELDS = {
    "axis": gettext_lazy("axis"),
    "funding_line": gettext_lazy("funding line"),
    "service": gettext_lazy("service"),
    "sector": gettext_lazy("sector"),
    "ecosystem": gettext_lazy("ecosystem"),
    "region": gettext_lazy("region"),
    "firm_size": gettext_lazy("size of the firm"),
    "origin": gettext_lazy("origin"),
    "general_interest": gettext_lazy("general interest"),
    "high_value": gettext_lazy("high value"),
    "campaign": gettext_lazy("campaign"),
}
VALUES = {
    "import": gettext_lazy("imported"),
    "local": gettext_lazy("made locally"),
    "micro": gettext_lazy("very small"),
    "small": gettext_lazy("small"),
    "medium": gettext_lazy("medium"),
    "large": gettext_lazy("large"),
}
CONDITIONS = {
    "=": gettext_lazy("%(field)s is %(value)s"),
    "!=": gettext_lazy("%(field)s is not %(value)s"),
    "<": gettext_lazy("%(field)s is below %(value)s"),
    "<=": gettext_lazy("%(field)s is at most %(value)s"),
    ">": gettext_lazy("%(field)s is above %(value)s"),
    ">=": gettext_lazy("%(field)s is at least %(value)s"),
    "in": gettext_lazy("%(field)s is one of %(value)s"),
    "not_in": gettext_lazy("%(field)s is none of %(value)s"),
    "is_null": gettext_lazy("%(field)s is not said"),
    "not_null": gettext_lazy("%(field)s is said"),
}


def measure_lines(sheet: IndicatorVersion, kinds: Mapping[str, Kind]) -> dict[str, tuple[str, str, str]]:
    """By the name its formula uses: what is taken, of which deeds, under which conditions."""
    measures = {name: measure_from(terms, kinds) for name, terms in sheet.measures.items()}
    return {name: line(measure, kinds) for name, measure in measures.items()}


def listed(words: Iterable[str]) -> str:
    """Arabic has a comma of its own."""
    return pgettext("between the items of a list", ", ").join(words)


def line(measure: Measure, kinds: Mapping[str, Kind]) -> tuple[str, str, str]:
    how = HOW[measure.aggregation] % {"of": taken(measure, kinds)}
    deeds = [plain_words(kinds[code].words) if code in kinds else code for code in measure.kinds]
    return how, listed(deeds), pgettext("between conditions", "; ").join(conditions(measure, kinds))


def taken(measure: Measure, kinds: Mapping[str, Kind]) -> str:
    return str(WHAT[measure.of]) if measure.of in WHAT else field_name(measure.of, measure, kinds)


def conditions(measure: Measure, kinds: Mapping[str, Kind]) -> Iterator[str]:
    for condition in measure.where:
        said = {
            "field": field_name(condition.field, measure, kinds),
            "value": value(condition, measure, kinds),
        }
        yield CONDITIONS[condition.operator] % said


def field_name(name: str, measure: Measure, kinds: Mapping[str, Kind]) -> str:
    if name in FIELDS:
        return str(FIELDS[name])
    attribute = attribute_of(name, measure, kinds)
    return plain_words(attribute.words) if attribute else name


def attribute_of(name: str, measure: Measure, kinds: Mapping[str, Kind]):
    own = name.removeprefix("attributes.")
    found = (kinds[code].attributes.get(own) for code in measure.kinds if code in kinds)
    return next((attribute for attribute in found if attribute), None)


def value(condition: Condition, measure: Measure, kinds: Mapping[str, Kind]) -> str:
    attribute = attribute_of(condition.field, measure, kinds)
    choices = attribute.choices if attribute else {}
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return listed(one_value(each, choices) for each in values)


def one_value(said, choices) -> str:
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    return plain_words(choices[said]) if said in choices else str(VALUES.get(said, said))
