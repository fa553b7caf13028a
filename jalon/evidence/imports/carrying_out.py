"""What the worker does with an import it was asked for. Done twice, it changes nothing the second time."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from jalon.evidence import documents
from jalon.evidence.imports import keeping
from jalon.evidence.imports.importing import import_file
from jalon.evidence.imports.report import Report
from jalon.evidence.imports.telling import Left, Telling
from jalon.evidence.models import Import


def check_asked(uid: str, *, on: dt.date, is_halted: Callable[[], bool]) -> None:
    """Read the file and keep what it would change, unless it was left or done meanwhile."""
    import_ = Import.objects.select_related("centre", "work__by").get(uid=uid)
    if import_.state != Import.State.CHECKING:
        return
    with Telling(import_, is_halted) as told:
        try:
            report = read(import_, on=on, told=told, dry_run=True)
        except Left:
            return
    with transaction.atomic():
        held = keeping.hold(import_)
        if held.state == Import.State.CHECKING:
            keeping.keep(held, report)


def record_asked(uid: str, *, on: dt.date, is_halted: Callable[[], bool]) -> int:
    """Record the file in one transaction, which holds the import: never half, never twice.

    How many rows changed.
    """
    import_ = Import.objects.get(uid=uid)
    with Telling(import_, is_halted) as told, transaction.atomic():
        held = keeping.hold(import_)
        if held.state != Import.State.RECORDING:
            return 0
        report = read(held, on=on, told=told, take_good_lines=held.work.take_good_lines)
        keeping.keep(held, report)
    return report.changed if report.recorded else 0


def read(import_: Import, *, on: dt.date, **options) -> Report:
    path = documents.path_of(import_.file_sha256)
    named = {"by": import_.work.by, "file_name": import_.file_name}
    return import_file(path, centre=import_.centre, on=on, **named, **options)
