"""A thing is where its last step took it: whoever writes, in whatever order, at the same time."""

import threading
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.kernel.states import REQUEST
from jalon.services.models import Request, RequestStep
from tests.factories.people import UserFactory
from tests.factories.services import asked, moved

pytestmark = pytest.mark.django_db
EVERYTHING = REQUEST.guards


@contextmanager
def refused(match="is refused"):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        yield


def do(request, verb, *, role="reception", turn=None, facts=EVERYTHING, reason="", **told):
    with recording("request.moved") as record:
        turn = request.turn if turn is None else turn
        return lives.move(
            record, request, verb, facts=facts, role=role, by=None, turn=turn, reason=reason, **told
        )


def as_it_is(request):
    return Request.objects.values_list("state", "turn").get(pk=request.pk)


def test_a_step_moves_the_thing_and_says_who_as_what_and_why():
    request, person = asked(), UserFactory()

    with recording("request.submitted") as record:
        step = lives.move(
            record, request, "submit", facts=EVERYTHING, role=("operator", "firm"), by=person, turn=0
        )

    assert as_it_is(request) == (request.state, request.turn) == ("submitted", 1)
    assert (step.before, step.state, step.role, step.person) == ("draft", "submitted", "firm", person)
    assert step.event.number == record.number


def test_whoever_acts_on_a_page_that_no_longer_holds_is_refused():
    request = asked()
    stale = Request.objects.get(pk=request.pk)
    do(request, "submit")

    with pytest.raises(lives.Refused) as error:
        do(stale, "cancel", turn=0, reason="changed my mind")

    assert error.value.reasons == ("moved_meanwhile",)
    assert as_it_is(request) == ("submitted", 1)


def test_everything_that_keeps_a_verb_from_being_done_is_said():
    request = asked()

    with pytest.raises(lives.Refused) as error:
        do(request, "submit", facts={"need_described": False})

    assert error.value.reasons == ("need_described", "service_offered")
    assert as_it_is(request) == ("draft", 0)


def test_a_role_that_the_line_does_not_name_is_refused():
    with pytest.raises(lives.Refused) as error:
        do(asked(), "submit", role=("operator", "verifier"))

    assert error.value.reasons == ("not_yours",)


def test_going_back_needs_a_reason_that_is_kept():
    request = asked()
    with pytest.raises(lives.Refused, match="reason_given"):
        do(request, "cancel", reason="  ")

    step = do(request, "cancel", reason=" no longer needed ")

    assert step.reason == "no longer needed"


def test_guards_are_asked_of_the_thing_as_it_is_once_locked():
    request = asked()
    stale = Request.objects.get(pk=request.pk)
    do(request, "submit")
    seen = []

    def facts(thing):
        seen.append(thing.state)
        return {}

    do(stale, "review", turn=1, facts=facts)

    assert seen == ["submitted"]


def test_many_things_move_together_in_as_many_questions_as_few(django_assert_num_queries):
    few, many = [asked() for _ in range(2)], [asked() for _ in range(12)]

    def submit(requests):
        with recording("request.moved") as record:
            lives.move_all(record, requests, "submit", facts=EVERYTHING, role="firm", by=None)

    with django_assert_num_queries(8):
        submit(few)
    with django_assert_num_queries(8):
        submit(many)

    assert {as_it_is(request) for request in few + many} == {("submitted", 1)}


def test_many_things_move_all_or_none_and_each_says_why():
    first, second = asked(), moved(asked(), "submit")

    with pytest.raises(lives.Refused) as error, recording("request.moved") as record:
        lives.move_all(record, [first, second], "submit", facts=EVERYTHING, role="firm", by=None)

    assert error.value.by_thing == {second.pk: ("not_from_here",)}
    assert as_it_is(first) == ("draft", 0)


# what the database holds by itself


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE services_request SET state = 'closed'",
        "UPDATE services_request SET state = 'closed', turn = turn + 1",
        "UPDATE services_request SET serial = 99",
        "UPDATE services_request SET turn = turn",
        "DELETE FROM services_request",
    ],
)
def test_a_thing_is_not_changed_but_by_a_step(change):
    moved(asked(), "submit")

    with refused(), connection.cursor() as cursor:
        cursor.execute(change)


def test_things_are_not_emptied(truncate_refused):
    with refused(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE services_request CASCADE")


@pytest.mark.parametrize(("before", "turn"), [("submitted", 1), ("draft", 2), ("draft", 0)])
def test_a_step_that_does_not_follow_is_refused_by_the_database(before, turn):
    request = asked()

    with refused("does not follow|one_a_turn|check"), recording("request.moved") as record:
        record.keep(
            RequestStep(thing=request, turn=turn, verb="x", before=before, state="closed", role="firm")
        )


def test_a_thing_begins_where_its_life_does():
    example = asked()
    said = {"centre": example.centre, "year": 2026, "serial": 999_999, "offered": example.offered}

    with refused("begins as draft"), recording("request.opened") as record:
        record.keep(Request(enterprise=example.enterprise, channel="visit", state="accepted", **said))


def test_a_state_that_was_altered_is_found():
    request = moved(asked(), "submit", "review")
    assert list(lives.wrong()) == []

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE services_request DISABLE TRIGGER USER")
        cursor.execute("UPDATE services_request SET state = 'accepted'")

    assert [place for place, _what in lives.wrong()] == [f"request {request.pk}"]


def test_a_step_that_was_altered_is_found():
    request = moved(asked(), "submit", "review")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE services_requeststep DISABLE TRIGGER USER")
        cursor.execute("UPDATE services_requeststep SET before = 'quoted' WHERE turn = 2")

    assert list(lives.wrong()) == [(f"request {request.pk}", "step 2 does not follow the one before it")]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=st.lists(st.tuples(st.sampled_from(REQUEST.verbs), st.integers(0, 3)), max_size=12))
def test_whatever_the_verbs_and_the_pages_the_state_is_the_last_steps(tries):
    request = asked()
    for verb, behind in tries:
        line = next((one for one in REQUEST.from_state(request.state) if one.verb == verb), None)
        role = line.by[0] if line else "firm"
        try:
            do(request, verb, role=role, turn=request.turn - behind, reason="because")
        except lives.Refused as error:
            assert behind or not line, error.reasons

    last = request.steps.order_by("-turn").first()
    assert as_it_is(request) == ((last.state, last.turn) if last else ("draft", 0))
    assert request.steps.count() == request.turn
    assert list(lives.wrong()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_act_at_once_one_is_told_to_look_again():
    request = asked()
    ready, outcomes = threading.Barrier(2), []

    def act(verb):
        mine = Request.objects.get(pk=request.pk)
        ready.wait()
        try:
            do(mine, verb, turn=0, reason="because")
            outcomes.append("done")
        except lives.Refused as error:
            outcomes.append(error.reasons)
        finally:
            connection.close()

    people = [threading.Thread(target=act, args=(verb,)) for verb in ("submit", "cancel")]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(outcomes, key=str) == [("moved_meanwhile",), "done"]
    assert as_it_is(request)[1] == 1
