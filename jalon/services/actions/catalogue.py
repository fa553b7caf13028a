"""A centre keeps its catalogue: a service drafted, opened, changed by a new version, priced."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jalon.journal.actions import recording
from jalon.journal.lives import MOVED_MEANWHILE, Refused
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.models import Offering, OfferingVersion, Opening, Price


def offer(
    centre: Organisation, *, code: str, terms: Mapping[str, object], by, service=None
) -> OfferingVersion:
    """Draft a service of a centre; firms see it once it is opened."""
    payload = {"centre": centre.code, "service": code}
    with recording("offering.drafted", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        offering = record.keep(Offering(centre=centre, code=code, service=service))
        return record.keep(OfferingVersion(offering=offering, number=1, **terms))


def revise(
    offering: Offering, *, terms: Mapping[str, object], by, after: int | None = None
) -> OfferingVersion:
    """Draft a new version; the one in force stays until the new one is opened.

    `after` is the number of the version the page showed. Raises Refused.
    """
    with recording("offering.revised", subject=subject_of(offering), by=by) as record:
        number = held_at(offering, after) + 1
        return record.keep(OfferingVersion(offering=offering, number=number, **terms))


def held_at(offering: Offering, after: int | None) -> int:
    """Keep a service from everybody else to the end of the transaction; the number of its last version.

    Refused when that is not the one the page showed; None is for who acts without a page.
    """
    Offering.objects.select_for_update(no_key=True).get(pk=offering.pk)
    number = offering.versions.count()
    if after is not None and after != number:
        raise Refused((MOVED_MEANWHILE,))
    return number


def open_to_firms(version: OfferingVersion, *, starts_on: date, by, after: int | None = None) -> Opening:
    """From a day on, firms ask for this version. Raises Refused."""
    payload = {"version": version.number, "starts_on": starts_on.isoformat()}
    subject = subject_of(version.offering)
    with recording("offering.opened", subject=subject, by=by, payload=payload) as record:
        held_at(version.offering, after)
        return record.keep(Opening(offering=version.offering, version=version, starts_on=starts_on))


def close_to_firms(offering: Offering, *, starts_on: date, by, after: int | None = None) -> Opening:
    """From a day on, the service is no longer offered; what was ordered goes on. Raises Refused."""
    payload = {"starts_on": starts_on.isoformat()}
    with recording("offering.closed", subject=subject_of(offering), by=by, payload=payload) as record:
        held_at(offering, after)
        return record.keep(Opening(offering=offering, version=None, starts_on=starts_on))


def price(
    offering: Offering,
    *,
    code: str,
    name: Words,
    amount: int,
    vat_rate: Decimal,
    starts_on: date,
    by,
    unit: str = "",
) -> Price:
    """Say what a line of the price list costs from a day on, in centimes without tax."""
    told = {"code": code, "name": name, "unit": unit, "amount": amount, "vat_rate": vat_rate}
    with recording("offering.priced", subject=subject_of(offering), by=by, payload={"code": code}) as record:
        return record.keep(Price(offering=offering, starts_on=starts_on, **told))


def subject_of(offering: Offering) -> str:
    return f"offering:{offering.uid}"
