"""A report amended without a new test: the same results in other words, and the old one marked replaced."""

import pytest
from django.urls import reverse

from jalon.evidence.models import Evidence
from jalon.evidence.queries.issued import current_bytes
from jalon.journal.lives import Refused
from jalon.services.models import Report, TestLine
from jalon.services.testing import actions
from jalon.services.testing.exports.report import report_words
from jalon.services.testing.queries.lines import standing_of
from jalon.services.testing.queries.reports import lines_in
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder
from tests.services.test_testing_reports import TICKED, issued, ready, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
ALL = made.ALL


def amended(report, **said):
    told = {"reason": "Désignation corrigée", "language": "fr", "bears_mark": False, "remarks": ""}
    told |= {"particulars": {None: "Lot 12"}, "by": None, "roles": ALL} | said
    return actions.amend_report(report, **told)


def refusals(report, **said):
    with pytest.raises(Refused) as error:
        amended(report, **said)
    return set(error.value.reasons)


def finished(report):
    """Authorised and issued."""
    step(report, "submit")
    step(report, "authorise", by=holder("centre_director", report.centre), ticked=TICKED)
    return issued(report)


def words_of(report):
    lines = list(lines_in(report))
    return report_words(report, lines, standing_of(lines))


def test_an_amendment_says_the_same_results_in_other_words_and_replaces_the_old_report(client):
    old = issued().report
    before = current_bytes(old.issue.document)
    sample = TestLine.objects.get().sample

    new = amended(old, particulars={None: "Lot 12", sample: "Masques FFP2, 50 pièces"})
    found = finished(new)

    old.refresh_from_db()
    words = words_of(new)
    assert (old.state, found.serial, new.replaces) == ("replaced", 2, old)
    assert words["samples"][0][1].startswith("Masques FFP2")
    assert "Lot 12" in [text for _name, text in words["facts"]]
    assert words["rows"] == words_of(old)["rows"]
    assert Evidence.objects.filter(kind="test.reported").count() == 1
    assert current_bytes(old.issue.document) == before
    page = client.get(reverse("report_check", args=[old.uid])).content.decode()
    assert found.number in page and "remplacé" in page


def test_an_amendment_says_why_and_changes_something():
    old = issued().report

    assert refusals(old, reason=" ") == {"reason_given"}
    assert refusals(old, particulars={None: "  "}) == {"nothing_changes"}
    assert refusals(old, roles=("verifier",)) == {"not_yours"}


def test_only_a_report_that_stands_is_amended_and_by_one_amendment_at_a_time():
    assert refusals(ready()) == {"not_from_here"}

    old = issued(ready(made.authorised(made.lines()))).report
    amended(old)

    assert refusals(old) == {"amendment_begun"}


def test_an_amendment_that_is_cancelled_leaves_the_old_report_as_it_stands():
    old = issued().report

    step(amended(old), "cancel", reason="Sans objet")

    old.refresh_from_db()
    assert old.state == "issued"
    assert amended(old).state == "draft"


def test_a_report_is_amended_from_its_page(client):
    old = issued().report
    sample = TestLine.objects.get().sample
    client.force_login(holder("centre_staff", old.centre))
    path = reverse("services:report_amendment", args=[old.uid])
    assert sample.description in client.get(path).content.decode()

    same = {"language": "fr", "reason": "Lot oublié", f"sample-{sample.pk}": sample.description}
    assert client.post(path, same).status_code == 422
    answer = client.post(path, same | {"told": "Lot 12"}, follow=True)

    new = Report.objects.get(replaces=old)
    assert answer.redirect_chain[-1][0] == reverse("services:report", args=[new.uid])
    assert "Lot 12" in answer.content.decode() and "Lot oublié" in answer.content.decode()


def test_another_centre_amends_nothing(client):
    old = issued().report
    client.force_login(holder("centre_staff", CentreFactory()))

    assert client.get(reverse("services:report_amendment", args=[old.uid])).status_code == 404
