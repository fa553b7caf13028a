"""Checks that nothing recorded was changed: the journal's chain, rows, documents, segments and invariants.

It reads everything as of one instant and keeps little in memory: rows stream from the server.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from jalon.evidence import documents as files
from jalon.evidence.models import Document, Evidence, Segment
from jalon.evidence.rows import row_digest
from jalon.evidence.segments import missing_rows
from jalon.fund.queries import ledger_verification
from jalon.journal import lives
from jalon.journal import queries as journal
from jalon.journal.models import Event, Record
from jalon.kernel import chain
from jalon.network.models import Consultation, Merge
from jalon.network.queries import consultation_digest, merge_digest
from jalon.site import invariants
from jalon.site.invariants import Problem
from jalon.site.packs import verification as packs
from jalon.site.seals import wrong_seals

EVENTS_AT_ONCE = 200
ROWS_AT_ONCE = 5000


@contextmanager
def one_instant() -> Iterator[None]:
    """Everything inside reads the database as it was when the block began."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def problems(say: Callable[[str], object] = lambda step: None) -> Iterator[Problem]:
    """Every problem, the journal's first; `say` hears each step."""
    with one_instant():
        for name, step in STEPS.items():
            say(name)
            yield from step()


# the chain


def broken_links() -> Iterator[Problem]:
    """Numbers without gaps, each event's hash over its own values and the hash before it."""
    previous, number, last_at = chain.GENESIS, 0, None
    for event in Event.objects.select_related("actor").order_by("number").iterator(ROWS_AT_ONCE):
        place = f"event {event.number} ({event.verb})"
        if event.number != number + 1:
            yield Problem(place, f"event {number + 1} is missing before it")
        if bytes(event.previous) != previous:
            yield Problem(place, "it does not follow the event before it: one was changed, removed or added")
        if last_at and event.recorded_at < last_at:
            yield Problem(place, "it is recorded earlier than the event before it")
        if bytes(event.hash) != hash_of(event):
            yield Problem(place, "its content does not match its hash: it was changed")
        previous, number, last_at = bytes(event.hash), event.number, event.recorded_at


def hash_of(event: Event) -> bytes:
    return chain.event_hash(
        bytes(event.previous),
        event.number,
        event.recorded_at,
        event.verb,
        event.subject,
        event.actor.uid if event.actor else None,
        event.payload,
        bytes(event.root),
    )


# what events cover


@dataclass(frozen=True)
class Covered:
    """A thing under an event's hash: its digest as it is now, and whether that is the digest it was given."""

    event_id: int
    name: str
    digest: bytes
    is_unchanged: bool = True


def changed_records() -> Iterator[Problem]:
    """Rows that were changed, then events that do not cover what is there."""
    events = Event.objects.order_by("number").values_list("id", "number", "verb", "root")
    waiting = events.iterator(ROWS_AT_ONCE)
    while some := tuple(islice(waiting, EVENTS_AT_ONCE)):
        yield from changed_under(some)


def changed_under(events: tuple) -> Iterator[Problem]:
    digests: dict[int, list[bytes]] = defaultdict(list)
    changed = set()
    for covered in covered_by([event[0] for event in events]):
        digests[covered.event_id].append(covered.digest)
        if not covered.is_unchanged:
            changed.add(covered.event_id)
            yield Problem(covered.name, "its content does not match its digest: it was changed")
    for event_id, number, verb, root in events:
        if chain.merkle_root(digests[event_id]) != bytes(root) and event_id not in changed:
            place = f"event {number} ({verb})"
            yield Problem(
                place, "it does not cover what is recorded under it: something was removed or added"
            )


def covered_by(events: list[int]) -> Iterator[Covered]:
    for source in (evidence_of, documents_of, merges_of, consultations_of, records_of):
        yield from source(events)


def evidence_of(events: list[int]) -> Iterator[Covered]:
    rows = Evidence.objects.filter(event__in=events).order_by("event_id", "id")
    for row in rows.iterator(ROWS_AT_ONCE):
        digest = row_digest(row)
        name = f"evidence row {row.id} ({row.kind}, {row.external_id})"
        yield Covered(row.event_id, name, digest, digest == bytes(row.hash))


