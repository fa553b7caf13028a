"""One altered byte is found, wherever it is."""

import hashlib
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from jalon.journal import actions
from jalon.journal.models import Event
from jalon.kernel import chain
from jalon.site import verification

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def without_triggers(table):
    """What somebody with the password of the database's owner can do."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {table} DISABLE TRIGGER ALL"
            if is_superuser(cursor)
            else f"ALTER TABLE {table} DISABLE TRIGGER USER"
        )
        yield cursor
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows")


def is_superuser(cursor):
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return cursor.fetchone()[0]


def first_problem():
    return next(verification.problems(), None)


@pytest.fixture
def some_events():
    for number in range(3):
        with actions.recording("thing.done", subject=f"thing:{number}", payload={"count": number}):
            pass


def test_an_empty_journal_holds():
    assert first_problem() is None


def test_an_untouched_journal_holds(some_events):
    assert first_problem() is None


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'thing.doing'",
        "subject = 'thing:9'",
        "payload = payload || '{\"count\": 7}'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "root = set_byte(root, 0, 255 - get_byte(root, 0))",
        "hash = set_byte(hash, 31, 255 - get_byte(hash, 31))",
        "previous = set_byte(previous, 5, 255 - get_byte(previous, 5))",
    ],
)
def test_one_altered_value_of_an_event_is_found(some_events, change):
    with without_triggers("journal_event") as cursor:
        cursor.execute(f"UPDATE journal_event SET {change} WHERE number = 3")

    assert first_problem().place.startswith(("event 3", "event 4"))


def test_a_removed_event_is_found(some_events):
    with without_triggers("journal_event") as cursor:
        cursor.execute("DELETE FROM journal_event WHERE number = 2")

    assert "event 2 is missing" in first_problem().what


def test_a_whole_chain_computed_again_is_told_by_its_last_hash(some_events):
    """The chain cannot tell by itself: whoever kept the last hash can."""
    kept = bytes(Event.objects.get(number=4).hash)
    with without_triggers("journal_event") as cursor:
        cursor.execute("DELETE FROM journal_event WHERE number = 4")
    with actions.recording("thing.done", subject="thing:other"):
        pass

    assert first_problem() is None
    assert bytes(Event.objects.get(number=4).hash) != kept


def test_something_added_under_an_event_is_found():
    with actions.recording("thing.done") as record:
        record.covers([chain.digest(["never written"])])

    assert "does not cover" in first_problem().what


@pytest.fixture
def a_document(settings, tmp_path):
    from jalon.evidence.actions import store_document

    settings.JALON_DOCUMENTS = tmp_path
    store_document(b"%PDF-1.7 the report", name="report.pdf", centre=None, by=None)
    return tmp_path / hashlib.sha256(b"%PDF-1.7 the report").hexdigest()[:2]


def test_a_changed_document_is_found(a_document):
    assert first_problem() is None
    file = next(a_document.iterdir())

    file.write_bytes(b"%PDF-1.7 the rePort")

    assert "was changed" in first_problem().what


def test_a_missing_document_is_found(a_document):
    next(a_document.iterdir()).unlink()

    assert "is missing" in first_problem().what


@pytest.fixture
def centre():
    from jalon.kernel.words import Words
    from jalon.network.models import Organisation

    return Organisation.objects.create(code="CTX", kind="centre", name=Words(fr="Centre d'essai"))


@pytest.fixture
def two_rows(centre):
    from jalon.evidence import actions as evidence

    evidence.register_kinds()
    deeds = [
        evidence.Deed(
            external_id=f"S{number}", kind="staff.opening", on=date(2023, 1, 1), quantity=Decimal(10)
        )
        for number in (1, 2)
    ]
    return evidence.record(centre=centre, deeds=deeds, by=None, source="test")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evidence_kind SET terms = jsonb_set(terms, '{sign}', '-1') WHERE code = 'staff.joined'",
        "DELETE FROM evidence_kind WHERE code = 'staff.joined'",
        "INSERT INTO evidence_kind (code, name, terms, pack) SELECT 'x', name, terms, '' FROM evidence_kind LIMIT 1",
    ],
)
def test_a_kind_that_would_count_otherwise_is_found(two_rows, change):
    assert first_problem() is None

    with connection.cursor() as cursor:
        cursor.execute(change)

    assert first_problem().place in ("kind:staff.joined", "kind:x")


@pytest.mark.parametrize(
    "change",
    ["quantity = quantity + 1", "on_day = on_day + 1", "external_id = 'S3'", "simulated = NOT simulated"],
)
def test_one_altered_value_of_a_row_is_found(two_rows, change):
    assert first_problem() is None
    row = two_rows[1]

    with without_triggers("evidence_evidence") as cursor:
        cursor.execute(f"UPDATE evidence_evidence SET {change} WHERE id = {row.id}")

    assert first_problem().place.startswith(f"evidence row {row.id}")


def test_a_row_altered_together_with_its_hash_is_found(two_rows):
    from jalon.evidence.rows import row_digest

    row = two_rows[1]
    row.quantity += 1
    with without_triggers("evidence_evidence") as cursor:
        cursor.execute(
            "UPDATE evidence_evidence SET quantity = %s, hash = %s WHERE id = %s",
            [row.quantity, row_digest(row), row.id],
        )

    assert "does not cover" in first_problem().what


def test_a_removed_row_is_found(two_rows):
    with without_triggers("evidence_evidence") as cursor:
        cursor.execute("DELETE FROM evidence_evidence WHERE id = %s", [two_rows[0].id])

    assert "does not cover" in first_problem().what


@pytest.fixture
def an_attestation(centre):
    from jalon.evidence.actions import attest_received_to

    return attest_received_to(centre, day=date(2023, 1, 31), by=None, on=date(2023, 2, 1))


def test_an_altered_or_removed_attestation_is_found(an_attestation):
    assert first_problem() is None

    with without_triggers("evidence_receipt") as cursor:
        cursor.execute("UPDATE evidence_receipt SET received_to = received_to + 28")
    assert str(first_problem()).startswith(f"attestation {an_attestation.id}: of CTX is not what")

    with without_triggers("evidence_receipt") as cursor:
        cursor.execute("DELETE FROM evidence_receipt")
    assert "the attestation is gone" in first_problem().what


@pytest.fixture
def a_role(centre):
    from jalon.network.actions import hold_role
    from tests.factories.people import UserFactory

    return hold_role(
        UserFactory(), role="centre_staff", organisation=centre, starts_on=date(2023, 1, 1), by=None
    )


def test_a_role_nobody_gave_is_found(a_role):
    assert first_problem() is None

    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_membership SET role = 'centre_director'")
    assert str(first_problem()).startswith(f"role {a_role.pk}: (centre_director) is not what")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_membership")
    assert "gives the role" in str(first_problem())


@pytest.mark.parametrize(
    "change", ["starts_on = starts_on - 30", "ends_on = ends_on + 30", "ends_on = NULL, end_event_id = NULL"]
)
def test_a_role_held_longer_than_it_was_given_is_found(a_role, change):
    from jalon.network.actions import end_role

    end_role(a_role, on=date(2023, 6, 1), by=None)
    assert first_problem() is None

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE network_membership SET {change}")

    assert first_problem().place.startswith(("role", "event"))


def test_a_firm_led_to_another_record_than_its_merge_says_is_found():
    from jalon.network.actions import merge_firms, register_firm

    firms = [
        register_firm(name=f"F{n}", pending_reason="new", on=date(2023, 1, 1), by=None) for n in range(3)
    ]
    merge_firms(firms[0], firms[1], reason="same", by=None)
    merge_firms(firms[1], firms[2], reason="same", by=None)
    assert first_problem() is None

    with connection.cursor() as cursor:
        cursor.execute("UPDATE network_enterprise SET kept_id = %s WHERE id = %s", [firms[1].pk, firms[0].pk])

    assert first_problem().place == f"firm {firms[0].uid}"


def test_a_reversal_holds(two_rows):
    from jalon.evidence import actions as evidence

    evidence.reverse(two_rows[0], by=None, reason="wrong")

    assert first_problem() is None


def test_rows_are_read_with_a_number_of_queries_that_does_not_grow_with_them(
    two_rows, django_assert_max_num_queries
):
    a_table, the_rest = 2, 60
    with django_assert_max_num_queries(a_table * len(verification.record_models()) + the_rest):
        assert first_problem() is None
