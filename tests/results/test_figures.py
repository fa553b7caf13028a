"""A figure opened: the rows, counted again by the database, give the figure."""

from datetime import date
from decimal import Decimal

import pytest

from jalon.evidence.actions import reverse
from jalon.journal.queries import latest
from jalon.kernel.measures import Condition
from jalon.kernel.periods import parse
from jalon.network.actions import merge_firms
from jalon.network.models import Enterprise
from jalon.results.queries.figures import Asked, conditions, opened
from tests.evidence.making import OTHER_ICE, deed, firm, recorded
from tests.factories.network import holder
from tests.factories.results import contract, sheet, version

pytestmark = pytest.mark.django_db

END = date(2024, 12, 31)


def measured(aggregation, *kinds, of="", where=()):
    measure = {"kinds": list(kinds), "aggregation": aggregation, "where": [list(one) for one in where]}
    return {"counted": measure | ({"of": of} if of else {})}


MEASURES = {
    "sum": measured("sum", "test.reported"),
    "count": measured("count", "test.reported"),
    "income": measured("sum", "income.invoiced", "income.credited", of="amount"),
    "distinct": measured("distinct", "test.reported", of="enterprise"),
    "stock": measured("stock", "staff.opening", "staff.joined", "staff.left"),
    "fte": measured("stock", "staff.opening", "staff.joined", "staff.left", of="attributes.fte"),
    "in force": measured("in_force", "certificate.*"),
    "mean": measured("mean", "training.attended"),
    "largest": measured("max", "training.attended"),
    "not conforming": measured("sum", "test.reported", where=[("attributes.conform", "=", False)]),
    "not local": measured("sum", "test.reported", where=[("origin", "!=", "local")]),
}


@pytest.fixture
def life():
    """Two centres, two firms, and a bit of everything."""
    plan = version().plan
    here, there = contract(plan).contract.centre, contract(plan).contract.centre
    shared, other = firm(), firm(OTHER_ICE, "Tissages de Fès")
    day = date(2024, 3, 5)
    for where in (here, there):
        recorded(
            where,
            deed("T-1", enterprise=shared, origin="import", attributes={"conform": False}),
            deed(
                "T-2", enterprise=other, origin="local", attributes={"conform": True}, quantity=Decimal("2")
            ),
            deed("T-3"),
            deed("I-1", "income.invoiced", day, Decimal(1), enterprise=shared, amount=125_050),
            deed("I-2", "income.credited", day, Decimal(1), enterprise=shared, amount=25_025),
            deed(
                "S-1",
                "staff.opening",
                date(2023, 1, 1),
                Decimal(10),
                attributes={"fte": "9.5", "grade": "technician"},
            ),
            deed("S-2", "staff.left", day, Decimal(2), attributes={"fte": "1.5", "grade": "technician"}),
            deed("C-1", "certificate.issued", day, Decimal(1), enterprise=shared, identity=f"{where.code}-1"),
            deed("C-2", "certificate.issued", day, Decimal(1), enterprise=shared, identity=f"{where.code}-2"),
            deed(
                "C-3",
                "certificate.withdrawn",
                date(2024, 6, 1),
                Decimal(1),
                enterprise=shared,
                identity=f"{where.code}-2",
            ),
            deed("H-1", "training.attended", day, Decimal("6.5"), enterprise=shared),
            deed("H-2", "training.attended", day, Decimal("2.25"), enterprise=shared),
        )
    return plan, here


@pytest.mark.parametrize("name", MEASURES)
def test_the_rows_of_the_network_and_of_a_centre_give_the_figure(life, name):
    plan, centre = life
    sheet("ANY", measures=MEASURES[name], formula="counted")

    for place in (None, centre.pk):
        found = opened(Asked(plan, "ANY", parse("2024"), place), on=END, known_at=latest())

        assert found.cell.value is not None
        assert found.parts[0].agrees, (name, found.parts[0].foot, found.cell.figure)


def test_all_the_rows_are_listed_even_those_that_name_none_of_the_things_counted(life, readonly_client):
    sheet("ANY", measures=MEASURES["distinct"], formula="counted")
    readonly_client.force_login(holder("programme_officer"))

    page = readonly_client.get("/en/figure/?indicator=ANY&period=2024&list=rows&on=2024-12-31").context

    assert page["part"].foot.rows == 4
    assert page["page"].paginator.count == len(page["listed"]) == 6
    assert page["hidden"] == 0


def test_a_reversed_row_is_behind_no_figure(life):
    plan, centre = life
    sheet("ANY", measures=MEASURES["sum"], formula="counted")
    extra = recorded(centre, deed("T-9", quantity=Decimal(50)))[0]
    before = latest()
    reverse(extra, by=None, reason="Doublon")

    now = opened(Asked(plan, "ANY", parse("2024")), on=END, known_at=latest())
    then = opened(Asked(plan, "ANY", parse("2024")), on=END, known_at=before)

    assert (now.parts[0].foot.value, then.parts[0].foot.value) == (16, 66)
    assert now.parts[0].agrees and then.parts[0].agrees


def test_merged_firms_count_once_from_the_merge_on(life):
    plan, _centre = life
    sheet("ANY", measures=MEASURES["distinct"], formula="counted")
    before = latest()
    kept, absorbed = firms_of_life()
    merge_firms(kept=kept, absorbed=absorbed, reason="Même entreprise", by=None)

    now = opened(Asked(plan, "ANY", parse("2024")), on=END, known_at=latest())
    then = opened(Asked(plan, "ANY", parse("2024")), on=END, known_at=before)

    assert (now.cell.value, then.cell.value) == (1, 2)
    assert now.parts[0].agrees and then.parts[0].agrees


def firms_of_life():
    return Enterprise.objects.order_by("pk")


def test_a_figure_narrowed_by_a_dimension_counts_only_its_rows(life):
    plan, _centre = life
    sheet("ANY", measures=MEASURES["sum"], formula="counted")
    narrowed = Asked(plan, "ANY", parse("2024"), where=(Condition("origin", "=", "import"),))

    found = opened(narrowed, on=END, known_at=latest())

    assert found.cell.value == 6
    assert found.parts[0].agrees


def test_a_dash_asks_for_the_rows_that_say_nothing():
    asked = conditions({"region": "-", "general_interest": "true"})

    assert asked == (Condition("region", "is_null"), Condition("general_interest", "=", True))


def test_a_firm_whose_ice_is_pending_is_counted_apart(life):
    plan, centre = life
    sheet("ANY", measures=MEASURES["distinct"], formula="counted")
    waiting = Enterprise.objects.create(
        name="Atelier Sans Numéro", search="atelier sans numero", pending_reason="Demande en cours"
    )
    recorded(centre, deed("T-8", enterprise=waiting))

    found = opened(Asked(plan, "ANY", parse("2024")), on=END, known_at=latest())

    assert found.cell.value == 2
    assert found.parts[0].agrees
    assert found.parts[0].foot.apart == 1
