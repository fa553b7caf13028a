"""Seals the worker was asked for: what is under way, and whether somebody is at it."""

import datetime as dt
from uuid import UUID

from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from jalon.plan.models import Plan
from jalon.reporting.models import Sealing

SILENCE = dt.timedelta(seconds=30)  # a worker that lives is heard of more often


def sealing_of(uid: UUID) -> Sealing | None:
    return Sealing.objects.filter(uid=uid).select_related("plan", "by").first()


def sealings_of(plan: Plan) -> list[Sealing]:
    """Those of a plan, the last asked first."""
    return list(Sealing.objects.filter(plan=plan).order_by("-asked_at"))


def job_of(asked: Sealing) -> ProcrastinateJob | None:
    """The job that waits or runs; none when the worker gave up."""
    alive = ProcrastinateJob.objects.filter(queueing_lock=asked.queue_key, status__in=("todo", "doing"))
    return alive.order_by("-pk").first()


def has_worker() -> bool:
    """Whether a worker said lately that it is there."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=Now() - SILENCE).exists()
