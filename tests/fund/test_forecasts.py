"""What the year's tranches are expected to come to, and what to do this month for the money."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.evidence.actions import attest_received_to
from jalon.fund.documents import document_name
from jalon.fund.queries.forecasts import forecast, tasks
from tests.evidence.making import deed, recorded
from tests.factories import releases as made
from tests.factories.network import CentreFactory, holder
from tests.factories.releases import Promised
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

ON = date(2024, 9, 30)
AMOUNT = 1_200_000_00
THRESHOLD = {"rule": "threshold", "indicators": ["TESTS"], "at_least": "0.85"}
PROPORTIONAL = {"rule": "proportional", "weights": {"TESTS": "1"}}
PER_UNIT = {"rule": "per_unit", "indicator": "TESTS", "price": "100"}


@pytest.fixture
def plan():
    sheet()
    return version(start=date(2023, 1, 1), end=date(2025, 12, 31)).plan


def working(plan, rule, *, target=120, code="ONE", conditions=(), year=2024, swing=0):
    """A centre that reports ten tests a month, more or less, and a tranche of its contract."""
    held = promising(plan, rule, target, code, conditions, year)
    days = [date(2023, month, 15) for month in range(1, 13)] + [
        date(2024, month, 15) for month in range(1, 10)
    ]
    recorded(
        held.centre,
        *(deed(f"{code}-{day}", on=day, quantity=Decimal(10 + swing * (-1) ** day.month)) for day in days),
    )
    attest_received_to(held.centre, day=ON, by=None, on=ON)
    return held


def promising(plan, rule, target, code, conditions, year):
    return made.promising(
        Promised("TESTS", target),
        rule=rule,
        plan=plan,
        centre=CentreFactory(code=code),
        amount=AMOUNT,
        year=year,
        conditions=list(conditions),
    )


def only(plan, *, on=ON):
    (found,) = forecast(plan, on=on).tranches
    return found


def test_a_tranche_is_expected_by_its_own_rule_on_the_expected_end(plan):
    working(plan, PROPORTIONAL, target=240)

    assert only(plan).value == AMOUNT // 2


def test_an_unsteady_year_leaves_the_amount_between_two(plan):
    working(plan, PROPORTIONAL, target=240, swing=4)

    found = only(plan)

    assert found.low < found.value < found.high < AMOUNT


def test_a_tranche_that_pays_a_unit_follows_the_units(plan):
    working(plan, PER_UNIT)

    found = only(plan)

    assert found.value == 120 * 100_00


def test_what_would_release_the_money_is_said_from_what_is_counted_today(plan):
    held = working(plan, THRESHOLD, target=200)
    told = forecast(plan, on=ON)

    (task,) = tasks(told, held)

    assert told.tranches[0].value == 0
    (move,) = task.moves
    assert (move.more, move.gain) == (80, AMOUNT)
    assert task.stake == AMOUNT


def test_conditions_are_taken_as_met_and_said(plan):
    working(plan, PROPORTIONAL, conditions=[{"kind": "document", "code": "work-plan"}])

    found = only(plan)

    assert found.value == AMOUNT
    assert [reason.key for reason in found.assumed] == ["document_not_accepted"]


def test_a_tranche_of_another_year_is_not_forecast(plan):
    working(plan, PROPORTIONAL, year=2025)

    assert forecast(plan, on=ON).tranches == ()


def test_without_a_month_received_the_tranche_says_why_it_is_not_known(plan):
    promising(plan, PROPORTIONAL, 120, "ONE", (), 2024)

    found = only(plan)

    assert found.value is None
    assert [reason.key for reason in found.reasons] == ["not_computable"]


def test_a_target_without_money_is_still_something_to_do(plan):
    held = contract(plan, CentreFactory(code="TWO"), targets=[("TESTS", "per_period", 2024, 50)]).contract
    recorded(held.centre, *(deed(f"T{m}", on=date(2024, m, 1), quantity=Decimal(1)) for m in range(1, 10)))
    attest_received_to(held.centre, day=ON, by=None, on=ON)

    (task,) = tasks(forecast(plan, on=ON), held)

    assert task.stake == 0
    assert not task.is_done
    assert task.outlook.still == 41


# the pages


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def test_the_directors_page_says_how_many_more_release_how_much(plan, readonly_client):
    held = working(plan, THRESHOLD, target=200)
    readonly_client.force_login(holder("centre_director", held.centre))

    page = readonly_client.get(f"/en/contracts/{held.code}/month/?on=2024-09-30").content.decode()

    assert "80 more before" in page
    assert "1.2" in page
    assert "/en/figure/?" in page


def test_the_plans_page_adds_up_what_is_expected(plan, reader):
    working(plan, PROPORTIONAL)
    working(plan, PROPORTIONAL, code="TWO")

    page = reader.get("/en/fund/forecast/?on=2024-09-30").content.decode()

    assert "2.4" in page
    assert "ONE" in page
    assert "TWO" in page


@pytest.mark.parametrize(("language", "words"), [("en", "are expected"), ("fr", "sont attendus")])
def test_what_is_expected_opens_onto_its_reasons(plan, reader, language, words):
    working(plan, PROPORTIONAL, swing=3)
    base = f"/{language}/contracts/CO-ONE/tranches"

    listed = reader.get(f"/{language}/fund/forecast/?on=2024-09-30").content.decode()
    answer = reader.get(f"{base}/T1/expected/?on=2024-09-30")

    assert f"{base}/T1/expected/" in listed
    assert words in answer.content.decode()
    assert answer.context["ends"] and answer.context["values"]
    assert reader.get(f"{base}/T9/expected/?on=2024-09-30").status_code == 404


@pytest.mark.parametrize(
    ("code", "french"),
    [
        ("work-plan-2026-1", "Plan de travail 2026, ligne 1"),
        ("activity-report-2026", "Rapport d'activité 2026"),
        ("work-plan", "Plan de travail"),
        ("attestation-7", None),
    ],
)
def test_usual_documents_have_their_words(code, french):
    name = document_name(code)

    assert (name and name.fr) == french


def test_a_director_sees_no_forecast_of_another_centre(plan, readonly_client):
    mine, theirs = working(plan, PROPORTIONAL), working(plan, PROPORTIONAL, code="TWO")
    readonly_client.force_login(holder("centre_director", mine.centre))

    assert readonly_client.get(f"/en/contracts/{theirs.code}/month/?on=2024-09-30").status_code == 404
    assert "TWO" not in readonly_client.get("/en/fund/forecast/?on=2024-09-30").content.decode()


@pytest.mark.parametrize(("path", "budget"), [("fund/forecast/", 46), ("contracts/CO-ONE/month/", 46)])
def test_the_pages_cost_a_constant_number_of_queries(plan, reader, path, budget):
    working(plan, PROPORTIONAL)
    few = queries(reader, path)
    for number in range(3):
        working(plan, THRESHOLD, code=f"MORE{number}")

    assert queries(reader, path) == few <= budget


def queries(reader, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(f"/en/{path}?on=2024-09-30").status_code == 200
    return len(captured)
