"""What the worker does for the evidence: each task reads the clock and calls an action."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from jalon.evidence import segments
from jalon.evidence.imports import asking, carrying_out
from jalon.evidence.imports.telling import Halted

AGAIN = RetryStrategy(max_attempts=3, wait=10)


@app.task(name=asking.CHECK, pass_context=True, retry=AGAIN)
def check_import(context: JobContext, *, uid: str) -> None:
    with until_halted(context) as is_halted:
        carrying_out.check_asked(uid, on=timezone.localdate(), is_halted=is_halted)


@app.task(name=asking.RECORD, pass_context=True, retry=AGAIN)
def record_import(context: JobContext, *, uid: str) -> None:
    with until_halted(context) as is_halted:
        changed = carrying_out.record_asked(uid, on=timezone.localdate(), is_halted=is_halted)
        segments.write_if_many(changed)


@contextmanager
def until_halted(context: JobContext) -> Iterator[Callable[[], bool]]:
    """A worker that is stopped gives its job back to the queue."""
    try:
        yield context.should_abort
    except Halted as halted:
        raise JobAborted from halted
