"""Every column of every table that is kept as it was written: one altered value is found, whichever it is."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from jalon.evidence import actions as evidence
from jalon.evidence.imports import import_file
from jalon.journal.models import Record
from jalon.kernel import ledger
from jalon.network import actions as network
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.site import verification
from jalon.site.packs.load import load
from tests.evidence.files import csv_file, line, served
from tests.evidence.making import deed, recorded
from tests.factories.fund import DAY, PLACE, pledge, post
from tests.factories.people import UserFactory
from tests.site.packs.folders import written

pytestmark = pytest.mark.django_db

KEPT = (
    "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%\\_keep\\_rows' AND NOT tgisinternal"
)

# Altered, these say nothing else of what was recorded.
OUTSIDE = {
    "hash": "is a digest itself: of a row, of a record, of an event",
    "position": "an order of showing; where an order means something, a digest covers it",
    "uid": "an address drawn by chance, where rows and journal do not name it",
}
OUTSIDE_OF_A_TABLE = {
    "evidence_batch.event_id": "a key to the journal and nothing more: the rows name the event themselves",
    "evidence_document.event_id": "two people may store the same bytes at once: one row stands for both events",
}
KEYS = ("id",)
INSIDE = ("evidence_evidence.uid", "evidence_evidence.hash", "journal_event.hash")
TODAY = date(2024, 12, 31)


def kept_tables():
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        return {row[0] for row in cursor.fetchall()}


AGREEMENT = """\
- code: A1
  plan: P
  title: {fr: Accord}
  signed_on: 2024-01-01
  envelope: 1000
  source: test
  parties:
    - {organisation: MIN}
    - {organisation: C1}
