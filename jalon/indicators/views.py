"""The library of indicators, and the whole sheet of one with its versions."""

from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.evidence.queries import catalogue
from jalon.indicators import queries
from jalon.indicators.sheets import FIELDS, measure_lines
from jalon.kernel.words import fold
from jalon.network.access import requires
from jalon.plan.queries import plan_on, tree, version_before, version_in_force, version_numbered
from jalon.plan.queries.differences import Pair, paired_values
from jalon.plan.queries.reading import not_there, reading
from jalon.ui import addresses, formats


@require_safe
@requires("plan.view")
def library(request):
    """Every indicator by axis, searched by its name, code or definition."""
    asked = reading(request.GET, today=timezone.localdate())
    everything = queries.in_force(queries.all_sheets(known_at=asked.known_at), asked.on)
    wanted = request.GET.get("q", "")[:100]
    found = [sheet for sheet in everything.values() if says(sheet, fold(wanted))]
    context = asked.context() | {"q": wanted, "count": len(found), "total": len(everything)}
    context["axes"] = by_axis(found, axes_of(request, asked))
    return render(request, "indicators/list.html", context)


def says(sheet, wanted: str) -> bool:
    texts = [sheet.indicator.code]
    for words in (sheet.name, sheet.definition):
        texts += words.as_mapping().values()
    return wanted in fold(" ".join(texts))


def axes_of(request, asked) -> dict:
    """Names of axes and objectives by code, as the plan of the day says them."""
    plan = plan_on(asked.on, known_at=asked.known_at, code=request.GET.get("plan", ""))
    version = plan and version_in_force(plan, on=asked.on, known_at=asked.known_at)
    return {axis.code: axis for axis in tree(version)} if version else {}


def by_axis(sheets, axes) -> list[tuple]:
    ordered = sorted(sheets, key=lambda sheet: (sheet.axis_code, sheet.objective_code, sheet.indicator.code))
    grouped = groupby(ordered, key=lambda sheet: sheet.axis_code)
    return [(code, axes.get(code), list(rows)) for code, rows in grouped]


@require_safe
@requires("plan.view")
def sheet(request, code):
    """Everything a sheet says, as it was on the day, and what each version changed of the one before it."""
    asked = reading(request.GET, today=timezone.localdate())
    versions = queries.sheets_of(code, known_at=asked.known_at)
    if not versions:
        raise Http404(_("No indicator has this code, or none was known at that moment."))
    chosen = version_numbered(versions, request.GET.get("version", ""))
    shown = chosen or queries.in_force(versions[::-1], asked.on)[code]
    before = version_before(versions, shown)
    context = asked.context() | {"versions": versions, "sheet": shown, "before": before, "code": code}
    context["problems"] = (*asked.problems, *not_there(chosen, request.GET.get("version", "")))
    context |= {"pair": Pair(before or shown, shown), "crumbs": crumbs(request, shown)}
    context |= differences(before or shown, shown) | places(request, asked, shown)
    return render(request, "indicators/sheet.html", context)


def differences(before, shown) -> dict:
    """The measures as sentences, and what is chosen from lists, as it was and as it is."""
    kinds = catalogue()
    return {
        "measures": measures(measure_lines(before, kinds), measure_lines(shown, kinds)),
        "dimensions": [str(FIELDS.get(name, name)) for name in shown.disaggregation],
        "choices": [
            (label, Pair(*(str(getattr(one, f"get_{name}_display")()) for one in (before, shown))))
            for name, label in (
                ("accumulation", _("Over time")),
                ("over_centres", _("Over centres")),
                ("direction", _("Wanted direction")),
                ("shape", _("Usual shape of its targets")),
            )
        ],
    }


def measures(before, now) -> list[tuple]:
    """For each name, what is taken, of what and where: each as it was and as it is."""
    nothing = ("", "", "")
    return [
        (name, [Pair(*sides) for sides in zip(pair.old or nothing, pair.new or nothing, strict=True)])
        for name, pair in paired_values(before, now).items()
    ]


def places(request, asked, shown) -> dict:
    axis = axes_of(request, asked).get(shown.axis_code)
    objectives = axis.objectives.all() if axis else ()
    return {
        "axis": axis,
        "objective": next((one for one in objectives if one.code == shown.objective_code), None),
    }


def crumbs(request, shown) -> list[tuple]:
    return [
        (_("Indicators"), addresses.at(request, "indicators:list")),
        (formats.plain_words(shown.name), ""),
    ]
