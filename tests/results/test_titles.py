"""Titles are sentences: one kind of digits, and words that agree with what they count."""

import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from jalon.results.exports import texts
from jalon.results.queries.overview import Tally
from tests.factories.network import CentreFactory, RegionFactory, holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
KICKER, HEADING = r'<p class="kicker">(.*?)</p>', r"<h1.*?>(.*?)</h1>"
WESTERN = re.compile(r"(?<![\w=\"-])[0-9]")


@pytest.fixture
def client(readonly_client):
    RegionFactory()
    sheet()
    made = version(targets=[("TESTS", "per_period", 2024, 900)]).plan
    contract(made, CentreFactory(code="ONE"), targets=[("TESTS", "per_period", 2024, 900)])
    return readonly_client


@pytest.mark.parametrize("path", ("", "axes/1/", "axes/1/objectives/1.1/", "indicators/TESTS/"))
def test_a_title_and_what_stands_over_it_keep_one_kind_of_digits(client, path):
    client.force_login(holder("coordinator", digits="arabic"))

    page = client.get(f"/ar/{path}?on={END}").text

    over, title = (re.search(pattern, page, re.S)[1] for pattern in (KICKER, HEADING))
    assert not WESTERN.search(over.replace("TESTS", "")), over
    assert WESTERN.search(title) is None, title


@pytest.mark.parametrize(
    ("language", "good", "total", "said"),
    [
        ("fr", 1, 14, "1 cible sur 14 est en bonne voie"),
        ("fr", 9, 14, "9 cibles sur 14 sont en bonne voie"),
        ("en", 1, 14, "1 of 14 targets is on track"),
        ("en", 0, 14, "0 of 14 targets are on track"),
        ("ar", 1, 5, "1 من 5 أهداف في المسار الصحيح"),
        ("ar", 80, 129, "80 من 129 هدفا في المسار الصحيح"),
    ],
)
def test_a_title_agrees_with_what_it_counts(language, good, total, said):
    tally = Tally(Counter(on_track=good, late=total - good))
    source = "{% include 'results/parts/headline.html' %}"

    with override(language):
        page = Template(source).render(Context({"found": SimpleNamespace(tally=tally, late_axes=[])}))
        note = texts.headline(SimpleNamespace(tally=tally, late_axes=[]))

    assert re.sub(r"<.*?>", "", page).strip() == note == said


def test_a_title_counts_none_on_track_only_where_one_can_be_judged():
    tally = Tally(Counter(not_computable=4))

    with override("en"):
        assert texts.headline(SimpleNamespace(tally=tally)) == "No target of this plan can be followed yet"
