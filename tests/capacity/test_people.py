"""People of a centre: who is there, what they may do, and the evidence each move leaves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from jalon.capacity import actions
from jalon.capacity.models import StaffMember
from jalon.capacity.queries import authorised, authorised_accounts, managerial_share, roles_of
from jalon.evidence.models import Evidence
from jalon.journal.models import Event
from jalon.journal.queries import latest
from jalon.kernel.states import roles
from jalon.network.access import standing
from tests.factories import capacity as made
from tests.factories.capacity import START, TODAY
from tests.factories.network import CentreFactory, holder
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

MAY = date(2024, 5, 15)


def moved(member, verb, day=MAY, grade="", fte="0", **said):
    said = {"contract": "permanent" if grade else ""} | said
    return actions.move_staff(
        member, verb=verb, day=day, grade=grade, fte=Decimal(fte), by=None, on=TODAY, **said
    )


def evidence():
    return [
        (row.kind, int(row.quantity), row.attributes["grade"], row.attributes["fte"], row.on)
        for row in Evidence.objects.order_by("pk")
    ]


def test_joining_changing_grade_and_leaving_are_evidence():
    member = made.person(grade="technician", fte="0.5")
    moved(member, "regraded", grade="engineer", fte="1")
    moved(member, "left", day=date(2024, 6, 1))

    assert evidence() == [
        ("staff.joined", 1, "technician", "0.5", START),
        ("staff.regraded", -1, "technician", "0.5", MAY),
        ("staff.regraded", 1, "engineer", "1", MAY),
        ("staff.left", -1, "engineer", "1", date(2024, 6, 1)),
    ]


def test_a_move_and_its_evidence_are_one_event():
    member = made.person()

    move, row = member.moves.get(), Evidence.objects.get()

    assert move.event == row.event
    assert Event.objects.get(pk=move.event_id).verb == "staff.moved"


def test_who_was_counted_at_the_start_is_not_counted_again():
    made.person(is_in_opening=True)

    assert evidence() == []


@pytest.mark.parametrize(
    ("verb", "day", "grade", "fte", "says"),
    [
        ("joined", MAY, "manager", "1", "here already"),
        ("regraded", START, "manager", "1", "after the last"),
        ("regraded", TODAY + timedelta(1), "manager", "1", "not come yet"),
        ("regraded", MAY, "manager", "1.5", "full post"),
        ("regraded", MAY, "manager", "0", "above zero"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_its_reason(verb, day, grade, fte, says):
    member = made.person()

    with pytest.raises(ValidationError, match=says):
        moved(member, verb, day=day, grade=grade, fte=fte)

    assert len(evidence()) == 1


def test_who_left_may_come_back_but_not_change_grade():
    member = made.person()
    moved(member, "left")

    with pytest.raises(ValidationError, match="join first"):
        moved(member, "regraded", day=date(2024, 6, 1), grade="manager", fte="1")
    moved(member, "joined", day=date(2024, 6, 1), grade="manager", fte="1")


def test_the_share_of_managerial_staff_is_asked_of_a_day_and_a_moment():
    centre = CentreFactory()
    made.person(centre, grade="manager")
    technician = made.person(centre, grade="technician", name="Anas")
    made.person(centre, grade="technician", name="Hiba", fte="0.5")
    then = latest()
    moved(technician, "left")

    shares = [managerial_share(centre, day).value for day in (MAY - timedelta(1), MAY)]

    assert shares == [Decimal(1) / Decimal("2.5"), Decimal(1) / Decimal("1.5")]
    assert managerial_share(centre, MAY, known_at=then).value == shares[0]


def test_the_share_asks_one_question_whatever_the_staff(django_assert_num_queries):
    centre = CentreFactory()
    for number in range(4):
        made.person(centre, name=f"Personne {number}")

    with django_assert_num_queries(1):
        managerial_share(centre, MAY)


# authorisations


@pytest.fixture
def analyst():
    return made.person(account=UserFactory())


def is_authorised(member, day, activity="NM EN 14683"):
    return authorised(member.account, activity, day, centre=member.centre)


def test_an_authorisation_holds_from_its_first_to_its_last_day(analyst):
    made.authorised(analyst, since=START, until=MAY)

    days = [START - timedelta(1), START, MAY, MAY + timedelta(1)]

    assert [is_authorised(analyst, day) for day in days] == [False, True, True, False]
    assert not is_authorised(analyst, MAY, "another method")


def test_an_authorisation_taken_back_ends_that_day_and_not_before(analyst):
    given = made.authorised(analyst)
    then = latest()
    actions.take_back(given, day=MAY, reason="method revised", by=None)

    assert [is_authorised(analyst, day) for day in (MAY - timedelta(1), MAY)] == [True, False]
    assert authorised(analyst.account, given.activity, MAY, centre=analyst.centre, known_at=then)
    with pytest.raises(ValidationError, match="already"):
        actions.take_back(given, day=MAY, reason="again", by=None)


def test_who_left_is_authorised_for_nothing_any_more(analyst):
    made.authorised(analyst)
    moved(analyst, "left")

    assert not is_authorised(analyst, MAY)


def test_another_centre_authorises_nobody_here(analyst):
    made.authorised(analyst)

    assert not authorised(analyst.account, "NM EN 14683", MAY, centre=CentreFactory())


def test_nobody_authorises_themselves(analyst):
    with pytest.raises(ValidationError, match="authorises themselves"):
        actions.authorise(analyst, activity="x", since=START, until=None, by=analyst.account)


def test_authorisations_ask_two_questions_whatever_the_people(analyst, django_assert_num_queries):
    made.authorised(analyst)
    for number in range(3):
        other = made.person(analyst.centre, account=UserFactory(), name=f"Personne {number}")
        made.authorised(other)

    with django_assert_num_queries(2):
        found = authorised_accounts(analyst.centre, ["NM EN 14683", "other"], MAY)

    assert (len(found["NM EN 14683"]), found["other"]) == (4, frozenset())


def test_what_a_person_is_to_an_instrument_follows_from_what_they_may():
    centre = CentreFactory()
    director, staff = (standing(holder(role, centre)) for role in ("centre_director", "centre_staff"))

    assert set(roles_of(director, centre)) == {roles.DIRECTOR, roles.TECHNICAL_LEAD, roles.QUALITY}
    assert roles_of(staff, centre) == (roles.TECHNICAL_LEAD,)
    assert roles_of(staff, CentreFactory()) == ()


def test_an_account_is_one_person_of_a_centre(analyst):
    with pytest.raises(ValidationError, match="another person's"):
        made.person(analyst.centre, account=analyst.account)

    assert StaffMember.objects.count() == 1
