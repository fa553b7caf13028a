"""Words of the network in templates."""

from django import template

from jalon.network.models import FirmSize

register = template.Library()


@register.simple_tag
def firm_size(code) -> str:
    """The size in words, nothing while it is unknown."""
    return FirmSize(code).label if code in FirmSize.values else ""
