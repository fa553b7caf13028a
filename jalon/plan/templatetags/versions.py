"""A difference between two versions, shown in place."""

from django import template
from django.utils.safestring import SafeString

from jalon.plan.queries.differences import Pair
from jalon.ui import formats
from jalon.ui.templatetags.ui import diff

register = template.Library()

SHOWN = {
    "words": formats.words,
    "text": str,
    "number": formats.number,
    "amount": formats.amount,
    "million": formats.million,
    "day": formats.day,
}


@register.simple_tag
def difference(pair: Pair, attribute: str = "", kind: str = "words") -> SafeString:
    """`{% difference pair "name" %}`: the old struck, the new underlined; the same is written once."""
    return diff(told(pair.old, attribute, kind), told(pair.new, attribute, kind))


def told(side, attribute: str, kind: str) -> str:
    value = getattr(side, attribute, None) if attribute else side
    if value is None or not str(value):
        return ""
    return SHOWN[kind](value)
