"""Where the year will end: from received months alone, with things counted once, and said so."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jalon.evidence.actions import attest_received_to
from jalon.kernel.forecast import Series
from jalon.kernel.forecast import forecast as kernel_forecast
from jalon.results.queries.forecast import outlooks, warned
from jalon.results.sentences import SENTENCES, said
from tests.evidence.making import deed, firm, recorded
from tests.factories.network import CentreFactory, EnterpriseFactory, holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

FIRMS = {"firms": {"kinds": ["test.reported"], "aggregation": "distinct", "of": "enterprise"}}
ON = date(2024, 9, 30)
PER_MONTH = 10


@pytest.fixture
def plan():
    sheet()
    sheet("FIRMS", measures=FIRMS, formula="firms", over_centres="distinct")
    return version(start=date(2023, 1, 1), end=date(2025, 12, 31)).plan


def working(plan, *targets, months=range(1, 10), attested=ON, code="ONE", baselines=()):
    """A centre that reports ten tests a month, all to the same firm, in 2023 and so far in 2024."""
    held = contract(plan, CentreFactory(code=code), targets=targets, baselines=baselines).contract
    shared = firm(ice="001561191000066", name="Conserves") if code == "ONE" else None
    days = [date(2023, month, 15) for month in range(1, 13)] + [date(2024, month, 15) for month in months]
    recorded(
        held.centre,
        *(deed(f"{code}-{day}", on=day, quantity=Decimal(PER_MONTH), enterprise=shared) for day in days),
    )
    if attested:
        attest_received_to(held.centre, day=attested, by=None, on=attested)
    return held.centre


def only(plan, *, on=ON):
    (found,) = outlooks(plan, on=on).every
    return found


def test_a_steady_year_goes_on(plan):
    working(plan, ("TESTS", "per_period", 2024, 120))

    found = only(plan)

    assert (found.expected.so_far, found.expected.value, found.goal) == (90, 120, 120)
    assert [month.code for month in found.months_left] == ["2024-10", "2024-11", "2024-12"]
    assert found.a_month == 10


def test_it_is_the_kernels_forecast_of_the_months(plan):
    working(plan, ("TESTS", "per_period", 2024, 120))

    found = only(plan)

    assert found.expected == kernel_forecast(Series([Decimal(10)] * 21, 1, is_count=True))


def test_a_month_not_received_is_still_to_come_and_what_it_holds_already_is_taken_off(plan):
    working(plan, ("TESTS", "per_period", 2024, 120), attested=date(2024, 7, 31))

    found = only(plan)

    assert found.expected.so_far == 70
    assert found.expected.value == 120
    assert found.noted == 20
    assert found.still == 30
    assert len(found.months_left) == 5


def test_without_any_month_received_there_is_no_forecast(plan):
    working(plan, ("TESTS", "per_period", 2024, 120), attested=None)

    found = only(plan)

    assert found.expected is None
    assert found.reason.reason == "not_received"
    assert found.alarm == "unknown"


def test_last_years_months_alone_say_nothing_of_this_one_when_some_are_missing_between(plan):
    working(plan, ("TESTS", "per_period", 2024, 120), attested=date(2023, 10, 31))

    assert only(plan).reason.reason == "not_received"


def test_a_firm_served_every_month_is_one_firm_at_the_years_end(plan):
    working(plan, ("FIRMS", "per_period", 2024, 5))

    found = only(plan)

    assert found.expected.so_far == 1
    assert 1 <= found.expected.value < Decimal("1.5")


def test_what_counts_since_the_plans_start_keeps_what_was_done_before(plan):
    working(plan, ("TESTS", "cumulative", 2024, 240))

    found = only(plan)

    assert (found.expected.so_far, found.expected.value) == (210, 240)


def test_a_certificate_of_this_month_is_in_the_forecast_of_the_stock_at_once(plan):
    in_force = {"certificates": {"kinds": ["certificate.*"], "aggregation": "in_force"}}
    sheet(
        "CERTIFICATES",
        measures=in_force,
        formula="certificates",
        accumulation="stock",
        over_centres="distinct",
    )
    centre = working(
        plan, ("CERTIFICATES", "level", 2024, 3), baselines=[("CERTIFICATES", 0, date(2022, 12, 31))]
    )
    day = date(2024, 10, 4)
    before = only(plan, on=day).expected
    recorded(
        centre,
        deed(
            "C-1",
            kind="certificate.issued",
            on=day,
            quantity=Decimal(1),
            identity="C-1",
            enterprise=EnterpriseFactory(),
        ),
    )

    after = only(plan, on=day).expected

    assert (before.value, after.value, after.so_far) == (0, 1, 1)


def test_a_year_of_things_never_ends_below_what_is_done(plan):
    centre = working(plan, ("TESTS", "per_period", 2024, 120))
    recorded(centre, deed("MANY", on=date(2024, 10, 2), quantity=Decimal(500)))

    found = only(plan, on=date(2024, 10, 5))

    assert (found.expected.so_far, found.expected.value, found.still) == (90, 590, 0)


def test_a_year_that_is_over_has_nothing_to_forecast(plan):
    working(plan, ("TESTS", "per_period", 2024, 120), months=range(1, 13), attested=date(2024, 12, 31))

    found = only(plan, on=date(2024, 12, 31))

    assert found.is_over
    assert found.alarm == "unknown"


def test_a_target_out_of_reach_warns_since_the_month_it_was(plan):
    working(plan, ("TESTS", "per_period", 2024, 200), ("FIRMS", "per_period", 2024, 1))

    (warning,) = warned(outlooks(plan, on=ON).every)

    assert (warning.cell.indicator, warning.alarm, warning.gap) == ("TESTS", "late", 80)
    assert warning.since.code == "2024-01"


def test_a_target_promised_for_later_is_held_to_its_way_at_the_years_end(plan):
    sheet("LEVEL", accumulation="level")
    held = working(plan, ("LEVEL", "level", 2025, 30), baselines=[("LEVEL", Decimal(10), date(2023, 12, 31))])

    found = next(one for one in outlooks(plan, on=ON).every if one.cell.indicator == "LEVEL")

    assert found.cell.place == held.pk
    assert round(found.goal) == 20


def test_nothing_known_later_changes_a_forecast_of_the_past(plan):
    centre = working(plan, ("TESTS", "per_period", 2024, 120))
    before = outlooks(plan, on=ON)
    moment = before.state.known_at
    recorded(centre, deed("LATE", on=date(2024, 8, 1), quantity=Decimal(500)))

    again = outlooks(plan, on=ON, known_at=moment)

    assert again.every[0].expected == before.every[0].expected
    assert only(plan).expected != before.every[0].expected


# in words


def test_every_sentence_of_the_kernel_has_its_words():
    import inspect
    import re

    from jalon.kernel.forecast import advice, yearend

    source = inspect.getsource(advice)
    keys = set(re.findall(r'"(forecast\.[a-z_]+)"', source))
    methods = {f"forecast.by_{name}" for name in yearend.Method.__args__}
    needed = {"forecast.needed_at_least", "forecast.needed_at_most"}

    assert keys | methods | needed <= SENTENCES.keys()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_warning_reads_in_every_language(plan, language):
    working(plan, ("TESTS", "per_period", 2024, 200))
    found = only(plan)

    with translation.override(language):
        text = said(found.warning.sentence, found.cell.sheet, end=found.cell.period.end)

    assert "80" in text
    assert "%(" not in text
    assert ("off the target" in text) == (language == "en")


# the pages


@pytest.fixture
def reader(readonly_client):
    readonly_client.force_login(holder("programme_officer"))
    return readonly_client


def test_the_title_says_how_many_targets_will_be_reached(reader, plan):
    working(plan, ("TESTS", "per_period", 2024, 200), ("FIRMS", "per_period", 2024, 1))

    page = reader.get("/en/forecast/?on=2024-09-30").content.decode()

    assert "1 of 2 targets will be reached" in page
    assert "out of reach" in page


def test_a_warning_says_why_since_when_and_what_is_missing_a_month(reader, plan):
    working(plan, ("TESTS", "per_period", 2024, 200))

    page = reader.get("/en/forecast/warnings/?on=2024-09-30").content.decode()

    assert "1 target is in danger" in page
    assert "80 off the target of 200" in page
    assert "110 more, 37 a month; the last months brought 10" in page
    assert "January 2024" in page


@pytest.mark.parametrize("path", ["contracts/C-ONE/results/", "indicators/TESTS/"])
def test_the_expected_end_stands_on_the_page(reader, plan, path):
    working(plan, ("TESTS", "per_period", 2024, 120))

    page = reader.get(f"/en/{path}?on=2024-09-30").content.decode()

    assert "Expected on" in page
    assert "four times out of five" in page


@pytest.mark.parametrize(("path", "budget"), [("forecast/", 24), ("forecast/warnings/", 24)])
def test_the_pages_cost_a_constant_number_of_queries(reader, plan, path, budget):
    working(plan, ("TESTS", "per_period", 2024, 200))
    few = queries(reader, path)
    for number in range(3):
        working(plan, ("TESTS", "per_period", 2024, 200), code=f"MORE{number}")

    assert queries(reader, path) == few <= budget


def queries(reader, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(f"/en/{path}?on=2024-09-30").status_code == 200
    return len(captured)
