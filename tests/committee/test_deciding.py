"""Decisions: what is voted is counted, what is decided takes effect at once or is not decided."""

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.committee.actions import effects
from jalon.committee.actions.attendance import attend, stay, withdraw
from jalon.committee.actions.deciding import FollowUpAsked, decide
from jalon.committee.actions.refusing import Refused
from jalon.committee.actions.sessions import hold
from jalon.committee.actions.votes import vote
from jalon.committee.models import Decision
from jalon.committee.queries import judges
from jalon.committee.queries.ballots import ballots_of
from jalon.committee.queries.sessions import life_of
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel import voting
from jalon.reporting import actions as reporting
from jalon.reporting.actions import Refused as RefusedBelow
from jalon.reporting.queries.returns import life_of as life_of_return
from jalon.reporting.queries.values import validated
from jalon.site.verification import changed_records
from tests.factories.committee import (
    SESSION_DAY,
    at_ten,
    called,
    chair,
    free_point,
    member,
    opened,
    return_point,
    ruled,
    secretary,
)
from tests.factories.reporting import PERIOD, counted, promising, submitted
from tests.factories.verification import before_committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    contract = promising()
    counted(contract.centre, 30, 12)
    return before_committee(submitted(contract))


@pytest.fixture
def point(report):
    """A return on the table of an open session of three members."""
    session = called(report.contract.plan)
    item = return_point(session, report)
    opened(session)
    return item


def people(item):
    return [seat.person for seat in item.session.plan.seats.order_by("pk")]


def refused(item, verb, **said) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        decide(item, verb, by=None, on=SESSION_DAY, **said)
    return refusal.value.reasons


def test_a_decision_validates_the_return_in_the_same_act(point, report):
    before = latest()

    decision = decide(point, "validate", by=None, on=SESSION_DAY, by_consensus=True)

    assert life_of_return(report).state == "validated"
    assert life_of_return(report).steps[-1].decision == decision.uid
    assert validated(report.contract, "TESTS", PERIOD).value == 42
    written = Event.objects.filter(number__gt=before).order_by("number")
    assert [event.verb for event in written] == ["return.validated", "decision.taken"]
    assert decision.effects == [written[0].number]


def test_a_reservation_is_kept_with_every_value(point, report):
    said = {"reservation": "Factures à produire", "by_consensus": True}

    decide(point, "validate_with_reservation", by=None, on=SESSION_DAY, **said)

    assert validated(report.contract, "TESTS", PERIOD).reservation == "Factures à produire"


def test_a_decision_whose_effect_is_refused_is_not_taken_and_says_why(point, report):
    decide_elsewhere = {"by": None, "on": SESSION_DAY, "decision": point.uid}
    reporting.refuse(report, reason="Pièces absentes", **decide_elsewhere)
    before = latest()

    reasons = refused(point, "validate", by_consensus=True)

    assert reasons == ("unknown_verb",)
    assert latest() == before
    assert not Decision.objects.exists()


def test_a_refusal_of_the_app_below_is_said_in_its_words_and_leaves_nothing(point, monkeypatch):
    def refuses(item, deed):
        raise RefusedBelow(("period_sealed",))

    lines = (effects.Effect("validate", (), refuses),)
    monkeypatch.setitem(effects.OFFERED, "return", lambda item: lines)
    before = latest()

    reasons = refused(point, "validate", by_consensus=True)

    assert "sealed" in reasons[0] or "scell" in reasons[0]
    assert latest() == before


def test_nothing_is_decided_before_the_session_is_open(report):
    item = return_point(called(report.contract.plan), report)

    assert refused(item, "validate", by_consensus=True) == ("session_not_held",)


def test_a_point_is_decided_once(point):
    decide(point, "note", by=None, on=SESSION_DAY)

    assert "decided" in refused(point, "note")


