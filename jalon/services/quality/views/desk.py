"""The desk of a centre's director: what waits today, the figures of a period, and the rows behind each."""

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.capacity.queries.utilisation import rate, utilisation
from jalon.network.access import requires
from jalon.services.forms.fields import words_of
from jalon.services.quality.desk_words import FIGURES, WAITING
from jalon.services.quality.queries import figures, waiting
from jalon.services.quality.views import rows as made
from jalon.services.views.asking import today
from jalon.ui.spans import span_of

AT_ONCE = 50
NAMED = ("centre", "enterprise", "offered")


def centre_named(http, code):
    found = http.standing.organisations_where("work.view").filter(kind="centre", code=code).first()
    if found is None:
        raise Http404(_("None of your centres has this code."))
    return found


def crumbs(*more):
    trail = [(_("Work"), reverse("services:requests")), *more]
    return [*trail[:-1], (trail[-1][0], "")]


@require_safe
@requires("work.view")
def desks(http):
    """The desk of the person's centre; a choice where there are several."""
    centres = list(http.standing.organisations_where("work.view").filter(kind="centre").order_by("code"))
    if len(centres) == 1:
        return redirect("services:desk", centres[0].code)
    context = {"centres": centres, "crumbs": crumbs((_("Desk"), ""))}
    return render(http, "services/quality/desks.html", context)


@require_safe
@requires("work.view")
def desk(http, code):
    """What waits in a centre today, and its figures over the days asked for."""
    centre, span = centre_named(http, code), span_of(http.GET, today=today())
    counts = waiting.counts(centre, today())
    names = figures.named_services(centre, span.until)
    done = figures.worked(centre, span.since, span.until)
    earned, income_by = figures.income(centre, span.since, span.until)
    used = utilisation(centre, span.since, span.until)
    context = {
        "centre": centre,
        "span": span,
        "waiting": [(key, words, counts[key]) for key, words in WAITING.items()],
        "late": counts["late_requests"],
        "turn_around": done.turn_around,
        "turn_around_by": [(one, called(names, one.service)) for one in done.by_service],
        "satisfaction": figures.satisfaction(centre, span.since, span.until),
        "imports": done.imports,
        "income": earned,
        "income_by": [(one, called(names, one.service)) for one in income_by],
        "utilisation": rate(sum(one.busy for one in used), sum(one.available for one in used)),
        "available": sum(one.available for one in used),
        "crumbs": crumbs((_("Desk"), reverse("services:desks")), (centre.code, "")),
    }
    return render(http, "services/quality/desk.html", context)


def called(names, code: str) -> str:
    return words_of(names[code]) if code in names else code or _("service not named")


@require_safe
@requires("work.view")
def desk_rows(http, code, figure):
    """The rows behind a number of the desk: as many as it says."""
    centre, span = centre_named(http, code), span_of(http.GET, today=today())
    if figure not in WAITING and figure not in FIGURES:
        raise Http404(_("The desk has no such number."))
    service = http.GET.get("service")
    found = found_rows(centre, figure, span, service)
    page = Paginator(found, AT_ONCE).get_page(http.GET.get("page"))
    names = figures.named_services(centre, span.until)
    is_period = figure in FIGURES
    context = {
        "centre": centre,
        "span": span if is_period else None,
        "title": (FIGURES if is_period else WAITING)[figure],
        "service": called(names, service) if service is not None and figure in BY_SERVICE else "",
        "count": number_of(figure, found, page),
        "page": page,
        "rows": rows_of(figure, list(page), names),
        "crumbs": crumbs(
            (_("Desk"), reverse("services:desks")),
            (centre.code, reverse("services:desk", args=[centre.code])),
            ((FIGURES | WAITING)[figure], ""),
        ),
    }
    return render(http, "services/quality/rows.html", context)


BY_SERVICE = ("turnaround", "income")


def found_rows(centre, figure, span, service):
    """What stands behind a number, in an order: the same question as the number's."""
    if figure in WAITING:
        return waiting.ROWS[figure](centre, today())
    days = (centre, span.since, span.until)
    behind = {
        "turnaround": lambda: figures.delivered(*days, service=service).select_related("enterprise"),
        "asked": lambda: figures.orders_asked(*days).select_related(*NAMED),
        "answers": lambda: figures.answers(*days).select_related(*(f"request__{name}" for name in NAMED)),
        "imports": lambda: figures.imports_stated(*days).select_related("enterprise"),
        "nonconforming": lambda: (
            figures.imports_stated(*days).filter(attributes__conform=False).select_related("enterprise")
        ),
        "income": lambda: figures.invoiced(*days, service=service).select_related(
            "centre", *(f"request__{name}" for name in NAMED)
        ),
    }
    return behind[figure]().order_by("-id")


def number_of(figure, found, page) -> int:
    """The number the desk shows: rows, but for tests, of which one row may say several."""
    if figure in ("imports", "nonconforming"):
        return found.aggregate(all=Sum("quantity"))["all"] or 0
    return page.paginator.count


def rows_of(figure, found, names) -> list[made.Row]:
    if figure == "turnaround":
        return made.of_evidence(found, names)
    if figure in ("imports", "nonconforming"):
        return made.of_tests(found)
    makers = made.MAKERS | {
        "asked": made.asked_row,
        "answers": made.answer_row,
        "income": made.invoice_row,
    }
    return [makers.get(figure, made.request_row)(one) for one in found]
