import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.evidence.actions import Deed, DeedError, NotLive, correct, register_kinds, reverse, reverse_all
from jalon.evidence.models import Evidence, Kind
from jalon.evidence.queries import catalogue, rows_with_digests
from jalon.evidence.rows import row_digest
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel import chain, kinds
from jalon.kernel.words import Words
from jalon.network.models import EnterpriseProfile, Region, Sector
from tests.evidence.making import DAY, centre, deed, firm, recorded
from tests.factories.plan import service

pytestmark = pytest.mark.django_db


def test_a_deed_is_recorded_with_the_sign_of_its_kind():
    where = centre()

    joined, left = recorded(
        where, deed("J", "staff.joined", quantity=Decimal(2)), deed("L", "staff.left", quantity=Decimal(1))
    )

    assert (joined.quantity, left.quantity) == (2, -1)
    assert left.unit == "heads"


def test_a_credit_note_takes_money_away():
    (credit,) = recorded(centre(), deed("C", "income.credited", quantity=None, amount=123450))

    assert credit.amount == -123450


def test_a_row_says_what_its_deed_leaves_to_the_kind_and_the_firm():
    where, served = centre(), firm()
    food = Sector.objects.create(code="10", name=Words("Alimentaire"))
    region = Region.objects.create(code="MA-09", name=Words("Souss-Massa"))
    EnterpriseProfile.objects.create(
        enterprise=served, starts_on=dt.date(2020, 1, 1), size="small", sector=food
    )
    EnterpriseProfile.objects.create(
        enterprise=served, starts_on=dt.date(2024, 1, 1), size="medium", sector=food, region=region
    )

    (row,) = recorded(
        where, deed(kind="product.validated", quantity=None, enterprise=served, firm_size="large")
    )

    assert (row.firm_size, row.sector, row.region) == ("large", "10", "MA-09")
    assert row.general_interest is True
    assert row.quantity == 1


def test_the_profile_that_held_on_the_day_is_the_one_frozen():
    served = firm()
    EnterpriseProfile.objects.create(enterprise=served, starts_on=dt.date(2020, 1, 1), size="small")
    EnterpriseProfile.objects.create(enterprise=served, starts_on=dt.date(2024, 3, 6), size="medium")

    (row,) = recorded(centre(), deed(enterprise=served))

    assert row.firm_size == "small"


def test_the_hash_of_a_row_is_found_again_from_what_the_database_keeps():
    served = firm()
    attributes = {"conform": False, "family": "pâtes 🍝 \\ \t «»"}
    (row,) = recorded(
        centre(),
        deed(attributes=attributes, enterprise=served, amount=5, quantity=Decimal("2.500"), identity="a\nb"),
    )

    kept = Evidence.objects.get(pk=row.pk)

    assert kept.attributes == attributes
    assert row_digest(kept) == bytes(kept.hash)
    assert [(found, again) for _, _, found, again in rows_with_digests()] == [(bytes(kept.hash),) * 2]


def test_the_event_covers_the_rows_in_the_order_of_their_ids():
    rows = recorded(centre(), deed("A"), deed("B"), deed("C"))

    event = Event.objects.get(number=latest())

    assert {row.event_id for row in rows} == {event.pk}
    assert bytes(event.root) == chain.merkle_root([bytes(row.hash) for row in rows])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "test.imagined"}, "kind"),
        ({"external_id": ""}, "external_id"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"kind": "product.validated"}, "firm"),
        ({"kind": "income.invoiced"}, "amount"),
        ({"kind": "certificate.issued"}, "identity"),
        ({"attributes": {"colour": "red"}}, "attributes.colour"),
        ({"on": dt.date(2024, 3, 7)}, "on"),
    ],
)
def test_a_wrong_deed_is_refused_by_name_and_nothing_is_recorded(wrong, field):
    where = centre()

    with pytest.raises(DeedError) as refusal:
        recorded(where, deed("A"), Deed(**(vars(deed("B")) | wrong)), on=dt.date(2024, 3, 6))

    assert field in [problem.field for problem in refusal.value.problems[1]]
    assert not Evidence.objects.exists()


