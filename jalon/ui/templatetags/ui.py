"""The components every page is built from; all are shown on /ui/.

Simple marks and links are written here, wider things have their template under `templates/ui/parts/`.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.ui import addresses, formats
from jalon.ui.figures import figure_link
from jalon.ui.icons import drawn
from jalon.ui.marks import VOUCHED, reason_words, source_words, status_mark
from jalon.ui.tables import heading

register = template.Library()

register.simple_tag(drawn, name="icon")
register.simple_tag(figure_link, name="figure")
register.simple_tag(heading, takes_context=True, name="column")
register.filter("source", source_words)


@register.simple_tag(takes_context=True)
def url_here(context, **changes) -> str:
    """This page, some query parameters changed: `{% url_here sort="name" %}`."""
    return addresses.here(context["request"], **changes)


@register.simple_tag(takes_context=True)
def url_at(context, name, *args, **query) -> str:
    """Another page at the same plan, day and moment: `{% url_at "results:axis" axis.code sort="late" %}`."""
    return addresses.at(context["request"], name, *args, query=query)


@register.simple_tag(takes_context=True)
def hidden_query(context, *without) -> SafeString:
    """The query parameters of this page as hidden inputs of a GET form, but those the form itself asks."""
    pairs = [
        (name, value)
        for name, values in context["request"].GET.lists()
        for value in values
        if name not in without and name != addresses.PAGE and value
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag
def status(code, word: bool = True) -> SafeString:
    """`{% status cell.status %}`: shape, word and colour; `word=False` keeps the word for screen readers."""
    mark = status_mark(code)
    return format_html(
        '<span class="status status-{}"{}><span class="status-shape" aria-hidden="true">{}</span>'
        '<span class="{}">{}</span></span>',
        mark.code.replace("_", "-"),
        "" if word else format_html(' title="{}"', mark.word),
        mark.shape,
        "status-word" if word else "visually-hidden",
        mark.word,
    )


@register.simple_tag
def status_count(code, count, href: str = "") -> SafeString:
    """`● 8`, as a link when there is something to open: how many targets have this status."""
    mark = status_mark(code)
    inner = format_html(
        '<span class="status-shape" aria-hidden="true">{}</span><span class="visually-hidden">{}</span>{}',
        mark.shape,
        mark.word,
        formats.number(count),
    )
    css = f"status status-{mark.code.replace('_', '-')} status-count"
    if href and count:
        return format_html('<a class="{}" href="{}" title="{}">{}</a>', css, href, mark.word, inner)
    return format_html('<span class="{}" title="{}">{}</span>', css, mark.word, inner)


@register.simple_tag
def vouched(code, word: bool = True) -> SafeString:
    """`{% vouched "verified" %}`: live, declared, verified, validated."""
    mark = VOUCHED[str(code)]
    return format_html(
        '<span class="vouched vouched-{}">{}<span class="{}">{}</span></span>',
        mark.code,
        drawn(mark.shape, 14),
        "" if word else "visually-hidden",
        mark.word,
    )


@register.simple_tag
def reason(code) -> str:
    """Why a figure cannot be computed, in words."""
    return reason_words(code)


@register.simple_tag
def received(centres) -> str:
    """Up to which day everything asked is there: the earliest of the centres' days, and how many they are.

    A centre that sent nothing takes the day away: it is said instead.
    """
    days = [day for _centre, day in centres]
    silent = days.count(None)
    if silent:
        return nothing_sent(silent, len(days))
    until = f"{_('received to')} {formats.plain_day_short(min(days))}"
    if len(days) == 1:
        return until
    counted = ngettext("%(count)s centre", "%(count)s centres", len(days))
    return until + _(", ") + counted % {"count": formats.plain_number(len(days))}


def nothing_sent(silent: int, count: int) -> str:
    if silent == count:
        return _("nothing received")
    said = ngettext(
        "%(silent)s of %(count)s centres has sent nothing",
        "%(silent)s of %(count)s centres have sent nothing",
        count if formats.language_of() == "ar" else silent,
    )
    return said % {"silent": formats.plain_number(silent), "count": formats.plain_number(count)}


@register.simple_tag
def simulated_mark(brief: bool = False) -> SafeString:
    """The hatched word beside anything that was generated."""
    return format_html('<span class="simulated-mark">{}</span>', _("sim.") if brief else _("simulated"))


@register.simple_tag
def diff(old, new) -> SafeString:
    """What changed, in place: the old struck, the new underlined; equal values are written once."""
    if old == new:
        return format_html("{}", new)
    before = (
        format_html('<del><span class="visually-hidden">{} </span>{}</del>', _("before:"), old) if old else ""
    )
    after = (
        format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _("now:"), new) if new else ""
    )
    return format_html('<span class="diff">{} {}</span>', before, after)


@register.inclusion_tag("ui/parts/tile.html")
def tile(label, value, href="", status="", change="", target="", note="", spark=None, simulated=False):
    """A hero number: `{% tile label value href status change target note spark %}`; `spark`: numbers."""
    return locals()


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*trail):
    """`{% breadcrumbs plan.words plan_url axis.words %}`, or one list of (label, address)."""
    if len(trail) == 1 and isinstance(trail[0], (list, tuple)):
        return {
            "crumbs": [
                tuple(crumb) if isinstance(crumb, (list, tuple)) else (crumb, "") for crumb in trail[0]
            ]
        }
    padded = [*trail, ""] if len(trail) % 2 else trail
    return {"crumbs": list(zip(padded[::2], padded[1::2], strict=True))}


@register.inclusion_tag("ui/parts/tabs.html", takes_context=True)
def tabs(context, items, label=""):
    """A list of (label, address) or (label, address, count); the one whose path is this page's is current."""
    path = context["request"].path
    entries = [
        {
            "label": one[0],
            "href": one[1],
            "count": one[2] if len(one) > 2 else None,
            "current": _path(one[1]) == path,
        }
        for one in items
    ]
    return {"entries": entries, "label": label or _("Sections of this page")}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context, page):
    """Pages of a list: a Django `Page`, or anything with `newer` and `older` keys (keyset)."""
    return {"request": context["request"], "page": page, "keyset": not hasattr(page, "paginator")}


