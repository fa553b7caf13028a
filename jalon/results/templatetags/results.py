"""How results round what they show; what is compared or exported is never rounded."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django import template

from jalon.journal.verbs import said

register = template.Library()

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@register.filter
def places(value, decimals: int):
    """A number to so many decimals, half up; what is unknown stays so."""
    if value is None:
        return None
    return Decimal(value).quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)


@register.filter
def verb(event) -> str:
    """What an event did, in words."""
    return said(event.verb)


@register.filter
def about(event) -> str:
    """The code of what an event was about, without its kind; nothing for what has only a key."""
    code = event.subject.partition(":")[2]
    return "" if UUID.fullmatch(code) else code
