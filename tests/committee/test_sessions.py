"""Sessions: who is called, who is there, who is represented, and what the minutes keep."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from icalendar import Calendar

from jalon.committee.actions import agenda, attendance, effects, keeping, minutes, sessions
from jalon.committee.actions.deciding import decide
from jalon.committee.actions.following import follow_up
from jalon.committee.actions.refusing import Refused
from jalon.committee.exports.calendars import calendar_of
from jalon.committee.models import FollowUp, Seat
from jalon.committee.queries import due as dues
from jalon.committee.queries.agenda import points_of
from jalon.committee.queries.due import due
from jalon.committee.queries.minutes import minutes_issued
from jalon.committee.queries.seats import Deciding, from_terms, rules_on, seated, to_terms
from jalon.committee.queries.sessions import life_of, table_of
from jalon.committee.sentences import DECISIONS, REFUSALS, STATES, VERBS, VOTES
from jalon.evidence.queries.issued import check, current_bytes
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel import voting
from jalon.kernel.states import SESSION
from jalon.kernel.words import Words
from tests import queue
from tests.factories.committee import (
    CALLED_ON,
    LONG_AGO,
    SESSION_DAY,
    at_ten,
    called,
    chair,
    free_point,
    member,
    opened,
    ruled,
    secretary,
)
from tests.factories.network import FederationFactory, holder
from tests.factories.results import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def plan():
    return PlanFactory()


def refused(act, *args, **said) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    assert all(refusal.value.sentences)
    return refusal.value.reasons


# words


def test_every_verb_state_and_guard_of_a_session_has_its_words():
    assert set(SESSION.verbs) <= set(VERBS)
    assert set(SESSION.states) <= set(STATES)
    assert set(SESSION.guards) <= set(REFUSALS)


def test_every_effect_has_its_words():
    of = {"return": effects.returns.OF_RETURNS, "amendment": effects.contracts.OF_AMENDMENTS}
    of["release"] = (
        *(one for offered in effects.money.OF_RELEASES.values() for one in offered),
        effects.money.ASK_AGAIN,
        *effects.money.OF_TRANCHES.values(),
    )
    of["allocation"] = effects.money.OF_SHARINGS

    missing = [f"{kind}.{one.verb}" for kind, every in of.items() for one in every]

    assert [name for name in missing if name not in DECISIONS] == []
    assert [one.verb for one in effects.GENERAL if one.verb not in DECISIONS] == []


@pytest.mark.parametrize("majority", ["simple", "absolute", "qualified", "consensus"])
@pytest.mark.parametrize("ballots", [{}, {"a": "for"}, {"a": "for", "b": "against"}, {"a": "against"}])
def test_what_a_vote_says_has_its_words(majority, ballots):
    members = [voting.Member("a", is_chair=True), voting.Member("b"), voting.Member("c", is_withdrawn=True)]

    outcome = voting.outcome(voting.Rules(majority=majority), members, ballots)

    assert {one.key for _depth, one in outcome.explanation.walk()} <= set(VOTES)


# seats and rules


def test_the_last_word_about_a_seat_counts_from_its_day_on(plan):
    person = member(plan)
    keeping.end_seat(plan, person=person, until=date(2024, 6, 1), by=None)
    before = latest()
    keeping.seat(plan, person=person, organisation=FederationFactory(), since=date(2025, 1, 1), by=None)

    assert [seat.person for seat in seated(plan, date(2024, 5, 31))] == [person]
    assert seated(plan, date(2024, 6, 1)) == []
    assert [seat.person for seat in seated(plan, date(2025, 1, 1))] == [person]
    assert seated(plan, date(2025, 1, 1), before) == []


def test_a_new_chair_takes_the_place_of_the_one_before(plan):
    first = chair(plan)
    second = holder("committee_member")
    organisation = second.memberships.get().organisation
    keeping.seat(
        plan, person=second, organisation=organisation, since=date(2024, 1, 1), by=None, is_chair=True
    )

    then = {seat.person: seat.is_chair for seat in seated(plan, date(2023, 12, 31))}
    now = {seat.person: seat.is_chair for seat in seated(plan, date(2024, 1, 1))}

    assert then == {first: True}
    assert now == {first: False, second: True}


def test_a_seat_that_ends_before_it_begins_is_refused_by_the_database(plan):
    person = member(plan)

    with pytest.raises(DatabaseError), transaction.atomic(), recording("test.seated") as record:
        organisation = FederationFactory()
        record.keep(
            Seat(plan=plan, person=person, organisation=organisation, since=CALLED_ON, until=LONG_AGO)
        )


def test_rules_are_those_of_the_day(plan):
    rules = voting.Rules(majority="absolute", quorum_least=3)
    keeping.rule(plan, deciding=Deciding(rules, notice_days=20), effective_from=date(2024, 1, 1), by=None)

    assert rules_on(plan, date(2023, 12, 31)).voting == voting.Rules()
    assert rules_on(plan, date(2024, 1, 1)).voting == rules
    assert from_terms(to_terms(Deciding(rules))).voting == rules


# calling


def test_too_short_a_notice_needs_its_reason(plan):
    chair(plan)
    said = {"starts_at": at_ten(CALLED_ON + timedelta(days=2)), "place": Words("Rabat"), "by": None}

    assert refused(sessions.call, plan, on=CALLED_ON, **said) == ("notice_too_short",)
    assert sessions.call(plan, on=CALLED_ON, urgency="Crue", **said).number == 1


def test_nobody_is_called_without_seats(plan):
    said = {"starts_at": at_ten(), "place": Words("Rabat"), "by": None, "on": CALLED_ON}

    assert refused(sessions.call, plan, **said) == ("nobody_is_seated",)


def test_sessions_are_numbered_in_their_plan(plan):
    assert [called(plan).number, called(plan).number, called().number] == [1, 2, 1]


def test_a_postponed_session_keeps_its_place_in_calendars(plan):
    session = called(plan)
    later = at_ten(date(2024, 6, 3))

    sessions.postpone(
        session, starts_at=later, reason="Grève", by=None, on=CALLED_ON, link=lambda *_said: "http://x/"
    )
    queue.do_all()

    event = Calendar.from_ical(calendar_of([life_of(session)], address=str)).walk("VEVENT")[0]
    assert event.decoded("dtstart") == later
    assert (str(event["uid"]), event["sequence"]) == (f"{session.uid}@jalon", 2)
    assert "Grève" in mail.outbox[0].body


def test_a_cancelled_session_gives_its_points_back(plan):
    session = called(plan)

    sessions.cancel(session, reason="Faute de quorum", by=None, on=CALLED_ON)

    assert life_of(session).state == "cancelled"
    assert refused(agenda.add_point, session, title=Words("x"), text=Words(""), by=None) == (
        "agenda_is_closed",
    )


def test_a_letter_says_what_stood_when_it_was_asked_for(plan):
    session = called(plan)
    to = {"by": None, "on": CALLED_ON, "link": lambda *_said: "http://x/"}
    sessions.postpone(session, starts_at=at_ten(date(2024, 6, 3)), reason="Grève", **to)
    sessions.cancel(session, reason="Faute de quorum", **to)

    queue.do_all()

    half = len(mail.outbox) // 2
    assert ["Grève" in letter.body for letter in mail.outbox] == [True] * half + [False] * half
    assert ["Faute de quorum" in letter.body for letter in mail.outbox] == [False] * half + [True] * half


def test_only_the_chair_cancels(plan):
    session = called(plan)

    assert refused(sessions.cancel, session, reason="x", by=secretary(), on=CALLED_ON) == ("not_yours",)


# being there


def test_a_session_opens_on_its_day_with_its_quorum(plan):
    session = called(plan)

    assert set(refused(sessions.hold, session, by=None, at=at_ten(CALLED_ON))) == {
        "day_came",
        "quorum_present",
    }
    assert life_of(opened(session)).state == "held"


def test_represented_by_somebody_absent_is_absent(plan):
    one, two, three = chair(plan), member(plan), member(plan)
    session = called(plan)
    attendance.attend(session, person=one, how="represented", by_whom=two, by=None)
    attendance.attend(session, person=three, how="present", by=None)

    alone = table_of(life_of(session))
    attendance.attend(session, person=two, how="present", by=None)
    both = table_of(life_of(session))

    assert [place.person for place in alone.present] == [three]
    assert {place.person for place in both.present} == {one, two, three}


def test_a_member_represents_no_more_than_the_rules_allow(plan):
    ruled(plan, proxies=1)
    one, two, three = chair(plan), member(plan), member(plan)
    session = called(plan)
    represented = {"how": "represented", "by_whom": three, "by": None}
    attendance.attend(session, person=one, **represented)

    assert refused(attendance.attend, session, person=two, **represented) == ("too_many_proxies",)


def test_nobody_represents_themselves_and_a_stranger_represents_nobody(plan):
    one = chair(plan)
    session = called(plan)
    said = {"person": one, "how": "represented", "by": one}

    assert "represents_itself" in refused(attendance.attend, session, by_whom=one, **said)
    assert refused(attendance.attend, session, by_whom=holder("committee_member"), **said) == (
        "representative_not_a_member",
    )


def test_a_member_answers_for_nobody_else(plan):
    one, two = chair(plan), member(plan)

    assert refused(attendance.attend, called(plan), person=two, how="present", by=one) == ("not_your_answer",)


# the agenda


def test_what_is_on_an_agenda_is_due_no_more_until_it_is_taken_off(plan, monkeypatch):
    one = dues.Due("other", "thing:1", Words("Chose"))
    monkeypatch.setattr(dues, "DUES", (lambda plan, on: iter([one]),))
    session = called(plan)

    (item,) = agenda.fill_agenda(session, by=None, on=CALLED_ON).put
    meanwhile = due(plan, CALLED_ON)
    again = refused(agenda.put_on_agenda, session, one, by=None, on=CALLED_ON)
    agenda.take_off_agenda(item, reason="Pas prêt", by=None)

    assert (meanwhile, again) == ([], ("on_the_agenda",))
    assert due(plan, CALLED_ON) == [one]


def test_a_point_put_off_is_due_for_the_next_session(plan, monkeypatch):
    one = dues.Due("other", "thing:1", Words("Chose"))
    monkeypatch.setattr(dues, "DUES", (lambda plan, on: iter([one]),))
    session = called(plan)
    (item,) = agenda.fill_agenda(session, by=None, on=CALLED_ON).put
    opened(session)

    decide(item, "put_off", by=None, on=SESSION_DAY, reason="Faute de temps")

    assert due(plan, SESSION_DAY) == [one]


def test_the_agenda_is_read_as_it_was(plan):
    session = called(plan)
    one = free_point(session, "Un")
    before = latest()
    two = free_point(session, "Deux")
    agenda.move(two, places=-1, by=None)
    agenda.take_off_agenda(one, reason="Retiré", by=None)

    assert [point.item for point in points_of(session)] == [two]
    assert [point.item for point in points_of(session, before)] == [one]


# the minutes


def decided(plan):
    session = called(plan)
    item = free_point(session)
    opened(session)
    decide(item, "note", by=None, on=SESSION_DAY)
    return session


def test_minutes_wait_for_every_point(plan):
    session = called(plan)
    free_point(session)
    opened(session)

    assert refused(minutes.issue_minutes, session, by=None, at=at_ten()) == ("every_item_decided_or_put_off",)


def test_the_chair_signs_then_a_secretary_who_is_somebody_else(plan):
    presiding = chair(plan)
    session = decided(plan)
    minutes.issue_minutes(session, by=None, at=at_ten())
    writes = secretary()

    early = refused(minutes.sign_minutes, session, capacity="secretary", by=writes, at=at_ten())
    wrong = refused(minutes.sign_minutes, session, capacity="chair", by=writes, at=at_ten())
    minutes.sign_minutes(session, capacity="chair", by=presiding, at=at_ten())
    same = refused(minutes.sign_minutes, session, capacity="secretary", by=presiding, at=at_ten())
    minutes.sign_minutes(session, capacity="secretary", by=writes, at=at_ten())

    assert (early, wrong, same) == (("not_your_turn",), ("not_the_chair",), ("not_the_secretary",))
    assert life_of(session).state == "signed"


def test_nobody_signs_other_minutes_than_those_they_read(plan):
    presiding = chair(plan)
    session = decided(plan)
    read = minutes.issue_minutes(session, by=None, at=at_ten()).document_id
    minutes.correct_minutes(session, reason="Un nom", by=None, at=at_ten())
    other = minutes.issue_minutes(session, by=None, at=at_ten() + timedelta(hours=1)).document_id

    said = {"capacity": "chair", "by": presiding, "at": at_ten()}
    unread = refused(minutes.sign_minutes, session, seen=read, **said)
    minutes.sign_minutes(session, seen=other, **said)

    assert unread == ("minutes_changed",)
    assert life_of(session).state == "signed"


def test_a_changed_byte_of_the_minutes_voids_them(plan):
    presiding = chair(plan)
    session = decided(plan)
    issued = minutes.issue_minutes(session, by=None, at=at_ten())
    minutes.sign_minutes(session, capacity="chair", by=presiding, at=at_ten())
    content = current_bytes(issued)
    place = content.index(b"/Title")

    assert check(content).holds
    assert not check(content[:place] + b"/Titre" + content[place + 6 :]).holds


def test_corrected_minutes_are_issued_again_and_the_first_stay_kept(plan):
    session = decided(plan)
    first = minutes.issue_minutes(session, by=None, at=at_ten())

    minutes.correct_minutes(session, reason="Nom mal écrit", by=None, at=at_ten())
    second = minutes.issue_minutes(session, by=None, at=at_ten(date(2024, 5, 21)))

    assert minutes_issued(session) == second
    assert current_bytes(first).startswith(b"%PDF")


# what follows


def test_what_is_done_has_its_proof_by_the_database(plan):
    session = called(plan)
    item = free_point(session)
    opened(session)
    decision = decide(item, "note", by=None, on=SESSION_DAY)

    with pytest.raises(DatabaseError), transaction.atomic(), recording("test.followed") as record:
        record.keep(FollowUp(decision=decision, text="Fait", is_done=True))
    done = {"text": "Fait", "is_done": True, "by": None, "on": SESSION_DAY}
    assert refused(follow_up, decision, **done) == ("proof_missing",)


def test_only_whoever_must_act_says_what_was_done(plan):
    session = called(plan)
    item = free_point(session)
    opened(session)
    decision = decide(item, "note", by=None, on=SESSION_DAY)
    stranger = holder("centre_director")

    assert "not_yours_to_follow" in refused(follow_up, decision, text="x", by=stranger, on=SESSION_DAY)
