"""Turn-around and satisfaction of the centres beside each other, as a page and as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.network.access import requires
from jalon.network.models import Organisation
from jalon.services.quality.exports.comparison import workbook
from jalon.services.quality.queries.comparison import Centres, Compared, compared
from jalon.services.views.asking import today
from jalon.ui.spans import span_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SORTS = {
    "delivered": lambda one: one.turn_around and one.turn_around.count,
    "mean": lambda one: one.turn_around and one.turn_around.mean,
    "median": lambda one: one.turn_around and one.turn_around.median,
    "ninth": lambda one: one.turn_around and one.turn_around.ninth,
    "asked": lambda one: one.asked,
    "response": lambda one: one.response,
    "answers": lambda one: one.answers and one.answers.answers,
    "mark": lambda one: one.answers and one.answers.mean,
    "share": lambda one: one.answers and one.answers.share,
}


@require_safe
@requires("contract.view")
def comparison(http):
    """The centres a person follows, and the network: how long services took, what firms said."""
    span = span_of(http.GET, today=today())
    found = found_for(http.standing, span)
    opened = set(http.standing.organisations_where("work.view").values_list("pk", flat=True))
    rows = ordered(found.rows, http.GET.get("sort", ""))
    medians = sorted((one for one in rows if SORTS["median"](one) is not None), key=SORTS["median"])
    context = {
        "span": span,
        "network": found.network,
        "rows": [(one, desk_of(one, span, opened)) for one in rows],
        "least": medians[0] if medians else None,
        "most": medians[-1] if medians else None,
        **{
            name: bars(found, rows, lambda one: desk_of(one, span, opened), SORTS[name])
            for name in ("median", "ninth", "share", "response")
        },
        "desk": http.standing.can("work.view"),
        "simulated": found.is_simulated,
    }
    return render(http, "services/quality/comparison.html", context)


def found_for(standing, span) -> Centres:
    """The centres whose contract the person reads, those whose rows it opens as they are."""
    centres = Organisation.objects.filter(kind="centre").order_by("code")
    keys = [
        set(seen.values_list("pk", flat=True))
        for seen in (standing.organisations_where("contract.view"), standing.organisations_in_full())
    ]
    return compared(centres, span.since, span.until, shown=keys[0], full=keys[1])


def ordered(rows, sort: str) -> list[Compared]:
    """The quickest first unless asked otherwise; what is unknown or hidden last."""
    name = sort.removeprefix("-")
    if name == "centre":
        return sorted(rows, key=lambda one: one.centre.code, reverse=sort.startswith("-"))
    value = SORTS.get(name, SORTS["median"])
    sign = -1 if sort.startswith("-") else 1

    def place(one: Compared):
        said = value(one)
        return said is None, sign * (said or 0), one.centre.code

    return sorted(rows, key=place)


def desk_of(one: Compared, span, opened) -> str:
    """The desk the numbers come from, for whoever opens it."""
    if one.centre is None or one.centre.pk not in opened:
        return ""
    return f"{reverse('services:desk', args=[one.centre.code])}?since={span.since}&until={span.until}"


def bars(found: Centres, rows, href, value) -> list[dict]:
    """A bar a centre and one for the network; nothing to draw when nothing is known."""
    listed = [*rows, found.network]
    drawn = [
        {"label": one.centre.code if one.centre else _("network"), "value": value(one), "href": href(one)}
        for one in listed
    ]
    return drawn if any(bar["value"] is not None for bar in drawn) else []


@require_safe
@requires("contract.view")
def comparison_workbook(http):
    """The same figures as a workbook; what is hidden stays hidden."""
    span = span_of(http.GET, today=today())
    found = found_for(http.standing, span)
    response = HttpResponse(workbook(found, span), content_type=XLSX)
    name = f"centres-{span.since}-{span.until}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
