import pytest

from jalon.evidence.queries.masking import shown
from jalon.network.roles import Rows
from tests.evidence.making import centre, deed, firm, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    (made,) = recorded(
        centre(),
        deed(
            "A",
            enterprise=firm(),
            amount=500,
            identity="CERT-1",
            attributes={"conform": True},
            region="MA-06",
        ),
    )
    return made


def test_the_centre_sees_all_of_a_row(row):
    seen = shown(row, Rows.FULL, plan="P")

    assert (seen.firm, seen.day, seen.amount, seen.identity) == ("Conserves du Souss", row.on, 500, "CERT-1")
    assert seen.attributes == {"conform": True} and not seen.is_masked


def test_a_masked_row_keeps_what_figures_are_made_of(row):
    whole, masked = shown(row, Rows.FULL, plan="P"), shown(row, Rows.MASKED, plan="P")

    for name in ("uid", "centre", "kind", "month", "quantity", "unit", "dimensions"):
        assert getattr(masked, name) == getattr(whole, name)
    assert (masked.day, masked.amount, masked.external_id) == (None, None, "")
    assert not masked.attributes and not masked.documents


def test_a_pseudonym_is_stable_within_a_plan_and_differs_between_plans(row):
    (again,) = recorded(row.centre, deed("B", enterprise=row.enterprise))

    names = [shown(each, Rows.MASKED, plan=plan).firm for each in (row, again) for plan in ("P", "Q")]

    assert names[0] == names[2] and names[1] == names[3]
    assert names[0] != names[1]
    assert "Conserves" not in " ".join(names)


@pytest.mark.parametrize("view", [Rows.NONE, Rows.SAMPLED])
def test_who_sees_no_row_sees_none(row, view):
    assert shown(row, view, plan="P") is None
