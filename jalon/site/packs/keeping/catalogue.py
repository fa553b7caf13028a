"""The services of the catalogue with their versions."""

from jalon.plan.models import Service, ServiceVersion
from jalon.site.packs import counting
from jalon.site.packs.keeping.values import kept_words, said_words

SAME = ("number", "effective_from", "general_interest", "high_value")


def services() -> list[counting.Service]:
    """Every version of every service, by code and number."""
    rows = ServiceVersion.objects.select_related("service").order_by("service__code", "number")
    return [_service(row) for row in rows]


def _service(row) -> counting.Service:
    return counting.Service.model_construct(
        code=row.service.code,
        **{name: getattr(row, name) for name in SAME},
        name=said_words(row.name),
        axis=row.axis_code or None,
        funding_line=row.funding_line_code or None,
        kinds=tuple(row.kinds),
        source=row.source or None,
        reason=said_words(row.reason),
    )


def keep_service(part: counting.Service, event_id: int) -> None:
    """Write one version; those before it stay."""
    service, _ = Service.objects.get_or_create(code=part.code)
    ServiceVersion.objects.create(
        service=service,
        **{name: getattr(part, name) for name in SAME},
        name=kept_words(part.name),
        axis_code=part.axis or "",
        funding_line_code=part.funding_line or "",
        kinds=list(part.kinds),
        source=part.source or "",
        reason=kept_words(part.reason),
        event_id=event_id,
    )
