"""Reports of tests: drafted, authorised, issued once, replaced by another; and what anybody may check."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.evidence.queries.issued import current_bytes
from jalon.journal.lives import Refused
from jalon.services.models import Request, TestLine
from jalon.services.testing import actions
from jalon.services.testing.exports.report import report_words
from jalon.services.testing.queries.lines import standing_of
from jalon.services.testing.queries.reports import checked
from jalon.services.testing_words import CHECKLIST
from tests.factories import capacity
from tests.factories import testing as made
from tests.factories.network import holder
from tests.factories.services import moved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
ALL = made.ALL
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2069"))
TICKED = dict.fromkeys(CHECKLIST, "yes")


def today():
    return timezone.localdate()


def drafted(lines=None, **said):
    lines = lines or made.authorised()
    told = {"language": "fr", "by": None, "roles": ALL} | said
    return actions.draft_report(lines[0].order.request, lines, **told)


def step(report, verb, **told):
    told = {"by": None, "roles": ALL, "turn": report.turn} | told
    return actions.step_report(report, verb, **told)


def ready(lines=None, **said):
    report = drafted(lines, **said)
    step(report, "submit")
    step(report, "authorise", by=holder("centre_director", report.centre), ticked=TICKED)
    return report


def issued(report=None, **said):
    report = report or ready(**said)
    told = {"turn": report.turn, "on": today(), "at": timezone.now(), "address": "https://jalon.test/check"}
    return actions.issue_report(report, by=holder("centre_director", report.centre), roles=ALL, **told)


def refusals(act, *args, **told) -> set[str]:
    with pytest.raises(Refused) as error:
        act(*args, **told)
    return set(error.value.reasons)


def test_a_report_of_results_that_are_not_authorised_is_refused():
    assert refusals(drafted, made.entered()) == {"every_line_authorised"}


def test_a_report_without_a_line_is_refused():
    told = {"language": "fr", "by": None, "roles": ALL}
    assert refusals(actions.draft_report, made.under_way(), [], **told) == {"every_line_authorised"}


@pytest.mark.parametrize("ticked", [{}, TICKED | {"place": ""}, {"sampling": "yes"}])
def test_a_report_waits_for_every_point_of_its_checklist(ticked):
    report = drafted()
    step(report, "submit")

    told = {"by": holder("centre_director", report.centre), "ticked": ticked}
    assert refusals(step, report, "authorise", **told) == {"checklist_complete"}


def test_nobody_authorises_the_report_they_submitted():
    report = drafted()
    author = holder("centre_director", report.centre)
    step(report, "submit", by=author)

    assert refusals(step, report, "authorise", by=author, ticked=TICKED) == {"authoriser_is_another"}


def test_the_mark_needs_a_line_in_the_scope_of_accreditation_that_day():
    report = drafted(bears_mark=True)
    step(report, "submit")
    told = {"by": holder("centre_director", report.centre), "ticked": TICKED}
    assert refusals(step, report, "authorise", **told) == {"mark_allowed"}

    capacity.scope_line(report.centre, method=made.METHOD)

    assert step(report, "authorise", **told).state == "authorised"


def test_an_issued_report_has_its_number_its_file_and_its_deeds():
    lines = made.authorised(made.lines(samples=2), value="66")

    found = issued(ready(lines))

    rows = Evidence.objects.filter(kind="test.reported")
    assert found.serial == 1
    assert current_bytes(found.document).startswith(b"%PDF")
    assert [row.attributes["conform"] for row in rows] == [True, True]
    assert {row.attributes["accredited"] for row in rows} == {False}
    assert {row.event_id for row in rows} == {found.event_id}


def test_a_test_is_accredited_when_its_method_was_in_scope_on_its_day():
    lines = made.authorised()
    capacity.scope_line(lines[0].centre, method=made.METHOD)

    issued(ready(lines))

    assert Evidence.objects.get(kind="test.reported").attributes["accredited"] is True


def test_a_request_is_delivered_when_its_last_test_is_reported():
    first, second = made.authorised(made.lines(samples=2))
    request = first.order.request

    issued(ready([first]))
    request.refresh_from_db()
    assert request.state == "in_progress"

    issued(ready([second]))
    request.refresh_from_db()
    assert request.state == "delivered"
    assert len(request.steps.get(verb="deliver").said_with_it["documents"]) == 2


def test_a_report_that_is_not_authorised_is_not_issued_and_takes_no_number():
    report = drafted()
    assert refusals(issued, report) == {"not_from_here"}

    step(report, "submit")
    step(report, "authorise", by=holder("centre_director", report.centre), ticked=TICKED)
    assert issued(report).serial == 1


def test_a_new_report_replaces_the_old_one_and_counts_no_test_twice():
    lines = made.authorised()
    old = issued(ready(lines)).report
    moved(Request.objects.get(), "contest", "redo")
    again = actions.test_again(TestLine.objects.get(), by=None, roles=ALL)
    made.authorised([again], value="80")
    told = {"replaces": old, "changes": "Valeur relue"}
    assert refusals(drafted, [again], replaces=old, changes=" ") == {"reason_given"}

    new = issued(ready([again], **told))

    old.refresh_from_db()
    assert (old.state, new.serial, new.report.replaces) == ("replaced", 2, old)
    assert Evidence.objects.filter(kind="test.reported").count() == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_report_is_set_in_the_language_asked_for(language):
    assert current_bytes(issued(language=language).document).startswith(b"%PDF")


@pytest.mark.parametrize(("language", "mark"), [("fr", ","), ("ar", ","), ("en", ".")])
def test_a_report_writes_its_numbers_as_its_language_does_without_changing_their_digits(language, mark):
    lines = made.lines(clauses=(made.clause(upper=Decimal("70.125")),))
    lines = made.authorised(lines, value="66.0500", uncertainty="0.005")

    words = report_words(drafted(lines, language=language), lines, standing_of(lines))

    row, told = (text.translate(ISOLATES) for text in (" ".join(words["rows"][0]), words["statements"][0][1]))
    assert f"66{mark}0500 ± 0{mark}005 (k = 2) Pa" in row
    assert f"≤ 70{mark}125 Pa" in row
    assert f"w = 0{mark}005" in told
    assert not re.search(r"\d[.](?=\d)" if mark == "," else r"\d,(?=\d)", f"{row} {told}".replace("4.1", ""))


def test_what_anybody_checks_is_whether_a_file_is_the_one_issued():
    found = issued()

    check = checked(found.report.uid)

    content = current_bytes(found.document)
    assert (check.issue.number, check.state, check.replaced_by) == (found.number, "issued", None)
    assert check.is_the_file(BytesIO(content))
    assert not check.is_the_file(BytesIO(content + b" "))


def test_a_report_that_was_not_issued_is_not_there_to_check():
    assert checked(ready().uid) is None
