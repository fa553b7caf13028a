"""An import as a person goes through it: a file is checked, its preview kept, then it is recorded or left."""

import datetime as dt
from collections.abc import Mapping as Table
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.evidence import documents
from jalon.evidence.imports.importing import import_file
from jalon.evidence.imports.report import Report
from jalon.evidence.models import Import, Mapping
from jalon.journal.models import Event

LONGEST_NAME = 300


def check_file(sha256: str, *, name: str, centre, by, on: dt.date) -> Import:
    """Keep what a stored file would change; nothing of it is recorded yet."""
    shown = shown_name(name)
    report = import_file(
        documents.path_of(sha256), centre=centre, by=by, on=on, dry_run=True, file_name=shown
    )
    return Import.objects.create(
        centre=centre,
        by=by,
        at=timezone.now(),
        file_name=shown,
        file_sha256=sha256,
        state=Import.State.REFUSED if report.refusal else Import.State.CHECKED,
        report=report.as_json(),
    )


def shown_name(name: str) -> str:
    """Without the folders some browsers send."""
    return PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:]


def check_again(import_: Import, *, by, on: dt.date) -> Import:
    """Read the kept file once more, for instance after its columns were told."""
    return _read(import_, by=by, on=on, dry_run=True)


def record_import(import_: Import, *, by, on: dt.date, take_good_lines: bool = False) -> Import:
    """Record what was previewed. Raises ValidationError when it was recorded before."""
    return _read(import_, by=by, on=on, take_good_lines=take_good_lines)


def _read(import_: Import, *, by, on: dt.date, **options) -> Import:
    with transaction.atomic():
        held = hold(import_)
        refuse_recorded(held)
        path = documents.path_of(held.file_sha256)
        report = import_file(path, centre=held.centre, by=by, on=on, file_name=held.file_name, **options)
        keep(held, report)
    return held


def hold(import_: Import) -> Import:
    """The import as it is now, for this transaction alone."""
    held = Import.objects.select_for_update(of=("self",)).select_related("centre")
    return held.get(pk=import_.pk)


def refuse_recorded(held: Import) -> None:
    if held.state == Import.State.RECORDED:
        raise ValidationError(_("This file was already recorded."), code="recorded")


def keep(held: Import, report: Report) -> None:
    held.report = report.as_json()
    held.state = Import.State.REFUSED if report.refusal else Import.State.CHECKED
    if report.recorded:
        held.state = Import.State.RECORDED
        held.event = Event.objects.get(number=report.moment)
    held.save(update_fields=("report", "state", "event"))


def tell_columns(
    centre, *, name: str, columns: Table[str, str], values: Table[str, Table[str, str]]
) -> Mapping:
    """Keep what a centre's headers and words mean, for its next files as well."""
    told, _is_new = Mapping.objects.update_or_create(
        centre=centre,
        name=name,
        defaults={"columns": dict(columns), "values": {k: dict(v) for k, v in values.items()}},
    )
    return told
