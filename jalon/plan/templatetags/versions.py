"""A difference between two versions, shown in place."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jalon.plan.queries.differences import Pair
from jalon.ui import formats
from jalon.ui.marks import source_words
from jalon.ui.templatetags.ui import diff

register = template.Library()

SHOWN = {
    "words": formats.words,
    "text": str,
    "number": formats.number,
    "amount": formats.amount,
    "million": formats.million,
    "day": formats.day,
    "day_short": formats.day_short,
    "source": source_words,
}


@register.simple_tag
def difference(pair: Pair, attribute: str = "", kind: str = "words") -> SafeString:
    """`{% difference pair "name" %}`: the old struck, the new underlined; the same is written once."""
    return diff(told(pair.old, attribute, kind), told(pair.new, attribute, kind))


NAMES = {
    "value": _("Figure"),
    "shown_value": _("Figure"),
    "statement": _("What was said"),
    "note": _("Note"),
    "as_of": _("As of"),
    "published_on": _("Published"),
    "source": _("Source"),
    "url": _("Address"),
}


@register.simple_tag
def corrected(correction) -> list[tuple]:
    """What a correction changed: the name of each thing, and its difference."""
    pairs = {name: (kind, pair) for name, kind, pair in correction.pairs}
    if "shown_value" in pairs:
        pairs.pop("value", None)  # one figure, written twice
    return [(NAMES[name], difference(pair, kind=kind)) for name, (kind, pair) in pairs.items()]


def told(side, attribute: str, kind: str) -> str:
    value = getattr(side, attribute, None) if attribute else side
    if value is None or not str(value):
        return ""
    return SHOWN[kind](value)
