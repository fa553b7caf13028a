"""The work a row of evidence comes from."""

from uuid import UUID

from django.urls import reverse

from jalon.services.models import Certificate, Invoice, Request, Sample, TestLine, Validation

PATHS: dict[str, tuple[type, str]] = {
    "request": (Request, ""),
    "sample": (Sample, "request"),
    "test": (TestLine, "order__request"),
    "certificate": (Certificate, "application__request"),
    "invoice": (Invoice, "request"),
    "validation": (Validation, "request"),
    "satisfaction": (Request, ""),
}
"""By the first word of a row's reference: what it names, and how to come from it to the request."""


def request_of(row) -> Request | None:
    """The request a row of evidence was made for, None for a row that no request left."""
    kind, _colon, rest = (row.external_id or "").partition(":")
    uid = uuid_of(rest.partition(":")[0])
    if kind not in PATHS or uid is None:
        return None
    table, path = PATHS[kind]
    keys = table.objects.filter(uid=uid, centre=row.centre_id).values(path or "pk")
    return Request.objects.filter(pk__in=keys).select_related("centre").first()


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def origin_of(row, standing) -> tuple[str, str] | None:
    """Number and address of the request behind a row, for who may open the work of its centre."""
    if not standing.can("work.view", row.centre):
        return None
    found = request_of(row)
    return (found.number, reverse("services:request", args=[found.uid])) if found else None
