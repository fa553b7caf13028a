"""What the values of a dimension are called."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.evidence.models import Origin
from jalon.network.models import FirmSize, Region, Sector
from jalon.plan.queries import funding_lines
from jalon.plan.queries.catalogue import service_names
from jalon.results.queries.promise import Promise

DIMENSIONS = {
    "region": gettext_lazy("Region"),
    "sector": gettext_lazy("Sector"),
    "firm_size": gettext_lazy("Size of the firm"),
    "origin": gettext_lazy("Origin"),
    "axis": gettext_lazy("Axis"),
    "funding_line": gettext_lazy("Funding line"),
    "service": gettext_lazy("Service"),
    "ecosystem": gettext_lazy("Ecosystem"),
    "general_interest": gettext_lazy("General interest"),
    "high_value": gettext_lazy("High value"),
    "campaign": gettext_lazy("Campaign"),
}


def dimension_name(dimension: str) -> str:
    return str(DIMENSIONS.get(dimension, dimension))


def names(dimension: str, promised: Promise, on: date) -> Mapping[str, object]:
    """The words of each known value of a dimension; a value without words is shown as it is."""
    match dimension:
        case "region":
            return dict(Region.objects.values_list("code", "name"))
        case "sector":
            return dict(Sector.objects.values_list("code", "name"))
        case "firm_size":
            return dict(FirmSize.choices)
        case "origin":
            return dict(Origin.choices)
        case "axis":
            return {axis.code: axis.name for axis in promised.axes_on(on)}
        case "funding_line":
            return {line.code: line.name for line in funding_lines(promised.version_on(on))}
        case "service":
            return service_names(on=on)
        case "general_interest" | "high_value":
            return {"true": _("yes"), "false": _("no")}
    return {}
