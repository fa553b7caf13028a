"""What the worker does for people: the weekly letter, one a job."""

import contextlib

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=60)


@app.periodic(cron="40 6 * * 1")
@app.task(name="network.digests", retry=AGAIN, queueing_lock="network.digests")
def ask_for_digests(timestamp: int) -> None:
    """Every Monday, a job for each reader: a letter that fails is tried again alone."""
    from jalon.network.actions.digest import readers

    for person in readers(timezone.localdate()):
        job = digest.configure(queueing_lock=f"digest:{person.uid}")
        # one that still waits is enough: it is written as things stand when it is sent
        with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(person=str(person.uid))


@app.task(name="network.digest", retry=AGAIN)
def digest(*, person: str) -> None:
    """Write to one person, unless they changed their mind since."""
    from jalon.network.actions.digest import write_digest
    from jalon.people.models import User

    reader = User.objects.filter(uid=person, digest=True, is_active=True).first()
    if reader is not None:
        write_digest(reader, on=timezone.localdate())
