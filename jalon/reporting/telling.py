"""How far a seal is, told while it is made: its own transaction shows nothing before its end."""

import time
from collections.abc import Callable

from django.db import connection

from jalon.reporting.models import Sealing

PAUSE = 0.5  # seconds between two rows written

_TELL = "UPDATE reporting_sealing SET stage = %s, done = %s, total = %s WHERE id = %s"


class Halted(Exception):
    """The worker is asked to stop: the seal is for the next one."""


class Telling:
    """Writes how far the work is, over a connection of its own. Use as a context, and call it."""

    def __init__(self, asked: Sealing, is_halted: Callable[[], bool]):
        self.asked_id, self.is_halted = asked.pk, is_halted
        self.stage, self.again_at = "", 0.0
        self.connection = connection.copy()

    def __enter__(self) -> "Telling":
        return self

    def __exit__(self, *_) -> None:
        self.connection.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self.is_halted():
            raise Halted
        if stage == self.stage and time.monotonic() < self.again_at:
            return
        self.stage, self.again_at = stage, time.monotonic() + PAUSE
        with self.connection.cursor() as cursor:
            cursor.execute(_TELL, [Sealing.Stage(stage), done, total, self.asked_id])