"""


@pytest.fixture
def installation(tmp_path, settings):
    """A small one, with a row in every table that is kept."""
    settings.JALON_DOCUMENTS = tmp_path / "documents"
    rest = (
        "    undertakings:\n"
        "      - {side: centre, code: U1, text: {fr: Servir}, due_on: 2025-01-01, source: test}\n"
        "    baselines:\n"
        "      - {indicator: TESTS, value: 90, on: 2023-12-31, source: test}\n"
        "    tranches:\n"
        "      - code: T1\n"
        "        name: {fr: Avance}\n"
        "        funding_line: L1\n"
        "        year: 2024\n"
        "        amount: 10\n"
        "        due_on: 2024-06-30\n"
        "        rule: {rule: threshold, indicators: [TESTS], at_least: 0.85}\n"
        "        conditions: [{kind: document, code: work-plan}]\n"
        "    past_totals:\n"
        "      - {indicator: TESTS, year: 2022, value: 80, document: report, source: test}\n"
    )
    edits = [("contracts/c1.yaml", "    allocations:\n", rest + "    allocations:\n")]
    load(written(tmp_path / "pack", edits=edits, files={"agreements.yaml": AGREEMENT}))
    centre = Organisation.objects.get(code="C1")
    first, _second = recorded(centre, deed("A", amount=700), deed("B"))
    evidence.reverse(first, by=None, reason="wrong")
    document = evidence.store_document(b"%PDF-1.7 report", name="r.pdf", centre=centre)
    file = csv_file(tmp_path / "f.csv", served(external_id="C", document=document), line("D"))
    assert import_file(file, centre=centre, by=None, on=TODAY).recorded
    evidence.attest_received_to(centre, day=date(2024, 1, 31), by=None, on=TODAY)
    one, other = (
        network.register_firm(name=name, pending_reason="new", by=None, on=TODAY) for name in ("Un", "Deux")
    )
    network.merge_firms(one, other, reason="same", by=None)
    auditor, _ = UserFactory(), UserFactory()
    network.consult(centre, reason="yearly audit", on=TODAY, by=auditor)
    network.leave(centre, left_on=TODAY, reason="its agreement ends", by=None)
    plan, half = Plan.objects.get(code="P"), ledger.commit(PLACE, 300_00, on=DAY)
    pledge(plan, source="MIN", amount=600_00)
    # a balance of zero says the same wherever it is: none is left
    post(plan, ledger.allocate("MIN", PLACE, 600_00, on=DAY), half)


def problems():
    """Without the frozen instant of the command: a test is in a transaction already."""
    return [problem for step in verification.STEPS.values() for problem in step()]


def is_found(steps: list) -> bool:
    """Whether there is a problem: the first is enough. The step that found it is asked first the next time."""
    for step in steps:
        if any(True for _problem in step()):
            steps.remove(step)
            steps.insert(0, step)
            return True
    return False


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_altered_column_is_found(installation):
    assert problems() == []

    silent = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model._meta.db_table in kept_tables()
        for field in not_found(model)
    ]

    assert not silent, "\n".join(silent)


def not_found(model) -> list:
    """The columns of one row that somebody who lifts the triggers may alter without being found."""
    table, row = model._meta.db_table, model._base_manager.order_by("-pk").first()
    if row is None:
        # the digest of a record covers every column by itself
        return [] if issubclass(model, Record) else list(altered_fields(model))
    with undone(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        drop_checks(cursor, table)
        # what reads most is asked last
        steps = sorted(verification.STEPS.values(), key=lambda step: step is verification.changed_records)
        return [field for field in altered_fields(model) if not finds(cursor, row, field, steps)]


def altered_fields(model):
    for field in model._meta.concrete_fields:
        named = f"{model._meta.db_table}.{field.column}"
        is_outside = field.column in OUTSIDE or named in OUTSIDE_OF_A_TABLE
        if field.column not in KEYS and (not is_outside or named in INSIDE):
            yield field


def finds(cursor, row, field, steps: list) -> bool:
    """Whether one altered value of a row is found."""
    model = type(row)
    with undone():
        value, parameters = altered(model, field, row)
        table, key = model._meta.db_table, model._meta.pk.column
        cursor.execute(
            f'UPDATE {table} SET "{field.column}" = {value} WHERE "{key}" = %s', [*parameters, row.pk]
        )
        assert cursor.rowcount == 1
        if issubclass(model, Record) and field.name != "event":
            altered_row = model._base_manager.get(pk=row.pk)
            return altered_row.digest() != bytes(
                row.hash
            )  # which verify recomputes: tests/site/test_records.py
        return is_found(steps)


CHECKS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE conrelid = %(table)s::regclass AND contype IN ('c', 'u', 'f') OR confrelid = %(table)s::regclass
"""


def drop_checks(cursor, table):
    """A forger alters what the constraints would refuse, too."""
    cursor.execute(CHECKS, {"table": table})
    for where, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {where} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')


def altered(model, field, row):
    value = getattr(row, field.attname)
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=value).order_by("-pk")
        return "%s", [others.values_list("pk", flat=True).first() or value + 1000]
    column = f'"{field.column}"'
    return {
        "BooleanField": lambda: (f"{column} IS NOT TRUE", []),
        "DateField": lambda: (f"coalesce({column}, '2020-01-01') + 1", []),
        "DateTimeField": lambda: (f"{column} + interval '1 microsecond'", []),
        "UUIDField": lambda: ("gen_random_uuid()", []),
        "BinaryField": lambda: (r"'\x00'::bytea", []),
        "JSONField": lambda: ("""'{"fr": "altered"}'::jsonb""", []),
        "ArrayField": lambda: (f"array_append({column}, '{'0' * 64}')", []),
        "CharField": lambda: ("%s", [other_text(field, value)]),
        "TextField": lambda: ("%s", [f"{value} altered"]),
    }.get(kind_of(field), lambda: (f"coalesce({column}, 0) + 1", []))()


def kind_of(field):
    for kind in (models.JSONField, models.TextField, models.CharField):
        if isinstance(field, kind):
            return kind.__name__
    return field.get_internal_type()


def other_text(field, value):
    choices = [code for code, _ in field.choices or () if code != value]
    return choices[0] if choices else ("x" if value != "x" else "y")
