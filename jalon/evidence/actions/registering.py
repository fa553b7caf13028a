from collections.abc import Iterable

from django.db import transaction

from jalon.evidence.models import Kind
from jalon.evidence.queries.registered import terms_digest
from jalon.evidence.terms import terms_of
from jalon.journal.actions import recording
from jalon.kernel import kinds


def register_kinds(declared: Iterable[kinds.Kind] = kinds.CORE, *, by=None, pack: str = "") -> list[str]:
    """Put kinds into the catalogue; codes of those that are new or changed. Nothing new, nothing recorded."""
    with transaction.atomic():
        known = {row.code: (row.name, row.terms) for row in Kind.objects.all()}
        changed = [kind for kind in declared if known.get(kind.code) != (kind.words, terms_of(kind))]
        if changed:
            _register(changed, by=by, pack=pack)
    return [kind.code for kind in changed]


def _register(changed: list[kinds.Kind], *, by, pack: str) -> None:
    codes = [kind.code for kind in changed]
    with recording(
        "kinds.registered", subject=f"pack:{pack}" if pack else "", by=by, payload={"kinds": codes}
    ) as event:
        rows = [Kind(code=kind.code, name=kind.words, terms=terms_of(kind), pack=pack) for kind in changed]
        Kind.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=("code",), update_fields=("name", "terms", "pack")
        )
        event.payload["terms"] = {row.code: terms_digest(row) for row in rows}
