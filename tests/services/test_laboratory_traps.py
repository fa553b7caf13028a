"""Traps seen in other laboratory systems: each is a test that would fail if we fell into it."""

import threading
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from jalon.capacity.queries import impact
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries.issued import current_bytes
from jalon.journal.lives import Refused
from jalon.services.actions.numbering import take_number
from jalon.services.models import Counter, ReportIssue, SpecificationVersion, TestLine
from jalon.services.testing import actions
from jalon.services.testing.exports import report as paper
from jalon.services.testing.forms.lines import number
from jalon.services.testing.queries.lines import last_measured
from jalon.services.testing.queries.reports import checked, facts_of, is_all_reported
from jalon.services.testing_words import CHECKLIST
from tests.factories import capacity
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder
from tests.factories.services import moved
from tests.services.test_testing_reports import TICKED, drafted, issued, ready, step

ALL = made.ALL
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def today():
    return timezone.localdate()


def refusals(act, *args, **told) -> set[str]:
    with pytest.raises(Refused) as error:
        act(*args, **told)
    return set(error.value.reasons)


def with_a_gauge(count=1, **said):
    """Lines that need a gauge, assigned to somebody who may use the method."""
    lines = made.lines(samples=count, clauses=(made.clause(equipment_kinds=("pressure-gauge",)),), **said)
    operator = made.analyst(lines[0].centre)
    made.assigned(lines, operator)
    return lines, operator


def enter(lines, operator, tool, *, on):
    told = {"tested_on": on, "by": operator, "roles": ALL, "on": today()}
    return actions.enter([made.entry(line, equipment=(tool,)) for line in lines], **told)


def test_trap_an_invalid_instrument_is_no_warning_it_refuses():
    lines, operator = with_a_gauge()
    late = made.gauge(lines[0].centre, until=today() - timedelta(days=1))

    assert refusals(enter, lines, operator, late, on=today()) == {"equipment_valid_on_the_day"}
    assert last_measured(lines) == {}


def test_trap_a_blank_maximum_is_not_zero():
    lines = made.lines(clauses=(made.clause(lower=Decimal(5), upper=None),))

    made.entered(lines, value="1000000")

    assert last_measured(lines)[lines[0].pk].stated.verdict == "pass"


def test_trap_no_limit_at_all_states_nothing():
    lines = made.entered(made.lines(clauses=(made.clause(upper=None),)))

    assert last_measured(lines)[lines[0].pk].statement is None


def test_trap_no_row_starts_accepted():
    (line,) = made.lines()

    assert (line.state, last_measured([line])) == ("to_do", {})
    assert drafted().state == "draft"


def test_trap_all_of_nothing_approves_nothing():
    report = drafted()
    request = made.under_way()

    assert facts_of(report, by=None, ticked={})["checklist_complete"] is False
    assert is_all_reported(request) is False
    told = {"language": "fr", "by": None, "roles": ALL}
    assert refusals(actions.draft_report, request, [], **told) == {"every_line_authorised"}


def test_trap_the_day_of_issue_does_not_move():
    found = issued()
    tomorrow = today() + timedelta(days=1)

    told = {"by": None, "roles": ALL, "at": timezone.now(), "address": "https://jalon.test"}
    report = found.report
    assert refusals(actions.issue_report, report, turn=report.turn, on=tomorrow, **told) == {"not_from_here"}
    assert ReportIssue.objects.get().on == today()


def test_trap_a_report_is_never_set_again_with_the_template_of_the_day(client, monkeypatch):
    found = issued()
    before = current_bytes(found.document)
    monkeypatch.setattr(paper, "report_paper", lambda *args, **said: b"%PDF-1.7 another")

    client.force_login(holder("centre_staff", found.centre))
    answer = client.get(reverse("services:report_file", args=[found.report.uid]))

    assert answer.content == before
    assert checked(found.report.uid).is_the_file(BytesIO(before))


@pytest.mark.django_db(transaction=True)
def test_trap_numbers_do_not_race():
    centre = CentreFactory()
    taken = []

    def take():
        try:
            taken.append(take_number(centre, Counter.Series.REPORT, year=2026))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_trap_versions_written_at_once_do_not_take_the_same_number(is_new):
    centre = CentreFactory()
    if not is_new:
        made.specified(centre)
    together, wrong = threading.Barrier(3), []

    def write():
        try:
            together.wait(timeout=30)
            made.specified(centre)
        except Exception as error:
            wrong.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    numbers = SpecificationVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ([1, 2, 3] if is_new else [1, 2, 3, 4])


def test_trap_what_is_issued_has_the_hash_of_its_bytes():
    found = issued()

    document = IssuedDocument.objects.get(pk=found.document_id)
    assert checked(found.report.uid).is_the_file(BytesIO(current_bytes(document)))
    assert document.subject == f"report:{found.report.uid}"


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal("-0.001")])
def test_trap_a_negative_quantity_is_refused(quantity):
    assert refusals(made.received, made.under_way(), quantity=quantity) == {"quantity_positive"}


def test_trap_a_day_to_come_is_refused():
    lines, operator = with_a_gauge()
    tool = made.gauge(lines[0].centre)

    assert refusals(enter, lines, operator, tool, on=today() + timedelta(days=1)) == {"day_not_future"}


