"""What returns remember is found when somebody alters it behind the triggers."""

from datetime import date

import pytest
from django.db import connection

from jalon.kernel.words import Words
from jalon.reporting.actions.calendar import DayOff, keep_calendar, say_days
from jalon.reporting.actions.questions import answer, ask
from jalon.reporting.actions.remarks import Note, remark
from jalon.reporting.actions.reminding import remind
from jalon.reporting.models import (
    Answer,
    Calendar,
    Holiday,
    Question,
    Remark,
    Reminder,
    Return,
    ReturnStep,
    Value,
)
from jalon.site.verification import changed_records
from tests.factories.network import holder
from tests.factories.reporting import PERIOD, counted, opened, promising, submitted
from tests.site.test_every_column import altered, altered_fields, drop_checks, undone

pytestmark = pytest.mark.django_db

TABLES = (Answer, Calendar, Holiday, Question, Remark, Reminder, Return, ReturnStep, Value)


@pytest.fixture
def kept():
    """A row of every table."""
    contract = promising()
    keep_calendar(
        contract.plan,
        by=None,
        effective_from=date(2024, 1, 1),
        every="quarter",
        submit_days=20,
        weekend=[6, 7],
        remind_days=[1],
        checks={"change": "0.4"},
    )
    say_days([DayOff(date(2024, 1, 11), Words("Manifeste"), source="JO")], by=None)
    holder("centre_director", contract.centre)
    counted(contract.centre, 30)
    remark(opened(contract), [Note("comment", "Panne du four.")], by=None, fields=1, seconds=30)
    submitted(contract)
    question = ask(contract, indicator="TESTS", period=PERIOD, text="Pourquoi ?", due_on=None, by=None)
    answer(question, text="Une panne.", by=None)
    remind(contract.plan, on=date(2024, 9, 1))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_an_altered_column_of_a_record_is_found(model, kept):
    assert list(changed_records()) == []

    silent = [field.column for field in altered_fields(model) if not is_found(model, field)]

    assert silent == []


def is_found(model, field) -> bool:
    """Whether verifying names the table when one value of one row was altered with the triggers lifted."""
    table, row = model._meta.db_table, model.objects.order_by("-pk").first()
    with undone(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        drop_checks(cursor, table)
        value, parameters = altered(model, field, row)
        cursor.execute(f'UPDATE {table} SET "{field.column}" = {value} WHERE id = %s', [*parameters, row.pk])
        return any(name_of(model) in problem.place.lower() for problem in changed_records()) or (
            field.column == "event_id" and bool(list(changed_records()))
        )


def name_of(model) -> str:
    return str(model._meta.verbose_name).lower()
