"""A deputy holds another's role for a time, and the journal says for whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from jalon.journal.models import Event
from jalon.network.access import can
from jalon.network.actions import name_deputy
from jalon.network.queries import deputies_at
from tests.factories.network import holder
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

START, END = date(2026, 8, 1), date(2026, 9, 1)


def named(director, deputy, **changes):
    membership = director.memberships.get()
    terms = {"starts_on": START, "ends_on": END, "by": director, "on": date(2026, 7, 1)} | changes
    return name_deputy(membership, deputy=deputy, **terms)


def test_a_deputy_may_what_the_director_may_between_two_days_and_not_after():
    director, deputy = holder("centre_director"), UserFactory()
    centre = director.memberships.get().organisation

    named(director, deputy)

    days = (START - timedelta(days=1), START, END - timedelta(days=1), END)
    assert [can(deputy, "return.submit", centre, on=day) for day in days] == [False, True, True, False]
    assert can(director, "return.submit", centre, on=START)


def test_the_journal_and_the_roles_say_for_whom():
    director, deputy = holder("centre_director"), UserFactory()

    made = named(director, deputy)

    assert Event.objects.get(pk=made.event_id).payload["deputy_for"] == str(director.uid)
    assert deputies_at(START, made.organisation_id) == {deputy.pk: director}
    assert deputies_at(END, made.organisation_id) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": START},
        {"on": date(2026, 8, 2)},
        {"ends_on": date(2028, 1, 1)},
    ],
)
def test_wrong_days_are_refused(changes):
    with pytest.raises(ValidationError):
        named(holder("centre_director"), UserFactory(), **changes)


def test_nobody_is_their_own_deputy_and_a_deputy_names_none():
    director, deputy = holder("centre_director"), UserFactory()
    made = named(director, deputy)

    with pytest.raises(ValidationError, match=r"."):
        named(director, director)
    with pytest.raises(ValidationError, match=r"."):
        name_deputy(made, deputy=UserFactory(), starts_on=START, ends_on=END, by=deputy, on=date(2026, 7, 1))


def test_who_checks_does_not_stand_in_for_who_acts():
    with pytest.raises(ValidationError):
        named(holder("centre_director"), holder("verifier"))
