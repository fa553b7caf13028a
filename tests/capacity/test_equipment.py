"""Instruments: their life, their validity on a day, their bookings, what a failure puts in doubt."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from jalon.capacity import actions
from jalon.capacity.models import Booking, Equipment
from jalon.capacity.queries import Use, equipment_valid, free_during, impact, instruments_for
from jalon.capacity.words import ANSWERS, EQUIPMENT_TELLING, WHY
from jalon.evidence.models import Evidence
from jalon.journal.lives import wrong
from jalon.journal.queries import latest
from jalon.kernel import validity
from jalon.kernel.states import roles
from tests.factories.capacity import START, TODAY, calibrated, in_service, moved, ordered
from tests.factories.network import CentreFactory

pytestmark = pytest.mark.django_db

MAY = date(2024, 5, 15)
MORNING = datetime(2024, 7, 1, 8, tzinfo=ZoneInfo("Africa/Casablanca"))


def answers(equipment, *days):
    return [equipment_valid([equipment.pk], day)[equipment.pk].answer for day in days]


# the life


def test_putting_an_instrument_in_service_is_evidence_of_the_same_event():
    equipment = in_service()

    row = Evidence.objects.get(kind="equipment.commissioned")
    assert (row.amount, row.on, row.identity) == (350_000_00, START, str(equipment.uid))
    assert row.event == equipment.steps.get(verb="commission").event
    assert list(wrong()) == []


def test_an_instrument_without_a_good_calibration_is_not_put_in_service():
    equipment = moved(ordered(), "receive")
    moved(equipment, "verify", reason="as delivered")

    with pytest.raises(ValidationError, match="calibration"):
        moved(equipment, "commission")

    assert Equipment.objects.get().state == "verified"
    assert not Evidence.objects.exists()


def test_what_needs_no_calibration_is_put_in_service_without():
    equipment = moved(ordered(is_calibrated=False), "receive")

    moved(equipment, "verify", "commission", reason="as delivered")

    assert equipment.state == "in_service"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"day": TODAY + timedelta(1)}, "not come yet"),
        ({"as_who": (roles.OPERATOR,)}, "somebody else"),
        ({"as_who": ()}, "somebody else"),
    ],
)
def test_a_verb_that_is_refused_says_why(change, says):
    with pytest.raises(ValidationError, match=says):
        moved(ordered(), "receive", **change)


def test_who_acts_on_a_page_that_no_longer_holds_is_told():
    equipment = ordered()
    stale = Equipment.objects.get()
    moved(equipment, "receive")

    with pytest.raises(ValidationError, match="Somebody else moved this"):
        actions.step(stale, "receive", by=None, roles=[roles.DIRECTOR], turn=0, on=TODAY)


def test_taking_out_of_service_asks_for_a_reason():
    with pytest.raises(ValidationError, match="Say why"):
        moved(in_service(), "take_out")


def test_every_word_of_the_life_is_said():
    assert EQUIPMENT_TELLING.unsaid() == []
    assert set(WHY) == set(validity.REASONS)
    assert set(ANSWERS) == {"valid", "invalid", "unknown"}


def test_two_instruments_of_a_centre_have_two_codes():
    equipment = ordered()

    with pytest.raises(ValidationError, match="code already"):
        ordered(equipment.centre)
    ordered()


# validity


def test_validity_is_asked_of_a_day():
    equipment = in_service()
    moved(equipment, "take_out", day=MAY, reason="dropped")

    assert answers(equipment, START - timedelta(1), START, MAY - timedelta(1), MAY) == [
        "invalid", "valid", "valid", "invalid",
    ]  # fmt: skip


def test_an_expired_calibration_is_not_valid_and_an_unknown_instrument_neither():
    equipment = in_service()

    found = equipment_valid([equipment.pk, 0], date(2025, 1, 1))

    assert (found[equipment.pk].answer, found[equipment.pk].reason) == ("invalid", "expired")
    assert found[0].answer == "unknown"


def test_what_was_known_then_is_asked_of_a_moment():
    equipment = in_service()
    then = latest()
    calibrated(equipment, day=MAY, passed=False)

    assert not equipment_valid([equipment.pk], MAY)[equipment.pk]
    assert equipment_valid([equipment.pk], MAY, known_at=then)[equipment.pk]


def test_the_questions_do_not_grow_with_the_instruments(django_assert_num_queries):
    centre = CentreFactory()
    made = [in_service(centre, code=f"I{n}").pk for n in range(4)]

    for ids in (made[:1], made):
        with django_assert_num_queries(3):
            assert all(equipment_valid(ids, MAY).values())


def test_a_method_finds_only_the_instruments_that_may_be_used():
    centre = CentreFactory()
    good = in_service(centre)
    calibrated(in_service(centre, code="BAD"), day=MAY, passed=False)
    ordered(centre, code="NEW")

    assert instruments_for(centre, ["tensile-machine"], MAY) == [good]
    assert instruments_for(centre, ["balance"], MAY) == []


@pytest.mark.parametrize("said", [{"day": TODAY + timedelta(1)}, {"until": date(2023, 1, 1)}])
def test_a_calibration_of_the_future_or_good_before_its_day_is_refused(said):
    given = {"day": START, "until": date(2024, 12, 31)} | said

    with pytest.raises(ValidationError):
        actions.calibrate(
            ordered(), kind="calibration", day=given["day"], passed=True, valid_until=given["until"],
            by=None, on=TODAY,
        )  # fmt: skip


# what a failure puts in doubt

USES = [
    Use("line:1", "Essai 1", START - timedelta(1)), Use("line:2", "Essai 2", START),
    Use("line:3", "Essai 3", MAY), Use("line:4", "Essai 4", MAY + timedelta(1)),
]  # fmt: skip


def uses(ids, since, until):
    return USES


@pytest.fixture
def failed(settings):
    settings.JALON_USES_OF_EQUIPMENT = [f"{__name__}.uses"]
    return calibrated(in_service(), day=MAY, passed=False)


def test_a_failed_calibration_lists_exactly_the_results_since_the_last_good_one(failed):
    found = impact(failed)

    assert [use.key for use, _disposition in found.uses] == ["line:2", "line:3"]
    assert (found.days.since, found.left) == (START, 2)


def test_each_result_in_doubt_is_decided_once_with_a_reason(failed):
    with pytest.raises(ValidationError, match="Say why"):
        actions.dispose(failed, use="line:2", decision="stands", reason=" ", by=None)
    actions.dispose(failed, use="line:2", decision="stands", reason="drift within U", by=None)

    with pytest.raises(ValidationError, match="already"):
        actions.dispose(failed, use="line:2", decision="withdrawn", reason="again", by=None)
    assert impact(failed).left == 1


# bookings


def booked(equipment, hours, *, start=MORNING):
    return actions.book(
        equipment, start=start, end=start + timedelta(hours=hours), purpose="traction", by=None, at=MORNING
    )


def test_an_instrument_is_booked_once_at_a_time_and_again_when_given_free():
    equipment, other = in_service(), in_service()
    first = booked(equipment, 2)

    with pytest.raises(ValidationError, match="booked by somebody else"):
        booked(equipment, 1, start=MORNING + timedelta(hours=1))
    booked(equipment, 1, start=MORNING + timedelta(hours=2))
    booked(other, 2)
    actions.cancel_booking(first, by=None)
    booked(equipment, 2)

    assert Booking.objects.filter(cancel_event=None).count() == 3


def test_the_database_itself_refuses_two_bookings_at_once():
    first = booked(in_service(), 2)

    with pytest.raises(IntegrityError, match="booked_once"), transaction.atomic():
        Booking.objects.create(
            equipment=first.equipment, during=(MORNING, MORNING + timedelta(hours=1)), event=first.event
        )


@pytest.mark.parametrize(("hours", "days"), [(0, 0), (-1, 0), (1, -1)])
def test_a_booking_lasts_and_is_not_of_the_past(hours, days):
    with pytest.raises(ValidationError):
        booked(in_service(), hours, start=MORNING + timedelta(days=days))


def test_free_instruments_are_told_from_held_ones():
    equipment, other = in_service(), in_service()
    held = booked(equipment, 2)

    found = free_during([equipment, other], MORNING, MORNING + timedelta(hours=1))

    assert [(one.is_free, one.bookings) for one in found] == [(False, (held,)), (True, ())]


def test_the_database_refuses_to_change_a_calibration():
    calibrated(in_service(), day=MAY)

    with pytest.raises(Exception, match="is refused"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE capacity_calibration SET passed = true")