def test_trap_nothing_is_tested_before_it_came():
    [line] = lines = made.lines()
    by = made.analyst(line.centre)
    made.assigned(lines, by)
    told = {"by": by, "roles": ALL, "on": today()}

    with pytest.raises(Refused, match="sample_came"):
        actions.enter([made.entry(line)], tested_on=today() - timedelta(1), **told)

    assert actions.enter([made.entry(line)], tested_on=today(), **told)


def test_trap_a_test_is_begun_again_once_however_often_the_form_is_sent():
    [line] = made.authorised()
    moved(line, "report")
    told = {"by": None, "roles": ALL, "turn": line.turn}

    again = actions.test_again(line, **told)
    with pytest.raises(Refused, match="moved_meanwhile"):
        actions.test_again(line, **told)
    moved(again, "cancel")

    assert actions.test_again(line, **told).again == line


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("1\u00a0234,5", "1234.5"), ("1\u202f234.50", "1234.50"), ("١٢٫٥", "12.5"), ("١٬٢٣٤", "1234")),
        *(("\u221242", "-42"), ("4\u200b2", "42"), ("0.00", "0.00"), ("1e3", "1e3")),
    ],
)
def test_a_number_is_read_as_it_is_written_in_any_of_the_three_languages(typed, value):
    assert str(number(typed)) == str(Decimal(value))


@pytest.mark.parametrize(
    "typed",
    ["1_000", "1e400", "NaN", "Infinity", "=1+1", "²", "½", "1.234,5", "0." + "0" * 40 + "1", "9" * 41],
)
def test_what_is_no_number_is_refused_and_never_cut_to_one(typed):
    with pytest.raises(ValidationError):
        number(typed)


def test_trap_the_clock_of_the_browser_is_not_asked(client):
    (line,) = made.authorised()
    report = ready([line])
    client.force_login(holder("centre_director", report.centre))

    address = reverse("services:report_step", args=[report.uid, "issue"])
    client.post(address, {"turn": report.turn, "on": "2020-01-01", "at": "2020-01-01T00:00:00Z"})

    assert ReportIssue.objects.get().on == today()


def test_trap_the_verifier_rule_compares_people_with_people():
    lines = made.lines()
    operator = made.analyst(lines[0].centre)
    made.entered(lines, operator)

    assert refusals(actions.verify, lines, by=operator, roles=ALL) == {"verifier_is_another"}
    assert refusals(actions.verify, lines, by=None, roles=ALL) == {"verifier_is_another"}
    same = type(operator).objects.get(pk=operator.pk)
    assert refusals(actions.verify, lines, by=same, roles=ALL) == {"verifier_is_another"}


def test_trap_a_checklist_with_a_word_of_its_own_is_not_complete():
    report = drafted()
    step(report, "submit")

    told = {"by": holder("centre_director", report.centre), "ticked": dict.fromkeys(CHECKLIST, "accepted")}
    assert refusals(step, report, "authorise", **told) == {"checklist_complete"}
    assert step(report, "authorise", **told | {"ticked": TICKED}).state == "authorised"


def test_trap_a_page_that_no_longer_holds_changes_nothing(client):
    (line,) = made.entered()
    client.force_login(holder("centre_staff", line.centre))

    said = {"verb": "verify", "line": line.pk, f"turn-{line.pk}": line.turn - 1}
    answer = client.post(reverse("services:verification"), said)

    assert answer.status_code == 422
    assert TestLine.objects.get().state == "entered"


def test_a_failed_calibration_lists_exactly_the_results_since_the_last_good_one():
    (old, kept, doubted), operator = with_a_gauge(count=3, came=today() - timedelta(days=60))
    tool = capacity.ordered(old.centre, code="PD-01", kind="pressure-gauge")
    first, second = today() - timedelta(days=90), today() - timedelta(days=40)
    capacity.calibrated(tool, day=first, until=today() + timedelta(days=300))
    capacity.moved(tool, "receive", "verify", "commission", day=first, on=today())
    other = made.gauge(old.centre, code="PD-02")
    enter([old], operator, tool, on=today() - timedelta(days=60))
    capacity.calibrated(tool, day=second, until=today() + timedelta(days=300))
    enter([kept], operator, other, on=today() - timedelta(days=10))
    enter([doubted], operator, tool, on=today() - timedelta(days=20))

    failed = capacity.calibrated(tool, day=today(), passed=False)

    doubtful = doubted.sample.number
    assert [use.label for use, _disposition in impact(failed).uses] == [f"{doubtful} · 4.1"]


def test_an_amended_report_marks_the_old_one_replaced_at_its_address(client):
    lines = made.authorised()
    old = issued(ready(lines)).report
    again = drafted(list(TestLine.objects.filter(pk=lines[0].pk)), replaces=old, changes="Adresse corrigée")
    new = issued(ready_of(again))

    page = client.get(reverse("report_check", args=[old.uid])).content.decode()

    assert "remplacé" in page and new.number in page
    assert reverse("report_check", args=[new.report.uid]) in page


def ready_of(report):
    step(report, "submit")
    step(report, "authorise", by=holder("centre_director", report.centre), ticked=TICKED)
    return report
