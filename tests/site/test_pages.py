"""Every address, asked by every role in the three languages: answered or refused, and nothing is written."""

from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import get_resolver, reverse
from django.utils import translation

from jalon.contracts.models import Contract
from jalon.indicators.models import Indicator
from jalon.network.actions import create_demo_accounts
from jalon.network.models import Organisation
from jalon.people.models import User
from jalon.plan.models import Plan
from jalon.site.demo import PACK
from jalon.site.packs.load import load
from tests.factories.network import holder

pytestmark = pytest.mark.django_db
ANSWERS = {200, 302, 403, 404, 405}


def addresses(patterns, stem=(), names=()):
    """The name of every address with the names of what it needs."""
    for pattern in patterns:
        needs = (*stem, *pattern.pattern.regex.groupindex)
        if hasattr(pattern, "url_patterns"):
            inside = (*names, pattern.namespace) if pattern.namespace else names
            yield from addresses(pattern.url_patterns, needs, inside)
        elif pattern.name:
            yield ":".join((*names, pattern.name)), needs


ADDRESSES = sorted(addresses(get_resolver().url_patterns))


def codes_of(name):
    """What `code` names in an address of an app: something the pack brought."""
    app, _, noun = name.partition(":")
    if app in ("contracts", "results") and noun in ("contract", "history", "workbook"):
        return Contract.objects.first().code
    if app == "indicators" or noun == "indicator":
        return Indicator.objects.first().code
    if noun == "axis" or noun == "objective":
        return "1"
    if app == "network" or noun == "centre":
        return Organisation.objects.filter(kind="centre").first().code
    return Plan.objects.last().code


def said(name, needs, language):
    told = {"code": codes_of, "language": lambda name: language, "objective": lambda name: "1"}
    if not set(needs) <= told.keys():
        return None
    with translation.override(language):
        return reverse(name, kwargs={need: told[need](name) for need in needs})


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The plan of the pack and an account a role, in a transaction of their own: made once, read by all."""
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "JALON_DOCUMENTS", tmp_path_factory.mktemp("documents"))
    patch.setattr(settings, "JALON_DEMO", True)
    with django_db_blocker.unblock(), transaction.atomic():
        load(PACK)
        create_demo_accounts(on=date(2024, 1, 1))
        yield
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def plan(loaded, db):
    """Each test writes, if at all, in a transaction within that one."""


def test_reading_any_page_writes_nothing(plan, readonly_client):
    wrong = []
    for role in ("programme_officer", "administrator"):  # every role, and every thing: tests/test_matrix.py
        readonly_client.force_login(User.objects.get(memberships__role=role))
        for name, needs in ADDRESSES:
            if name in ("account_logout", "set_language") or not (address := said(name, needs, "fr")):
                continue
            status = readonly_client.get(address).status_code
            if status not in ANSWERS:
                wrong.append(f"{role} {address}: {status}")

    assert not wrong


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_speaks_its_language(plan, client, language):
    client.force_login(User.objects.get(memberships__role="administrator"))
    spoken, silent = [], []
    for name, needs in ADDRESSES:
        if name in ("account_logout", "set_language") or not (address := said(name, needs, language)):
            continue
        page = client.get(address)
        text = b"".join(page).decode(errors="replace")
        if page.status_code == 200 and "<html" in text:
            (spoken if f'<html lang="{language}"' in text else silent).append(name)

    assert not silent
    assert len(spoken) > 15


def test_a_stranger_reads_nothing_but_the_way_in(plan, client):
    opened = []
    for name, needs in ADDRESSES:
        if name.startswith("account_") or name in ("front", "set_language"):
            continue
        if (address := said(name, needs, "fr")) and client.get(address).status_code == 200:
            opened.append(name)

    public = {"register:certificates", "services:firm_registration"}
    public |= {"services:portal_services", "campaigns:campaigns", "products:products"}
    assert set(opened) <= public | {"ui:components", "people:welcome", "network:acceptance"}


def test_every_page_is_strict_about_what_a_browser_may_do(plan, client):
    client.force_login(User.objects.get(memberships__role="programme_officer"))

    page = client.get("/fr/")

    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/fr/network/organisations/%00/", "/fr/plan/%00/", "/fr/search/?q=%00"])
def test_a_null_character_breaks_no_page(client, address):
    administrator = holder("administrator")
    client.force_login(administrator)

    assert client.get(address).status_code in (200, 404)