def test_the_majority_decides(point):
    one, two, three = people(point)
    for person, choice in ((one, "for"), (two, "against"), (three, "for")):
        vote(point, person=person, choice=choice, motion="validate", by=person)

    decision = decide(point, "validate", by=None, on=SESSION_DAY)

    assert (decision.tally["votes_for"], decision.tally["votes_against"]) == (2, 1)


def test_what_the_vote_rejects_is_not_decided_and_is_put_on_record(point, report):
    for person in people(point):
        vote(point, person=person, choice="against", motion="validate", by=person)

    assert refused(point, "validate") == ("not_adopted",)
    decide(point, "not_adopted", by=None, on=SESSION_DAY, terms={"motion": "validate"})

    assert life_of_return(report).state == "before_committee"


def test_what_was_adopted_is_not_put_on_record_as_rejected(point):
    for person in people(point):
        vote(point, person=person, choice="for", motion="validate", by=person)

    assert refused(point, "not_adopted", terms={"motion": "validate"}) == ("adopted_after_all",)


def test_without_a_vote_only_consensus_decides(point):
    assert refused(point, "validate") == ("no_vote_yet",)


def test_one_voice_against_breaks_a_consensus(point):
    one, *_others = people(point)
    vote(point, person=one, choice="against", motion="validate", by=one)

    assert refused(point, "validate", by_consensus=True) == ("not_adopted",)


def test_nobody_votes_twice(point):
    one, two, _three = people(point)
    for choice in ("for", "for", "against"):
        vote(point, person=one, choice=choice, motion="validate", by=one)
    vote(point, person=two, choice="for", motion="validate", by=two)

    outcome = ballots_of(point, life_of(point.session)).outcome("validate")

    assert (outcome.votes_for, outcome.votes_against, outcome.abstentions) == (1, 1, 1)


def test_the_chair_decides_between_equal_votes(point):
    presiding, two, _three = people(point)
    vote(point, person=presiding, choice="for", motion="validate", by=presiding)
    vote(point, person=two, choice="against", motion="validate", by=two)

    decision = decide(point, "validate", by=None, on=SESSION_DAY)

    assert decision.tally["is_by_casting_vote"]


def test_a_member_votes_for_nobody_else(point):
    one, two, _three = people(point)

    with pytest.raises(Refused) as refusal:
        vote(point, person=two, choice="for", motion="validate", by=one)

    assert refusal.value.reasons == ("not_your_vote",)


def test_a_representative_and_the_secretary_vote_for_a_member(report):
    session = called(report.contract.plan)
    item = return_point(session, report)
    one, two, three = people(item)
    attend(session, person=one, how="represented", by_whom=two, by=None)
    for person in (two, three):
        attend(session, person=person, how="present", by=None)
    hold(session, by=None, at=at_ten())
    vote(item, person=one, choice="for", motion="validate", by=two)
    vote(item, person=three, choice="for", motion="validate", by=secretary())

    assert decide(item, "validate", by=None, on=SESSION_DAY).tally["votes_for"] == 2


def test_who_left_the_table_speaks_for_nobody(report):
    plan = report.contract.plan
    presiding, absent = chair(plan), member(plan)
    concerned = member(plan, report.contract.centre.federation)
    item = return_point(called(plan), report)
    attend(item.session, person=absent, how="represented", by_whom=concerned, by=None)
    for person in (presiding, concerned):
        attend(item.session, person=person, how="present", by=None)
    hold(item.session, by=None, at=at_ten())
    vote(item, person=absent, choice="for", motion="validate", by=concerned)
    withdraw(item, person=concerned, reason="Fédération du centre", by=concerned)

    with pytest.raises(Refused) as refusal:
        vote(item, person=absent, choice="for", motion="validate", by=concerned)
    vote(item, person=presiding, choice="against", motion="validate", by=presiding)

    assert refusal.value.reasons == ("not_present",)
    outcome = ballots_of(item, life_of(item.session)).outcome("validate")
    assert (outcome.present, outcome.votes_for, outcome.votes_against) == (1, 0, 1)


