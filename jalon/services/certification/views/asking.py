"""What the pages of certification share: the thing named, its trail, what was refused."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.network.access import refusal
from jalon.services.certification.queries import applications_of, certificates_of, schemes_of
from jalon.services.queries.requests import roles_in


def named(found, uid, sentence):
    thing = found.filter(uid=uid).first()
    if thing is None:
        raise Http404(sentence)
    return thing


def scheme_named(http, uid):
    return named(schemes_of(http.standing), uid, _("No scheme of your centres is at this address."))


def application_named(http, uid):
    return named(applications_of(http.standing), uid, _("No application of your centres is at this address."))


def certificate_named(http, uid):
    return named(certificates_of(http.standing), uid, _("No certificate of your centres is at this address."))


def roles_needed(http, centre) -> tuple[str, ...]:
    roles = roles_in(http.standing, centre)
    if not roles:
        raise PermissionDenied(refusal("work.certify"))
    return roles


def tell(form, error, telling) -> None:
    """Say on the form why the act was refused: a sentence a reason."""
    for sentence in telling.sentences(error.reasons):
        form.add_error(None, sentence)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    found = [
        (_("Work"), reverse("services:requests")),
        (_("Certification"), reverse("services:applications")),
        *more,
    ]
    return [*found[:-1], (found[-1][0], "")]


def tabs() -> list[tuple[str, str]]:
    return [
        (_("Applications"), reverse("services:applications")),
        (_("Certificates"), reverse("services:certificates")),
        (_("Schemes"), reverse("services:schemes")),
        (_("Advice given"), reverse("services:advice")),
        (_("Public register"), reverse("register:certificates")),
    ]
