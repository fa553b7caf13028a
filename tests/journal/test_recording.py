"""Events are numbered in the order of their commits, without gaps, and chained."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.journal import actions, queries
from jalon.journal.models import Event
from jalon.kernel import chain

pytestmark = pytest.mark.django_db


@contextmanager
def refused():
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        yield


def events_after_founding():
    return list(Event.objects.exclude(verb=queries.FOUNDED).order_by("number"))


def test_the_first_event_gives_the_journal_a_name():
    with actions.recording("plan.adopted", subject="plan:P1"):
        pass

    founding, event = Event.objects.order_by("number")
    assert (founding.verb, founding.number, bytes(founding.previous)) == ("journal.founded", 1, b"")
    assert event.number == 2
    assert str(queries.identity()) == founding.payload["journal"]
    assert queries.purpose() == "production"


def test_a_journal_is_founded_once():
    actions.found(purpose="demo")

    assert queries.purpose() == "demo"
    with pytest.raises(actions.AlreadyFounded):
        actions.found(purpose="production")


def test_rows_refer_to_an_event_before_it_is_written():
    with actions.recording("a.b") as record:
        promised = record.event_id
        assert not Event.objects.filter(id=promised).exists()

    assert Event.objects.get(id=promised).number == record.number


def test_an_event_covers_the_one_before_and_what_it_recorded():
    rows = [chain.digest([number]) for number in range(5)]
    with actions.recording("first.thing"):
        pass

    with actions.recording("second.thing", subject="plan:P1", payload={"rows": 5}) as record:
        record.covers(rows)

    first, second = events_after_founding()
    assert bytes(second.previous) == bytes(first.hash)
    assert bytes(second.root) == chain.merkle_root(rows)
    assert bytes(second.hash) == chain.event_hash(
        bytes(first.hash), second.number, second.recorded_at, "second.thing", "plan:P1", None, {"rows": 5},
        chain.merkle_root(rows),
    )  # fmt: skip


def test_an_action_that_fails_leaves_no_event():
    with actions.recording("before.it"):
        pass
    before = queries.latest()

    with pytest.raises(ZeroDivisionError), actions.recording("fails.here"):
        raise ZeroDivisionError
    with actions.recording("after.it"):
        pass

    assert queries.latest() == before + 1


def test_recorded_at_never_decreases():
    past = datetime(2024, 1, 1, tzinfo=UTC)
    with actions.recording("a.b", at=past):
        pass
    with actions.recording("a.b", at=past - timedelta(days=30)):
        pass

    assert [event.recorded_at for event in events_after_founding()] == [past, past]


def test_a_payload_with_a_float_is_refused():
    with pytest.raises(TypeError), actions.recording("a.b", payload={"rate": 0.5}):
        pass


def test_the_payload_is_digested_as_it_is_read_back():
    with actions.recording("a.b", payload={"z": 1, "a": ["é", None, True], "nested": {"k": "v"}}):
        pass

    event = events_after_founding()[0]
    assert bytes(event.hash) == chain.event_hash(
        bytes(event.previous),
        event.number,
        event.recorded_at,
        "a.b",
        "",
        None,
        event.payload,
        bytes(event.root),
    )


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_at_once_are_numbered_as_they_commit():
    committed, failures = [], []
    order = threading.Lock()

    def write(writer):
        try:
            for turn in range(12):
                with actions.recording("many.writers", payload={"writer": writer, "turn": turn}) as record:
                    record.covers([chain.digest([writer, turn])])
                with order:
                    committed.append(record.number)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 16 * 12 + 2))
    chained = list(Event.objects.order_by("number"))
    assert all(bytes(later.previous) == bytes(earlier.hash) for earlier, later in pairwise(chained))
    assert sorted(committed) == numbers[1:]


@pytest.mark.django_db(transaction=True)
def test_a_reader_never_sees_a_number_before_all_smaller_ones():
    stop, gaps = threading.Event(), []

    def read():
        while not stop.is_set():
            numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
            if numbers != list(range(1, len(numbers) + 1)):
                gaps.append(numbers)
        connection.close()

    def write():
        for _ in range(30):
            with actions.recording("many.writers"):
                pass
        connection.close()

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write) for _ in range(4)]
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    reader.join()

    assert not gaps


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_event SET verb = 'other'", "DELETE FROM journal_event"]
)
def test_the_database_refuses_to_change_an_event(statement):
    with actions.recording("a.b"):
        pass

    with refused(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [event.verb for event in events_after_founding()] == ["a.b"]


def test_the_database_refuses_to_empty_the_journal(truncate_refused):
    with refused(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_event CASCADE")


def test_a_session_that_replays_a_replica_is_refused_too():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'journal_event_keep_rows'")
        assert cursor.fetchone() == ("A",)


def test_a_simulated_past_is_recorded_at_its_own_time_and_never_before_what_was():
    past = datetime(2025, 3, 3, 9, tzinfo=UTC)
    actions.found(purpose="demo", at=past - timedelta(days=1))

    with actions.happening(past), actions.recording("a.b"):
        pass
    with actions.happening(past - timedelta(days=9)), actions.recording("c.d"):
        pass

    assert [event.recorded_at for event in events_after_founding()] == [past, past]
