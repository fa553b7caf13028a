"""How far an import is, told while it runs: its own transaction shows nothing before its end."""

import time
from collections.abc import Callable

from django.db import connection

from jalon.evidence.models import Import, Work

PAUSE = 0.5  # seconds between two rows written

_TELL = """
UPDATE evidence_work w SET stage = %s, done = %s, total = %s
FROM evidence_import i WHERE i.id = w.incoming_id AND w.incoming_id = %s RETURNING i.state
"""


class Left(Exception):
    """Somebody left the import while it was read: nothing of it is to be kept."""


class Halted(Exception):
    """The worker is asked to stop: the import is for the next one."""


class Telling:
    """Writes how far the work is, over a connection of its own. Use as a context, and call it."""

    def __init__(self, import_: Import, is_halted: Callable[[], bool]):
        self.import_id, self.is_halted = import_.pk, is_halted
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
            cursor.execute(_TELL, [Work.Stage(stage), done, total, self.import_id])
            state = cursor.fetchone()
        if state == (Import.State.ABANDONED,):
            raise Left
