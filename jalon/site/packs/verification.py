"""Whether what packs had adopted is still what the journal says was adopted."""

from collections.abc import Iterator

from jalon.journal.models import Event
from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.keeping import contracts, counting, plans


def altered() -> Iterator[tuple[str, str]]:
    """Versions of plans, contracts and sheets changed or removed since: which, and what is wrong."""
    now = dict(digests())
    for subject, digest in sorted(recorded().items()):
        if subject not in now:
            yield subject, "it was adopted and is no longer there"
        elif now[subject] != digest:
            yield subject, "its content does not match the digest in the journal: it was changed"


def recorded() -> dict[str, str]:
    """The digest under which each adopted version was last recorded."""
    loads = Event.objects.filter(verb="pack.loaded").order_by("number").values_list("payload", flat=True)
    return {
        subject: digest
        for payload in loads
        for subject, digest, is_adopted in payload["recorded"]
        if is_adopted
    }


def digests() -> Iterator[tuple[str, str]]:
    """Every version there is, by the name the journal gives it, with its digest as it is now."""
    for head in plans.heads():
        for version in plans.versions(head.code):
            yield f"plan:{head.code}:{version.number}", fingerprint(version).hex()
    for contract in contracts.contracts():
        for version in contract.versions:
            yield f"contract:{contract.code}:{version.number}", fingerprint(version).hex()
    for sheet in counting.indicators():
        yield f"indicator:{sheet.code}:{sheet.number}", fingerprint(sheet).hex()
