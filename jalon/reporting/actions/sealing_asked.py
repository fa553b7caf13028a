"""A seal is long work: asked of the worker, told while it is made, done once.

What cannot be sealed is refused when it is asked; what cannot be any more, when it is tried, says so.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from jalon.kernel.periods import Period, parse
from jalon.plan.models import Plan
from jalon.reporting.actions.sealing import NotSealed, ready, seal
from jalon.reporting.bundling import RowChanged
from jalon.reporting.models import Sealing
from jalon.reporting.queries.sealings import job_of
from jalon.reporting.telling import Telling

SEAL = "reporting.seal"


@transaction.atomic
def ask_seal(plan: Plan, period: Period, *, by, at: datetime) -> Sealing:
    """Ask the worker for the seal of a period; asked twice, it is made once. Raises NotSealed."""
    ready(plan, period)
    fresh = {"by": by, "asked_at": at}
    asked, _is_new = Sealing.objects.get_or_create(plan=plan, period=period.code, defaults=fresh)
    held = Sealing.objects.select_for_update().filter(pk=asked.pk).first()
    if held is None:  # made while we waited
        raise NotSealed("sealed_before")
    if job_of(held):
        return held
    again = fresh | {"stage": Sealing.Stage.WAITING, "done": 0, "total": 0, "refusal": {}}
    Sealing.objects.filter(pk=held.pk).update(**again)
    queue = {"lock": held.queue_key, "queueing_lock": held.queue_key}
    app.configure_task(SEAL, allow_unknown=False, **queue).defer(uid=str(held.uid))
    return held


def seal_asked(uid: UUID | str, *, on: date, is_halted: Callable[[], bool]) -> None:
    """Make the seal, in one transaction with the end of its asking: done twice, it is made once."""
    asked = Sealing.objects.filter(uid=uid).select_related("plan", "by").first()
    if asked is None:
        return
    try:
        with Telling(asked, is_halted) as tell, transaction.atomic():
            seal(asked.plan, parse(asked.period), by=asked.by, on=on, uid=asked.uid, tell=tell)
            Sealing.objects.filter(pk=asked.pk).delete()
    except NotSealed as error:
        refuse(asked, reason=error.reason, waiting=list(error.waiting))
    except RowChanged as error:
        refuse(asked, reason="row_changed", row=error.row)


def refuse(asked: Sealing, **why) -> None:
    Sealing.objects.filter(pk=asked.pk).update(refusal=why)
