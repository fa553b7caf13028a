"""What a worker of the pages asks before anybody does: SQL is compiled, files are opened once a process."""

import logging
from threading import Thread

from django.db import connection
from django.utils import timezone

log = logging.getLogger(__name__)


def begin() -> Thread:
    """Ask beside the pages, which need not wait. Who ends does: an engine cut short aborts its process."""
    thread = Thread(target=ask, name="first question")
    thread.start()
    return thread


def ask() -> None:
    """Where the plan stands today, read and thrown away; a failure is for the page that meets it again."""
    from jalon.plan.queries import plan_on
    from jalon.results.queries.overview import overview

    try:
        today = timezone.localdate()
        plan = plan_on(today)
        if plan:
            overview(plan, on=today)
    except Exception:
        log.warning("The first question of a worker failed: its first page will be slower.", exc_info=True)
    finally:
        connection.close()
