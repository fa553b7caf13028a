"""Everything at once: the search of the top bar."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.evidence.queries import catalogue
from jalon.network.access import requires
from jalon.results.queries import search as queries
from jalon.results.queries.search import LONGEST, SHOWN, Found, is_named
from jalon.results.views.pages import reading_of
from jalon.ui import addresses, formats


@dataclass(frozen=True)
class Page:
    """A page of the site, for whoever a role lets open it."""

    url: str
    name: Promise
    permission: str


PAGES = (
    Page("results:state", gettext_lazy("State of the plan"), "plan.view"),
    Page("results:centres", gettext_lazy("Comparison of the centres"), "plan.view"),
    Page("services:comparison", gettext_lazy("Turn-around and satisfaction of the centres"), "contract.view"),
    Page("results:plans", gettext_lazy("Comparison of the plans"), "plan.view"),
    Page("plan:claims", gettext_lazy("Published figures"), "plan.view"),
    Page("contracts:list", gettext_lazy("Contracts"), "contract.view"),
    Page("indicators:list", gettext_lazy("Indicators"), "plan.view"),
    Page("evidence:journal", gettext_lazy("Evidence journal"), "evidence.view"),
    Page("evidence:import", gettext_lazy("Import evidence"), "evidence.import"),
    Page("network:organisations", gettext_lazy("Organisations"), "organisation.view"),
    Page("network:firms", gettext_lazy("Firms"), "firm.view"),
    Page("network:people", gettext_lazy("People"), "people.view"),
    Page("network:roles", gettext_lazy("Roles"), "organisation.view"),
    Page("people:preferences", gettext_lazy("Preferences"), "plan.view"),
)


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a word beside it, where it opens."""

    name: object
    href: str
    note: object = ""
    simulated: bool = False


@dataclass(frozen=True)
class Group:
    name: str
    hits: list[Hit]
    has_more: bool


@requires("plan.view")
def search(request):
    """Search everything the reader may see."""
    asked, text = reading_of(request), request.GET.get("q", "").strip()[:LONGEST]
    found = queries.search(
        text, standing=request.standing, plan=asked.plan, on=asked.on, known_at=asked.known_at
    )
    shown = [group for group in groups(request, found, text, asked) if group.hits]
    context = {
        "text": text,
        "groups": shown,
        "count": sum(len(group.hits) for group in shown),
        "has_more": any(group.has_more for group in shown),
        "problems": asked.problems,
    }
    return render(request, "results/search.html", context)


def groups(request, found: Found, text: str, asked) -> Iterable[Group]:
    """What was found, nearest to a reader's question first."""
    yield group(_("Centres and organisations"), found.organisations, lambda one: organisation(request, one))
    yield group(_("Contracts"), found.contracts, lambda one: contract(request, one))
    yield group(_("Indicators"), found.indicators, lambda one: indicator(request, one))
    yield group(_("Axes of the plan"), found.axes, lambda one: axis(request, one))
    yield group(_("Firms"), found.firms, lambda one: firm(request, one))
    kinds, certificates = catalogue(), found.certificates
    yield group(_("Certificates"), certificates, lambda one: certificate(request, one, kinds, asked.on))
    yield group(_("Pages"), pages(request, text), lambda one: Hit(one.name, addresses.at(request, one.url)))


def group(name: str, found, hit) -> Group:
    listed = list(found)
    return Group(name, [hit(one) for one in listed[:SHOWN]], len(listed) > SHOWN)


def organisation(request, one) -> Hit:
    return Hit(one.name, addresses.at(request, "network:organisation", one.code), one.code)


def contract(request, one) -> Hit:
    return Hit(one.code, addresses.at(request, "results:contract", one.code), one.centre.name)


def indicator(request, one) -> Hit:
    code = one.indicator.code
    return Hit(one.name, addresses.at(request, "results:indicator", code), code)


def axis(request, one) -> Hit:
    return Hit(one.name, addresses.at(request, "results:axis", one.code), one.code)


def firm(request, one) -> Hit:
    return Hit(one.name, addresses.at(request, "network:firm", one.uid), one.number or "", one.simulated)


def certificate(request, one, kinds, on) -> Hit:
    """A certificate opens the certificates in force of its centre; its last word stands beside it."""
    query = {"indicator": "CERTIFICATES", "centre": one.centre.code, "period": str(on.year)}
    kind = formats.plain_words(kinds[one.kind].words) if one.kind in kinds else one.kind
    note = formats.dotted(one.centre.code, kind, formats.plain_day(one.on))
    return Hit(one.identity, addresses.at(request, "results:figure", query=query), note, one.simulated)


def pages(request, text: str) -> list[Page]:
    words = queries.fold(text).split()
    if not words:
        return []
    may = request.standing.permissions()
    return [
        page
        for page in PAGES
        if page.permission in may and is_named(words, str(page.name)) and addresses.if_any(page.url)
    ]
