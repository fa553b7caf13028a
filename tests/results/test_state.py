"""Where a plan stands: cells, on a day, as known at a moment."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.actions import attest_received_to, correct, reverse
from jalon.journal.queries import latest
from jalon.kernel.periods import parse
from jalon.results import engine
from jalon.results.queries.records import records
from jalon.results.queries.state import state
from tests.evidence.making import OTHER_ICE, deed, firm, recorded
from tests.factories.network import CentreFactory
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)
RATE = {
    "bad": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["attributes.conform", "=", False]],
    },
    "stated": {
        "kinds": ["test.reported"],
        "aggregation": "sum",
        "where": [["attributes.conform", "not_null"]],
    },
}
RATES = {"measures": RATE, "formula": "bad / stated * 100", "over_centres": "ratio", "accumulation": "level"}
FIRMS = {"firms": {"kinds": ["test.reported"], "aggregation": "distinct", "of": "enterprise"}}


def cell(found, indicator="TESTS", *, place=None, period="2024"):
    return next(
        one
        for one in found.cells
        if one.indicator == indicator and one.place == place and one.period == parse(period)
    )


def test_a_figure_of_the_network_adds_up_its_centres():
    sheet()
    plan = version().plan
    here, there = contract(plan).contract.centre, contract(plan).contract.centre
    recorded(here, deed(quantity=Decimal(3)))
    recorded(there, deed(quantity=Decimal(4)))

    found = state(plan, on=END)

    assert cell(found).value == 7
    assert cell(found, place=here.pk).value == 3


def test_the_engine_is_told_the_memory_it_may_take(monkeypatch, settings):
    settings.JALON_ENGINE_MEMORY = "900MB"
    sheet()
    told = {}
    measure = engine.measure
    monkeypatch.setattr(
        engine, "measure", lambda *given, **named: told.update(named["settings"]) or measure(*given, **named)
    )

    state(version().plan, on=END)

    assert told["memory_limit"] == "900MB"
    assert told["temp_directory"] == settings.JALON_HOME


def test_a_rate_of_the_network_is_a_ratio_of_sums():
    sheet("RATE", **RATES)
    plan = version().plan
    for bad, good in ((50, 50), (30, 70)):
        where = contract(plan).contract.centre
        recorded(
            where,
            deed("T-1", quantity=Decimal(bad), attributes={"conform": False}),
            deed("T-2", quantity=Decimal(good), attributes={"conform": True}),
        )

    found = cell(state(plan, on=END), "RATE")

    assert found.value == 40
    assert (found.figure.numerator, found.figure.denominator) == (80, 200)


def test_the_rate_of_the_network_without_a_centre_is_that_of_the_others_and_says_it_is_partial():
    sheet("RATE", **RATES)
    plan = version().plan
    here, silent = contract(plan).contract.centre, contract(plan).contract.centre
    half = {"quantity": Decimal(50)}
    recorded(here, *(deed(f"T-{ok}", attributes={"conform": ok}, **half) for ok in (True, False)))
    attest_received_to(here, day=END, by=None, on=END)

    found = state(plan, on=END)

    whole, missing = cell(found, "RATE"), cell(found, "RATE", place=silent.pk)
    assert (whole.value, whole.figure.denominator, whole.receipt) == (50, 100, "partial")
    assert (missing.value, missing.reason.reason) == (None, "not_received")


def test_a_centre_that_sent_all_and_stated_nothing_has_no_rate_and_changes_none():
    sheet("RATE", **RATES)
    plan = version().plan
    here, idle = contract(plan).contract.centre, contract(plan).contract.centre
    recorded(here, deed("T-1", quantity=Decimal(50), attributes={"conform": False}))
    for where in (here, idle):
        attest_received_to(where, day=END, by=None, on=END)

    found = state(plan, on=END)

    assert (cell(found, "RATE").value, cell(found, "RATE").receipt) == (100, "complete")
    assert cell(found, "RATE", place=idle.pk).reason.reason == "division_by_zero"


def test_a_firm_served_by_two_centres_counts_once():
    sheet("FIRMS", measures=FIRMS, formula="firms", over_centres="distinct", unit="firms")
    plan = version().plan
    shared, other = firm(), firm(OTHER_ICE, "Tissages de Fès")
    here, there = contract(plan).contract.centre, contract(plan).contract.centre
    recorded(here, deed("T-1", enterprise=shared), deed("T-2", enterprise=other))
    recorded(there, deed("T-1", enterprise=shared))

    found = state(plan, on=END)

    assert cell(found, "FIRMS").value == 2
    assert cell(found, "FIRMS", place=there.pk).value == 1


def test_a_period_nothing_was_received_of_is_unknown_not_zero():
    sheet()
    plan = version().plan
    where = contract(plan).contract.centre

    found = cell(state(plan, on=END), place=where.pk)

    assert found.value is None
    assert found.reason.reason == "not_received"


def test_a_received_period_without_a_row_is_zero():
    sheet()
    plan = version().plan
    where = contract(plan).contract.centre
    attest_received_to(where, day=END, by=None, on=END)

    found = cell(state(plan, on=END), place=where.pk)

    assert found.value == 0


def test_the_past_stays_the_past_after_a_correction_and_a_reversal():
    sheet()
    plan = version().plan
    where = contract(plan).contract.centre
    first, second = recorded(where, deed("T-1", quantity=Decimal(5)), deed("T-2", quantity=Decimal(7)))
    before = latest()
    correct(first, by=None, reason="Erreur de saisie", quantity=Decimal(6))
    reverse(second, by=None, reason="Doublon")

    now, then = state(plan, on=END), state(plan, on=END, known_at=before)

    assert cell(now).value == 6
    assert cell(then).value == 12


def test_rows_after_the_day_do_not_count():
    sheet()
    plan = version().plan
    where = contract(plan).contract.centre
    recorded(where, deed("T-1", on=date(2024, 3, 5)), deed("T-2", on=date(2024, 9, 5)))

    found = cell(state(plan, on=date(2024, 6, 30)))

    assert found.value == 3


def test_a_period_uses_the_target_in_force_on_its_last_day():
    sheet()
    plan = version().plan
    where = contract(plan, targets=[("TESTS", "per_period", 2023, 100), ("TESTS", "per_period", 2024, 100)])
    centre = where.contract.centre
    contract(
        plan,
        centre,
        number=2,
        effective_from=date(2024, 6, 1),
        targets=[("TESTS", "per_period", 2023, 900), ("TESTS", "per_period", 2024, 50)],
    )
    recorded(centre, deed(quantity=Decimal(25)))

    found = state(plan, on=END)

    assert cell(found, place=centre.pk, period="2023").target == 100
    assert cell(found, place=centre.pk, period="2024").target == 50
    assert cell(found, place=centre.pk, period="2024").achievement == Decimal("0.5")


def test_growth_without_a_published_baseline_says_so():
    sheet()
    made = version(targets=[("TESTS", "growth", 2024, 165)])
    recorded(CentreFactory())

    found = cell(state(made.plan, on=END))

    assert found.status == "not_computable"
    assert found.reason.reason == "baseline_not_published"


def test_a_yearly_growth_of_a_flow_is_expected_by_the_share_of_the_year_gone_by():
    sheet()
    plan = version().plan
    made = contract(
        plan, targets=[("TESTS", "growth", 2024, 100)], baselines=[("TESTS", 500, date(2022, 12, 31))]
    )
    centre = made.contract.centre
    recorded(centre, deed(quantity=Decimal(500), on=date(2024, 2, 1)))

    found = cell(state(plan, on=date(2024, 7, 1)), place=centre.pk)

    assert found.target == 1000
    assert round(found.trajectory) == 500
    assert found.status == "on_track"


def test_a_cumulative_target_counts_since_the_plan_started():
    sheet()
    plan = version().plan
    made = contract(plan, targets=[("TESTS", "cumulative", 2024, 100)])
    centre = made.contract.centre
    recorded(
        centre, deed("T-1", quantity=Decimal(40), on=date(2023, 5, 1)), deed("T-2", quantity=Decimal(20))
    )

    found = cell(state(plan, on=END), place=centre.pk)

    assert found.value == 20
    assert found.achievement == Decimal("0.6")


def test_a_cumulative_target_nothing_was_received_for_is_unknown_not_late():
    sheet()
    plan = version().plan
    where = contract(plan, targets=[("TESTS", "cumulative", 2024, 100)]).contract.centre

    found = cell(state(plan, on=END), place=where.pk)

    assert found.status == "not_computable"
    assert found.reason.reason == "not_received"


def test_a_sum_without_a_target_of_the_plan_is_compared_with_the_contracts_together():
    sheet()
    plan = version().plan
    for promised in (60, 40):
        made = contract(plan, targets=[("TESTS", "per_period", 2024, promised)])
        recorded(made.contract.centre, deed(quantity=Decimal(promised)))

    found = cell(state(plan, on=END))

    assert found.target == 100
    assert found.achievement == 1


def test_quarters_take_their_part_of_the_years_target():
    sheet()
    plan = version().plan
    made = contract(plan, targets=[("TESTS", "per_period", 2024, 366)])
    centre = made.contract.centre

    found = state(plan, on=END, period="quarter")

    assert cell(found, place=centre.pk, period="2024-Q1").target == 91


def test_what_a_later_version_of_a_sheet_counts_leaves_earlier_periods_alone():
    sheet()
    sheet(number=2, effective_from=date(2024, 1, 1), formula="tests * 2")
    plan = version().plan
    where = contract(plan).contract.centre
    recorded(where, deed("T-1", on=date(2023, 5, 1)), deed("T-2", on=date(2024, 5, 1)))

    found = state(plan, on=END)

    assert cell(found, period="2023").value == 3
    assert cell(found, period="2024").value == 6


def test_the_number_of_queries_does_not_grow_with_centres_rows_or_targets(django_assert_num_queries):
    sheet()
    plan = version().plan
    recorded(contract(plan, targets=[("TESTS", "per_period", 2024, 10)]).contract.centre)
    few = queries_of(plan)
    for _more in range(4):
        made = contract(plan, targets=[("TESTS", "per_period", 2024, 10), ("TESTS", "level", 2025, 10)])
        recorded(made.contract.centre, deed("T-1"), deed("T-2"), deed("T-3"))

    with django_assert_num_queries(few):
        state(plan, on=END)


def queries_of(plan) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        state(plan, on=END)
    return len(captured)


def test_a_record_says_in_words_why_there_is_no_value():
    sheet()
    plan = version().plan
    contract(plan)

    said = records(state(plan, on=END))

    assert all(one["value"] is None and one["reason"] for one in said)


def test_a_stock_without_its_opening_names_the_centre():
    staff = {"staff": {"kinds": ["staff.opening", "staff.joined", "staff.left"], "aggregation": "stock"}}
    sheet("STAFF", measures=staff, formula="staff", accumulation="stock", unit="heads")
    plan = version().plan
    where = contract(plan).contract.centre
    recorded(where, deed("S-1", "staff.joined", attributes={"grade": "technician", "fte": "1"}))

    found = cell(state(plan, on=END), "STAFF")

    assert found.reason.detail == where.code
