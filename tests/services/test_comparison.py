"""The centres beside each other: the numbers, who reads them, and what is hidden."""

import io
from collections import Counter
from datetime import date
from decimal import Decimal
from statistics import mean

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from jalon.evidence.actions import reverse as undo
from jalon.evidence.models import Evidence
from jalon.services.actions.satisfaction import answer, ask_after
from jalon.services.quality.queries import comparison, figures
from jalon.services.quality.queries.comparison import Found
from jalon.services.quality.queries.figures import Satisfied
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, FederationFactory, holder
from tests.factories.services import acting_for, moved, offered, ordered

YEAR = {"since": "2024-01-01", "until": "2024-12-31"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path
    with translation.override("fr"):
        yield


def served(centre, *days):
    """Services delivered in 2024, each after that many working days."""
    said = [
        deed(
            f"{centre.code}-{place}",
            "service.delivered",
            date(2024, 5, 6),
            Decimal(1),
            service="tests",
            attributes={"working_days": str(taken)},
        )
        for place, taken in enumerate(days)
    ]
    recorded(centre, *said)


def page(client, **query):
    return client.get(reverse("services:comparison"), YEAR | query)


def rows_of(answer) -> dict:
    return {one.centre.code: one for one, _href in answer.context["rows"]}


# the numbers


def plainly(days) -> tuple:
    """Mean, median and nine in ten, by counting on one's fingers."""
    listed = sorted(days)
    within = [
        next(day for day in listed if sum(one <= day for one in listed) * 10 >= tenths * len(listed))
        for tenths in (5, 9)
    ]
    return (len(listed), mean(map(Decimal, listed)), *within)


def said_of(one) -> tuple:
    taken = one.turn_around
    return (taken.count, taken.mean, taken.median, taken.ninth)


@pytest.mark.django_db
def test_the_figures_of_each_centre_and_of_the_network_are_those_of_a_plain_count(client):
    days = {"A": (1, 2, 2, 3, 9, 30), "B": (4, 4, 5, 6, 8), "C": (10, 12, 12, 15, 20, 21, 40)}
    for code, taken in days.items():
        served(CentreFactory(code=code), *taken)
    client.force_login(holder("coordinator"))

    found = page(client)

    told = {code: said_of(one) for code, one in rows_of(found).items() if code in days}
    assert told == {code: plainly(taken) for code, taken in days.items()}
    assert said_of(found.context["network"]) == plainly([day for taken in days.values() for day in taken])
    assert "de 2 jours ouvrés (A) à 15 (C)" in found.content.decode()


@pytest.mark.django_db
def test_a_row_that_was_reversed_counts_in_no_comparison(client):
    centre = CentreFactory(code="A")
    served(centre, 1, 1, 1, 1, 1, 9)
    undo(Evidence.objects.get(external_id="A-5"), by=None, reason="erreur")
    client.force_login(holder("coordinator"))

    assert dict(rows_of(page(client))["A"].turn_around.tally) == {1: 5}


@pytest.mark.django_db
def test_the_figures_are_those_of_the_desk_of_the_centre(client):
    centre = CentreFactory()
    for code, score in (("a", 4), ("b", 2), ("c", None)):
        request = moved(ordered(offered(centre, code=code)), "plan", "start", "deliver")
        told = {"name": "Amina", "email": "a@souss.ma", "by": None, "on": timezone.localdate()}
        asking = ask_after(request, link=lambda token, language: token, **told)
        if score:
            answer(request, asking.contact, score=score, asking=asking)
    this_year = (timezone.localdate().replace(month=1, day=1), timezone.localdate())
    client.force_login(holder("centre_director", centre))

    (one,) = client.get(reverse("services:comparison")).context["rows"][0][:1]

    assert one.answers == figures.satisfaction(centre, *this_year) == Satisfied(3, 2, 2, 6, 1)
    assert one.response == one.answers.response


# who reads what


@pytest.mark.django_db
def test_a_centre_reads_itself_and_the_network_and_its_own_small_numbers(client):
    own, other = CentreFactory(code="A"), CentreFactory(code="B")
    served(own, 3, 4)
    served(other, 5, 6, 7, 8, 9)
    client.force_login(holder("centre_director", own))

    found = page(client)

    assert {code: one.turn_around.count for code, one in rows_of(found).items()} == {"A": 2}
    assert found.context["network"].turn_around.count == 7
    assert reverse("services:desk", args=["A"]) in found.content.decode()


@pytest.mark.django_db
def test_a_federation_reads_the_centres_behind_it_and_opens_no_desk(client):
    federation = FederationFactory()
    served(CentreFactory(code="A", federation=federation), 1, 1, 1, 1, 1)
    served(CentreFactory(code="B"), 2, 2, 2, 2, 2)
    client.force_login(holder("federation_delegate", federation))

    found = page(client)

    assert list(rows_of(found)) == ["A"]
    assert reverse("services:desk", args=["A"]) not in found.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role", ["coordinator", "programme_officer", "auditor", "verifier", "committee_member"]
)
def test_who_follows_every_centre_reads_no_small_number(client, role):
    served(CentreFactory(code="A"), 1, 2)
    served(CentreFactory(code="B"), *[3] * 6)
    served(CentreFactory(code="C"), *[4] * 9)
    client.force_login(holder(role))

    found = page(client)

    told = {code: one.turn_around and one.turn_around.count for code, one in rows_of(found).items()}
    assert {code: told[code] for code in "ABC"} == {"A": None, "B": None, "C": 9}  # not by difference either
    assert found.context["network"].turn_around.count == 17
    assert "caché" in found.content.decode()


