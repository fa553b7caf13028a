"""Lots judged on a sample of their items, by the plan the centre entered with the specification."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.kernel.words import Words
from jalon.services.models import Lot, SamplingRow, SpecificationVersion
from jalon.services.testing import actions
from jalon.services.testing.actions import SamplingSaid
from jalon.services.testing.queries.lots import lots_of, row_for
from tests.factories import testing as made
from tests.factories.network import CentreFactory, holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
PLAN = (SamplingSaid(1, 50, 2, 0, 1), SamplingSaid(51, None, 3, 1, 2))  # numbers of this test, of no standard


def planned(centre, rows=PLAN):
    title = Words("Masques", "كمامات")
    return actions.specify(centre, [made.clause()], code="lots", title=title, sampling=rows, by=None)


def ordered(samples, size, **said):
    request = made.under_way(**said)
    taken = [made.received(request) for _ in range(samples)]
    return actions.order_tests(request, planned(request.centre), taken, lot=size, by=None)


def measured(lines, *values):
    """Each line with a value of its own, authorised; at most 70 is asked, under a guard of 4."""
    operator = made.analyst(lines[0].centre)
    made.assigned(lines, operator)
    told = {"tested_on": made.today(), "by": operator, "roles": made.ALL, "on": made.today()}
    entries = [made.entry(line, value) for line, value in zip(lines, values, strict=True)]
    actions.enter(entries, **told)
    actions.verify(lines, by=holder("centre_staff", lines[0].centre), roles=made.ALL)
    actions.authorise(lines, by=holder("centre_director", lines[0].centre), roles=made.ALL)
    return lots_of(lines[0].order.request)[0]


def refusals(act, *args, **said):
    with pytest.raises(Refused) as error:
        act(*args, **said)
    return set(error.value.reasons)


def test_a_lot_is_judged_by_the_row_its_size_falls_in():
    version = planned(CentreFactory())

    sizes = [row_for(version, size).sample_size for size in (1, 50, 51, 10**6)]

    assert sizes == [2, 2, 3, 3]
    assert row_for(planned(CentreFactory(), PLAN[:1]), 51) is None


@pytest.mark.parametrize(
    ("values", "failed", "verdict"),
    [(("40", "41", "42"), 0, "pass"), (("40", "41", "90"), 1, "pass"), (("40", "90", "90"), 2, "fail")],
)
def test_a_lot_is_accepted_up_to_its_number_and_rejected_from_the_next(values, failed, verdict):
    found = measured(ordered(3, 100), *values)

    assert (found.judged, found.failed, found.verdict) == (3, failed, verdict)


def test_a_lot_is_not_judged_before_its_items_are():
    lines = ordered(2, 40)

    (found,) = lots_of(lines[0].order.request)

    assert (found.judged, found.verdict) == (0, None)


def test_a_lot_is_ordered_with_samples_enough_a_row_and_a_rule():
    assert refusals(ordered, 2, 100) == {"samples_of_plan"}
    assert refusals(ordered, 2, 40, rule="no_statement") == {"lot_by_rule"}
    request = made.under_way()
    told = {"lot": 51, "by": None}
    version = planned(request.centre, PLAN[:1])
    assert refusals(actions.order_tests, request, version, [made.received(request)], **told) == {
        "lot_in_plan"
    }
    assert not Lot.objects.exists()


def test_the_numbers_of_a_lot_are_those_of_the_day_it_was_ordered():
    lines = ordered(2, 40)
    planned(lines[0].centre, (SamplingSaid(1, None, 5, 0, 1),))

    assert lots_of(lines[0].order.request)[0].lot.sample_size == 2
    assert SpecificationVersion.objects.count() == 2


@pytest.mark.parametrize(
    "rows",
    [
        (SamplingSaid(1, 50, 2, 0, 2),),
        (SamplingSaid(1, 50, 2, 2, 3),),
        (SamplingSaid(1, 50, 2, 0, 1), SamplingSaid(50, None, 3, 0, 1)),
        (SamplingSaid(1, None, 2, 0, 1), SamplingSaid(60, 90, 3, 0, 1)),
    ],
)
def test_a_plan_that_does_not_decide_is_refused(rows):
    with pytest.raises(ValidationError):
        planned(CentreFactory(), rows)


def test_the_database_refuses_a_row_that_does_not_decide():
    version = planned(CentreFactory())

    with pytest.raises(IntegrityError, match="one_sample_decides"), transaction.atomic():
        with recording("specification.written") as record:
            row = SamplingRow(version=version, lot_from=99, sample_size=5, acceptance=1, rejection=3)
            record.keep(row)


def test_a_plan_is_typed_with_the_specification_and_a_lot_with_the_order(client):
    request = made.under_way()
    client.force_login(holder("centre_staff", request.centre))
    path = reverse("services:new_specification")
    said = {"centre": request.centre.pk, "code": "lots", "title_fr": "Masques"}
    said |= {"clauses": "4.1 ; Pression ; NM EN 14683 ; Pa ; ; 70", "sampling": "1 ; 50 ; 2 ; 0 ; 2"}
    assert client.post(path, said).status_code == 422
    assert client.post(path, said | {"sampling": "1 ; ; beaucoup ; 0 ; 1"}).status_code == 422
    client.post(path, said | {"sampling": "1 ; 50 ; 2 ; 0 ; 1\n51 ; ; 3 ; 1 ; 2"})
    assert "51 et plus" in client.get(reverse("services:specifications")).content.decode()
    [made.received(request) for _ in range(2)]

    version = SpecificationVersion.objects.get()
    orders = reverse("services:test_orders", args=[request.uid])
    assert client.post(orders, {"version": version.pk, "lot": 60}).status_code == 422
    page = client.post(orders, {"version": version.pk, "lot": 40}, follow=True).content.decode()

    assert "Lot pas encore jugé" in page and Lot.objects.get().size == 40


def test_an_item_that_fails_one_clause_counts_once():
    request = made.under_way()
    title = Words("Masques", "كمامات")
    clauses = [made.clause(), made.clause("4.2", upper=Decimal(60))]
    told = {"code": "deux", "title": title, "sampling": PLAN, "by": None}
    version = actions.specify(request.centre, clauses, **told)
    samples = [made.received(request) for _ in range(2)]
    lines = actions.order_tests(request, version, samples, lot=40, by=None)

    found = measured(lines, "90", "90", "40", "40")

    assert (found.judged, found.failed, found.verdict) == (2, 1, "fail")
