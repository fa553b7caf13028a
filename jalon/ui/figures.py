"""A figure is a link to the rows behind it; one that cannot be computed says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.ui import formats
from jalon.ui.marks import reason_words, status_mark

KINDS = {
    "number": formats.number,
    "signed": formats.signed,
    "amount": formats.amount,
    "million": formats.million,
    "percent": formats.percent,
    "signed_percent": formats.signed_percent,
}


def figure_link(
    cell,
    href: str = "",
    unit=None,
    kind: str = "",
    status: bool = False,
    brief: bool = False,
    panel: bool = False,
) -> SafeString:
    """`{% figure cell href=url %}`: `cell` is a number, or has value, reason, unit, status, simulated, href.

    `kind` (amount, million, percent, signed_percent, signed) replaces the unit; `brief` keeps a reason for
    screen readers; `panel` opens the address beside the page when scripts run.
    """
    value = _part(cell, "value", cell)
    address = href or _part(cell, "href", "") or _part(cell, "url", "")
    if value is None or value == "":
        inner, css = _missing(_part(cell, "reason", ""), brief), "figure figure-missing"
    else:
        inner, css = _written(value, kind, _unit(cell, unit)), "figure"
    if status:
        inner = format_html("{} {}", inner, _shape(_part(cell, "status", "")))
    if _part(cell, "simulated", False):
        css += " figure-simulated"
    return _linked(inner, css, address, panel)


def _written(value, kind: str, unit) -> SafeString:
    return KINDS[kind](value) if kind else formats.quantity(value, unit)


def _missing(reason, brief: bool) -> SafeString:
    return format_html(
        '<span class="status-shape" aria-hidden="true">○</span><span class="{}">{}</span>',
        "visually-hidden" if brief else "figure-reason",
        reason_words(reason),
    )


def _shape(code) -> SafeString:
    mark = status_mark(code)
    return format_html(
        '<span class="status status-{}" title="{}"><span class="status-shape" aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        mark.code.replace("_", "-"),
        mark.word,
        mark.shape,
        mark.word,
    )


def _linked(inner: SafeString, css: str, address: str, panel: bool) -> SafeString:
    if not address:
        return format_html('<span class="{}">{}</span>', css, inner)
    if not panel:
        return format_html('<a class="{}" href="{}">{}</a>', css, address, inner)
    return format_html(
        '<a class="{}" href="{}" hx-get="{}" hx-target="#panel-content" hx-select="#content" '
        'title="{}">{}</a>',
        css,
        address,
        address,
        _("Open the rows behind this figure"),
        inner,
    )


def _unit(cell, unit):
    return (_part(cell, "unit", "") if unit is None else unit) or ""


def _part(cell, name: str, default):
    if isinstance(cell, Mapping):
        return cell.get(name, default)
    return getattr(cell, name, default) if not isinstance(cell, (int, float, str)) else default
