"""Organisations: registered once, amended, never deleted."""

from jalon.journal.actions import recording
from jalon.network.models import Organisation

AMENDABLE = ("name", "region", "address", "federation", "founded", "note", "source")


def register_organisation(*, kind, code, name, by, sectors=(), at=None, **details) -> Organisation:
    """Details are region, address, federation, founded, note and source."""
    organisation = Organisation(kind=kind, code=code, name=name, **details)
    organisation.full_clean()
    with recording(
        "organisation.registered", subject=f"organisation:{code}", by=by, payload={"kind": kind}, at=at
    ):
        organisation.save()
        organisation.sectors.set(sectors)
    return organisation


def amend_organisation(organisation, *, by, sectors=None, at=None, **details) -> Organisation:
    """Change what is said of an organisation; its kind and code stay."""
    unknown = set(details) - set(AMENDABLE)
    if unknown:
        raise TypeError(f"an organisation cannot be amended in {', '.join(sorted(unknown))}")
    changed = [field for field, value in details.items() if getattr(organisation, field) != value]
    regrouped = sectors is not None and set(organisation.sectors.all()) != set(sectors)
    if not changed and not regrouped:
        return organisation
    for field in changed:
        setattr(organisation, field, details[field])
    organisation.full_clean()
    payload = {"changed": sorted(changed + ["sectors"] * regrouped)}
    with recording(
        "organisation.amended", subject=f"organisation:{organisation.code}", by=by, payload=payload, at=at
    ):
        organisation.save(update_fields=changed)
        if regrouped:
            organisation.sectors.set(sectors)
    return organisation