@pytest.mark.django_db
def test_a_firm_and_a_stranger_do_not_compare(client):
    assert page(client).status_code == 302
    client.force_login(acting_for(ordered().enterprise))

    assert page(client).status_code == 403
    assert client.get(reverse("services:comparison_workbook")).status_code == 403


# what is hidden


def found(services, *, asked=0, responded=0, answers=0):
    return Found(Counter({Decimal(3): services}), Satisfied(asked, responded, answers, answers * 4, answers))


def test_when_all_the_others_are_few_the_network_is_hidden_too():
    hidden, unsaid = comparison.masked({1: found(2), 2: found(1), 3: found(9)}, full={3})

    assert hidden["delivered"] == {1, 2} and unsaid == {"delivered"}


def test_few_answers_hide_the_mark_and_not_the_response_rate():
    hidden, unsaid = comparison.masked({1: found(9, asked=50, responded=20, answers=4)}, full=())
    said = comparison.of(None, found(9, asked=50, responded=20, answers=4), unsaid)

    assert {name for name, keys in hidden.items() if keys} == {"answers"}
    assert (said.answers, said.response) == (None, Decimal("0.4"))


def test_few_firms_asked_or_answering_hide_the_response_rate():
    for one in (found(9, asked=4, responded=0), found(9, asked=9, responded=2, answers=9)):
        _hidden, unsaid = comparison.masked({1: one}, full=())

        assert comparison.of(None, one, unsaid).hides_response


# the pages


@pytest.mark.django_db
def test_the_workbook_says_what_the_page_says_and_hides_what_it_hides(client):
    served(CentreFactory(code="A"), 1, 2)
    served(CentreFactory(code="B"), *[3] * 6)
    served(CentreFactory(code="=C"), *[4] * 9)
    client.force_login(holder("coordinator"))

    content = client.get(reverse("services:comparison_workbook"), YEAR).content
    lines = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]

    told = {row[0]: row[1:5] for row in lines[2:]}
    assert (told["A"], told["B"]) == (["caché"] * 4, ["caché"] * 4)
    assert told["=C"] == [9, 4, 4, 4] and told["réseau"][0] == 17


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"since": "2024-05-01", "until": "2023-01-01"}, {"sort": "-no"}]
)
def test_nonsense_is_answered_in_place_in_every_language(client, language, query):
    client.force_login(holder("coordinator"))

    with translation.override(language):
        assert client.get(reverse("services:comparison"), query).status_code == 200
        assert client.get(reverse("services:comparison_workbook"), query).status_code == 200


@pytest.mark.django_db
def test_the_page_sorts_by_what_is_asked_the_unknown_last(client):
    for code, days in (("A", [9] * 5), ("B", [1] * 5), ("C", ())):
        served(CentreFactory(code=code), *days)
    client.force_login(holder("coordinator"))

    orders = [
        [code for code in rows_of(page(client, **asked)) if code in "ABC"]
        for asked in ({}, {"sort": "-median"})
    ]

    assert orders == [["B", "A", "C"], ["A", "B", "C"]]


@pytest.mark.django_db
def test_nine_centres_take_as_many_questions_as_one(client):
    client.force_login(holder("coordinator"))
    served(CentreFactory(), *[3] * 6)
    page(client)
    counts = []
    for more in (0, 8):
        for _ in range(more):
            served(CentreFactory(), *[3] * 6)
        with CaptureQueriesContext(connection) as asked:
            assert page(client).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
