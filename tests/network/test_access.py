"""Who may do what: lists and predicates are the same sentence."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.network import queries
from jalon.network.access import can, organisations_where, requires, row_view, standing
from jalon.network.actions import consult
from jalon.network.models import Consultation, Enterprise, Organisation
from jalon.network.roles import PERMISSIONS, ROLES, Rows
from tests.factories.network import (
    CentreFactory,
    CentreFirmFactory,
    EnterpriseFactory,
    FederationFactory,
    MembershipFactory,
    MinistryFactory,
    NetworkFactory,
    an_event,
    holder,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)


@pytest.fixture
def world():
    """Two federations with two centres each, the ministry and the network, a firm in each centre and one in two."""
    organisations = [MinistryFactory(), NetworkFactory()]
    for _ in range(2):
        federation = FederationFactory()
        organisations += [
            federation,
            CentreFactory(federation=federation),
            CentreFactory(federation=federation),
        ]
    centres = [organisation for organisation in organisations if organisation.kind == "centre"]
    for centre in centres:
        CentreFirmFactory(centre=centre)
    shared = EnterpriseFactory()
    for centre in centres[:2]:
        CentreFirmFactory(centre=centre, enterprise=shared)
    EnterpriseFactory()
    return organisations, an_event()


MEMBERSHIPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ROLES)),
        st.integers(0, 7),
        st.integers(-3, 3),
        st.one_of(st.none(), st.integers(0, 5)),
    ),
    max_size=4,
    unique_by=lambda held: held[:2],
)
CONSULTED = st.sets(st.integers(0, 7), max_size=2)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(memberships=MEMBERSHIPS, consulted=CONSULTED, asked=st.sampled_from(sorted(PERMISSIONS)))
def test_lists_and_predicates_agree_whatever_roles_are_held(world, memberships, consulted, asked):
    organisations, event = world
    user = UserFactory()
    for role, place, start, length in memberships:
        starts_on = DAY + timedelta(days=start)
        ends_on = None if length is None else starts_on + timedelta(days=length)
        MembershipFactory(
            user=user,
            role=role,
            organisation=organisations[place],
            starts_on=starts_on,
            ends_on=ends_on,
            event=event,
        )
    for place in consulted:
        Consultation.objects.create(user=user, centre=organisations[place], on=DAY, reason="-", event=event)

    held, known = standing(user, on=DAY), list(Organisation.objects.all())

    for permission in PERMISSIONS:
        allowed = {one for one in known if held.can(permission, one)}
        assert set(held.organisations_where(permission)) == allowed, permission
        assert held.can(permission) == bool(allowed) == (permission in held.permissions())
    allowed = {one for one in known if can(user, asked, one, on=DAY)}
    assert set(organisations_where(user, asked, on=DAY)) == allowed == set(held.organisations_where(asked))
    in_full = {one for one in known if row_view(user, one, on=DAY) == Rows.FULL}
    assert set(held.organisations_in_full()) == in_full
    seen = {firm for firm in Enterprise.objects.all() if queries.sees_firm(held, firm)}
    assert set(queries.firms_visible_to(held)) == seen


def test_a_stranger_may_nothing():
    assert not can(AnonymousUser(), "plan.view")
    assert not organisations_where(AnonymousUser(), "plan.view").exists()


def test_a_role_holds_from_its_first_day_to_the_day_before_its_end():
    centre = CentreFactory()
    ends = DAY + timedelta(days=10)
    user = MembershipFactory(organisation=centre, starts_on=DAY, ends_on=ends).user

    allowed = [
        can(user, "evidence.import", centre, on=day)
        for day in (DAY - timedelta(days=1), DAY, ends - timedelta(days=1), ends)
    ]

    assert allowed == [False, True, True, False]


def test_a_closed_account_may_nothing():
    user = holder("administrator", inactive=True)

    assert not can(user, "plan.view")


def test_a_demo_account_may_nothing_outside_a_demo(settings):
    user = holder("administrator", is_demo=True)
    settings.JALON_DEMO = False

    assert not can(user, "plan.view")


def test_a_centre_reads_its_own_rows_in_full_and_no_others():
    centre, other = CentreFactory(), CentreFactory()
    user = holder("centre_staff", centre)

    assert (row_view(user, centre), row_view(user, other)) == (Rows.FULL, Rows.NONE)


@pytest.mark.parametrize(
    "role, view",
    (
        ("programme_officer", Rows.MASKED),
        ("coordinator", Rows.MASKED),
        ("verifier", Rows.SAMPLED),
        ("federation_delegate", Rows.NONE),
        ("committee_member", Rows.NONE),
        ("administrator", Rows.NONE),
    ),
)
def test_outside_the_centre_rows_are_seen_as_the_role_says(role, view):
    assert row_view(holder(role), CentreFactory()) == view


def test_an_auditor_reads_a_centre_in_full_once_it_is_journalled_and_for_that_day_only():
    centre, auditor = CentreFactory(), holder("auditor")
    assert row_view(auditor, centre, on=DAY) == Rows.MASKED

    opened = consult(centre, reason="contrôle", on=DAY, by=auditor)

    assert row_view(auditor, centre, on=DAY) == Rows.FULL
    assert row_view(auditor, centre, on=DAY + timedelta(days=1)) == Rows.MASKED
    assert (opened.event.verb, opened.event.actor) == ("evidence.consulted", auditor)


def test_opening_a_centre_twice_a_day_is_one_consultation():
    centre, auditor = CentreFactory(), holder("auditor")

    assert consult(centre, reason="a", on=DAY, by=auditor) == consult(centre, reason="b", on=DAY, by=auditor)


def test_a_federation_reaches_the_centres_behind_it():
    centre, other = CentreFactory(), CentreFactory()
    user = holder("federation_delegate", centre.federation)

    assert can(user, "contract.view", centre)
    assert not can(user, "contract.view", other)


def test_a_permission_nobody_knows_is_a_mistake_of_the_programmer():
    with pytest.raises(LookupError):
        can(holder("auditor"), "plan.veiw")
    with pytest.raises(LookupError):
        requires("plan.veiw")


def test_every_role_says_what_it_is_in_three_languages():
    for role in ROLES.values():
        assert all(role.name.as_mapping().values()), role.code
        assert all(role.description.as_mapping().values()), role.code
        assert role.allows <= PERMISSIONS.keys(), role.code
        assert role.invites | role.apart_from <= ROLES.keys(), role.code
    for words in PERMISSIONS.values():
        assert all(words.as_mapping().values())


def test_who_acts_never_checks_either_way_round():
    for role in ROLES.values():
        assert all(role.code in ROLES[other].apart_from for other in role.apart_from)


def test_a_director_gives_staff_roles_in_the_own_centre_only():
    centre = CentreFactory()
    held = standing(holder("centre_director", centre))

    assert held.may_give("centre_staff", centre)
    assert not held.may_give("centre_staff", CentreFactory())
    assert not held.may_give("centre_director", centre)


def test_a_pseudonym_is_stable_within_a_plan_and_differs_between_plans():
    firm = EnterpriseFactory()

    assert queries.pseudonym("P1", firm.uid) == queries.pseudonym("P1", firm.uid)
    assert queries.pseudonym("P1", firm.uid) != queries.pseudonym("P2", firm.uid)
    assert firm.name not in queries.pseudonym("P1", firm.uid)
