"""What the journal says of the catalogue of kinds: a kind's terms decide how its rows count."""

from jalon.evidence.models import Kind
from jalon.journal.models import Event
from jalon.kernel.chain import digest


def terms_digest(row: Kind) -> str:
    """SHA-256 of a kind's code and terms, as the event that declared it keeps it."""
    return digest([row.code, row.terms]).hex()


def changed_kinds() -> list[str]:
    """The kinds whose terms are not those their last declaration says, or that are gone.

    Events of before kept one digest for many kinds: what they declared cannot be told apart, and is left out.
    """
    said: dict[str, str] = {}
    declared = Event.objects.filter(verb="kinds.registered").order_by("number")
    for payload in declared.values_list("payload", flat=True):
        terms = payload.get("terms")
        said |= terms if isinstance(terms, dict) else dict.fromkeys(payload["kinds"], "")
    kept = {row.code: terms_digest(row) for row in Kind.objects.all()}
    return sorted(
        code for code in said.keys() | kept.keys() if said.get(code, "?") not in ("", kept.get(code))
    )
