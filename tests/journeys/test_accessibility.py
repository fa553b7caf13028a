"""Every page that links lead to, from the sections of three roles: axe finds nothing wrong, and nothing sticks out."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Error

from tests.journeys.visitor import accessible, overflow, ragged
from tests.test_matrix import ABOUT, GUARDED

ROLES = ("centre_director", "administrator", "programme_officer", "auditor")
ADDRESSES = "links => links.map(link => link.getAttribute('href'))"
BRINGS_A_FILE = ("Download is starting", "net::ERR_ABORTED")
FIGURES = "results:"  # which show everybody the same, and take the longest to make
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
# what the demonstration has a life of; pages of the others' things are judged by the journeys that make them
LIVED = ("contracts", "evidence", "indicators", "network", "people", "plan", "results", "ui")
ASKED_FOR = {
    # pages of a thing in a state the demonstration need not have
    "evidence:import_columns",  # of a file that was brought
    "evidence:import_report",
    "contracts:draft_removal",  # of a contract with a draft
    "network:role_end",  # of a person of one's centre
    "network:closure",  # of an account of somebody else
    "network:merge",  # of two records that look alike
    "network:firm_ice",  # of a firm whose ICE is pending
    "results:search",  # a form leads there
    "results:state",  # the home page, under its own name
    "results:state_json",  # of programs
    "contracts:signature",  # of a version that waits for one
    "evidence:check",  # of a document that was issued
    "evidence:document",
    "evidence:import_errors",
    "evidence:issued",
    "evidence:issued_file",
    "network:departure",  # of a centre of a role that may
    "network:stay",
    "network:factor_removal",  # of a person with a second factor
}


def pages(visitor, language: str, read: dict[str, bool], *, again: bool) -> Iterator[str]:
    """The pages a person's links lead to, one of every address, each shown to the first role that comes to it.

    `read` says of the name of an address whether it is a page; else it brings a file. `again` follows the links of
    pages that were shown to another role, which may have had fewer of them; those of figures are followed once.
    """
    followed: set[str] = set()
    waiting = deque([f"/{language}/", f"/{language}/ui/"])
    while waiting:
        path = waiting.popleft()
        name = name_of(path, language)
        if not name or name in followed:
            continue
        followed.add(name)
        if name in read:
            may_lead_further = again or is_section(path, language)
            if not read[name] or name.startswith(FIGURES) or not may_lead_further:
                continue
            links = LINK.findall(visitor.page.request.get(visitor.server + path).text())
        else:
            read[name] = opened(visitor, path)
            if not read[name]:
                continue
            links = visitor.page.locator("a[href]").evaluate_all(ADDRESSES)
            yield path
        waiting.extend(link for link in map(unescape, links) if link.startswith(f"/{language}/"))


def opened(visitor, path: str) -> bool:
    """Whether an address shows a page; a file is brought instead."""
    try:
        visitor.goes_to(path)
    except Error as error:
        if not any(sign in error.message for sign in BRINGS_A_FILE):
            raise
        return False
    return True


def is_section(path: str, language: str) -> bool:
    return path.removeprefix(f"/{language}/").count("/") <= 1


def name_of(path: str, language: str) -> str:
    with translation.override(language):
        try:
            return resolve(urlsplit(path).path).view_name
        except Resolver404:
            return ""


@pytest.mark.parametrize(
    ("language", "scheme"), [("fr", "light"), ("ar", "dark")], ids=["in French", "in Arabic, dark"]
)
def test_every_page_can_be_read_by_everybody(language, scheme, visitor):
    visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    seen: dict[str, bool] = {}
    colours: set[int] = set()
    wrong: list[str] = []

    for role in ROLES:
        visitor.signs_out()
        visitor.signs_in(role, then=f"/{language}/")
        for path in pages(visitor, language, seen, again=language == "fr"):
            wrong += [f"{path}: {said}" for said in objections(visitor.page, language, colours)]

    assert wrong == []
    assert language != "fr" or sorted(unread(seen)) == []


def objections(page, language: str, colours: set[int]) -> list[str]:
    found = accessible(page, colours)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} titles")
    if page.locator("html").get_attribute("lang") != language:
        found.append("another language")
    if overflow(page) > 0:
        found.append(f"{overflow(page)} pixels too wide")
    return found + [f"cells under other headings: {row}" for row in ragged(page)]


def unread(seen: dict[str, bool]) -> set[str]:
    """Pages no link led to."""
    by_get = {address.name for key, address in GUARDED.items() if key not in ABOUT or not ABOUT[key].by_post}
    return {name for name in by_get - seen.keys() - ASKED_FOR if name.split(":")[0] in LIVED}
