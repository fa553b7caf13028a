"""A centre keeps its schemes, and remembers whom it advised."""

from collections.abc import Mapping
from datetime import date

from jalon.journal.actions import recording
from jalon.journal.lives import MOVED_MEANWHILE, Refused
from jalon.network.models import Enterprise, Organisation
from jalon.services.models import Advice, Scheme, SchemeVersion


def draft_scheme(centre: Organisation, *, code: str, terms: Mapping[str, object], by) -> SchemeVersion:
    """Begin a scheme with its first version."""
    payload = {"centre": centre.code, "scheme": code}
    with recording("scheme.drafted", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        scheme = record.keep(Scheme(centre=centre, code=code))
        return record.keep(SchemeVersion(scheme=scheme, number=1, **terms))


def revise_scheme(
    scheme: Scheme, *, terms: Mapping[str, object], by, after: int | None = None
) -> SchemeVersion:
    """Write a new version: applications made before keep theirs.

    `after` is the number of the version the page showed. Raises Refused.
    """
    with recording("scheme.revised", subject=f"scheme:{scheme.uid}", by=by) as record:
        Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
        number = scheme.versions.count() + 1
        if after is not None and after != number - 1:
            raise Refused((MOVED_MEANWHILE,))
        return record.keep(SchemeVersion(scheme=scheme, number=number, **terms))


def note_advice(
    centre: Organisation,
    enterprise: Enterprise,
    *,
    text: str,
    on: date,
    by,
    person=None,
    product_family: str = "",
) -> Advice:
    """Remember that somebody advised a firm, or that the centre worked on its product."""
    with recording("advice.noted", subject=f"centre:{centre.code}", by=by) as record:
        return record.keep(
            Advice(
                centre=centre,
                enterprise=enterprise,
                person=person,
                product_family=product_family,
                on=on,
                text=text.strip(),
            )
        )
