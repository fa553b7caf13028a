"""The services of the catalogue: their versions, and what they are called."""

from datetime import date

from jalon.kernel.service import Service, in_force
from jalon.kernel.words import Words
from jalon.plan.models import ServiceVersion


def services(*, known_at: int | None = None) -> dict[str, tuple[Service, ...]]:
    """The versions of each service known at the moment, by code, in the order in which they take effect."""
    rows = ServiceVersion.objects.known_at(known_at).select_related("service")
    found: dict[str, tuple[Service, ...]] = {}
    for row in rows.order_by("service__code", "effective_from", "number"):
        found[row.service.code] = (*found.get(row.service.code, ()), service_of(row))
    return found


def service_of(row: ServiceVersion) -> Service:
    return Service(
        row.service.code,
        row.name,
        row.effective_from,
        axis=row.axis_code,
        funding_line=row.funding_line_code,
        general_interest=row.general_interest,
        high_value=row.high_value,
        kinds=tuple(row.kinds),
    )


def service_names(*, on: date, known_at: int | None = None) -> dict[str, Words]:
    """What each service is called on the day; before it takes effect, what it will be called first."""
    known = services(known_at=known_at)
    return {code: (in_force(versions, on) or versions[0]).words for code, versions in known.items()}
