"""A release on its pages: asked for, approved, paid and justified by clicks of three people and a centre."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries.issued import current_bytes
from jalon.fund.actions import releases
from jalon.fund.actions.release_document import issue_release
from jalon.fund.models import Entry, Release
from jalon.fund.queries.released import life_of
from jalon.journal.queries import latest
from tests.factories import releases as made
from tests.factories.network import holder
from tests.factories.releases import AMOUNT, DAY, Promised, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return made.people()


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


def step(client, person, release, verb, **said):
    client.force_login(person)
    return client.post(reverse("fund:release_steps", args=[release.uid]), {"verb": verb} | said)


def test_a_release_is_done_by_clicks(client, three):
    asks, approves, pays = three
    contract = made.ready(*rated(90))
    director = holder("centre_director", contract.centre)

    client.force_login(asks)
    client.post(reverse("fund:tranche_releases", args=[contract.code, "T1"]), {"hold_back": "1000"} | HELD)
    release = Release.objects.get()
    answers = [
        step(client, approves, release, "approve"),
        step(client, approves, release, "order", document="OP 12"),
        step(
            client, pays, release, "pay", document="Virement", file=SimpleUploadedFile("v.pdf", b"%PDF-1.4")
        ),
        step(client, director, release, "justify", amount="9 000,00", document="Factures"),
    ]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert (release.amount, release.held_back) == (AMOUNT - 100_000, 100_000)
    assert life_of(release).state == "justified"
    assert len(life_of(release).step("pay").documents) == 1


def left_on(page) -> str:
    return re.search(r'name="left" value="(\d+)"', page.content.decode())[1]


def test_a_part_justified_twice_by_the_same_page_counts_once(client, three):
    contract = made.ready(*rated(90))
    release = made.paid(contract, three)
    director = holder("centre_director", contract.centre)
    client.force_login(director)
    said = {"amount": "1000", "document": "Factures"}
    left = left_on(client.get(reverse("fund:release", args=[release.uid])))

    first = step(client, director, release, "justify", left=left, **said)
    again = step(client, director, release, "justify", left=left, **said)
    there = life_of(release).to_justify
    read = step(client, director, release, "justify", left=left_on(again), **said)

    assert [one.status_code for one in (first, again, read)] == [302, 422, 302]
    assert (there, life_of(release).to_justify) == (AMOUNT - 100_000, AMOUNT - 200_000)


HELD = {"held_until": date(timezone.localdate().year + 1, 1, 1).isoformat()}


def test_a_part_is_released_by_clicks_and_told_on_the_page_and_the_document(client, three):
    contract = made.ready(*rated(90))
    release = made.proposed(contract, three[0])
    before = issue_release(release, by=three[0], at=timezone.now())

    refused = step(client, three[1], release, "approve", amount="3 000")
    step(client, three[1], release, "approve", amount="3 000", reason="Le reste attend le devis")
    page = client.get(f"/fr/fund/releases/{release.uid}/").content.decode()
    after = issue_release(release, by=three[0], at=timezone.now())

    assert refused.status_code == 422
    assert life_of(release).amount == 300_000
    assert "Débloqué en partie" in page and "Reste dû" in page and "Le reste attend le devis" in page
    assert (before.facts["amount"], after.facts["amount"]) == (AMOUNT, 300_000)


def test_a_release_is_ended_only_by_who_confirms_it(client, three):
    release = made.proposed(made.ready(*rated(90)), three[0])

    hasty = step(client, three[0], release, "cancel", reason="Erreur")
    sure = step(client, three[0], release, "cancel", reason="Erreur", is_sure="on")

    assert (hasty.status_code, sure.status_code) == (422, 302)
    assert life_of(release).state == "cancelled"


def test_money_given_back_rests_on_its_file(client, three):
    promised = Promised("I0", actual=100)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.paid(contract, three)
    made.reopened(report, Promised("I0", actual=70))
    releases.claw_back_due(contract, "T1", document="PV", decision=uuid4(), by=three[1], on=DAY)

    client.force_login(three[2])
    page = client.get(reverse("fund:release", args=[release.uid])).content.decode()
    assert 'value="give_back"' in page and "3\u202f000" in page

    file = SimpleUploadedFile("ordre.pdf", b"%PDF-1.4")
    answer = step(client, three[2], release, "give_back", amount="3 000", document="Ordre", file=file)

    assert answer.status_code == 302
    assert len(Entry.objects.get(step="cash_in").documents) == 1


def test_what_was_typed_stays_when_it_is_refused(client, three):
    contract = made.ready(*rated(90))
    client.force_login(three[0])

    answer = client.post(reverse("fund:tranche_releases", args=[contract.code, "T1"]), {"amount": "20 000"})

    assert answer.status_code == 422
    assert answer.context["proposal"].non_field_errors()
    assert 'value="20 000"' in answer.content.decode()
    assert not Release.objects.exists()


def test_a_person_is_offered_only_what_is_theirs(client, three):
    asks, approves, pays = three
    release = made.proposed(made.ready(*rated(90)), asks)

    offered = {}
    for name, person in (("asks", asks), ("approves", approves), ("pays", pays)):
        client.force_login(person)
        page = client.get(reverse("fund:release", args=[release.uid])).content.decode()
        offered[name] = re.findall(r'name="verb" value="(\w+)"', page)

    assert offered == {"asks": ["cancel"], "approves": ["approve", "refuse"], "pays": []}


def test_a_person_does_not_do_what_their_roles_do_not_allow(client, three):
    release = made.proposed(made.ready(*rated(90)), three[0])

    assert step(client, three[2], release, "approve").status_code == 403
    assert life_of(release).state == "proposed"


@pytest.mark.parametrize("verb", ["", "claw_back"])
def test_a_page_takes_no_step_that_the_committee_decides(client, three, verb):
    release = made.paid(made.ready(*rated(90)), three)

    assert step(client, three[1], release, verb).status_code == 404


def test_what_is_justified_is_settled_once_its_contract_is_over(client, three, monkeypatch):
    contract = made.ready(*rated(90))
    release = made.paid(contract, three)
    director = holder("centre_director", contract.centre)
    step(client, director, release, "justify", amount="10 000", document="Factures")

    early = step(client, three[1], release, "settle")
    monkeypatch.setattr("jalon.fund.views.releases.is_over", lambda contract, on: True)
    page = client.get(reverse("fund:release", args=[release.uid])).content.decode()
    late = step(client, three[1], release, "settle")

    assert (early.status_code, late.status_code) == (422, 302)
    assert 'value="settle"' in page
    assert life_of(release).state == "settled"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("name", ["tranches", "waiting"])
def test_pages_of_a_plan_are_read_in_few_queries(
    readonly_client, three, language, name, django_assert_max_num_queries
):
    contract = made.ready(*rated(90, 86))
    other = made.promising(*rated(90), plan=contract.plan)
    made.proposed(contract, three[0], amount=5)
    made.reported(other, *rated(90), state="submitted")
    readonly_client.force_login(three[0])

    with django_assert_max_num_queries(45):
        answer = readonly_client.get(f"/{language}/fund/{name}/?on={DAY}&plan={contract.plan.code}")

    assert answer.status_code == 200


def test_tranches_stand_by_year_with_their_sums(readonly_client, three):
    contract = made.ready(*rated(90))
    made.paid(contract, three, amount=300_000)
    readonly_client.force_login(three[0])

    answer = readonly_client.get(f"/fr/fund/tranches/?on={DAY}&plan={contract.plan.code}")

    (group, _rows), *others = answer.context["groups"]
    assert (others, group.period.code) == ([], "2025")
    assert (group.amount, group.released, group.now) == (AMOUNT, 300_000, AMOUNT - 300_000)
    assert "<tfoot>" in answer.content.decode()


def test_a_decision_is_replayed_on_its_page(readonly_client, three):
    promised = Promised("I0", actual=100)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    report = made.reported(contract, promised)
    made.commit(contract)
    release = made.paid(contract, three)
    made.reopened(report, Promised("I0", actual=20))
    readonly_client.force_login(three[0])

    page = readonly_client.get(reverse("fund:release", args=[release.uid]))
    tranche = readonly_client.get(reverse("fund:tranche", args=[contract.code, "T1"]))

    assert page.context["replay"] == {"agrees": True, "amount": AMOUNT}
    assert tranche.context["due"].amount == -800_000
    assert tranche.context["true_up"] is not None


def test_a_release_that_was_not_asked_for_yet_is_not_there(client, three):
    contract = made.ready(*rated(90))
    before = latest()
    release = made.proposed(contract, three[0])
    client.force_login(three[0])

    assert client.get(reverse("fund:release", args=[release.uid]) + f"?known_at={before}").status_code == 404


def test_the_document_of_a_release_is_issued_once_and_its_bytes_stay(client, three):
    release = made.proposed(made.ready(*rated(90)), three[0])
    client.force_login(three[0])

    client.post(reverse("fund:release_document", args=[release.uid]))
    issued = IssuedDocument.objects.get(kind="release")
    content = current_bytes(issued)
    again = issue_release(release, by=three[0], at=timezone.now())

    assert again == issued
    assert content.startswith(b"%PDF")
    assert current_bytes(again) == content


def test_a_document_is_accepted_on_the_page_and_withdrawn(client, three):
    contract = made.promising(rule={"rule": "on_acceptance", "document": "work-plan"})
    client.force_login(three[0])
    address = reverse("fund:tranche_acceptances", args=[contract.code, "T1"])

    client.post(address, {"kind": "document", "code": "work-plan", "document": "Plan 2024"})
    page = client.get(reverse("fund:tranche", args=[contract.code, "T1"]))
    uid = page.context["accepted"][0].uid
    client.post(address, {"withdraw": str(uid), "document": "Courrier"})
    after = client.get(reverse("fund:tranche", args=[contract.code, "T1"]))

    assert page.context["due"].amount == AMOUNT
    assert after.context["due"].outcome.blocked
