"""Headings of a table that sort it by address."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.ui import addresses
from jalon.ui.icons import drawn

ORDERS = {"ascending": "arrow-up", "descending": "arrow-down", "": "chevrons-up-down"}


def heading(context, label, sort: str = "", numeric: bool = False, by: str = "sort") -> SafeString:
    """`{% column _("Actual") sort="actual" numeric=True %}`: sorts by ?sort=actual, then ?sort=-actual."""
    css = SafeString(' class="numeric"') if numeric else ""
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    order = order_of(context["request"].GET.get(by, ""), sort)
    following = f"-{sort}" if order == "ascending" else sort
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}" title="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else "",
        addresses.here(context["request"], **{by: following}),
        _("Sort by this column"),
        label,
        drawn(ORDERS[order], 14),
    )


def order_of(asked: str, column: str) -> str:
    """How a column is sorted by `?sort=`: ascending, descending or not at all."""
    if asked == column:
        return "ascending"
    return "descending" if asked == f"-{column}" else ""
