"""The pages of a centre's means, as people read them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from jalon.capacity.models import (
    Authorisation,
    AuthorisationEnd,
    Booking,
    Calibration,
    Equipment,
    Laboratory,
    ScopeLine,
    StaffMember,
)
from jalon.capacity.queries import Use
from jalon.evidence.models import Evidence
from jalon.journal.queries import latest
from tests.factories import capacity as made
from tests.factories.network import CentreFactory, holder

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year
UNTIL = date(YEAR + 1, 12, 31)


@pytest.fixture
def centre():
    return CentreFactory(code="CTPC")


@pytest.fixture
def director(centre, readonly_client):
    readonly_client.force_login(holder("centre_director", centre))
    return readonly_client


def page(client, name, /, *args, language="en", **query):
    with translation.override(language):
        return client.get(reverse(f"capacity:{name}", args=args), query)


def posted(client, name, /, *args, **said):
    with translation.override("en"):
        return client.post(reverse(f"capacity:{name}", args=args), said)


def text(response):
    return response.content.decode()


def usable(centre, **said):
    equipment = made.ordered(centre, **said)
    made.calibrated(equipment, until=UNTIL)
    return made.moved(equipment, "receive", "verify", "commission")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("centre", {"fr": "Aucun laboratoire", "ar": "مختبر", "en": "No laboratory yet"}),
        ("equipment", {"fr": "Aucun équipement", "ar": "تجهيز", "en": "No instrument yet"}),
        ("scope", {"fr": "Aucune ligne", "ar": "بند", "en": "No line yet"}),
        ("people", {"fr": "Personne", "ar": "لا أحد", "en": "Nobody in the staff yet"}),
    ],
)
def test_an_empty_page_says_how_to_fill_it(director, centre, name, says, language):
    assert says[language] in text(page(director, name, centre.code, language=language))


def test_the_list_says_in_words_which_instruments_may_be_used(
    director, centre, django_assert_max_num_queries
):
    usable(centre)
    made.calibrated(usable(centre, code="BAD"), day=made.TODAY, passed=False)
    for number in range(5):
        usable(centre, code=f"I{number}")

    with django_assert_max_num_queries(22):
        shown = text(page(director, "equipment", centre.code))

    assert "7 instruments; may be used that day: 6" in shown
    assert "the last calibration failed" in shown


def test_validity_is_read_on_the_day_asked(director, centre):
    equipment = usable(centre)

    shown = text(page(director, "instrument", centre.code, equipment.uid, on="2023-06-30"))

    assert "it is not in service" in shown


def test_an_instrument_goes_from_its_order_to_its_service(director, centre):
    posted(
        director,
        "equipment_registration",
        centre.code,
        code="B1",
        name="Balance",
        price="1200",
        is_calibrated="on",
    )
    equipment = Equipment.objects.get()
    where = (centre.code, equipment.uid)
    day = timezone.localdate().isoformat()
    posted(director, "steps", *where, verb="receive", turn=0, day=day)
    posted(director, "steps", *where, verb="verify", turn=1, day=day, reason="as ordered")

    refused = posted(director, "steps", *where, verb="commission", turn=2, day=day)
    posted(director, "calibration", *where, kind="calibration", day=day, verdict="passed", valid_until=UNTIL)
    done = posted(director, "steps", *where, verb="commission", turn=2, day=day)

    assert refused.status_code == 422
    assert "record a good one" in text(refused)
    assert done.status_code == 302
    assert Evidence.objects.get().amount == 1200_00


@pytest.mark.parametrize("year", ["0201", "2926", "9999"])
def test_a_year_mistyped_is_told_before_it_is_kept(director, centre, year):
    equipment = made.ordered(centre)
    said = {"kind": "calibration", "day": timezone.localdate().isoformat(), "verdict": "passed"}

    answer = posted(director, "calibration", centre.code, equipment.uid, **said, valid_until=f"{year}-12-31")

    assert answer.status_code == 422
    assert "Check the year" in text(answer)
    assert not equipment.calibrations.exists()


def test_a_stale_page_is_told_so(director, centre):
    equipment = made.moved(made.ordered(centre), "receive")

    refused = posted(
        director, "steps", centre.code, equipment.uid, verb="receive", turn=0, day=timezone.localdate()
    )

    assert refused.status_code == 422
    assert "Somebody else moved this" in text(refused)


def test_a_verb_that_cannot_be_done_now_says_what_to_do(director, centre):
    equipment = made.moved(made.ordered(centre), "receive")
    made.moved(equipment, "verify", reason="as ordered")

    shown = text(page(director, "instrument", centre.code, equipment.uid))

    assert "disabled" in shown
    assert "record a good one" in shown


def test_booking_and_giving_free(director, centre):
    equipment = usable(centre)
    said = {"day": date(YEAR + 1, 1, 5), "start": "08:00", "end": "10:00", "purpose": "traction"}
    where = ("booking", centre.code, equipment.uid)

    first, again = posted(director, *where, **said), posted(director, *where, **said)
    booking = Booking.objects.get()
    posted(director, "cancellation", centre.code, booking.uid)

    assert (first.status_code, again.status_code) == (302, 422)
    assert "booked by somebody else" in text(again)
    assert Booking.objects.get().cancel_event


def uses(ids, since, until):
    return [Use("line:1", "Essai 7", made.TODAY)]


def test_results_in_doubt_are_listed_and_decided_upon(director, centre, settings):
    settings.JALON_USES_OF_EQUIPMENT = [f"{__name__}.uses"]
    failed = made.calibrated(usable(centre), day=made.TODAY, passed=False)
    where = ("impact", centre.code, failed.uid)

    shown = text(page(director, *where))
    posted(director, *where, use="line:1", decision="stands", reason="drift within U")

    assert "1 result in doubt, 1 to decide" in shown
    assert "Essai 7" in shown
    assert "drift within U" in text(page(director, *where))


def test_a_good_calibration_puts_nothing_in_doubt(director, centre):
    equipment = usable(centre)

    assert page(director, "impact", centre.code, equipment.calibrations.get().uid).status_code == 404


def test_the_share_of_managerial_staff_shows_its_formula(director, centre):
    made.person(centre, grade="manager", name="Nadia")
    made.person(centre, grade="technician", name="Driss", fte="0.5")

    shown = text(page(director, "people", centre.code))

    assert "managerial_fte / present_fte" in shown
    assert "By heads: 1 over 2" in shown


def test_who_was_not_known_yet_is_not_among_the_people_known_then(director, centre):
    made.person(centre, name="Salma Idrissi")
    moment = latest()
    made.person(centre, name="Omar Tazi")

    then = text(page(director, "people", centre.code, known_at=moment))
    now = text(page(director, "people", centre.code))

    assert ("Salma Idrissi" in then, "Omar Tazi" in then) == (True, False)
    assert "Omar Tazi" in now


def test_a_person_joins_moves_and_is_authorised(director, centre):
    day = (timezone.localdate() - timedelta(days=10)).isoformat()
    posted(
        director, "staff_registration", centre.code, name="Imane", starts_on=day, grade="technician", fte="1",
        contract="permanent",
    )  # fmt: skip
    member = StaffMember.objects.get()
    where = (centre.code, member.uid)
    today = timezone.localdate().isoformat()

    early = posted(
        director, "move", *where, verb="left", day=day, grade="other", fte="1", contract="permanent"
    )
    posted(
        director, "move", *where, verb="regraded", day=today, grade="engineer", fte="1", contract="permanent"
    )
    posted(director, "authorisation", *where, function="method", method="NM EN 14683", since=today)
    missing = posted(director, "authorisation", *where, function="method", since=today)
    given = Authorisation.objects.get()
    posted(director, "authorisation_end", centre.code, given.uid, day=today, reason="method revised")

    assert (early.status_code, missing.status_code) == (422, 422)
    assert "after the last one" in text(early)
    assert list(member.moves.order_by("on").values_list("grade", flat=True)) == ["technician", "engineer"]
    assert AuthorisationEnd.objects.get().authorisation == given
    assert "method revised" in text(page(director, "person", *where))


def test_a_laboratory_opens_and_closes(director, centre):
    day = timezone.localdate().isoformat()
    posted(director, "opening", centre.code, code="MEC", name_fr="Mécanique", area="80", opened_on=day)
    laboratory = Laboratory.objects.get()

    posted(director, "closure", centre.code, laboratory.uid, closed_on=day, reason="moved")

    assert "moved" in text(page(director, "centre", centre.code))
    assert Evidence.objects.count() == 2


def test_a_line_of_the_scope_is_entered_and_suspended(director, centre):
    day = timezone.localdate().isoformat()
    said = {
        "body": "Organisme",
        "number": "1",
        "object": "Masques",
        "characteristic": "Filtration",
        "method": "M",
    }
    posted(director, "scope_registration", centre.code, since=day, **said)
    line = ScopeLine.objects.get()

    posted(director, "scope_change", centre.code, line.uid, to="suspended", day=day, reason="surveillance")

    assert "suspended" in text(page(director, "scope", centre.code))
    assert "No line of accreditation is in force" in text(page(director, "scope", centre.code))


# who sees what


def test_the_staff_of_a_centre_records_calibrations_but_does_not_see_the_people(centre, client):
    client.force_login(holder("centre_staff", centre))
    equipment = usable(centre)
    said = {"kind": "check", "day": timezone.localdate(), "verdict": "passed"}

    assert posted(client, "calibration", centre.code, equipment.uid, **said).status_code == 302
    assert page(client, "people", centre.code).status_code == 403
    assert Calibration.objects.filter(kind="check").exists()


@pytest.mark.parametrize("role", ["centre_director", "coordinator", "federation_delegate", "auditor"])
def test_nobody_else_sees_more_than_counts(centre, client, role):
    equipment = usable(centre, name="Machine confidentielle")
    client.force_login(holder(role))

    counts = page(client, "centres")
    inside = page(client, "equipment", centre.code)
    instrument = page(client, "instrument", centre.code, equipment.uid)

    assert counts.status_code == 200
    assert "confidentielle" not in text(counts)
    assert {inside.status_code, instrument.status_code} <= {403, 404}


@pytest.mark.parametrize(("role", "is_hidden"), [("coordinator", False), ("federation_delegate", True)])
def test_a_small_staff_is_hidden_from_who_must_recognise_nobody(centre, client, role, is_hidden):
    made.person(centre)
    client.force_login(holder(role))

    assert ("too few" in text(page(client, "centres"))) is is_hidden


def test_the_counts_ask_as_many_questions_whatever_the_centres(client, centre, django_assert_max_num_queries):
    for number in range(4):
        one = CentreFactory(code=f"C{number}")
        usable(one)
        made.person(one)
        made.scope_line(one)
    client.force_login(holder("coordinator"))

    with django_assert_max_num_queries(20):
        assert page(client, "centres").status_code == 200
