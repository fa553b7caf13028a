"""How results round what they show; what is compared or exported is never rounded."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from jalon.journal.verbs import said
from jalon.results import sentences
from jalon.results.queries.categories import dimension_name
from jalon.ui import formats

register = template.Library()

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


register.filter("agreement", sentences.agreement)


@register.filter
def dimension(code: str) -> str:
    """What a dimension is called."""
    return dimension_name(code)


@register.filter
def places(value, decimals: int):
    """A number to so many decimals, half up; what is unknown stays so."""
    if value is None:
        return None
    return Decimal(value).quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)


@register.filter
def gap(value, sheet) -> SafeString:
    """A difference as it reads: points between two percentages, millions of dirhams, else the number."""
    if value is None:
        return formats.unknown()
    rounded = places(value, sheet.decimals)
    if sheet.sign == "%":
        return format_html("{} {}", formats.signed(rounded), pgettext("percentage points", "pts"))
    if sheet.sign:
        return formats.isolated(("+" if rounded > 0 else "") + formats.plain_quantity(rounded, sheet.sign))
    return formats.signed(rounded)


@register.filter
def verb(event) -> str:
    """What an event did, in words."""
    return said(event.verb)


@register.filter
def about(event) -> str:
    """The code of what an event was about, without its kind; nothing for what has only a key."""
    code = event.subject.partition(":")[2]
    return "" if UUID.fullmatch(code) else code
