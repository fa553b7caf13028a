"""The laboratory by its pages: from a sample to a report anybody can check."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from jalon.evidence.queries.issued import current_bytes
from jalon.services.models import Report, ReportIssue, Sample, SpecificationVersion, TestLine
from jalon.services.testing_words import CHECKLIST
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def today():
    return timezone.localdate().isoformat()


def signed_in(client, user):
    client.force_login(user)
    return client


def posted(client, name, *args, query="", **said):
    answer = client.post(reverse(f"services:{name}", args=args) + query, said, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return answer


def test_a_sample_becomes_a_report_by_the_pages(client):
    request = made.under_way()
    centre = request.centre
    staff, other = made.analyst(centre), holder("centre_staff", centre)
    director = holder("centre_director", centre)
    signed_in(client, staff)
    typed = "4.1 ; Pression différentielle ; NM EN 14683 ; Pa ; ; 70"
    named = {"centre": centre.pk, "code": "masques", "title_fr": "Masques", "clauses": typed}
    posted(client, "new_specification", **named)
    posted(client, "samples", request.uid, description="Masques", origin="local")
    sample = Sample.objects.get()
    came = {"day": today(), "quantity": "50", "unit": "u", "condition": "good", "turn": 0}
    posted(client, "sample_step", sample.uid, "receive", **came)
    posted(client, "test_orders", request.uid, version=SpecificationVersion.objects.get().pk)
    line = TestLine.objects.get()
    query = "?method=NM EN 14683"
    posted(client, "assignments", query=query, operator=staff.pk, planned_on=today())
    typed = {f"value-{line.pk}": "41,50", f"spread-{line.pk}": "4", f"k-{line.pk}": "2", f"turn-{line.pk}": 1}
    posted(client, "sheet", query=query, tested_on=today(), control="not_asked", **typed)

    signed_in(client, other)
    posted(client, "verification", verb="verify", line=line.pk, **{f"turn-{line.pk}": 2})
    signed_in(client, director)
    posted(client, "verification", verb="authorise", line=line.pk, **{f"turn-{line.pk}": 3})
    signed_in(client, staff)
    posted(client, "reports", request.uid, language="fr")
    report = Report.objects.get()
    posted(client, "report_step", report.uid, "submit", turn=0)
    signed_in(client, director)
    posted(client, "report_step", report.uid, "authorise", turn=1, **dict.fromkeys(CHECKLIST, "yes"))
    posted(client, "report_step", report.uid, "issue", turn=2)

    request.refresh_from_db()
    assert request.state == "delivered"
    answer = client.get(reverse("services:report_file", args=[report.uid]))
    assert answer.content == current_bytes(ReportIssue.objects.get().document)
    shown = client.get(reverse("services:line", args=[line.uid])).content.decode()
    assert "41,50 Pa" in shown and "Conforme" in shown


def issued():
    from tests.services.test_testing_reports import issued as made_so

    return made_so()


def test_anybody_checks_a_report_without_learning_what_it_says(client):
    found = issued()
    path = reverse("report_check", args=[found.report.uid])

    page = client.get(path).content.decode()

    assert found.number in page
    assert str(found.report.request.enterprise) not in page and "42.0" not in page
    same = SimpleUploadedFile("r.pdf", current_bytes(found.document))
    assert "octet pour octet" in client.post(path, {"file": same}).content.decode()
    other = SimpleUploadedFile("r.pdf", b"%PDF-1.7 autre")
    assert "pas le rapport" in client.post(path, {"file": other}).content.decode()


def test_the_check_of_a_report_says_that_it_was_replaced_or_that_there_is_none(client):
    (line,) = made.lines()

    assert client.get(reverse("report_check", args=[line.uid])).status_code == 404


def test_another_centre_sees_nothing_of_the_tests(client):
    (line,) = made.lines()
    signed_in(client, holder("centre_staff", CentreFactory()))

    for name, uid in (
        ("line", line.uid),
        ("sample", line.sample.uid),
        ("request_tests", line.order.request.uid),
    ):
        assert client.get(reverse(f"services:{name}", args=[uid])).status_code == 404


def test_a_sheet_says_beside_a_line_why_nothing_was_kept(client):
    (line,) = made.lines()
    operator = made.analyst(line.centre)
    made.assigned([line], operator)
    signed_in(client, operator)

    typed = {f"value-{line.pk}": "41", f"unit-{line.pk}": "kg", f"turn-{line.pk}": 1}
    answer = client.post(
        reverse("services:sheet") + "?method=NM EN 14683",
        {"tested_on": today(), "control": "not_asked", **typed},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "même grandeur" in page and 'value="41"' in page


def test_a_sheet_of_many_lines_is_shown_in_as_many_questions_as_a_short_one(
    client, django_assert_max_num_queries
):
    lines = made.lines(samples=10)
    operator = made.analyst(lines[0].centre)
    made.assigned(lines, operator)
    signed_in(client, operator)

    with django_assert_max_num_queries(25):
        client.get(reverse("services:sheet") + "?method=NM EN 14683")


def test_a_limit_and_an_uncertainty_below_a_hundredth_are_shown_in_full(client):
    clause = made.clause(lower=Decimal("0.0005"), upper=Decimal("70.125"))
    lines = made.entered(made.lines(clauses=(clause,)), value="66.0500", uncertainty="0.0025")
    signed_in(client, holder("centre_staff", lines[0].centre))

    specifications, waiting, line = (
        client.get(path).content.decode()
        for path in (
            reverse("services:specifications"),
            reverse("services:verification"),
            reverse("services:line", args=[lines[0].uid]),
        )
    )

    assert "0,0005" in specifications and "70,125" in specifications
    assert "66,0500 Pa" in waiting and "0,0025" in waiting
    assert "66,0500 Pa" in line and "U = 0,0025" in line and "≤ 70,1250 Pa" in line


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_of_the_laboratory_opens_in_every_language(client, language):
    lines = made.authorised(made.lines(clauses=(made.clause(lower=Decimal(0), excludes_lower=True),)))
    request = lines[0].order.request
    signed_in(client, holder("centre_staff", request.centre))

    with translation.override(language):
        paths = [reverse(f"services:{name}") for name in ("tests", "verification", "specifications")]
        paths += [reverse("services:request_tests", args=[request.uid])]
        paths += [reverse("services:line", args=[lines[0].uid])]
        assert {client.get(path).status_code for path in paths} == {200}
