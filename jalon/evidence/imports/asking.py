"""An import too long for a request: asked of the worker, looked after by a person, done once."""

import datetime as dt
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from jalon.evidence import documents
from jalon.evidence.imports import keeping
from jalon.evidence.imports.report import Report
from jalon.evidence.imports.weighing import is_long
from jalon.evidence.models import Import, Work

CHECK, RECORD = "evidence.check_import", "evidence.record_import"
SILENCE = dt.timedelta(seconds=30)  # a worker that lives is heard of more often
TASKS = {Import.State.CHECKING: CHECK, Import.State.RECORDING: RECORD}


def bring(file: BinaryIO, *, name: str, centre, by, on: dt.date) -> Import:
    """Keep a file, and what it would change: read here and now, or by the worker when it is long."""
    sha256, _size, _type = documents.keep(file)
    if is_long(documents.path_of(sha256)):
        return leave_to_worker(sha256, name=keeping.shown_name(name), centre=centre, by=by)
    return keeping.check_file(sha256, name=name, centre=centre, by=by, on=on)


def leave_to_worker(sha256: str, *, name: str, centre, by) -> Import:
    with transaction.atomic():
        made = Import.objects.create(
            centre=centre,
            by=by,
            at=timezone.now(),
            file_name=name,
            file_sha256=sha256,
            state=Import.State.CHECKING,
            report=Report(name, centre.code, dry_run=True).as_json(),
        )
        ask(made, Import.State.CHECKING, by=by)
    return made


def ask_checking(import_: Import, *, by) -> None:
    """Ask again what the file would change, for instance after its columns were told."""
    with transaction.atomic():
        held = keeping.hold(import_)
        keeping.refuse_recorded(held)
        ask(held, Import.State.CHECKING, by=by)


def ask_recording(import_: Import, *, by, take_good_lines: bool = False) -> None:
    """Ask the worker to record what was previewed. Asked twice, it is recorded once."""
    with transaction.atomic():
        held = keeping.hold(import_)
        keeping.refuse_recorded(held)
        if held.state not in (Import.State.CHECKED, Import.State.RECORDING):
            raise ValidationError(
                _("This file has no preview to record: choose it again."), code="no_preview"
            )
        ask(held, Import.State.RECORDING, by=by, take_good_lines=take_good_lines)


def ask(held: Import, state: str, *, by, take_good_lines: bool = False) -> None:
    if held.is_under_way and job_of(held):
        return  # it waits already, or somebody is at it
    fresh = {"stage": Work.Stage.WAITING, "done": 0, "total": 0}
    asked = {"by": by, "take_good_lines": take_good_lines}
    Work.objects.update_or_create(incoming=held, defaults=fresh | asked)
    held.state = state
    held.save(update_fields=("state",))
    queue = {"lock": held.queue_key, "queueing_lock": held.queue_key}
    app.configure_task(TASKS[state], allow_unknown=False, **queue).defer(uid=str(held.uid))


def job_of(import_: Import) -> ProcrastinateJob | None:
    """The job that waits or runs; none when the worker gave up."""
    alive = ProcrastinateJob.objects.filter(queueing_lock=import_.queue_key, status__in=("todo", "doing"))
    return alive.order_by("-pk").first()


def has_worker() -> bool:
    """Whether a worker said lately that it is there."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=Now() - SILENCE).exists()


def leave(import_: Import) -> None:
    """Leave a file that was not recorded; its preview stays to be read.

    Raises ValidationError while its lines are being recorded.
    """
    with transaction.atomic():
        free = Import.objects.select_for_update(skip_locked=True, of=("self",))
        held = free.filter(pk=import_.pk).first()
        if held is None:
            raise ValidationError(
                _("Its lines are being recorded: that ends by itself, and rows can be cancelled afterwards."),
                code="recording",
            )
        if held.state == Import.State.RECORDED:
            return
        forget(held)
        held.state = Import.State.ABANDONED
        held.save(update_fields=("state",))


def forget(held: Import) -> None:
    """A job that waits is not started; one that runs sees for itself that the file was left."""
    if job := job_of(held):
        app.job_manager.cancel_job_by_id(job.pk, delete_job=True)