def test_a_line_that_stands_is_not_recorded_twice():
    where = centre()
    recorded(where, deed("A"))

    with pytest.raises(DeedError, match="recorded_before"):
        recorded(where, deed("A"))


def test_two_centres_may_use_the_same_line_number():
    recorded(centre("CETIA"), deed("A"))
    recorded(centre("CTPC"), deed("A"))

    assert Evidence.objects.count() == 2


def test_a_correction_reverses_and_records_anew_in_one_event():
    (row,) = recorded(centre(), deed(quantity=Decimal(3), amount=1000))

    again = correct(row, by=None, reason="miscounted", quantity=Decimal(5))

    reversal = Evidence.objects.get(reverses=row)
    assert (reversal.quantity, reversal.amount, reversal.on) == (-3, -1000, DAY)
    assert (again.quantity, again.amount, again.revision) == (5, 1000, 2)
    assert again.event_id == reversal.event_id
    assert list(Evidence.objects.live()) == [again]


def test_a_correction_keeps_the_sign_of_its_kind():
    (row,) = recorded(centre(), deed(kind="staff.left", quantity=Decimal(1)))

    again = correct(row, by=None, reason="two left", quantity=Decimal(2))

    assert again.quantity == -2


def test_a_row_is_reversed_once_and_a_reversal_never():
    (row,) = recorded(centre())
    reversal = reverse(row, by=None, reason="never happened")

    for reversed_before in (row, reversal):
        with pytest.raises(NotLive):
            reverse(reversed_before, by=None, reason="again")


def test_rows_are_reversed_together_in_one_event_and_as_many_questions_for_ten_as_for_two():
    where = centre()
    recorded(where, *(deed(f"T-{place}") for place in range(12)))
    rows = list(Evidence.objects.order_by("pk"))

    with CaptureQueriesContext(connection) as few:
        reverse_all(rows[:2], by=None, reason="Double.")
    with CaptureQueriesContext(connection) as many:
        cancelled = reverse_all(
            Evidence.objects.filter(pk__in=[row.pk for row in rows[2:]]), by=None, reason="Double."
        )

    assert [row.reverses_id for row in cancelled] == [row.pk for row in rows[2:]]
    assert len({row.event_id for row in cancelled}) == 1
    assert len(many) <= len(few) + 1  # the rows themselves were not read yet


def test_of_rows_reversed_together_none_goes_when_one_was_reversed_before():
    rows = recorded(centre(), deed("A"), deed("B"))
    reverse(rows[1], by=None, reason="Double.")

    with pytest.raises(NotLive, match=str(rows[1].uid)):
        reverse_all(rows, by=None, reason="Double.")

    assert Evidence.objects.filter(reverses=rows[0]).count() == 0


def test_a_reversed_line_can_be_recorded_again():
    where = centre()
    (row,) = recorded(where, deed("A"))
    reverse(row, by=None, reason="wrong day")

    (again,) = recorded(where, deed("A", on=dt.date(2024, 3, 4)))

    assert again.revision == 2


def test_the_past_is_read_as_it_was_known():
    where = centre()
    (first,) = recorded(where, deed("A"))
    before = latest()
    reverse(first, by=None, reason="wrong")
    recorded(where, deed("B"))

    assert list(Evidence.objects.live(before)) == [first]
    assert [row.external_id for row in Evidence.objects.live()] == ["B"]
    assert Evidence.objects.known_at(before).count() == 1


def test_the_catalogue_is_the_core_and_what_packs_add():
    extra = kinds.Kind("mask.tested", Words("Masque essayé"), "tests", sign=1)

    assert set(register_kinds()) == set(kinds.CATALOGUE)
    assert register_kinds([extra], pack="ma-cti") == ["mask.tested"]
    assert register_kinds([extra], pack="ma-cti") == []

    assert catalogue() == kinds.CATALOGUE | {"mask.tested": extra}
    assert Kind.objects.get(code="mask.tested").pack == "ma-cti"


def test_a_deed_is_counted_under_its_service_as_it_was_that_day():
    service("standards", Words("Normes"), axis_code="2", high_value=False)

    (row,) = recorded(centre(), deed(service="standards", funding_line="L7"))

    assert (row.axis, row.funding_line, row.high_value) == ("2", "L7", False)
