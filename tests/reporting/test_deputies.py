"""A step taken by a deputy keeps for whom it was taken."""

from datetime import date

import pytest

from jalon.network.actions import name_deputy
from jalon.reporting.actions import submit
from jalon.reporting.queries.returns import life_of
from jalon.reporting.showing import told_steps
from tests.factories.network import CentreFactory, MembershipFactory, holder
from tests.factories.people import UserFactory
from tests.factories.reporting import AFTER, opened, promising, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract():
    return promising()


@pytest.fixture
def director(contract):
    return holder("centre_director", contract.centre, name="Directrice en titre")


@pytest.fixture
def deputy(director):
    found = UserFactory(name="Suppléant désigné")
    said = {"by": director, "starts_on": AFTER, "ends_on": date(2024, 5, 1), "on": AFTER}
    name_deputy(director.memberships.get(), deputy=found, **said)
    return found


def submission(contract, by):
    """The event of the submission of a return, and how its step is told."""
    report = opened(contract)
    submit(settled(report), by=by, on=AFTER)
    life = life_of(report)
    return life.submission.event, told_steps(life)[-1]


def test_the_event_of_a_deputys_step_says_for_whom(contract, director, deputy):
    event, told = submission(contract, deputy)

    assert event.payload["for"] == str(director.uid)
    assert (told["actor"], told["principal"]) == (deputy, director)


def test_who_holds_the_role_too_acts_for_nobody_else(contract, deputy):
    MembershipFactory(user=deputy, organisation=contract.centre, role="centre_director")

    event, told = submission(contract, deputy)

    assert "for" not in event.payload and told["principal"] is None


def test_a_lesser_role_of_ones_own_does_not_hide_for_whom(contract, director, deputy):
    MembershipFactory(user=deputy, organisation=contract.centre, role="centre_staff")

    event, _told = submission(contract, deputy)

    assert event.payload["for"] == str(director.uid)


def test_a_deputy_elsewhere_acts_for_nobody_here(contract, director):
    other = holder("centre_director", CentreFactory())
    found = UserFactory()
    said = {"by": other, "starts_on": AFTER, "ends_on": date(2024, 5, 1), "on": AFTER}
    name_deputy(other.memberships.get(), deputy=found, **said)

    event, _told = submission(contract, found)

    assert "for" not in event.payload
