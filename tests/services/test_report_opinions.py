"""Opinions and interpretations have an author, authorised to give them, and stand apart from the results."""

import pytest
from django.urls import reverse
from django.utils import timezone

from jalon.capacity.queries import OPINIONS
from jalon.journal.lives import Refused
from jalon.services.testing import actions
from jalon.services.testing.exports.report import report_paper, report_words
from jalon.services.testing.queries.lines import standing_of
from jalon.services.testing.queries.reports import lines_in, opinion_of, shown
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder
from tests.services.test_report_amendment import amended
from tests.services.test_testing_reports import TICKED, drafted, issued, ready, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
TEXT = "Les masques conviennent à un usage hospitalier."


def today():
    return timezone.localdate()


def author(centre, **said):
    return made.analyst(centre, method=OPINIONS, name="Amina Tazi", **said)


def words_of(report):
    lines = list(lines_in(report))
    return report_words(report, lines, standing_of(lines))


def refusals(report, by, text=TEXT):
    with pytest.raises(Refused) as error:
        actions.give_opinion(report, text, by=by, on=today())
    return set(error.value.reasons)


def test_an_opinion_is_printed_apart_from_the_results_under_its_author():
    report = drafted()

    actions.give_opinion(report, TEXT, by=author(report.centre), on=today())

    words = words_of(report)
    assert words["opinion"] == TEXT
    assert "Amina Tazi" in words["opinion_by"]
    assert TEXT not in words["remarks"]
    lines = list(lines_in(report))
    told = {"number": "X-1", "address": "https://jalon.test", "on": today(), "by": None, "at": timezone.now()}
    assert report_paper(report, lines, standing_of(lines), **told).startswith(b"%PDF")


def test_who_is_not_authorised_for_opinions_gives_none():
    report = drafted()

    assert refusals(report, made.analyst(report.centre, name="Autre")) == {"opinion_author"}
    assert refusals(report, author(CentreFactory())) == {"opinion_author"}
    assert opinion_of(report) is None


def test_an_opinion_is_given_while_the_report_is_drafted():
    report = ready()

    assert refusals(report, author(report.centre)) == {"opinion_on_draft"}


def test_the_last_opinion_counts_and_a_blank_one_takes_it_back():
    report = drafted()
    by = author(report.centre)
    before = shown(report)

    actions.give_opinion(report, TEXT, by=by, on=today())
    assert shown(report) != before
    actions.give_opinion(report, " ", by=by, on=today())

    assert opinion_of(report) is None
    assert words_of(report)["opinion"] == ""


def test_an_amendment_carries_the_opinion_under_its_author_unless_it_is_left_out():
    report = drafted()
    by = author(report.centre)
    actions.give_opinion(report, TEXT, by=by, on=today())
    step(report, "submit")
    old = issued(finish(report)).report

    carried = amended(old)

    assert (opinion_of(carried).text, opinion_of(carried).author) == (TEXT, by)
    step(carried, "cancel", reason="Sans objet")
    assert opinion_of(amended(old, particulars={}, keeps_opinion=False)) is None


def finish(report):
    step(report, "authorise", by=holder("centre_director", report.centre), ticked=TICKED)
    return report


def test_an_opinion_is_given_from_the_page_of_the_report(client):
    report = drafted()
    path = reverse("services:report_opinion", args=[report.uid])
    page = reverse("services:report", args=[report.uid])
    client.force_login(made.analyst(report.centre, name="Autre"))
    assert 'name="opinion"' not in client.get(page).content.decode()
    refused = client.post(path, {"opinion": TEXT})
    assert refused.status_code == 422
    assert "autorisée" in refused.content.decode()

    client.force_login(author(report.centre))
    answer = client.post(path, {"opinion": TEXT}, follow=True).content.decode()

    assert TEXT.replace("'", "&#x27;") in answer and "Amina Tazi" in answer