def test_the_federation_of_the_contract_is_asked_before_anything_is_decided(report):
    plan = report.contract.plan
    chair(plan), member(plan)
    concerned = member(plan, report.contract.centre.federation)
    item = return_point(called(plan), report)
    opened(item.session)

    assert refused(item, "validate", by_consensus=True) == ("conflict_unanswered",)
    stay(item, person=concerned, reason="Mandat d'observation", by=concerned)

    assert decide(item, "validate", by=None, on=SESSION_DAY, by_consensus=True)


def test_who_left_the_table_counts_neither_for_quorum_nor_majority(report):
    plan = report.contract.plan
    presiding, other = chair(plan), member(plan)
    concerned = member(plan, report.contract.centre.federation)
    item = return_point(called(plan), report)
    opened(item.session)
    withdraw(item, person=concerned, reason="Fédération du centre", by=concerned)

    with pytest.raises(Refused) as refusal:
        vote(item, person=concerned, choice="for", motion="validate", by=concerned)
    for person in (presiding, other):
        vote(item, person=person, choice="for", motion="validate", by=person)
    decision = decide(item, "validate", by=None, on=SESSION_DAY)

    assert refusal.value.reasons == ("withdrawn",)
    assert (decision.tally["members"], decision.tally["base"]) == (2, 2)


def test_who_verified_a_value_does_not_vote_on_it(point, monkeypatch):
    one, *_others = people(point)
    monkeypatch.setitem(judges.JUDGES, "return", lambda name: {one.pk})

    with pytest.raises(Refused) as refusal:
        vote(point, person=one, choice="for", motion="validate", by=one)

    assert refusal.value.reasons == ("judge_and_party",)
    assert ballots_of(point, life_of(point.session)).outcome("validate", by_consensus=True).members == 2


def test_without_its_quorum_a_committee_only_puts_points_off(report):
    plan = report.contract.plan
    ruled(plan, voting=voting.Rules(quorum_least=2))
    item = return_point(called(plan), report)
    opened(item.session)
    for person in people(item)[1:]:
        attend(item.session, person=person, how="absent", by=None)

    assert refused(item, "validate", by_consensus=True) == ("not_adopted",)
    assert decide(item, "put_off", by=None, on=SESSION_DAY, reason="Quorum perdu")


def test_neither_chair_nor_secretary_nobody_records_a_decision(point):
    _presiding, two, _three = people(point)

    with pytest.raises(Refused) as refusal:
        decide(point, "note", by=two, on=SESSION_DAY)

    assert refusal.value.reasons == ("not_yours",)


def test_a_decision_says_who_must_do_what_by_when(point, report):
    asked = FollowUpAsked("Produire les factures", report.contract.centre, SESSION_DAY)

    decision = decide(point, "note", by=None, on=SESSION_DAY, follow_up=asked)

    assert (decision.terms["to_do"], decision.actor, decision.due_on) == (
        "Produire les factures",
        report.contract.centre,
        SESSION_DAY,
    )


def test_a_decision_is_read_as_it_was_known(point):
    before = latest()

    decide(point, "note", by=None, on=SESSION_DAY)

    assert not Decision.objects.known_at(before).exists()
    assert Decision.objects.known_at(latest()).exists()


@pytest.mark.django_db(transaction=True)
def test_one_changed_byte_of_a_decision_is_found(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    item = free_point(opened(called()))
    decision = decide(item, "put_off", by=None, on=SESSION_DAY, reason="Faute de temps")

    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(reason="Faute de temps.")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE committee_decision DISABLE TRIGGER committee_decision_keep_rows")
        cursor.execute("UPDATE committee_decision SET reason = 'Faute de temps.'")
        cursor.execute("ALTER TABLE committee_decision ENABLE ALWAYS TRIGGER committee_decision_keep_rows")

    assert [problem.place for problem in changed_records()] == [f"decision {decision.pk}"]
