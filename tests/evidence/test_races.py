"""Two people at the same moment: one after the other, and nobody meets an error of the database."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections

from jalon.evidence.actions import NotLive, correct, record, reverse
from jalon.evidence.imports import import_file
from jalon.evidence.models import Evidence
from jalon.journal.models import Event
from tests.evidence.files import csv_file, line, served
from tests.evidence.making import centre, deed, recorded

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2024, 12, 31)


def at_once(*calls):
    """Run calls side by side; what each gave back or raised."""
    ready, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        try:
            ready.wait(timeout=20)
            answers[place] = call()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def failures(answers, *expected):
    return [
        answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, expected)
    ]


def test_the_same_file_imported_twice_at_once_is_recorded_once(tmp_path, settings):
    settings.JALON_DOCUMENTS = tmp_path
    where = centre()
    file = csv_file(tmp_path / "f.csv", *(line(f"T-{n}") for n in range(300)))

    def take():
        return import_file(file, centre=where, by=None, on=TODAY)

    reports = at_once(take, take, take)

    assert failures(reports) == []
    assert sorted(report.new for report in reports) == [0, 0, 300]
    assert Evidence.objects.count() == 300


def test_imports_of_two_centres_that_name_the_same_new_firms_do_not_wait_for_each_other_for_ever(
    tmp_path, settings
):
    settings.JALON_DOCUMENTS = tmp_path
    one, other = centre("C1"), centre("C2")
    lines = [
        served(external_id=f"T-{n}", firm_ice=ice(n), firm_name=f"Firm {n}", firm_size="small")
        for n in range(400)
    ]
    files = csv_file(tmp_path / "a.csv", *lines), csv_file(tmp_path / "b.csv", *reversed(lines))

    reports = at_once(
        lambda: import_file(files[0], centre=one, by=None, on=TODAY),
        lambda: import_file(files[1], centre=other, by=None, on=TODAY),
    )

    assert failures(reports) == []
    assert [report.new for report in reports] == [400, 400]


def ice(number):
    head = f"{100_000_000 + number:09d}0001"
    return head + f"{-int(head + '00') % 97:02d}"


def test_the_same_deed_recorded_twice_at_once_stands_once():
    where = centre()

    def take():
        return record(centre=where, deeds=[deed("A")], by=None, source="test")

    answers = at_once(take, take)

    from jalon.evidence.actions import DeedError

    assert failures(answers, DeedError) == []
    assert Evidence.objects.count() == 1


def test_a_row_reversed_and_corrected_at_once_is_cancelled_once():
    row = recorded(centre())[0]

    answers = at_once(
        lambda: reverse(row, by=None, reason="wrong"),
        lambda: correct(row, by=None, reason="wrong", quantity=Decimal(5)),
        lambda: reverse(row, by=None, reason="wrong"),
    )

    assert failures(answers, NotLive) == []
    assert Evidence.objects.filter(reverses=row).count() == 1
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
