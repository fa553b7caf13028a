"""What the database itself refuses, whoever asks."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from jalon.evidence.actions import allocate, attest_received_to, copy_rows, reverse, store_document
from jalon.evidence.actions.recording import reversal_values
from jalon.evidence.models import Document, Evidence, Receipt
from jalon.evidence.rows import row_values, uids, with_values
from jalon.journal.actions import recording
from tests.evidence.making import DAY, centre, deed, firm, recorded

pytestmark = pytest.mark.django_db


def written(*rows):
    with recording("test") as event:
        return copy_rows(event, rows, ids=allocate(len(rows)))


def refused(text):
    return pytest.raises(DatabaseError, match=text)


@pytest.fixture
def row():
    return recorded(centre(), deed(amount=700))[0]


def test_a_row_is_never_changed(row):
    with refused("never changed"), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(quantity=4)


def test_a_row_is_never_removed(row):
    with refused("never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_evidence")


@pytest.mark.parametrize("table", ["evidence_evidence", "evidence_document", "evidence_receipt"])
def test_a_table_is_never_emptied(table, truncate_refused):
    with refused("never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_document_is_never_changed_or_removed(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    store_document(b"report")

    with refused("never changed"), transaction.atomic():
        Document.objects.update(size=1)
    with refused("never changed"), transaction.atomic():
        Document.objects.all()._raw_delete("default")


def test_an_attestation_is_never_changed():
    attest_received_to(centre(), day=DAY, by=None, on=DAY)

    with refused("never changed"), transaction.atomic():
        Receipt.objects.update(received_to="2030-01-01")


def test_a_second_revision_waits_for_the_first_to_be_reversed(row):
    second = with_values(row_values(row), uid=uuid.uuid4(), revision=2)

    with refused("still stands"), transaction.atomic():
        written(second)

    reverse(row, by=None, reason="wrong")
    assert written(second) == 1


def test_a_revision_is_not_left_out(row):
    reverse(row, by=None, reason="wrong")

    with refused("still stands"), transaction.atomic():
        written(with_values(row_values(row), uid=uuid.uuid4(), revision=3))


def test_the_same_revision_is_not_recorded_twice(row):
    with refused("evidence_revision_is_one"), transaction.atomic():
        written(with_values(row_values(row), uid=uuid.uuid4()))


@pytest.mark.parametrize(
    "difference",
    [
        {"quantity": Decimal(3)},
        {"quantity": Decimal("-2.999")},
        {"amount": 700},
        {"amount": None},
        {"kind": "sample.received"},
        {"on": DAY.replace(day=6)},
        {"attributes": {"conform": True}},
        {"external_id": "T-2"},
        {"axis": "1"},
        {"simulated": True},
        {"documents": ["0" * 64]},
    ],
)
def test_a_reversal_repeats_its_row(row, difference):
    with refused("does not repeat"), transaction.atomic():
        written(with_values(reversal_values(row), **difference))


def test_a_reversal_is_of_the_same_centre(row):
    with refused("does not repeat"), transaction.atomic():
        written(with_values(reversal_values(row), centre=centre("CTPC").pk))


def test_a_row_is_reversed_once(row):
    reverse(row, by=None, reason="wrong")

    with refused("evidence_reversed_once"), transaction.atomic():
        written(reversal_values(row))


def test_a_reversal_is_not_reversed(row):
    reversal = reverse(row, by=None, reason="wrong")
    again = with_values(row_values(row), uid=uuid.uuid4(), reverses=reversal.pk)

    with refused("reverses a reversal"), transaction.atomic():
        written(again)


def test_a_row_that_was_never_there_is_not_reversed(row):
    with refused("does not repeat"), transaction.atomic():
        written(with_values(reversal_values(row), reverses=10**12))


def test_a_row_and_its_reversal_can_be_written_at_once():
    where = centre()
    (first,) = recorded(where, deed("A"))
    values = with_values(row_values(first), uid=uuid.uuid4(), external_id="B")
    ids = allocate(3)
    reversal = with_values(values, uid=uuid.uuid4(), quantity=-first.quantity, reverses=ids[0])
    again = with_values(values, uid=uuid.uuid4(), revision=2)

    with recording("test") as event:
        assert copy_rows(event, [values, reversal, again], ids=ids) == 3


def test_a_row_names_a_centre_and_a_firm_that_are_there(row):
    for nobody in ({"centre": 10**12}, {"enterprise": 10**12}):
        with refused("is not there"), transaction.atomic():
            written(with_values(row_values(row), uid=uids(1)[0], external_id="T-9", **nobody))


def test_a_centre_and_a_firm_that_evidence_names_stay():
    served = firm()
    recorded(centre(), deed(enterprise=served))

    for table in ("network_organisation", "network_enterprise"):
        with refused("it stays"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute("SET CONSTRAINTS evidence_keeps_centre, evidence_keeps_firm IMMEDIATE")
