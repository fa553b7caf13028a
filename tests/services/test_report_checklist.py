"""The checklist of a report: what can be seen is seen, with its evidence; a person confirms the rest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jalon.capacity import actions as capacity
from jalon.capacity.models import Authorisation
from jalon.capacity.queries import OPINIONS
from jalon.evidence.actions import issue
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.services.models import ReportOpinion
from jalon.services.testing import actions
from jalon.services.testing.actions import many
from jalon.services.testing.queries.checklist import counted, seen_of
from jalon.services.testing_words import CHECKLIST, CONFIRMED
from tests.factories import testing as made
from tests.factories.network import holder
from tests.services.test_testing_reports import TICKED, drafted, issued, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
CONFIRMS = dict.fromkeys(CONFIRMED, "yes")


def today():
    return timezone.localdate()


def submitted(lines=None):
    report = drafted(lines)
    step(report, "submit")
    return report


def authorise(report, ticked=CONFIRMS):
    return step(report, "authorise", by=holder("centre_director", report.centre), ticked=ticked)


def unauthorised():
    """The authorisation for opinions turns out to have ended before."""
    held = Authorisation.objects.get(activity=OPINIONS)
    capacity.take_back(held, day=today() - timedelta(days=1), reason="Erreur", by=None)


def test_what_is_seen_is_told_with_its_evidence():
    lines = made.authorised(made.lines(samples=3))
    seen = seen_of(drafted(lines), by=holder("centre_director", lines[0].centre))

    assert set(seen) == set(CHECKLIST) - set(CONFIRMED)
    assert (seen["method"].answer, seen["method"].told) == ("yes", "3 sur 3")
    assert seen["sample"].told == "3 sur 3"
    assert seen["opinions"].answer == seen["amended"].answer == "not_applicable"
    assert all(one.holds for one in seen.values())


def test_a_person_confirms_only_what_cannot_be_seen_and_both_are_kept():
    said = authorise(submitted()).said_with_it

    assert said["ticked"] == CONFIRMS
    assert said["seen"]["results"] == "yes"


def test_nothing_counted_is_not_everything():
    assert not counted(0, 0).holds
    assert not counted(11, 12).holds


@pytest.mark.parametrize("verb", ["authorise", "issue"])
def test_a_report_is_neither_authorised_nor_issued_when_a_seen_point_fails(verb):
    report = drafted()
    author = made.analyst(report.centre, method=OPINIONS, name="Amina Tazi")
    actions.give_opinion(report, "Convient.", by=author, on=today())
    step(report, "submit")
    if verb == "issue":
        authorise(report)
    unauthorised()

    with pytest.raises(Refused) as error:
        issued(report) if verb == "issue" else authorise(report, TICKED)

    assert error.value.reasons == ("seen_points_hold",)


def test_the_page_shows_what_is_seen_and_asks_for_the_rest(client):
    report = submitted()
    client.force_login(holder("centre_director", report.centre))

    page = client.get(reverse("services:report_step", args=[report.uid, "authorise"])).content.decode()

    assert "1 sur 1" in page
    assert 'name="place"' in page and 'name="method"' not in page


def many_submitted(count):
    """Reports drafted and submitted at once, each of one line."""
    lines = made.authorised(made.lines(samples=count))
    drafted_at_once = [many.Drafted(line.order.request, [line]) for line in lines]
    reports = many.draft_reports(drafted_at_once, by=None, roles=made.ALL)
    many.step_reports(reports, "submit", by=None, roles=made.ALL)
    return reports


def papers(some):
    told = {"kind": "test_report", "permission": "work.view", "by": None}
    return [issue(b"%PDF-1.7 x", subject=f"report:{one.report.uid}", **told) for one in some]


def test_reports_authorised_and_issued_many_at_once_are_seen_the_same():
    reports = many_submitted(2)
    told = {"by": holder("centre_director", reports[0].centre), "roles": made.ALL}

    many.step_reports(reports, "authorise", ticked=CONFIRMS, **told)
    found = many.issue_reports(reports, on=today(), papers=papers, **told)

    assert [one.serial for one in found] == [1, 2]


def test_one_report_whose_checklist_fails_keeps_many_from_being_authorised():
    reports = many_submitted(2)
    told = {"by": holder("centre_director", reports[0].centre), "roles": made.ALL, "ticked": CONFIRMS}
    author = made.analyst(reports[0].centre, method=OPINIONS, name="Amina Tazi")
    with recording("report.opinion_given") as record:
        record.keep(ReportOpinion(report=reports[1], author=author, on=today(), text="Convient."))
    unauthorised()

    with pytest.raises(Refused) as error:
        many.step_reports(reports, "authorise", **told)

    assert error.value.by_thing == {reports[1].pk: ("seen_points_hold",)}
