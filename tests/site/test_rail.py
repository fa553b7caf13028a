"""The section of the rail that is marked on a page: its own, or the nearest one the reader has."""

import re
from types import SimpleNamespace

import pytest
from django.urls import get_resolver, reverse

from jalon.network.roles import ROLES, Firm
from jalon.site.rail import entries
from jalon.ui.shell import with_current

OF_APP = {
    "results": "results:state",
    "plan": "results:state",
    "indicators": "results:state",
    "contracts": "contracts:list",
    "reporting": "reporting:returns",
    "fund": "fund:plan",
    "committee": "committee:sessions",
    "evidence": "evidence:journal",
    "capacity": "capacity:centres",
}
BESIDE = {
    "committee/evaluations/": "results:state",
    "committee/recommendations/": "results:state",
    "committee/decisions/": "contracts:list",
    "committee/ladder/": "contracts:list",
}
UID = "00000000-0000-0000-0000-000000000000"


def every_page(resolver=None, before="", app=""):
    """Path, app and permission of every page, its parameters filled in."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from every_page(pattern, path, app or pattern.namespace or "")
        elif app in OF_APP and path.endswith("/"):
            filled = re.sub(r"<uuid:\w+>", UID, path)
            yield re.sub(r"<\w+:\w+>", "1", filled), app, getattr(pattern.callback, "permission", None)


def marked(role, path):
    request = SimpleNamespace(standing=SimpleNamespace(permissions=lambda: role.permissions()))
    return [entry.href for entry in with_current(entries(request), f"/{path}") if entry.is_current]


def expected(role, path, app) -> str:
    within = path.partition("/")[2]
    if within.startswith("contracts/"):
        return "contracts:list"
    if app == "committee" and "committee.view" not in role.permissions():
        return next(section for stem, section in BESIDE.items() if within.startswith(stem))
    return OF_APP[app]


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_on_every_page_a_role_opens_the_section_it_belongs_to_is_marked(role):
    opened = [(path, app) for path, app, permission in every_page() if permission in role.permissions()]

    wrong = {
        path: marked(role, path)
        for path, app in opened
        if marked(role, path) != [reverse(expected(role, path, app))]
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "sections"),
    [
        ("fr/network/firms/duplicates/", ["network:firms"]),
        ("fr/network/organisations/CETIA/", ["results:state"]),
        ("fr/work/portal/", ["services:requests"]),
        ("fr/register/", ["services:requests"]),
        ("fr/people/preferences/", []),
        ("fr/account/login/", []),
    ],
)
def test_a_page_of_no_section_marks_none(path, sections):
    role = SimpleNamespace(permissions=lambda: {"plan.view", "firm.view", "work.view"})

    assert marked(role, path) == [reverse(name) for name in sections]


def test_a_firm_stays_in_its_own_requests():
    assert marked(Firm, "fr/work/portal/services/") == [reverse("services:portal")]
