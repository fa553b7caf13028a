"""The pages of contracts, read in three languages; what is not one's own is not there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from jalon.contracts.models import ContractVersion, GlobalTarget
from jalon.contracts.terms import Target
from jalon.journal.actions import recording
from jalon.journal.models import Event
from jalon.kernel.words import Words
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import CentreFactory, FederationFactory, holder
from tests.factories.plan import plan_version

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "ar", "en")
NOTICE = 'class="notice notice-'


def address(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"contracts:{name}", args=args)


@pytest.fixture
def held():
    return contract(CentreFactory(code="CTPC"))


@pytest.fixture
def signed(held):
    return contract_version(held)


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("coordinator"))
    return readonly_client


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


PAGES = ("list", "contract", "history", "plan_targets")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_in_three_languages_and_writes_nothing(reader, signed, name, language):
    code = {"list": (), "plan_targets": (signed.contract.plan.code,)}.get(name, (signed.contract.code,))

    page = read(reader, address(name, *code, language=language))

    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")


def test_a_version_that_is_not_there_is_said(reader, signed):
    page = read(reader, address("contract", signed.contract.code) + "?version=9")

    assert "pas ici de version « 9 »" in page
    assert "CTPC s’engage sur 4 cibles" in page


def test_the_terms_show_parties_undertakings_targets_baseline_and_money(reader, signed):
    page = read(reader, address("contract", signed.contract.code))

    assert "CTPC s’engage sur 4 cibles" in page
    for text in (
        "Engagement centre",
        "Servir plus",
        "+60",
        "200",
        "Rapport 2022",
        "3\u202f000\u202f000,00",
        "rapport-2021.pdf",
    ):
        assert text in page


def test_a_contract_of_which_nothing_is_published_says_so(reader, held):
    empty = replace(
        whole_terms(held), objectives=(), baselines=(), allocations=(), undertakings=(), past_totals=()
    )
    contract_version(held, empty)

    page = read(reader, address("contract", held.code))

    assert "n’est pas publié" in page
    assert ">0<" not in page


def test_an_amendment_shows_the_old_struck_and_the_new_underlined(reader, held, signed):
    said = whole_terms(held, effective_from=date(2024, 1, 1))
    objective = replace(
        said.objectives[0], targets=(Target("TESTS", 2024, "per_period", Decimal(777)), said.targets[0])
    )
    contract_version(held, replace(said, objectives=(objective,)), number=2)

    page = read(reader, address("contract", held.code) + "?on=2024-06-30")

    assert "<del>" in page and "<ins>" in page
    assert "777" in page.split("<ins>", 1)[1]


def test_the_past_stays_the_past(reader, held, signed):
    then = Event.objects.latest("number").number
    contract_version(held, whole_terms(held, effective_from=date(2024, 1, 1), source="Avenant"), number=2)

    now = read(reader, address("contract", held.code) + "?on=2025-01-01")
    before = read(reader, address("contract", held.code) + f"?on=2025-01-01&known_at={then}")
    earlier = read(reader, address("contract", held.code) + "?on=2023-06-01")

    assert "Avenant" in now
    assert "Avenant" not in before
    assert "Avenant" not in earlier


def test_contracts_of_which_no_target_is_known_say_so(reader, held):
    contract_version(held, replace(whole_terms(held), objectives=()))

    assert "les cibles d’aucun ne sont connues" in read(reader, address("list"))


def test_a_simulated_annex_says_so(reader, held):
    contract_version(held, status="simulated")

    assert "simulé" in read(reader, address("contract", held.code))
    assert "simulé" in read(reader, address("list"))


def test_a_contract_that_is_not_ones_own_is_not_there(readonly_client, signed):
    other = CentreFactory()
    readonly_client.force_login(holder("centre_director", other))

    assert signed.contract.code not in read(readonly_client, address("list"))
    for name in ("contract", "history", "workbook", "workbook_file", "draft_removal"):
        read(readonly_client, address(name, signed.contract.code), status=404)


def test_a_federation_reads_the_contracts_of_the_centres_behind_it(readonly_client):
    federation = FederationFactory()
    own, other = contract(CentreFactory(federation=federation)), contract(CentreFactory())
    contract_version(own)
    contract_version(other, whole_terms(other))
    readonly_client.force_login(holder("federation_delegate", federation))

    read(readonly_client, address("contract", own.code))
    read(readonly_client, address("contract", other.code), status=404)


def test_a_draft_is_for_those_who_may_write_it(client, held, signed):
    contract_version(held, whole_terms(held, source="Projet secret"), number=2, status="draft")
    url = address("contract", held.code) + "?version=2"

    client.force_login(holder("centre_director", held.centre))
    assert "Projet secret" in read(client, url)
    client.force_login(holder("centre_staff", held.centre))
    assert "Projet secret" not in read(client, url)
    read(client, address("workbook", held.code), status=403)


def test_reading_costs_the_same_whatever_the_number_of_contracts(reader):
    plan = plan_version().plan

    def queries():
        with CaptureQueriesContext(connection) as captured:
            read(reader, address("list") + f"?plan={plan.code}")
        return len(captured)

    contract_version(contract(plan=plan))
    one = queries()
    for _ in range(4):
        contract_version(contract(plan=plan))

    assert queries() == one <= 20


def test_the_terms_cost_a_constant_number_of_queries(reader, held, signed):
    contract_version(held, whole_terms(held, effective_from=date(2024, 1, 1)), number=2)

    with CaptureQueriesContext(connection) as captured:
        read(reader, address("contract", held.code) + "?on=2024-06-30")

    assert len(captured) <= 36


def test_hostile_words_are_shown_as_words(reader, held):
    contract_version(held, whole_terms(held, source="<script>alert(1)</script>", note=Words("{{ 7*7 }}")))

    page = read(reader, address("contract", held.code))

    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize(
    "query", ("?version=99", "?on=hier", "?known_at=999999", "?known_at=abc", "?version=x&on=")
)
def test_what_cannot_be_read_in_an_address_is_told_and_replaced(reader, signed, query):
    page = address("contract", signed.contract.code)

    assert NOTICE in read(reader, page + query)
    assert NOTICE not in read(reader, page)


def test_the_targets_of_a_plan_say_when_their_baseline_is_not_published(reader, signed):
    plan = signed.contract.plan
    version = plan_version(plan, number=2, effective_from=date(2023, 1, 1), status="draft")
    objective = version.axes.first().objectives.first()
    indicator = signed.baselines.get().indicator
    with recording("plan.adopted"):
        GlobalTarget.objects.create(
            objective=objective, indicator=indicator, year=2025, shape="growth", value=165
        )

    page = read(reader, address("plan_targets", plan.code))

    assert "1 cible" in page
    assert "+165" in page
    assert "non publiée" in page


def test_no_version_number_is_taken_from_another_contract(reader, held, signed):
    other = contract_version(contract())

    assert ContractVersion.objects.count() == 2
    assert str(other.contract.centre.name) not in read(reader, address("contract", held.code))
