"""Demo mode: one account a role, so that a newcomer can read the plan through everybody's eyes."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from jalon.network.actions.people import hold_role
from jalon.network.models import Organisation
from jalon.network.roles import ROLES, Role
from jalon.people import actions as accounts
from jalon.people.models import User
from jalon.people.queries import account_of, demo_password


@dataclass(frozen=True)
class DemoAccount:
    role: type[Role]
    organisation: Organisation
    email: str
    password: str


def create_demo_accounts(*, on) -> list[DemoAccount]:
    """One account for each role, made once; the password is the home's own and the same every time."""
    if not settings.JALON_DEMO:
        raise RuntimeError("demo accounts exist in demo mode only")
    with transaction.atomic():
        return [demo_account(role, seat(role), on) for role in ROLES.values()]


def seat(role: type[Role]) -> Organisation:
    """Where the demo's holder of the role sits: one centre, the federation behind it, the ministry, the
    network.
    """
    kind = role.held_in[0]
    seats = Organisation.objects.filter(kind=kind)
    if kind == "federation":
        seats = seats.filter(centres=seat(ROLES["centre_director"]))
    elif kind == "centre":
        seats = seats.exclude(federation=None)
    found = seats.order_by("code").first()
    if found is None:
        raise LookupError(f"no organisation of the kind {kind}: load a pack before making demo accounts")
    return found


def demo_account(role, organisation, on) -> DemoAccount:
    email = f"{role.code.replace('_', '.')}@demo.example"
    password = demo_password(email)
    user = account_of(email) or open_demo(email, password, role)
    if not user.memberships.filter(role=role.code).exists():
        hold_role(user, role=role.code, organisation=organisation, starts_on=on, by=None)
    return DemoAccount(role, organisation, email, password)


def open_demo(email, password, role) -> User:
    return accounts.open_account(email=email, password=password, name=role.name.fr, is_demo=True)