@register.inclusion_tag("ui/parts/filters.html", takes_context=True)
def filters(context, form, submit=""):
    """A GET form above a list, keeping the rest of the query."""
    return {
        "request": context["request"],
        "form": form,
        "submit": submit or _("Filter"),
        "names": list(form.fields),
    }


@register.simple_tag
def form(form) -> SafeString:
    """The error summary and the fields of a form, without <form> nor button."""
    return form.render("django/forms/div.html")


@register.simple_tag
def field(bound_field) -> SafeString:
    """One field: label, help, error, widget."""
    return bound_field.render("django/forms/field.html")


@register.inclusion_tag("ui/forms/summary.html")
def error_summary(form):
    """What is wrong in a form, each with a link to its field."""
    return {"form": form}


@register.inclusion_tag("ui/parts/file_drop.html")
def file_drop(bound_field, accept=""):
    """A file field one can also drop a file on."""
    return {"field": bound_field, "accept": accept}


@register.inclusion_tag("ui/parts/citation.html")
def citation(text, label=""):
    """A sentence to copy: figure, date, known-at, seal, address."""
    return {"text": text, "label": label or _("Copy as citation")}


@register.inclusion_tag("ui/parts/downloads.html")
def downloads(*pairs):
    """`{% downloads "XLSX" xlsx_url "PDF" pdf_url %}`, or one list of (label, address)."""
    listed = pairs[0] if len(pairs) == 1 else list(zip(pairs[::2], pairs[1::2], strict=True))
    return {"files": listed}


@register.inclusion_tag("ui/parts/known_at.html")
def known_at_note(on=None, known_at=None, recorded_at=None):
    """On which day, and as known at which moment, a figure is read."""
    return {"on": on, "known_at": known_at, "recorded_at": recorded_at}


@register.inclusion_tag("ui/parts/steps.html")
def steps(items):
    """The steps of long work: a list of (label, state, detail); state is done, now, todo or failed."""
    return {"steps": [(*one, "")[:3] for one in items]}


@register.inclusion_tag("ui/parts/work.html")
def work(done, total, label, href=""):
    """How far a long task is; `href` answers this fragment, asked again every two seconds while it runs."""
    return {"done": done, "total": total, "label": label, "href": href}


@register.simple_block_tag
def panel(content, title="", href="", level=2, css="", id=""):
    """`{% panel _("Centres") href=url %}…{% endpanel %}`: a titled part of a page."""
    name = format_html('<a href="{}">{}</a>', href, title) if href else title
    head = format_html("<h{} class='panel-title'>{}</h{}>", level, name, level) if title else ""
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html('<section class="panel {}"{}>{}{}</section>', css, anchor, head, content)


@register.simple_block_tag
def notice(content, kind="info", title=""):
    """`{% notice "warning" title=_("…") %}…{% endnotice %}`; kinds: info, success, warning, error."""
    signs = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "error": "octagon-alert"}
    head = format_html("<strong>{}</strong> ", title) if title else ""
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div>{}{}</div></div>',
        kind,
        "alert" if kind == "error" else "note",
        drawn(signs[kind], 20),
        head,
        content,
    )


@register.simple_block_tag
def empty(content, title):
    """What will appear here, and how to make it appear."""
    return format_html('<div class="empty"><p class="empty-title">{}</p>{}</div>', title, content)


@register.simple_block_tag
def definitions(content, css=""):
    """A list of terms; each is a {% definition %}."""
    return format_html('<dl class="definitions {}">{}</dl>', css, content)


@register.simple_block_tag
def definition(content, term):
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", formats.words(term), content)


@register.simple_block_tag
def table(content, caption, cards=True, show_caption=False, css=""):
    """`{% table caption %}<thead>…{% endtable %}`; on a phone a row is a card (`cards=False`: it scrolls)."""
    return format_html(
        '<div class="table-scroll" role="group" aria-label="{}" tabindex="0"><table class="table {} {}">'
        '<caption class="{}">{}</caption>{}</table></div>',
        caption,
        "table-cards" if cards else "",
        css,
        "" if show_caption else "visually-hidden",
        caption,
        content,
    )


@register.simple_block_tag
def cell(content, label="", numeric=False, head=False):
    """`{% cell _("Target") numeric=True %}…{% endcell %}`: the label is read beside the value on a phone."""
    tag = SafeString('th scope="row"') if head else "td"
    return format_html(
        '<{} data-label="{}"{}>{}</{}>',
        tag,
        label,
        SafeString(' class="numeric"') if numeric else "",
        content,
        "th" if head else "td",
    )


def _path(address: str) -> str:
    return address.partition("?")[0].partition("#")[0]
