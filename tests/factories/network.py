"""Organisations, roles held and firms, ready to act."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from jalon.journal.actions import recording
from jalon.journal.models import Event
from jalon.kernel.words import Words
from jalon.network.models import (
    CentreFirm,
    Enterprise,
    EnterpriseProfile,
    Establishment,
    Membership,
    Organisation,
    Region,
    Sector,
)
from jalon.network.roles import ROLES
from tests.factories.people import UserFactory

LONG_AGO = date(2014, 1, 1)


def an_event() -> Event:
    """An act of the past for rows that need one."""
    with recording("test.prepared") as record:
        pass
    return Event.objects.get(pk=record.event_id)


def ice(enterprise: int, establishment: int = 1) -> str:
    """A valid ICE for a number of enterprise and of establishment."""
    head = f"{enterprise:09}{establishment:04}"
    return head + f"{-int(head) * 100 % 97:02}"


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "MA-06"
    name = Words("Casablanca-Settat", "الدار البيضاء-سطات", "Casablanca-Settat")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = "22"
    name = Words("Caoutchouc et plastiques", "المطاط والبلاستيك", "Rubber and plastics")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = "other"
    code = factory.Sequence(lambda number: f"ORG{number}")
    name = factory.LazyAttribute(lambda made: Words(f"Organisme {made.code}", f"مؤسسة {made.code}"))


class MinistryFactory(OrganisationFactory):
    kind = "ministry"
    code = factory.Sequence(lambda number: f"MIN{number}")


class NetworkFactory(OrganisationFactory):
    kind = "network"
    code = factory.Sequence(lambda number: f"NET{number}")


class FederationFactory(OrganisationFactory):
    kind = "federation"
    code = factory.Sequence(lambda number: f"FED{number}")


class CentreFactory(OrganisationFactory):
    kind = "centre"
    code = factory.Sequence(lambda number: f"CTI{number}")
    name = factory.LazyAttribute(lambda made: Words(f"Centre {made.code}", f"مركز {made.code}"))
    federation = factory.SubFactory(FederationFactory)

    class Params:
        without_federation = factory.Trait(federation=None)


HOLDERS = {
    "ministry": MinistryFactory,
    "network": NetworkFactory,
    "centre": CentreFactory,
    "federation": FederationFactory,
}


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(CentreFactory)
    role = "centre_staff"
    starts_on = LONG_AGO
    event = factory.LazyFunction(an_event)


def holder(role: str, organisation=None, **fields):
    """An active person who holds the role, in an organisation of the right kind unless one is given."""
    organisation = organisation or HOLDERS[ROLES[role].held_in[0]]()
    return MembershipFactory(role=role, organisation=organisation, user=UserFactory(**fields)).user


class EnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = Enterprise

    number = factory.Sequence(lambda number: f"{100_000_000 + number}")
    name = factory.Sequence(lambda number: f"Société {number}")
    search = factory.LazyAttribute(lambda made: Enterprise.search_key(made.name))

    class Params:
        pending = factory.Trait(number=None, pending_reason="demande en cours")


class EstablishmentFactory(DjangoModelFactory):
    class Meta:
        model = Establishment

    enterprise = factory.SubFactory(EnterpriseFactory)
    number = "0001"
    ice = factory.LazyAttribute(lambda made: ice(int(made.enterprise.number), int(made.number)))


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = EnterpriseProfile

    enterprise = factory.SubFactory(EnterpriseFactory)
    starts_on = date(2023, 1, 1)
    size = "small"


class CentreFirmFactory(DjangoModelFactory):
    class Meta:
        model = CentreFirm

    centre = factory.SubFactory(CentreFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    since = date(2023, 1, 1)
    event = factory.LazyFunction(an_event)
