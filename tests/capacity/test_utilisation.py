"""Use of instruments: days booked or used, over the working days on which they may be."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jalon.capacity import actions
from jalon.capacity.queries.utilisation import rate, utilisation
from jalon.journal.actions import recording
from jalon.services.models import InstrumentUse, Measurement
from tests.factories import testing
from tests.factories.capacity import calibrated, in_service, laboratory, moved, ordered
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY, SUNDAY = date(2024, 3, 4), date(2024, 3, 8), date(2024, 3, 10)


def book(equipment, first: date, last: date):
    at = timezone.make_aware(datetime(2024, 1, 3))
    start = timezone.make_aware(datetime(first.year, first.month, first.day, 9))
    end = timezone.make_aware(datetime(last.year, last.month, last.day, 17))
    return actions.book(equipment, start=start, end=end, purpose="traction", by=None, at=at)


def used_on(equipment, *days):
    """Results measured with an instrument on these days."""
    (line,) = testing.lines(centre=equipment.centre)
    operator = holder("centre_staff", equipment.centre)
    with recording("test.entered") as record:
        for day in days:
            said = {"value": 1, "places": 0, "unit": "Pa", "control": "in_bounds"}
            made = record.keep(Measurement(line=line, operator=operator, on=day, **said))
            record.keep(InstrumentUse(measurement=made, equipment=equipment))


def of_week(centre):
    (found,) = utilisation(centre, MONDAY, SUNDAY)
    return found


def test_a_week_has_five_days_on_which_a_good_instrument_may_be_used():
    thing = in_service()

    found = of_week(thing.centre)

    assert (found.available, found.busy, found.rate) == (5, 0, 0)


def test_what_is_good_for_ever_has_the_days_of_the_week():
    thing = moved(calibrated_for_ever(), "receive", "verify", "commission")

    assert of_week(thing.centre).available == 5


def calibrated_for_ever():
    calibrated(thing := ordered(), until=date.max)
    return thing


def test_a_day_booked_and_used_counts_once():
    thing = in_service()
    book(thing, MONDAY, MONDAY + timedelta(days=1))
    used_on(thing, MONDAY, FRIDAY, FRIDAY)

    found = of_week(thing.centre)

    assert (found.booked, found.used, found.busy) == (2, 2, 3)
    assert found.rate == rate(3, 5)


def test_a_day_off_is_used_outside_of_every_rate():
    thing = in_service()
    used_on(thing, SUNDAY)

    found = of_week(thing.centre)

    assert (found.available, found.busy, found.outside) == (5, 0, 1)


def test_a_cancelled_booking_holds_nothing():
    thing = in_service()
    actions.cancel_booking(book(thing, MONDAY, FRIDAY), by=None)

    assert of_week(thing.centre).booked == 0


def test_no_rate_is_made_of_days_on_which_it_could_not_be_used():
    thing = ordered()
    used_on(thing, MONDAY)

    found = of_week(thing.centre)

    assert (found.available, found.outside, found.rate) == (0, 1, None)


def test_an_instrument_is_available_until_its_calibration_ends_and_again_after_the_next():
    thing = ordered()
    calibrated(thing, until=MONDAY)
    moved(thing, "receive", "verify", "commission")
    assert of_week(thing.centre).available == 1

    calibrated(thing, day=FRIDAY, until=date(2024, 12, 31))

    assert of_week(thing.centre).available == 2


def test_an_instrument_taken_out_of_service_is_not_available_from_that_day():
    thing = in_service()
    moved(thing, "take_out", day=date(2024, 3, 6), reason="Panne")

    assert of_week(thing.centre).available == 2


def test_the_page_opens_each_instrument_onto_its_uses(client):
    room = laboratory()
    thing = in_service(room.centre, laboratory=room)
    used_on(thing, MONDAY)
    book(thing, FRIDAY, FRIDAY)
    client.force_login(holder("centre_director", room.centre))
    days = {"since": MONDAY.isoformat(), "until": SUNDAY.isoformat()}

    page = client.get(reverse("capacity:utilisation", args=[room.centre.code]), days)
    uses = client.get(reverse("capacity:uses", args=[room.centre.code, thing.uid]), days)

    assert page.context["rate"] == rate(2, 5)
    assert uses.context["days"] == 2
    assert reverse("capacity:uses", args=[room.centre.code, thing.uid]) in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "never", "until": "x"},
        {"since": "2024-05-01", "until": "2024-01-01"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"until": "2019-01-01"},
    ],
)
def test_days_that_make_no_sense_are_answered_in_place(client, asked):
    thing = in_service()
    client.force_login(holder("centre_director", thing.centre))

    answer = client.get(reverse("capacity:utilisation", args=[thing.centre.code]), asked)

    assert answer.status_code == 200
    assert answer.context["span"].form.errors


def test_twelve_instruments_are_asked_about_in_as_many_questions_as_two():
    centre, counts = CentreFactory(), []
    for numbers in (range(2), range(2, 12)):
        for number in numbers:
            thing = in_service(centre, code=f"TR-{number}")
            book(thing, MONDAY, FRIDAY)
        with CaptureQueriesContext(connection) as asked:
            utilisation(centre, MONDAY, SUNDAY)
        counts.append(len(asked))

    assert counts[0] == counts[1]
