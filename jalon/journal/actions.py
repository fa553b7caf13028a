"""How something enters the journal: every action of every app records through here, once."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar

from django.core.serializers.json import json
from django.db import connection, transaction
from django.utils import timezone

from jalon.journal.models import Event, Record
from jalon.journal.queries import FOUNDED
from jalon.kernel import chain

APPEND_LOCK = 0x6A616C6F6E  # "jalon"
PURPOSES = ("production", "demo", "bench")

Kept = TypeVar("Kept", bound=Record)
SIMULATED_NOW: ContextVar[datetime | None] = ContextVar("simulated now", default=None)
NUMBERED: ContextVar[tuple[list[int], ...]] = ContextVar("numbered", default=())


class AlreadyFounded(Exception):
    """A journal is begun once, for one purpose."""


class Recording:
    """What an action records while it runs."""

    def __init__(self, event_id: int, payload: dict):
        self.event_id = event_id
        self.payload = payload
        self.number: int | None = None  # known once the action has ended
        self.digests: list[bytes] = []
        self.records: list[Record] = []

    def covers(self, digests: Iterable[bytes]) -> None:
        """Put the digests of rows under the event's hash, in the order of their ids."""
        self.digests.extend(bytes(digest) for digest in digests)

    def keep(self, row: Kept) -> Kept:
        """Write a record under this event."""
        return self.keep_all([row])[0]

    def keep_all(self, rows: Iterable[Kept]) -> list[Kept]:
        """Write records of one table under this event, many at once."""
        written = [self.signed(row) for row in rows]
        if written:
            type(written[0])._base_manager.bulk_create(written, batch_size=5000)
            self.records += written
        return written

    def signed(self, row: Kept) -> Kept:
        row.event_id, row.hash = self.event_id, row.digest()
        return row

    @property
    def leaves(self) -> list[bytes]:
        """The digests under the event's hash: those given, then the records' by table and key."""
        records = sorted(self.records, key=lambda row: (row._meta.db_table, row.pk))
        return [*self.digests, *(bytes(row.hash) for row in records)]


@contextmanager
def recording(
    verb: str, *, subject: str = "", by=None, payload=None, at: datetime | None = None
) -> Iterator[Recording]:
    """Run an action in one transaction and write its event at the end; an exception leaves nothing behind.

    The append lock is taken last and held to the commit: numbers follow the order of commits. `payload` is
    JSON without floats. `at` is for a simulated past; an event is never earlier than the one before it.
    """
    with transaction.atomic():
        record = Recording(next_id(), dict(payload or {}))
        yield record
        root = chain.merkle_root(record.leaves)  # before the lock: digests of many rows take time
        record.number = append(
            verb, subject=subject, by=by, payload=record.payload, at=at, root=root, event_id=record.event_id
        )


@contextmanager
def numbered() -> Iterator[list[int]]:
    """The numbers of the events written inside, in their order: what an act that causes others names."""
    numbers: list[int] = []
    token = NUMBERED.set((*NUMBERED.get(), numbers))
    try:
        yield numbers
    finally:
        NUMBERED.reset(token)


@contextmanager
def happening(at: datetime) -> Iterator[None]:
    """What is recorded inside is recorded at that instant: a simulated past, through the real actions."""
    token = SIMULATED_NOW.set(at)
    try:
        yield
    finally:
        SIMULATED_NOW.reset(token)


def found(*, purpose: str, at: datetime | None = None) -> None:
    """Begin the journal with an event that gives it a name and says what it is for."""
    if purpose not in PURPOSES:
        raise ValueError(f"a journal is for one of {', '.join(PURPOSES)}")
    with transaction.atomic():
        lock()
        if Event.objects.exists():
            raise AlreadyFounded
        write_founding(purpose, at)


def write_founding(purpose: str, at: datetime | None) -> Event:
    name = str(uuid.uuid4())
    payload = {"journal": name, "purpose": purpose}
    subject = f"journal:{name}"
    root, event_id = chain.EMPTY_ROOT, next_id()
    return write(
        None, FOUNDED, subject=subject, by=None, payload=payload, at=at, root=root, event_id=event_id
    )


def append(verb: str, *, at, **rest) -> int:
    lock()
    last = Event.objects.order_by("-number").only("number", "recorded_at", "hash").first()
    number = write(last or write_founding("production", at), verb, at=at, **rest).number
    for numbers in NUMBERED.get():
        numbers.append(number)
    return number


def write(last: Event | None, verb: str, *, subject, by, payload, at, root, event_id) -> Event:
    payload = json.loads(json.dumps(payload))  # digested as it will be read back
    number = last.number + 1 if last else 1
    now = at or SIMULATED_NOW.get() or timezone.now()
    recorded_at = max(now, last.recorded_at) if last else now
    previous = bytes(last.hash) if last else chain.GENESIS
    actor_uid = by.uid if by else None
    return Event.objects.create(
        id=event_id,
        number=number,
        recorded_at=recorded_at,
        verb=verb,
        subject=subject,
        actor=by,
        payload=payload,
        root=root,
        previous=previous,
        hash=chain.event_hash(previous, number, recorded_at, verb, subject, actor_uid, payload, root),
    )


def lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])


def next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('journal_event', 'id'))")
        return cursor.fetchone()[0]
