"""Beside what is late on the page of a plan stands what the centre last said of it, for who may read its returns."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.journal.queries import latest
from jalon.reporting.actions.remarks import Note, remark
from jalon.reporting.actions.returns import submit
from jalon.reporting.queries.explained import last_comments
from tests.factories.network import CentreFactory, holder
from tests.factories.reporting import counted, opened, promising, received, settled
from tests.factories.verification import calendar_kept

pytestmark = pytest.mark.django_db

ON = date(2024, 9, 1)
WHY = "Le banc d'essai est arrivé trois mois après la commande."


@pytest.fixture
def contract():
    contract = promising()
    counted(contract.centre, 3)
    received(contract.centre, date(2024, 6, 30))
    calendar_kept(contract.plan)
    return contract


@pytest.fixture
def director(contract):
    return holder("centre_director", contract.centre)


def explained(contract, text, period="2024-Q1", *, on=date(2024, 4, 10), by=None):
    """A return that says why the tests are late, submitted."""
    report = settled(opened(contract, period, on=on, by=by), by=by)
    remark(report, [Note("comment", text, "TESTS")], by=by)
    submit(report, by=by, on=on)
    return report


def page(client, who, contract, language="en", **query):
    client.force_login(who)
    asked = {"plan": contract.plan.code, "on": ON.isoformat()} | query
    return client.get(f"/{language}/", asked)


def late(client, who, contract, **query):
    [row] = page(client, who, contract, **query).context["late"]
    return row["said"]


def test_the_last_explanation_stands_beside_what_is_late(readonly_client, contract, director):
    explained(contract, "Une première raison.", by=director)
    explained(contract, WHY, "2024-Q2", on=date(2024, 7, 8), by=director)

    answer = page(readonly_client, holder("programme_officer"), contract)

    [row] = answer.context["late"]
    assert row["said"]["text"] == WHY
    assert row["said"]["href"].startswith(f"/en/contracts/{contract.code}/returns/2024-Q2/?")
    body = answer.content.decode()
    assert "Centre director" in body and "banc d&#x27;essai" in body and "première" not in body


def test_a_long_explanation_is_begun_and_its_return_has_the_rest(readonly_client, contract):
    report = explained(contract, "Raison. " * 60)
    officer = holder("programme_officer")

    said = late(readonly_client, officer, contract)

    assert len(said["brief"]) <= 90 and said["brief"].endswith("…")
    path, _hash, _anchor = said["href"].partition("#")
    whole = " ".join(readonly_client.get(path).content.decode().split())
    assert report.period in path and ("Raison. " * 60).strip() in whole


def test_what_was_not_submitted_is_not_told(readonly_client, contract):
    report = settled(opened(contract))
    remark(report, [Note("comment", WHY, "TESTS")], by=None)

    assert late(readonly_client, holder("programme_officer"), contract) is None


def test_an_explanation_is_told_from_its_submission_on(readonly_client, contract):
    before = latest()
    explained(contract, WHY)
    officer = holder("programme_officer")

    assert late(readonly_client, officer, contract, known_at=before) is None
    assert late(readonly_client, officer, contract, known_at=latest())["text"] == WHY
    assert late(readonly_client, officer, contract, on="2024-04-09") is None


def test_a_risk_or_a_word_on_another_indicator_explains_nothing(contract):
    report = settled(opened(contract))
    remark(report, [Note("risk", "Un risque.", "TESTS"), Note("comment", "Autre.", "FIRMS")], by=None)
    submit(report, by=None, on=date(2024, 4, 10))

    about = {(contract.centre_id, "TESTS")}
    assert last_comments(contract.plan, about=about, on=ON, known_at=latest()) == {}


def test_another_centre_reads_no_explanation_of_this_one(readonly_client, contract, director):
    explained(contract, WHY)
    other = holder("centre_director", CentreFactory())

    assert late(readonly_client, director, contract)["text"] == WHY
    assert late(readonly_client, other, contract) is None
    assert "banc d&#x27;essai" not in page(readonly_client, other, contract).content.decode()


def test_a_federation_reads_the_explanations_of_the_centres_behind_it_only(readonly_client, contract):
    explained(contract, WHY)
    behind = holder("federation_delegate", contract.centre.federation)
    elsewhere = holder("federation_delegate")

    assert late(readonly_client, behind, contract)["text"] == WHY
    assert late(readonly_client, elsewhere, contract) is None


def test_the_explanations_of_many_are_one_question(contract):
    explained(contract, WHY)
    others = [CentreFactory() for _number in range(3)]
    asked = {"about": {(one.pk, "TESTS") for one in (contract.centre, *others)}, "known_at": latest()}

    with CaptureQueriesContext(connection) as captured:
        found = last_comments(contract.plan, on=ON, **asked)

    assert len(captured) == 1
    assert list(found) == [(contract.centre_id, "TESTS")]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_explanation_keeps_its_own_direction(readonly_client, contract, language):
    explained(contract, WHY)

    body = page(readonly_client, holder("programme_officer"), contract, language).content.decode()

    assert "<bdi>Le banc d&#x27;essai" in body
