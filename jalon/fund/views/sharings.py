"""Sharings of an envelope, read: the list, one with its answer, two side by side, their files."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from jalon.fund import sharing_book
from jalon.fund.actions.allocating import is_searched
from jalon.fund.forms.sharing import ProposalForm
from jalon.fund.queries.scenarios import Found, comparison, found
from jalon.fund.sharing_sentences import least_share, lines, said
from jalon.fund.views.money_pages import asked_of, plan_asked, shared
from jalon.fund.views.sharing_pages import all_names, as_file, crumbs, mark, row_of, scenario_seen, seen
from jalon.kernel.allocation import explain, why
from jalon.network.access import requires
from jalon.ui import addresses, formats

A_PAGE = 50
MOST_SHOWN = 100


@require_safe
@requires("allocation.view")
def sharings(request):
    asked = asked_of(request)
    plan = plan_asked(request, asked)
    page = Paginator(seen(request, plan), A_PAGE).get_page(request.GET.get("page"))
    told = [found(one) for one in page]
    context = shared(request, plan, asked, (_("Sharings"), "")) | {
        "page": page,
        "rows": [row_of(request, one) for one in told],
        "may_prepare": request.standing.can("allocation.prepare"),
        "waiting": sum(1 for one in told if one.state == "proposed"),
    }
    return render(request, "fund/sharings.html", context)


@require_safe
@requires("allocation.view")
def sharing(request, uid):
    """One sharing: its answer with the proof, what holds it back, each share and why."""
    asked = asked_of(request)
    one = found(scenario_seen(request, uid))
    if request.htmx:
        return progress(request, one)
    names = all_names(one, asked)
    solution = one.solution
    context = shared(
        request, one.scenario.plan, asked, *crumbs(request, one.scenario.plan, (one.scenario.name, ""))
    )
    context |= mark(one.state) | {
        "found": one,
        "scenario": one.scenario,
        "problem": one.problem,
        "solution": solution,
        "lines": list(lines(explain(solution), names)) if solution else [],
        "least_share": least_share(solution) if solution else "",
        "blocking": list(lines(one.blocked.explanation, names)) if one.blocked else [],
        "rows": share_rows(request, one, names) if solution else [],
        "groups": group_bars(one, names) if solution else [],
        "others": other_links(request, one),
        "form": ProposalForm(),
        "may_prepare": request.standing.can("allocation.prepare"),
        "search": search_of(one),
        "simulated": one.scenario.simulated,
    }
    return render(request, "fund/sharing.html", context)


def progress(request, one: Found) -> HttpResponse:
    """To the page of a search the part that moves; the whole page once there is something to see."""
    if one.sharing is not None:
        return HttpResponseClientRefresh()
    context = {"scenario": one.scenario, "state": one.state, "search": search_of(one)}
    answer = render(request, "fund/sharing.html#progress", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def search_of(one: Found) -> dict | None:
    """How long the worker has searched, of the time it was given; whether it searches at all."""
    if one.sharing is not None:
        return None
    search = getattr(one.scenario, "search", None)
    begun = search.begun_at if search else None
    gone = int((timezone.now() - begun).total_seconds()) if begun else 0
    seconds = search.seconds if search else 0
    return {
        "done": min(gone, seconds),
        "total": seconds,
        "has_begun": begun is not None,
        "is_searched": is_searched(one.scenario),
    }


def share_rows(request, one: Found, names):
    solution = one.solution
    ordered = sorted(solution.problem.candidates, key=lambda each: -solution.shares[each.key])
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [
        {
            "candidate": each,
            "name": one.scenario.names.get(each.key) or placed_at(each, names),
            "share": solution.shares[each.key],
            "part": solution.shares[each.key] / each.cap,
            "why": said(why(solution, each.key), names),
        }
        for each in page.object_list
    ]
    return page


def placed_at(candidate, names) -> str:
    """A candidate without a name, by where it stands."""
    found = (names.get(f"{tag}:{candidate.tags.get(tag)}") for tag in ("axis", "line"))
    return formats.dotted(*(formats.plain_words(words) for words in found if words))


def group_bars(one: Found, names) -> list[dict]:
    """What each centre, else each line, gets."""
    candidates = one.problem.candidates
    tag = next((tag for tag in ("centre", "line", "axis") if any(tag in c.tags for c in candidates)), "")
    sums: dict[str, int] = {}
    for each in candidates:
        if tag:
            code = each.tags.get(tag, "")
            sums[code] = sums.get(code, 0) + one.solution.shares[each.key]
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])
    return [
        {"label": names.get(f"{tag}:{code}") or code or _("none"), "value": value} for code, value in ranked
    ]


def other_links(request, one: Found) -> list[dict]:
    """The sharings this one can be set beside."""
    rows = seen(request, one.scenario.plan).exclude(pk=one.scenario.pk)
    rows = rows.filter(sharing__outcome="shared")[:12]
    query = {"a": str(one.scenario.uid)}
    return [
        {
            "name": row.name,
            "href": addresses.at(request, "fund:sharing_comparison", query=query | {"b": str(row.uid)}),
        }
        for row in rows
    ]


@require_safe
@requires("allocation.view")
def compared(request):
    """Two sharings side by side."""
    if not {"a", "b"} <= request.GET.keys():
        return redirect(addresses.at(request, "fund:sharings"))  # where two are chosen
    asked = asked_of(request)
    before, after = (found(scenario_seen(request, uid_of(request, name))) for name in ("a", "b"))
    told = comparison(before, after)
    if told is None:
        raise Http404(_("Only two sharings that have their answer can be compared."))
    names = all_names(before, asked) | all_names(after, asked)
    plan = before.scenario.plan
    context = shared(request, plan, asked, *crumbs(request, plan, (_("Comparison"), ""))) | {
        "before": row_of(request, before),
        "after": row_of(request, after),
        "told": told,
        "lines": list(lines(told.explanation, names)),
        "moves": [
            {"move": move, "name": names.get(move.key) or move.key} for move in told.moves[:MOST_SHOWN]
        ],
        "more": max(len(told.moves) - MOST_SHOWN, 0),
        "simulated": before.scenario.simulated or after.scenario.simulated,
    }
    return render(request, "fund/sharing_comparison.html", context)


def uid_of(request, name: str) -> UUID:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError as error:
        raise Http404(_("Choose two sharings to compare.")) from error


@require_safe
@requires("allocation.view")
def shares_workbook(request, uid):
    one = found(scenario_seen(request, uid))
    if one.solution is None:
        raise Http404(_("This sharing has no answer to download."))
    names = all_names(one, asked_of(request))
    told = [text for _depth, text in lines(explain(one.solution), names)]
    if one.scenario.simulated:
        told.insert(0, _("Simulated data"))
    reasons = {each.key: said(why(one.solution, each.key), names) for each in one.problem.candidates}
    heads = [
        _("Code"),
        _("Name"),
        _("Centre"),
        _("Funding line"),
        _("Axis"),
        _("Asked (DH)"),
        _("Gets (DH)"),
        _("Why"),
    ]
    content = sharing_book.shares(
        one.solution, one.scenario.names, heads, told, reasons, language=get_language() or "fr"
    )
    return as_file(content, f"jalon-shares-{one.scenario.uid}.xlsx")


@require_safe
@requires("allocation.view")
def problem_workbook(request, uid):
    """What was asked, as a workbook to change and send back."""
    one = found(scenario_seen(request, uid))
    content = sharing_book.as_problem(one.problem, one.scenario.names, language=get_language() or "fr")
    return as_file(content, f"jalon-sharing-{one.scenario.uid}.xlsx")
