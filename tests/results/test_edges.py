"""Where figures go wrong elsewhere: merges in a row, attributes, same-day statuses, great numbers, midnight."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.actions import attest_received_to, reverse
from jalon.journal.queries import latest
from jalon.kernel.periods import parse
from jalon.network.actions import merge_firms
from jalon.network.models import Enterprise
from jalon.results.queries.figures import Asked, opened
from jalon.results.queries.state import state
from tests.evidence.making import OTHER_ICE, deed, firm, recorded
from tests.factories.network import ice
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END, DAY = date(2024, 12, 31), date(2024, 3, 5)
STAFF = ["staff.opening", "staff.joined", "staff.left"]


def plan_counting(aggregation, *kinds, **more):
    sheet(
        "ANY",
        measures={"counted": {"kinds": list(kinds), "aggregation": aggregation} | more},
        formula="counted",
    )
    return version().plan


def a_centre(plan):
    return contract(plan).contract.centre


def shown(plan, *, place=None, period="2024", on=END, known_at=None):
    """The figure on its page, its foot counted again by the database."""
    return opened(Asked(plan, "ANY", parse(period), place), on=on, known_at=known_at or latest())


def staff(external_id, kind, quantity, fte, on=DAY):
    return deed(external_id, kind, on, Decimal(quantity), attributes={"fte": fte, "grade": "technician"})


def test_firms_merged_one_after_the_other_are_one_firm_in_the_figure_and_under_it():
    plan = plan_counting("distinct", "test.reported", of="enterprise")
    where, firms = a_centre(plan), [firm(), firm(OTHER_ICE, "B"), firm(ice(77), "C")]
    recorded(where, *(deed(f"T-{place}", enterprise=one) for place, one in enumerate(firms)))
    before = latest()
    first, second, third = firms
    merge_firms(first, second, reason="Même ICE", by=None)
    between = latest()
    merge_firms(Enterprise.objects.get(pk=second.pk), third, reason="Même ICE", by=None)

    found = [shown(plan, known_at=moment) for moment in (before, between, None)]

    assert [one.cell.value for one in found] == [3, 2, 1]
    assert [one.parts[0].foot.value for one in found] == [3, 2, 1]


@pytest.mark.parametrize(
    ("aggregation", "where", "expected"),
    [
        ("mean", [], "1.5"),
        ("max", [], "2.5"),
        ("min", [], "0.5"),
        ("sum", [], "3.5"),
        ("sum", [["attributes.fte", ">=", 1]], "4"),
        ("sum", [["attributes.fte", "<", 1]], "-0.5"),
        ("sum", [["attributes.fte", "=", 2.5]], "2.5"),
        ("sum", [["attributes.fte", "in", [0.5, 1.5]]], "1"),
        ("sum", [["attributes.fte", "not_in", [0.5]]], "4"),
        ("sum", [["attributes.fte", "!=", 0.5]], "4"),
    ],
)
def test_the_rows_under_a_figure_of_an_attribute_give_the_figure(aggregation, where, expected):
    plan = plan_counting(aggregation, *STAFF[1:], of="attributes.fte", where=where)
    recorded(
        a_centre(plan),
        staff("S-1", "staff.joined", 3, "2.5"),
        staff("S-2", "staff.joined", 2, "1.5"),
        staff("S-3", "staff.left", 1, "0.5"),
    )

    found = shown(plan)

    assert found.cell.value == Decimal(expected)
    assert found.parts[0].agrees, found.parts[0].foot


@pytest.mark.parametrize(
    ("kinds", "standing"),
    [
        (("issued", "withdrawn"), 0),
        (("issued", "withdrawn", "issued"), 1),
        (("withdrawn", "issued"), 1),
    ],
)
def test_of_statuses_of_one_day_the_last_recorded_counts(kinds, standing):
    plan = plan_counting("in_force", "certificate.*")
    where, served = a_centre(plan), firm()
    attest_received_to(where, day=END, by=None, on=END)
    for place, kind in enumerate(kinds):
        said = deed(f"C-{place}", f"certificate.{kind}", DAY, Decimal(1), enterprise=served, identity="C")
        recorded(where, said)

    found = shown(plan)

    assert found.cell.value == standing
    assert found.parts[0].agrees


@pytest.mark.parametrize(("on", "standing"), [(date(2024, 6, 30), 1), (date(2024, 7, 1), 0)])
def test_a_certificate_stands_on_its_last_day_and_not_the_day_after(on, standing):
    plan = plan_counting("in_force", "certificate.*")
    terms = {"enterprise": firm(), "identity": "C", "attributes": {"valid_until": "2024-06-30"}}
    where = a_centre(plan)
    attest_received_to(where, day=END, by=None, on=END)
    recorded(where, deed("C-1", "certificate.issued", DAY, Decimal(1), **terms))

    found = shown(plan, on=on)

    assert found.cell.value == standing
    assert found.parts[0].agrees


def test_a_row_cancelled_in_a_later_period_leaves_its_own_period_and_no_other():
    plan = plan_counting("sum", "test.reported")
    (row,) = recorded(a_centre(plan), deed(on=date(2023, 12, 31), quantity=Decimal(7)))
    before = latest()
    reverse(row, by=None, reason="Doublon")

    assert shown(plan, period="2023", known_at=before).cell.value == 7
    assert [shown(plan, period=year).cell.reason.reason for year in ("2023", "2024")] == ["not_received"] * 2


def test_a_stock_whose_opening_is_cancelled_is_unknown_again():
    plan = plan_counting("stock", *STAFF)
    opening, _joined = recorded(
        a_centre(plan), staff("S-1", "staff.opening", 5, "5"), staff("S-2", "staff.joined", 1, "1")
    )
    before = latest()
    reverse(opening, by=None, reason="Erreur")

    assert shown(plan, known_at=before).cell.value == 6
    assert shown(plan).cell.reason.reason == "no_opening"


def test_a_stock_never_opened_counts_for_nothing_once_all_its_rows_are_cancelled():
    plan = plan_counting("stock", *STAFF)
    here, there = a_centre(plan), a_centre(plan)
    recorded(here, staff("S-1", "staff.opening", 5, "5"))
    (row,) = recorded(there, staff("S-2", "staff.joined", 1, "1"))
    assert shown(plan).cell.reason.reason == "no_opening"

    reverse(row, by=None, reason="Erreur")

    assert shown(plan).cell.value == 5


def test_a_year_is_the_sum_of_its_quarters_and_of_its_months():
    plan = plan_counting("sum", "test.reported")
    days = [date(2024, month, 1) for month in range(1, 13)] + [date(2024, 2, 29), date(2024, 12, 31)]
    quantities = [Decimal(number) / 8 for number in range(1, 15)]
    said = zip(days, quantities, strict=True)
    recorded(a_centre(plan), *(deed(f"T-{day}", on=day, quantity=quantity) for day, quantity in said))

    def sums(kind):
        cells = state(plan, on=END, by="network", period=kind).cells
        return sum(cell.value for cell in cells if cell.period.end.year == 2024 and cell.value is not None)

    assert {sums("year"), sums("half"), sums("quarter"), sums("month")} == {Decimal("13.125")}
