"""What a centre reads of a campaign: its own files, and of the others counts that name no maker."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from jalon.services.validation.actions import opinions
from jalon.services.validation.queries import progress as reading
from jalon.services.validation.queries.clock import Taken
from tests.factories import validation as making
from tests.factories.network import CentreFactory, holder
from tests.factories.validation import campaign, concluded, opened, stepped, today


@pytest.fixture(autouse=True)
def files(settings, tmp_path, monkeypatch):
    settings.JALON_DOCUMENTS = tmp_path
    monkeypatch.setattr(opinions, "opinion_paper", making.short_paper)
    with translation.override("fr"):
        yield


A, B, C = 1, 2, 3


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_files_of_other_centres_are_not_counted(count, shown):
    cells, sums, total = reading.masked({A: {"in_hand": count}})

    assert (cells[A]["in_hand"], sums["in_hand"], total) == (shown, shown, shown)


def test_a_small_number_of_one_laboratory_is_not_found_by_difference():
    cells, sums, total = reading.masked({A: {"validated": 2}, B: {"validated": 9}, C: {"validated": 20}})

    assert [cells[key]["validated"] for key in (A, B, C)] == [None, None, 20]
    assert (sums, total) == ({"validated": 31}, 31)  # what is hidden of it are eleven files


def test_a_group_whose_sum_is_hidden_is_hidden_in_every_laboratory():
    cells, sums, total = reading.masked({A: {"validated": 30, "withdrawn": 1}, B: {"validated": 9}})

    assert sums == {"validated": None, "withdrawn": None} and total == 40
    assert cells == {A: {"validated": None, "withdrawn": None}, B: {"validated": None}}


def test_when_everything_is_small_not_even_the_whole_is_told():
    _cells, sums, total = reading.masked({A: {"validated": 1, "in_hand": 1}, B: {"in_hand": 2}})

    assert total is None and set(sums.values()) == {None}


@pytest.mark.parametrize(
    ("others", "median", "is_of_all"),
    [(0, 3, True), (4, 3, False), (5, 9, True)],
    ids=["none", "four", "five"],
)
def test_the_median_is_of_all_when_the_files_of_the_others_are_five(others, median, is_of_all):
    found = reading.pace_of([Taken(3, 5, False)], [Taken(9, 5, False)] * others)

    assert (found.median, found.is_of_all) == (median, is_of_all)


@pytest.mark.parametrize(("others", "late"), [(0, 1), (1, None), (5, 6)])
def test_few_late_files_of_the_others_are_not_counted(others, late):
    assert reading.pace_of([Taken(8, 5, True)], [Taken(8, 5, True)] * others).late == late


@pytest.mark.django_db
def test_a_centre_reads_its_own_files_and_not_that_another_has_one(client):
    leader, other = CentreFactory(), CentreFactory()
    made = campaign(leader, laboratories=[leader, other])
    opened(within=made)
    opened(making.under_way(other), within=made, on=today() - timedelta(60))
    client.force_login(holder("centre_director", leader))

    page = client.get(reverse("services:campaign", args=[made.uid]))
    rows = client.get(reverse("services:campaigns")).context["rows"]

    found = page.context["progress"]
    assert (found.total, found.own_total, found.counts["in_hand"]) == (None, 1, None)
    assert [one.counts for one in found.laboratories] == [{"in_hand": 1}, {"in_hand": None}]
    assert page.context["pace"].late is None  # the other's file is late
    assert "0 produit sur 1 de vos centres" in page.content.decode()
    assert [count for _one, _words, count in rows] == [None]


@pytest.mark.django_db
def test_a_closed_file_counts_in_its_laboratory_as_its_opinion_left_it():
    made = campaign()
    stepped(concluded(opened(within=made), "reject", looked="fail"), "close")

    assert reading.counted_by_centre(made) == {made.centre_id: {"not_validated": 1}}


@pytest.mark.django_db
def test_the_desk_of_a_campaign_asks_as_much_for_five_files_as_for_one_and_turns_pages(client, monkeypatch):
    made, counts = campaign(), []
    monkeypatch.setattr("jalon.services.validation.views.campaigns.AT_ONCE", 2)
    client.force_login(holder("centre_director", made.centre))
    there = reverse("services:campaign", args=[made.uid])
    opened(within=made)
    client.get(there)  # what a process asks once
    for more in (0, 4):
        for _ in range(more):
            opened(within=made)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(there)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert len(page.context["rows"]) == 2 and "page=3" in client.get(there, {"page": "2"}).content.decode()
