"""The way from the page of a thing to a case of quality about it."""

from django import template

from jalon.services.quality.queries.cases import WRITERS

register = template.Library()


@register.inclusion_tag("services/quality/open_case.html", takes_context=True)
def open_case(context, centre, about):
    """`{% open_case certificate.centre certificate.number %}`: a link for who may write one in the centre."""
    standing = context["request"].standing
    may_open = any(standing.can(permission, centre) for permission in WRITERS)
    return {"may_open": may_open, "about": about, "centre": centre.code}
