"""Whether what was promised and published is still what the journal says was adopted."""

from collections import defaultdict
from collections.abc import Iterator

from jalon.contracts.models import ContractVersion
from jalon.evidence.models import Kind
from jalon.evidence.queries.registered import terms_digest
from jalon.evidence.terms import kind_from
from jalon.indicators.models import IndicatorVersion
from jalon.journal.models import Event
from jalon.plan.models import Agreement, ClaimVersion, PlanVersion, ServiceVersion
from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.keeping import catalogue, claims, contracts, counting, plans

DRAFT = "draft"
ADOPTING = ("pack.loaded", "contracts.annexed", "contract.signed")


def altered() -> Iterator[tuple[str, str]]:
    """Agreements, claims and versions changed, removed or slipped in since: which, and what is wrong."""
    now, adopted = dict(digests()), recorded()
    for subject, digest in sorted(adopted.items()):
        if subject not in now:
            yield subject, "it was adopted and is no longer there"
        elif now[subject] != digest:
            yield subject, "its content does not match the digest in the journal: it was changed"
    for subject in sorted(now.keys() - adopted.keys() - drafted()):
        yield subject, "nothing in the journal says that it was adopted"
    yield from misplaced()


def changed_kinds() -> Iterator[tuple[str, str]]:
    """Kinds of deeds that would count otherwise than was declared; what no event declares is told too."""
    said, kept = declared_kinds(), {row.code: row for row in Kind.objects.all()}
    for code in sorted(said.keys() | kept.keys()):
        if code not in kept:
            yield f"kind:{code}", "it was declared and is no longer there"
        elif code not in said:
            yield f"kind:{code}", "nothing in the journal says that it was declared"
        elif said[code] not in ("", digest_of(kept[code]), terms_digest(kept[code])):
            yield f"kind:{code}", "its terms are not those the journal says were declared: they were changed"


def declared_kinds() -> dict[str, str]:
    """The digest under which each kind was last declared; "" where an old event kept one for several."""
    said: dict[str, str] = {}
    events = Event.objects.filter(verb__in=("pack.loaded", "kinds.registered")).order_by("number")
    for verb, payload in events.values_list("verb", "payload"):
        if verb == "pack.loaded":
            found = {subject: digest for subject, digest, _is_adopted in payload["recorded"]}
            said |= {
                name.removeprefix("kind:"): digest
                for name, digest in found.items()
                if name.startswith("kind:")
            }
        else:
            terms = payload.get("terms")
            said |= terms if isinstance(terms, dict) else dict.fromkeys(payload["kinds"], "")
    return said


def digest_of(row: Kind) -> str:
    return fingerprint(counting.said_kind(kind_from(row.code, row.name, row.terms))).hex()


def recorded() -> dict[str, str]:
    """The digest under which each thing adopted was last recorded."""
    return {subject: digest for _event, subject, digest in adoptions()}


def version_of(subject: str) -> str:
    """Claims had no versions once: what was recorded of them then is their first."""
    return f"{subject}:1" if subject.startswith("claim:") and subject.count(":") == 1 else subject


def adoptions() -> Iterator[tuple[int, str, str]]:
    """Everything adopted, as the journal says it: the event, the thing, its digest."""
    events = Event.objects.filter(verb__in=ADOPTING).order_by("number")
    for event, verb, payload in events.values_list("id", "verb", "payload"):
        if verb != "pack.loaded":  # a signature that is not the last adopts nothing
            adopted = payload.get("contracts", {})
            yield from ((event, subject, digest) for subject, digest in adopted.items())
        else:
            said = (
                (version_of(subject), digest)
                for subject, digest, is_adopted in payload["recorded"]
                if is_adopted
            )
            yield from ((event, subject, digest) for subject, digest in said)


def misplaced() -> Iterator[tuple[str, str]]:
    """What is known from another moment on than the one it was adopted at: the past would change with it."""
    adopted_by = defaultdict(set)
    for event, subject, _digest in adoptions():
        adopted_by[subject].add(event)
    for subject, event in named_events():
        if subject in adopted_by and event not in adopted_by[subject]:
            yield subject, "it names another event than the one that adopted it"


def named_events() -> Iterator[tuple[str, int]]:
    for code, event in Agreement.objects.values_list("code", "event").order_by("pk"):
        yield f"agreement:{code}", event
    for noun, model in VERSIONED:
        for code, number, event in model.objects.values_list(f"{noun}__code", "number", "event").order_by(
            "pk"
        ):
            yield f"{noun}:{code}:{number}", event


VERSIONED = (
    ("service", ServiceVersion),
    ("claim", ClaimVersion),
    ("plan", PlanVersion),
    ("contract", ContractVersion),
    ("indicator", IndicatorVersion),
)


def digests() -> Iterator[tuple[str, str]]:
    """Everything there is, by the name the journal gives it, with its digest as it is now."""
    for agreement in plans.agreements():
        yield f"agreement:{agreement.code}", fingerprint(agreement).hex()
    for subject, version in versions():
        yield subject, fingerprint(version).hex()


def versions() -> Iterator[tuple]:
    for service in catalogue.services():
        yield f"service:{service.code}:{service.number}", service
    for claim in claims.claims():
        yield f"claim:{claim.code}:{claim.number}", claim
    for head in plans.heads():
        for version in plans.versions(head.code):
            yield f"plan:{head.code}:{version.number}", version
    for contract in contracts.contracts():
        for version in contract.versions:
            yield f"contract:{contract.code}:{version.number}", version
    for sheet in counting.indicators():
        yield f"indicator:{sheet.code}:{sheet.number}", sheet


def drafted() -> set[str]:
    """Drafts come and go: nobody adopted them."""
    return {subject for subject, version in versions() if getattr(version, "status", "") == DRAFT}