def documents_of(events: list[int]) -> Iterator[Covered]:
    """By the event's own words: two people may have stored the same bytes at once, and one row says so."""
    stored = Event.objects.filter(id__in=events, verb="document.stored").order_by("id")
    for event_id, payload in stored.values_list("id", "payload"):
        sha256 = payload["sha256"]
        is_there = Document.objects.filter(
            sha256=sha256, size=payload["size"], media_type=payload["media_type"]
        ).exists()
        yield Covered(event_id, f"document {sha256}", bytes.fromhex(sha256), is_there)


def merges_of(events: list[int]) -> Iterator[Covered]:
    merges = Merge.objects.filter(event__in=events).select_related("absorbed", "kept")
    for merge in merges.order_by("event_id", "id"):
        yield Covered(merge.event_id, f"merge {merge.id}", merge_digest(merge))


def consultations_of(events: list[int]) -> Iterator[Covered]:
    opened = Consultation.objects.filter(event__in=events).select_related("user", "centre")
    for one in opened.order_by("event_id", "id"):
        yield Covered(one.event_id, f"consultation {one.id}", consultation_digest(one))


def records_of(events: list[int]) -> Iterator[Covered]:
    """The records of every app, in the order in which an event covers them."""
    for model in sorted(record_models(), key=lambda one: one._meta.db_table):
        for row in (
            model._base_manager.filter(event__in=events).order_by("event_id", "pk").iterator(ROWS_AT_ONCE)
        ):
            digest = row.digest()
            name = f"{model._meta.verbose_name} {row.pk}"
            yield Covered(row.event_id, name, digest, digest == bytes(row.hash))


def record_models() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


# a forger may leave what does not fit together
UNREADABLE = (ObjectDoesNotExist, LookupError, TypeError, ValueError, ArithmeticError)


def changed_promises() -> Iterator[Problem]:
    """What was agreed, promised and published, against its digest in the journal."""
    try:
        for subject, what in packs.altered():
            yield Problem(subject, what)
    except UNREADABLE as error:
        yield Problem("what was adopted", f"something in it can no longer be read: {error}")


# files


def changed_kinds() -> Iterator[Problem]:
    """How deeds count, against what the journal says was declared."""
    try:
        for subject, what in packs.changed_kinds():
            yield Problem(subject, what)
    except UNREADABLE as error:
        yield Problem("kinds of deeds", f"something in them can no longer be read: {error}")


def wrong_documents() -> Iterator[Problem]:
    for document in Document.objects.order_by("event_id").iterator(ROWS_AT_ONCE):
        place = f"document {document.sha256}"
        path = files.path_of(document.sha256)
        if not path.exists():
            yield Problem(place, f"its file is missing: {path}")
        elif not files.is_whole(document.sha256):
            yield Problem(place, f"its file was changed: {path}")
    yield from invariants.missing_documents()


def wrong_segments() -> Iterator[Problem]:
    identity = journal.identity()
    for segment in Segment.objects.order_by("retired", "id"):
        place, path = f"segment {segment.file}", settings.JALON_SEGMENTS / segment.file
        if segment.journal != identity and not segment.retired:
            yield Problem(place, "it belongs to another journal")
        digest = sha256_of(path)
        if digest is None and not segment.retired:  # no figure is read from those: their files go in time
            yield Problem(place, f"its file is missing: {path}")
        elif digest not in (None, segment.sha256):
            yield Problem(place, f"its file was changed: {path}")
    yield from invariants.miscounted_segments()
    if missing := missing_rows():
        rows = f"{missing:,} recorded rows are in none" if missing > 0 else f"{-missing:,} rows are in two"
        yield Problem("segments", f"{rows}: their manifest was changed")


def wrong_books() -> Iterator[Problem]:
    for place, what in ledger_verification.wrong():
        yield Problem(place, what)


def wrong_lives() -> Iterator[Problem]:
    for place, what in lives.wrong():
        yield Problem(place, what)


def sha256_of(path) -> str | None:
    """The digest of a file, None when it is not there."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


STEPS: dict[str, Callable[[], Iterable[Problem]]] = {
    "the chain of the journal": broken_links,
    "what events cover": changed_records,
    "what was adopted": changed_promises,
    "attestations and roles": invariants.changed_words,
    "firms that were merged": invariants.changed_merges,
    "states and the steps that led to them": wrong_lives,
    "kinds of deeds": changed_kinds,
    "documents": wrong_documents,
    "segments": wrong_segments,
    "sealed periods": wrong_seals,
    "the books of the fund": wrong_books,
    "invariants": invariants.broken,
}
