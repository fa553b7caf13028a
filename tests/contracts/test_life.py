"""The life of a contract: agreed, submitted, signed in order, adopted; every refusal said at once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.contracts import actions
from jalon.contracts.models import ContractVersion, Step, UndertakingReport
from jalon.contracts.queries import tranches_of
from jalon.contracts.queries.life import life_of, sides_of
from jalon.contracts.queries.terms import terms_in_force
from jalon.contracts.queries.undertakings import done_codes, followed, late
from jalon.contracts.sentences import DID, STATES, VERBS, WHY_NOT
from jalon.evidence.queries.issued import check, current_bytes, issued_on
from jalon.journal.models import Event
from jalon.kernel.payment import Facts, Tranche, due, rule_from_data
from jalon.kernel.states import CONTRACT, NOT_FROM_HERE, NOT_YOURS
from jalon.kernel.words import Words
from jalon.network.access import standing
from jalon.site import verification
from tests.factories.contracts import contract, contract_version, whole_terms
from tests.factories.network import CentreFactory, FederationFactory, MinistryFactory, holder
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ON = date(2024, 2, 1)
AT = datetime(2024, 2, 1, 10, tzinfo=UTC)
SIDES = ("ministry", "centre", "federation")


@pytest.fixture
def by(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    settings.JALON_KEYS = tmp_path / "keys"
    return UserFactory(name="Nadia")


@pytest.fixture
def held():
    return contract(CentreFactory(code="CTPC", federation=FederationFactory()))


def life(held, on=ON):
    return life_of(held, on=on)


def agreed(held, by, terms=None):
    actions.draft(held, terms=terms or whole_terms(held), by=by, on=ON)
    actions.agree(held, side="centre", by=by, on=ON)
    actions.agree(held, side="federation", by=by, on=ON)


def submitted(held, by, terms=None):
    agreed(held, by, terms)
    actions.submit(held, by=by, at=AT)


def signed(held, by, terms=None):
    submitted(held, by, terms)
    for side in SIDES:
        actions.sign(held, side=side, by=by, at=AT)


def refused(*reasons):
    return pytest.raises(actions.Refused, match=", ".join(reasons))


def test_a_contract_goes_from_draft_to_force_with_one_event_a_verb(held, by):
    signed(held, by)
    actions.enter_into_force(held, side="ministry", by=by, on=ON)

    version = held.versions.get()
    assert (version.status, version.signed_on) == ("signed", ON)
    assert life(held).standing == "in_force"
    verbs = list(
        Event.objects.filter(subject="contract:CO-CTPC").order_by("number").values_list("verb", flat=True)
    )
    assert verbs == [
        *("contract.drafted", "contract.agreed", "contract.agreed", "contract.submitted"),
        *("contract.signed",) * 3,
        "contract.entered_force",
    ]


def test_what_was_signed_here_is_what_the_journal_adopted(held, by):
    signed(held, by)

    assert list(verification.STEPS["versions"]()) == [] if "versions" in verification.STEPS else True
    last = Event.objects.filter(verb="contract.signed").latest("number")
    assert list(last.payload["contracts"]) == ["contract:CO-CTPC:1"]
    assert held.versions.get().event_id == last.pk


def test_an_altered_word_of_a_contract_signed_here_is_found(held, by):
    signed(held, by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contracts_tranche DISABLE TRIGGER USER")
        cursor.execute("UPDATE contracts_tranche SET amount = amount + 1")

    found = [problem for step in verification.STEPS.values() for problem in step()]

    assert any("contract:CO-CTPC:1" in str(problem) for problem in found)


def test_a_signed_contract_keeps_its_words(held, by):
    signed(held, by)

    with pytest.raises(DatabaseError, match="was adopted"), transaction.atomic():
        ContractVersion.objects.update(ends_on=date(2030, 1, 1))
    with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
        Step.objects.update(reason="x")


def test_who_agrees_to_what_cannot_be_signed_is_told_why(held, by):
    bare = replace(whole_terms(held), objectives=(), undertakings=(), tranches=())
    actions.draft(held, terms=bare, by=by, on=ON)

    with refused("no_objections"):
        actions.agree(held, side="centre", by=by, on=ON)


def test_each_party_agrees_in_its_turn(held, by):
    actions.draft(held, terms=whole_terms(held), by=by, on=ON)

    with refused("not_yours"):
        actions.agree(held, side="federation", by=by, on=ON)
    with refused("not_from_here"):
        actions.submit(held, by=by, at=AT)


def test_other_terms_take_the_agreement_back(held, by):
    agreed(held, by)

    changed = replace(whole_terms(held), ends_on=date(2025, 6, 30))
    actions.draft(held, terms=changed, by=by, on=ON)

    assert life(held).state == "draft"
    assert life(held).steps[-1].reason == "redrafted"


def test_terms_submitted_do_not_change_until_they_are_sent_back(held, by):
    submitted(held, by)

    with refused("submitted_already"):
        actions.draft(held, terms=whole_terms(held), by=by, on=ON)
    with refused("reason_given"):
        actions.send_back(held, side="ministry", reason=" ", by=by, on=ON)
    actions.send_back(held, side="ministry", reason="un montant", by=by, on=ON)

    assert life(held).state == "draft"


def test_parties_sign_in_order_and_a_document_once_signed_is_voided_not_sent_back(held, by):
    submitted(held, by)

    with refused("your_turn_to_sign"):
        actions.sign(held, side="centre", by=by, at=AT)
    actions.sign(held, side="ministry", by=by, at=AT)
    with refused("nobody_signed"):
        actions.send_back(held, side="ministry", reason="trop tard", by=by, on=ON)
    actions.void(held, side="centre", reason="une erreur", by=by, on=ON)
    assert life(held).state == "draft"
    actions.agree(held, side="centre", by=by, on=ON)
    actions.agree(held, side="federation", by=by, on=ON)
    actions.submit(held, by=by, at=AT)

    assert life(held).turn == "ministry"  # the new document bears no signature of the one before


def test_the_document_says_who_signed_and_holds_until_a_byte_changes(held, by):
    signed(held, by)

    issued = issued_on("contract:CO-CTPC:1", kind="contract").first()
    content = current_bytes(issued)
    assert [one.capacity for one in check(content).verdict.signatures] == list(SIDES)
    assert check(content).holds
    place = content.index(b"stream") + 20
    assert not check(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]).holds


def amendment(held, **changes):
    said = replace(whole_terms(held), effective_from=date(2024, 7, 1), **changes)
    return said.because(Words("La demande baisse"), Words("Comité de suivi"))


def test_an_amendment_goes_the_same_way_and_leaves_the_contract_in_force_meanwhile(held, by):
    contract_version(held)

    actions.draft(held, terms=amendment(held), by=by, on=ON)
    assert (life(held).prepared, life(held).standing) == ("draft", "in_force")
    actions.agree(held, side="centre", by=by, on=ON)
    actions.agree(held, side="federation", by=by, on=ON)
    actions.submit(held, by=by, at=AT)
    for side in SIDES:
        actions.sign(held, side=side, by=by, at=AT)

    second = held.versions.get(number=2)
    assert (second.amends.number, second.status) == (1, "signed")
    assert life(held, on=date(2024, 6, 30)).standing == "in_force"
    assert life(held, on=date(2024, 7, 1)).standing == "amended"
    assert [step.verb for step in life(held).steps][-2:] == ["sign", "amend"]


def test_an_amendment_says_why_and_who_may_decide_it(held, by):
    contract_version(held)
    actions.draft(held, terms=replace(amendment(held), authority=Words("")), by=by, on=ON)

    assert [one.code for one in life(held).objections] == ["amendment_without_authority"]


def test_the_past_knows_nothing_of_a_signature_to_come(held, by):
    contract_version(held)
    before = Event.objects.latest("number").number
    signed(held, by, amendment(held, tranches=()))

    assert tranches_of(held, on=date(2024, 12, 31)) == ()
    assert [one.code for one in tranches_of(held, on=date(2024, 12, 31), known_at=before)] == ["T1"]


def test_a_tranche_of_a_contract_is_one_the_kernel_pays(held):
    contract_version(held)

    (one,) = tranches_of(held, on=ON)
    outcome = due(rule_from_data(one.rule), Tranche(one.code, one.amount, one.due_on), Facts(on=ON))

    assert outcome.blocked  # nothing is validated


def test_a_contract_closes_once_nothing_waits(held, by):
    contract_version(held)

    with refused("not_yours"):
        actions.close(held, side="centre", by=by, on=ON)
    actions.close(held, side="ministry", by=by, on=ON)

    assert life(held).standing == "closed"


def test_every_verb_state_and_guard_of_the_machine_has_its_words():
    assert set(CONTRACT.verbs) <= VERBS.keys() & DID.keys()
    assert set(CONTRACT.states) <= STATES.keys()
    assert {*CONTRACT.guards, NOT_FROM_HERE, NOT_YOURS} <= WHY_NOT.keys()


def test_a_person_acts_for_the_side_where_they_hold_the_role(held):
    ministry = holder("programme_officer", MinistryFactory())
    director = holder("centre_director", held.centre)
    delegate = holder("federation_delegate", held.centre.federation)
    stranger = holder("federation_delegate", FederationFactory())

    assert [sides_of(standing(user), held) for user in (ministry, director, delegate, stranger)] == [
        *(("ministry",), ("centre",), ("federation",), ()),
    ]


def dated(held):
    terms = whole_terms(held)
    return replace(
        terms, undertakings=tuple(replace(one, due_on=date(2024, 6, 30)) for one in terms.undertakings)
    )


def test_an_undertaking_is_open_then_late_then_done_with_its_day(held, by):
    contract_version(held, dated(held))
    said = terms_in_force(held, on=ON).undertakings
    assert {one.state for one in followed(held, said, on=ON)} == {"open"}
    assert len(late(followed(held, said, on=date(2024, 7, 1)))) == 3

    actions.report_undertaking(held, side="centre", code="1", on=date(2024, 7, 5), by=by, note="fait")

    states = {one.said.side: one for one in followed(held, said, on=date(2024, 8, 1))}
    assert states["centre"].state == "done"
    assert states["centre"].was_late
    assert states["ministry"].state == "late"
    assert done_codes(held, on=date(2024, 8, 1)) == frozenset()  # code 1 is of three sides: two wait still


def test_what_nobody_undertook_cannot_be_done(held, by):
    contract_version(held)

    with refused("no_such_undertaking"):
        actions.report_undertaking(held, side="centre", code="99", on=ON, by=by)
    with refused("document_not_stored"):
        actions.report_undertaking(held, side="centre", code="1", on=ON, by=by, documents=["0" * 64])
    assert not UndertakingReport.objects.exists()


def test_a_ceiling_is_set_in_words_and_a_sign_without_a_font_is_refused(held, by):
    terms = whole_terms(held)
    ceiling = terms.objectives[0].targets[0].__class__("TESTS", 2024, "at_most", 20)
    objective = replace(terms.objectives[0], targets=(ceiling, *terms.objectives[0].targets[:1]))
    submitted(held, by, replace(terms, objectives=(objective,)))
    actions.send_back(held, side="ministry", reason="autre", by=by, on=ON)

    agreed(held, by, replace(terms, objectives=(replace(objective, name=Words("Servir 𒀀")),)))

    with refused("sign_without_a_font"):
        actions.submit(held, by=by, at=AT)
    assert life(held).state == "agreed_by_federation"
