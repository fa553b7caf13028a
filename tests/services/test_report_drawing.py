"""The paper of a report: worded when submitted, drawn when authorised, sealed as it is when issued."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jalon.evidence import documents
from jalon.evidence.queries.issued import current_bytes
from jalon.journal.lives import Refused
from jalon.network.models import Enterprise
from jalon.services.models import ReportDrawing, ReportWords
from jalon.services.testing import actions
from tests.factories import testing as made
from tests.factories.network import holder
from tests.services.test_testing_reports import TICKED, drafted, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
ALL = made.ALL


def today():
    return timezone.localdate()


def printed(on=None):
    return {"on": on or today(), "at": timezone.now(), "address": "https://jalon.test/check"}


def authorised(report, **told):
    director = holder("centre_director", report.centre)
    actions.submit_report(report, by=None, roles=ALL, turn=report.turn)
    told = {"by": director, "roles": ALL, "turn": report.turn, "ticked": TICKED} | printed() | told
    actions.authorise_report(report, **told)
    return report


def issued(report, on=None):
    director = holder("centre_director", report.centre)
    return actions.issue_report(report, by=director, roles=ALL, turn=report.turn, **printed(on))


def test_the_file_that_is_issued_is_the_one_that_was_authorised():
    report = authorised(drafted())
    drawn = ReportDrawing.objects.get()

    found = issued(report)

    assert found.document.document_id == drawn.document_id
    assert found.number == drawn.number
    assert current_bytes(found.document).startswith(b"%PDF")
    assert ReportWords.objects.count() == 1


def test_a_report_is_not_issued_when_what_it_shows_has_changed_since_it_was_authorised():
    report = authorised(drafted())
    Enterprise.objects.filter(pk=report.request.enterprise_id).update(name="Autre raison sociale")
    report.refresh_from_db()

    with pytest.raises(Refused) as error:
        issued(report)

    assert error.value.reasons == ("changed_since_drawn",)
    report.refresh_from_db()
    assert report.state == "authorised"


def test_a_report_sent_back_keeps_its_number_and_is_drawn_anew():
    report = authorised(drafted())
    first = ReportDrawing.objects.get()
    step(report, "send_back", reason="Relire")

    authorised(report)

    last = ReportDrawing.objects.last()
    assert (last.pk != first.pk, last.number) == (True, first.number)
    assert issued(report).document.document_id == last.document_id


def test_a_paper_that_would_say_another_day_is_drawn_again():
    report = authorised(drafted(), on=today() - timedelta(days=1))

    found = issued(report)

    assert found.on == today()
    assert ReportDrawing.objects.count() == 2
    assert found.document.document_id == ReportDrawing.objects.last().document_id


def test_a_paper_that_was_altered_on_the_disk_is_not_issued():
    report = authorised(drafted())
    documents.path_of(ReportDrawing.objects.get().document_id).write_bytes(b"%PDF-1.7 another")

    with pytest.raises(ValueError, match="not as it was stored"):
        issued(report)


def test_two_hundred_results_are_reported_in_as_many_questions_as_one(django_assert_max_num_queries):
    few, many = (made.authorised(made.lines(samples=count)) for count in (1, 6))
    small, large = authorised(drafted(few)), authorised(drafted(many))

    with django_assert_max_num_queries(200) as asked:
        issued(small)
    with django_assert_max_num_queries(len(asked)):
        issued(large)
