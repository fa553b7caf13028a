"""A centre that left: its deeds stay counted, what it held does not, and both can be read without it."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.actions import attest_received_to
from jalon.journal.queries import latest
from jalon.kernel.periods import parse
from jalon.network.actions import leave, stay
from jalon.results.queries.figures import Asked, opened
from jalon.results.queries.state import state
from tests.evidence.making import deed, firm, recorded
from tests.factories.network import CentreFactory, holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END, JULY, JUNE = date(2024, 12, 31), date(2024, 7, 1), date(2024, 6, 30)
OPENING = date(2023, 1, 1)
STAFF = {"staff": {"kinds": ["staff.*"], "aggregation": "stock"}}
CERTIFICATES = {"counted": {"kinds": ["certificate.*"], "aggregation": "in_force"}}
LEVEL = {"counted": {"kinds": ["level.declared"], "aggregation": "last"}}


@pytest.fixture
def life():
    """A centre that stays and one that leaves on 1 July 2024, with a test, five heads and a certificate each."""
    sheet()
    sheet("STAFF", measures=STAFF, formula="staff", accumulation="stock")
    sheet("CERTIFICATES", measures=CERTIFICATES, formula="counted", accumulation="stock")
    sheet("LEVEL", measures=LEVEL, formula="counted", accumulation="level")
    plan = version(start=OPENING, end=END).plan
    staying, leaving, served = CentreFactory(code="STAYS"), CentreFactory(code="LEAVES"), firm()
    for where in (staying, leaving):
        contract(plan, where, targets=[("TESTS", "per_period", 2024, 10)])
        recorded(
            where,
            deed("T-1"),
            deed("S-1", "staff.opening", OPENING, Decimal(5), attributes={"grade": "technician"}),
            deed("C-1", "certificate.issued", quantity=Decimal(1), enterprise=served, identity=where.code),
            deed("L-1", "level.declared", quantity=Decimal(7), attributes={"what": "satisfaction"}),
        )
    return plan, staying, leaving


def left(centre):
    return leave(centre, left_on=JULY, reason="Arrêté du 12 juin 2024", by=None)


@pytest.mark.parametrize(
    ("indicator", "before", "after"),
    [("TESTS", 6, 6), ("STAFF", 10, 5), ("CERTIFICATES", 2, 1), ("LEVEL", 14, 7)],
)
def test_its_deeds_stay_and_its_stocks_leave(life, indicator, before, after):
    plan, staying, leaving = life
    left(leaving)

    found = state(plan, on=END)

    assert found.cell_of(indicator, None, parse("2024")).value == after
    assert state(plan, on=JUNE).cell_of(indicator, None, parse("2024")).value == before
    assert found.cell_of(indicator, staying.pk, parse("2024")).value == before / 2


def test_its_own_stock_is_said_to_have_left_and_its_own_deeds_are_still_read(life):
    plan, _staying, leaving = life
    left(leaving)

    found = state(plan, on=END)

    assert found.cell_of("STAFF", leaving.pk, parse("2024")).reason.reason == "centre_left"
    assert found.cell_of("TESTS", leaving.pk, parse("2024")).value == 3


def test_figures_as_known_before_the_departure_and_after_it_is_undone_are_whole(life):
    plan, _staying, leaving = life
    before = latest()
    left(leaving)
    stay(leaving, reason="Retrait annulé", by=None)

    assert state(plan, on=END, known_at=before).cell_of("STAFF", None, parse("2024")).value == 10
    assert state(plan, on=END, known_at=before + 1).cell_of("STAFF", None, parse("2024")).value == 5
    assert state(plan, on=END).cell_of("STAFF", None, parse("2024")).value == 10


def test_on_a_constant_perimeter_the_centre_is_in_no_period(life):
    plan, staying, leaving = life
    left(leaving)

    found = state(plan, on=END, constant=True)

    for year in ("2023", "2024"):
        assert found.cell_of("STAFF", None, parse(year)).value == 5
    assert found.cell_of("TESTS", None, parse("2024")).value == 3
    assert found.cell_of("TESTS", None, parse("2024")).target == 10
    assert found.places == (None, staying.pk)


def test_a_perimeter_is_constant_up_to_the_day_shown(life):
    plan, _staying, leaving = life
    left(leaving)

    assert state(plan, on=JUNE, constant=True).cell_of("STAFF", None, parse("2024")).value == 10


def test_nothing_more_is_waited_for_from_a_centre_that_left(life):
    plan, staying, leaving = life
    attest_received_to(staying, day=END, by=None, on=END)
    attest_received_to(leaving, day=JUNE, by=None, on=END)
    assert state(plan, on=END).cell_of("TESTS", None, parse("2024")).receipt == "partial"

    left(leaving)

    found = state(plan, on=END, period="quarter")
    assert {found.setting.receipt(span, None) for span in found.periods[4:]} == {"complete"}
    assert found.setting.receipt(parse("2024"), leaving.pk) == "complete"


@pytest.mark.parametrize("indicator", ["TESTS", "STAFF", "CERTIFICATES", "LEVEL"])
@pytest.mark.parametrize("constant", [False, True])
def test_the_rows_behind_a_figure_are_those_counted(life, indicator, constant):
    plan, _staying, leaving = life
    left(leaving)

    for place in (None, leaving.pk):
        asked = Asked(plan, indicator, parse("2024"), place, constant=constant)
        found = opened(asked, on=END, known_at=latest())
        assert found.parts[0].agrees, (place, found.parts[0].foot)
        assert place is None or indicator != "TESTS" or found.cell.value == 3


def test_the_page_says_who_left_and_offers_the_other_count_which_links_keep(life, readonly_client):
    left(life[2])
    readonly_client.force_login(holder("programme_officer"))

    whole = readonly_client.get("/en/?on=2024-12-31").content.decode()
    constant = readonly_client.get("/en/?on=2024-12-31&perimeter=constant").content.decode()

    assert "A centre left the network" in whole
    assert "perimeter=constant" in whole
    assert "Constant perimeter" in constant
    assert "/en/indicators/TESTS/?on=2024-12-31&amp;perimeter=constant" in constant
    page = readonly_client.get("/en/indicators/STAFF/?on=2024-12-31&perimeter=constant").content.decode()
    assert "Count every centre" in page
    assert "LEAVES</a>" not in page


def test_a_network_nobody_left_says_nothing_of_it(life, readonly_client):
    readonly_client.force_login(holder("programme_officer"))

    assert "perimeter" not in readonly_client.get("/en/?on=2024-12-31").content.decode()
