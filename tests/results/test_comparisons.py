"""Centres beside each other, plans beside each other."""

import re
from datetime import date
from decimal import Decimal

import pytest

from jalon.contracts.models import Allocation, Contract, ContractVersion
from jalon.evidence.actions import attest_received_to
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.measures import NotComputable
from jalon.results.queries.comparison import NO_MONEY, RELATIVE, centres, pair, plans_together
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory, holder
from tests.factories.plan import claim
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
STAFF = {"staff": {"kinds": ["staff.opening", "staff.joined", "staff.left"], "aggregation": "stock"}}
RATE = {"bad": {"kinds": ["test.reported"], "aggregation": "count"}}


def funded(plan, centre, **amounts):
    """A contract with its money, in dirhams by year (`y2024=…`)."""
    held = Contract.objects.create(plan=plan, centre=centre, code=f"C-{centre.code}")
    with recording("contract.signed") as record:
        made = ContractVersion.objects.create(
            contract=held,
            number=1,
            status="signed",
            effective_from=date(2023, 1, 1),
            starts_on=date(2023, 1, 1),
            ends_on=date(2026, 12, 31),
            event_id=record.event_id,
        )
        for year, dirhams in amounts.items():
            Allocation.objects.create(
                version=made, funding_line_code="1", year=int(year[1:]), amount=dirhams * 100
            )
    return centre


@pytest.fixture
def plan():
    """Two indicators, a centre of ten people with two millions, another whose money is not published."""
    sheet()
    sheet("STAFF", measures=STAFF, formula="staff", accumulation="stock", unit="heads")
    made = version().plan
    rich = funded(made, CentreFactory(code="RICH"), y2023=500_000, y2024=2_000_000)
    poor = contract(made, CentreFactory(code="POOR")).contract.centre
    contract(made, CentreFactory(code="SILENT"))
    start = date(2023, 1, 1)
    grade = {"fte": "1", "grade": "technician"}
    staff = deed("S-1", "staff.opening", start, Decimal(10), attributes=grade)
    recorded(rich, deed("T-1", quantity=Decimal(40)), staff)
    recorded(poor, deed("T-1", quantity=Decimal(60)))
    return made


def compared(plan, indicator="TESTS", span="2024"):
    found = centres(plan, indicator=indicator, span=span, on=END, known_at=latest())
    return found, {row.centre.code: row for row in found.rows}


def test_a_centre_is_set_against_its_staff_and_its_money(plan):
    _found, rows = compared(plan)

    assert rows["RICH"].absolute.value == 40
    assert rows["RICH"].per_staff.value == 4
    assert rows["RICH"].per_million.value == 20


def test_what_stands_is_set_against_the_money_since_the_start_of_the_plan(plan):
    _found, rows = compared(plan, "STAFF")

    assert rows["RICH"].money == 250_000_000
    assert rows["RICH"].per_million.value == 4


def test_the_plan_so_far_counts_every_year(plan):
    rich = plan.contracts.get(code="C-RICH").centre
    recorded(rich, deed("T-2", on=date(2023, 6, 1), quantity=Decimal(10)))

    found, rows = compared(plan, span="so-far")

    assert found.is_so_far
    assert rows["RICH"].absolute.value == 50
    assert rows["RICH"].per_million.value == 20


def test_money_that_is_not_published_is_said_and_never_zero(plan):
    _found, rows = compared(plan)

    assert rows["POOR"].per_million.value is None
    assert rows["POOR"].per_million.reason == NO_MONEY
    assert rows["POOR"].money is None


def test_a_centre_that_sent_nothing_is_unknown_and_one_that_did_nothing_is_zero(plan):
    silent = plan.contracts.get(code="C-SILENT").centre

    _found, before = compared(plan)
    attest_received_to(silent, day=END, by=None, on=END)
    _found, after = compared(plan)

    assert before["SILENT"].absolute.value is None
    assert before["SILENT"].absolute.reason == NotComputable("not_received")
    assert after["SILENT"].absolute.value == 0


def test_a_ratio_is_compared_as_it_is(plan):
    sheet("RATE", measures=RATE, formula="bad", over_centres="ratio")

    found, rows = compared(plan, "RATE")

    assert found.is_relative
    assert rows["RICH"].per_staff.reason == RELATIVE


def test_the_scale_is_the_same_for_every_year(plan):
    rich = plan.contracts.get(code="C-RICH").centre
    recorded(rich, deed("T-2", on=date(2023, 6, 1), quantity=Decimal(500)))

    assert compared(plan, span="2024")[0].tops.absolute == 500
    assert compared(plan, span="2023")[0].tops.absolute == 500


def test_an_unheard_of_indicator_or_year_shows_what_there_is(plan):
    found, _rows = compared(plan, "NOTHING", "1999")

    assert found.sheet.indicator.code in ("STAFF", "TESTS")
    assert found.window.code == "2024"


def test_a_plan_stands_beside_the_one_before_it(plan):
    before = version(start=date(2014, 1, 1), end=date(2020, 12, 31)).plan
    type(plan).objects.filter(pk=plan.pk).update(previous=before)
    plan.refresh_from_db()

    assert pair(plan) == [plan, before]
    assert pair(before) == [before, plan]


def test_a_period_without_any_row_is_not_received(plan):
    before = version(start=date(2014, 1, 1), end=date(2020, 12, 31)).plan
    for held in plan.contracts.all():
        attest_received_to(held.centre, day=END, by=None, on=END)

    found = plans_together([plan, before], on=END, known_at=latest())

    past, present = found.sides
    assert past.figures["TESTS"].reason == NotComputable("not_received")
    assert present.figures["TESTS"].value == 100


@pytest.fixture
def client(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_sorts_the_centres_the_unknown_last(client, plan):
    page = text_of(client.get("/en/centres/?on=2024-12-31&sort=absolute"))

    table = page[page.index("The centres compared") :]
    assert table.index("RICH") < table.index("POOR") < table.index("SILENT")


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
@pytest.mark.parametrize("path", ("centres/", "centres/?period=so-far", "plans/", "centres/?on=1990-01-01"))
def test_the_pages_read_in_three_languages_and_write_nothing(client, plan, language, path):
    assert client.get(f"/{language}/{path}").status_code == 200


def test_contradictory_claims_stand_side_by_side(client, plan):
    claim(plan, "one", shown="290 MDH", source="EcoActu")
    claim(plan, "other", shown="360 MDH", source="La Vie éco")

    page = text_of(client.get("/en/plans/?on=2024-12-31"))

    assert "290 MDH" in page
    assert "360 MDH" in page
    assert "the sources contradict each other" in page


def test_the_queries_do_not_grow_with_the_centres(client, plan, django_assert_max_num_queries):
    for number in range(5):
        contract(plan, CentreFactory(code=f"MORE{number}"))
    with django_assert_max_num_queries(22):
        client.get("/en/centres/")
    with django_assert_max_num_queries(28):
        client.get("/en/plans/")


def test_a_claim_without_a_number_is_told_by_its_words(client):
    made = version().plan
    claim(made, "how", value=None, shown="", as_of="2016-03-31")
    client.force_login(holder("programme_officer"))

    page = client.get("/fr/plans/?on=2024-12-31").text

    assert "Il est dit . · 31 mars 2016" in page
    assert "None" not in page
