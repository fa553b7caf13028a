import click

from jalon.site.cli.session import no, with_database


@click.group
def person():
    """Invite people, list them, close and open their accounts."""


@person.command
@click.argument("email")
@click.option("--role", required=True, help="For instance centre_director; `jalon person roles` lists them.")
@click.option("--organisation", required=True, help="The code of the organisation, for instance CTTH.")
@click.option("--language", type=click.Choice(["fr", "ar", "en"]), default="fr", show_default=True)
@click.option("--address", help="Where browsers reach Jalon; by default this machine.")
@with_database
def invite(email, role, organisation, language, address):
    """Send a letter that opens an account, or a role on an existing one.

    Without a mail server the letter is printed here.
    """
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from jalon.network.actions import invite as send
    from jalon.network.roles import ROLES

    if role not in ROLES:
        raise no(f"There is no role “{role}”. The roles are: {', '.join(ROLES)}.")
    stem = (address or f"http://localhost:{settings.JALON_PORT}").rstrip("/")

    def link(token):
        return stem + reverse("network:acceptance", args=[token])

    found = organisation_of(organisation)
    send(
        email=email, role=role, organisation=found, language=language, by=None, at=timezone.now(), link=link,
    )  # fmt: skip
    click.echo(f"{email} is invited as {role} of {found.code}.")


@person.command("list")
@with_database
def list_():
    """Every account, its roles, and whether it is open."""
    from jalon.people.models import User

    for user in User.objects.prefetch_related("memberships__organisation").order_by("email"):
        roles = ", ".join(
            f"{held.role} of {held.organisation.code}"
            for held in user.memberships.all()
            if held.ends_on is None
        )
        click.echo(f"{user.email}\t{'open' if user.is_active else 'closed'}\t{roles or 'no role'}")


@person.command
def roles():
    """The roles, and what each is for."""
    from jalon.network.roles import ROLES

    for code, role in ROLES.items():
        click.echo(f"{code}\t{role.name.en}: {role.description.en}")


@person.command
@click.argument("email")
@click.option(
    "--reason", required=True, help="Why; the journal keeps that it was done, the account keeps why."
)
@with_database
def deactivate(email, reason):
    """Close an account. Nothing is deleted: what the person did keeps its author."""
    from django.utils import timezone

    from jalon.network.actions import deactivate as close

    close(account(email), reason=reason, on=timezone.localdate(), by=None)
    click.echo(f"The account of {email} is closed.")


@person.command
@click.argument("email")
@with_database
def reactivate(email):
    """Open a closed account again."""
    from jalon.network.actions import reactivate as open_again

    open_again(account(email), by=None)
    click.echo(f"The account of {email} is open again.")


@person.command("remove-factor")
@click.argument("email")
@with_database
def remove_factor(email):
    """Remove the second factor of a person who lost it; a letter tells them."""
    from django.core.exceptions import ValidationError

    from jalon.network.actions import remove_second_factor

    try:
        remove_second_factor(account(email), by=None)
    except ValidationError as error:
        raise no(error.messages[0]) from error
    click.echo(f"{email} signs in with the password alone.")


def account(email):
    from jalon.people.queries import account_of

    found = account_of(email)
    if found is None:
        raise no(f"Nobody has an account under {email}. `jalon person list` shows the accounts.")
    return found


def organisation_of(code):
    from jalon.network.models import Organisation

    found = Organisation.objects.filter(code__iexact=code).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True)) or "none: load a pack first"
        raise no(f"There is no organisation “{code}”. The organisations are: {known}.")
    return found
