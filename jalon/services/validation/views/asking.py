"""What the pages of validation share: the thing named, its trail, what was refused."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.journal.lives import Refused, Telling
from jalon.network.access import refusal
from jalon.services.models import Campaign, Validation
from jalon.services.queries.requests import roles_in
from jalon.services.validation.queries.files import campaigns_of, validations_of


def validation_named(http, uid) -> Validation:
    found = validations_of(http.standing).filter(uid=uid).first()
    if found is None:
        raise Http404(_("No file of a product of your centres is at this address."))
    return found


def campaign_named(http, uid) -> Campaign:
    found = campaigns_of(http.standing).filter(uid=uid).first()
    if found is None:
        raise Http404(_("No campaign of your centres is at this address."))
    return found


def roles_needed(http, centre) -> tuple[str, ...]:
    roles = roles_in(http.standing, centre)
    if not roles:
        raise PermissionDenied(refusal("work.lead"))
    return roles


def tell(form, error: Refused, telling: Telling) -> None:
    """Say on the form why the act was refused: a sentence a reason."""
    for sentence in telling.sentences(error.reasons):
        form.add_error(None, sentence)


def here(validation: Validation) -> str:
    return reverse("services:validation", args=[validation.uid])


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    found = [
        (_("Work"), reverse("services:requests")),
        (_("Product validation"), reverse("services:validations")),
        *more,
    ]
    return [*found[:-1], (found[-1][0], "")]


def tabs() -> list[tuple[str, str]]:
    return [
        (_("Files of products"), reverse("services:validations")),
        (_("Campaigns"), reverse("services:campaigns")),
        (_("Advice given"), reverse("services:advice")),
        (_("Public list"), reverse("campaigns:campaigns")),
        (_("Validated products"), reverse("products:products")),
    ]
