"""Decisions about money and amendments take effect in the books and in the contract, or are not taken."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from jalon.committee.actions import agenda
from jalon.committee.actions.deciding import decide
from jalon.committee.actions.refusing import Refused
from jalon.committee.models import Item
from jalon.committee.queries.due import due, release_due
from jalon.committee.queries.judges import judges
from jalon.committee.queries.reading import reading
from jalon.contracts import actions as contracts
from jalon.contracts.queries.life import life_of as life_of_contract
from jalon.evidence.models import Document
from jalon.fund.actions import allocating
from jalon.fund.actions import releases as fund
from jalon.fund.models import Entry, Release
from jalon.fund.queries.ledger import balances
from jalon.fund.queries.released import life_of
from jalon.fund.queries.scenarios import proposals_to_decide
from jalon.fund.queries.tranches import due_now
from jalon.journal.models import Event
from jalon.kernel.words import Words
from jalon.site.verification import changed_records
from tests.factories import releases as made
from tests.factories.committee import called, opened, secretary
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import holder
from tests.factories.releases import AMOUNT, DAY, Promised, rated
from tests.fund.test_allocating import proposed as sharing_proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return made.people()


def on_the_table(plan, one) -> Item:
    session = called(plan)
    item = agenda.put_on_agenda(session, one, by=None, on=DAY)
    opened(session)
    return item


def agreed(item, verb, *, by=None, **said):
    return decide(item, verb, by=by or secretary(), on=DAY, by_consensus=True, **said)


def held(plan, contract) -> dict:
    found = {key.account: amount for key, amount in balances(plan).items() if key.contract}
    return {account: amount for account, amount in found.items() if account != "commitment"}


@pytest.fixture
def release(three):
    return made.proposed(made.ready(*rated(90, 86)), three[0])


def test_a_release_that_is_approved_leaves_its_commitment(release):
    item = on_the_table(release.contract.plan, release_due(release))

    decision = agreed(item, "approve")

    assert life_of(release).state == "approved"
    assert held(release.contract.plan, release.contract) == {"payable": AMOUNT}
    assert life_of(release).steps[-1].decision == decision.uid
    verbs = Event.objects.filter(number__in=decision.effects).values_list("verb", flat=True)
    assert list(verbs) == ["release.approved"]


def test_who_asked_for_a_release_does_not_approve_it_as_the_secretary(release, three):
    asks, _approves, _pays = three
    item = on_the_table(release.contract.plan, release_due(release))

    with pytest.raises(Refused) as refusal:
        agreed(item, "approve", by=asks)

    assert refusal.value.sentences and "approver_is_another" not in refusal.value.sentences[0]
    assert life_of(release).state == "proposed"
    assert judges(item) == {asks.pk}


def test_a_part_is_asked_for_in_the_place_of_what_is_refused(release):
    item = on_the_table(release.contract.plan, release_due(release))
    terms = {"amount": 600_000, "hold_back": 100_000, "held_until": "2025-12-31"}

    agreed(item, "ask_again", terms=terms, reason="Une partie attend")

    other = Release.objects.exclude(pk=release.pk).get()
    assert life_of(release).state == "refused"
    assert (other.amount, other.held_back, other.held_until) == (600_000, 100_000, date(2025, 12, 31))


def test_a_release_in_part_leaves_the_rest_due(release):
    item = on_the_table(release.contract.plan, release_due(release))

    decision = agreed(item, "approve_part", terms={"amount": 600_000}, reason="Le reste attend un devis")

    assert held(release.contract.plan, release.contract) == {"payable": 600_000}
    assert life_of(release).steps[-1].decision == decision.uid
    assert due_now(release.contract, "T1", on=DAY).outcome.amount == AMOUNT - 600_000


def test_a_release_in_part_says_how_much_and_why(release):
    item = on_the_table(release.contract.plan, release_due(release))

    with pytest.raises(Refused) as refusal:
        agreed(item, "approve_part")

    assert set(refusal.value.reasons) == {"amount_missing", "reason_given"}


def test_money_is_claimed_back_after_it_was_paid(three):
    contract = made.ready(*rated(90, 86))
    release = made.paid(contract, three)
    item = on_the_table(contract.plan, release_due(release, "claw_back"))

    agreed(item, "claw_back", terms={"amount": 300_000}, reason="Trop-perçu")

    assert held(contract.plan, contract) == {"paid": AMOUNT - 300_000, "owed": 300_000}


def test_a_claim_for_money_carries_the_files_of_its_decision_into_the_books(three, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    contract = made.ready(*rated(90, 86))
    release = made.paid(contract, three)
    item = on_the_table(contract.plan, release_due(release, "claw_back"))
    files = [("audit.pdf", b"%PDF-1.7 the audit"), ("letter.txt", b"the letter")]

    taken = agreed(item, "claw_back", terms={"amount": 300_000}, reason="Trop-perçu", files=files)

    digests = [hashlib.sha256(content).hexdigest() for _name, content in files]
    step = life_of(release).step("claw_back")
    (entry,) = Entry.objects.filter(step="claw_back")
    assert taken.documents == step.documents == entry.documents == digests
    assert Event.objects.get(pk=taken.event_id).payload["documents"] == digests
    assert list(changed_records()) == []


def test_a_decision_leads_to_the_release_it_changed_for_who_reads_money(release, client):
    taken = agreed(on_the_table(release.contract.plan, release_due(release)), "approve")
    address = reverse("committee:decision", args=[taken.uid])

    def page(role):
        client.force_login(holder(role))
        return client.get(address).content.decode()

    reads_money, does_not = page("programme_officer"), page("verifier")

    link = f'href="{reverse("fund:release", args=[release.uid])}"'
    assert link in reads_money and link not in does_not
    assert "release:" not in reads_money + does_not


def test_a_file_of_what_a_decision_may_not_be_is_not_kept(release, settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    item = on_the_table(release.contract.plan, release_due(release))

    with pytest.raises(Refused):
        agreed(item, "approve_part", files=[("a.txt", b"a")])

    assert not Document.objects.exists()


def test_what_is_released_too_much_is_due_and_claimed_back(three):
    promised = rated(90)
    contract = made.promising(*promised)
    report = made.reported(contract, *promised)
    made.commit(contract)
    made.paid(contract, three)
    made.reopened(report, *rated(40))
    one = next(one for one in due(contract.plan, DAY) if one.subject == f"tranche:{contract.code}:T1")
    item = on_the_table(contract.plan, one)

    read = reading(item)
    agreed(item, "claw_back_due", reason="Nouvelle vérification")

    assert read.sentences
    assert held(contract.plan, contract) == {"owed": AMOUNT}


def test_what_late_evidence_adds_is_due_decided_and_paid(three):
    _asks, approves, pays = three
    promised = Promised("I0", actual=70)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    report = made.reported(contract, promised)
    made.commit(contract)
    made.paid(contract, three)
    assert [one for one in due(contract.plan, DAY) if one.kind == "release"] == []
    made.reopened(report, Promised("I0", actual=90))
    (one,) = [one for one in due(contract.plan, DAY) if one.kind == "release"]
    item = on_the_table(contract.plan, one)

    read = reading(item)
    decision = agreed(item, "complement")
    asked = Release.objects.get(amount=200_000)
    fund.approve_release(asked, by=approves, on=DAY)
    fund.order(asked, by=approves, on=DAY)
    fund.pay(asked, document="Virement", by=pays, on=DAY)

    assert "2" in read.lines[-1][1].text and one.proposal == {"verb": "complement", "amount": 200_000}
    assert life_of(asked).step("approve").decision == decision.uid
    assert held(contract.plan, contract) == {"paid": 900_000}
    assert [one for one in due(contract.plan, DAY) if one.kind == "release"] == []


def test_a_complement_decided_is_not_due_again_while_it_waits(three):
    promised = Promised("I0", actual=70)
    contract = made.promising(promised, rule={"rule": "proportional", "weights": {"I0": 1}})
    report = made.reported(contract, promised)
    made.commit(contract)
    made.paid(contract, three)
    made.reopened(report, Promised("I0", actual=90))
    (one,) = [one for one in due(contract.plan, DAY) if one.kind == "release"]

    agreed(on_the_table(contract.plan, one), "complement")

    assert [one for one in due(contract.plan, DAY) if one.kind == "release"] == []


def test_members_read_the_explanation_a_release_was_asked_for_on(release):
    item = on_the_table(release.contract.plan, release_due(release))

    read = reading(item)

    assert len(read.sentences) > 1
    assert any("10" in cell.text for _label, cell in read.lines)


def test_a_sharing_is_adopted():
    proposal = sharing_proposed()
    plan = proposal.sharing.scenario.plan
    (one,) = due(plan, DAY)
    item = on_the_table(plan, one)

    assert len(reading(item).tables[0].rows) == 2
    agreed(item, "adopt")

    assert proposals_to_decide(plan) == []
    assert allocating.Verdict.objects.get().is_adopted


def test_an_amendment_that_is_authorised_carries_the_decision():
    promised = contract()
    contract_version(promised)
    terms = whole_terms(promised, effective_from=date(2024, 7, 1))
    terms = terms.because(Words("La demande baisse"), Words("Comité"))
    contracts.draft(promised, terms=replace(terms), by=None, on=DAY)
    (one,) = [one for one in due(promised.plan, DAY) if one.kind == "amendment"]
    item = on_the_table(promised.plan, one)
    contracts.agree(promised, side="centre", by=None, on=DAY)

    decision = agreed(item, "authorise")

    assert promised.versions.get(number=2).decision == decision.uid
    assert life_of_contract(promised, on=DAY).state == "agreed_by_centre"  # it need not agree again
    assert not [one for one in due(promised.plan, DAY) if one.kind == "amendment"]
