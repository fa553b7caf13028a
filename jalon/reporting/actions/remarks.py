"""What the centre writes in a return: comments, risks, documents, explanations; and levels it declares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from jalon.contracts.models import Contract
from jalon.evidence.actions import Deed, record, store_document
from jalon.evidence.models import Evidence
from jalon.evidence.queries import catalogue
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.journal.actions import recording
from jalon.kernel.periods import Period
from jalon.reporting.actions.returns import open_return
from jalon.reporting.actions.stepping import Refused, hold, subject_of
from jalon.reporting.models import Remark, Return
from jalon.reporting.queries.returns import life_of

LONGEST_SITTING = 4 * 60 * 60
"""Seconds: a page left open overnight was not written upon all night."""


@dataclass(frozen=True)
class Note:
    """One thing written: what it is about, its words and files."""

    kind: str
    text: str = ""
    indicator: str = ""
    check: str = ""
    documents: tuple[str, ...] = ()


@transaction.atomic
def write(
    contract: Contract,
    period: Period,
    notes: Iterable[Note],
    *,
    by,
    on: date,
    fields: int = 0,
    seconds: int = 0,
) -> list[Remark]:
    """Write notes in the return of a period, opening it when it is not; `fields` were typed in `seconds`.

    Raises Refused once it is submitted: what was submitted stays as it was.
    """
    report = open_return(contract, period, by=by, on=on)
    return remark(report, notes, by=by, fields=fields, seconds=seconds)


@transaction.atomic
def remark(report: Return, notes: Iterable[Note], *, by, fields: int = 0, seconds: int = 0) -> list[Remark]:
    """Write notes in a return that is open. Raises Refused once it is submitted."""
    hold(report)
    if life_of(report).is_submitted:
        raise Refused(["already_submitted"])
    notes = list(notes)
    if not notes:
        return []
    payload = {"notes": len(notes), "fields": fields, "seconds": seconds}
    with recording("return.remarked", subject=subject_of(report), by=by, payload=payload) as event:
        rows = [row_of(report, note) for note in notes]
        rows[0].fields_typed, rows[0].seconds_spent = fields, min(seconds, LONGEST_SITTING)
        return event.keep_all(rows)


def row_of(report: Return, note: Note) -> Remark:
    return Remark(
        report=report,
        kind=note.kind,
        indicator=note.indicator,
        check_code=note.check,
        text=note.text,
        documents=list(note.documents),
    )


@transaction.atomic
def declare_level(
    contract: Contract,
    period: Period,
    sheet: IndicatorVersion,
    *,
    value: Decimal,
    day: date,
    file,
    name: str,
    by,
    on: date,
    seconds: int = 0,
) -> Evidence:
    """Record a level nobody counts, with its document, as evidence: the return reads it from there.

    Raises evidence's DeedError for a day to come, ValueError for a day outside the period.
    """
    if day not in period:
        raise ValueError(day)
    report = open_return(contract, period, by=by, on=on)
    document = store_document(file, name=name, centre=contract.centre, by=by)
    deed = Deed(
        external_id=f"level:{period.code}:{sheet.indicator.code}:{count_before(contract, sheet, period) + 1}",
        kind="level.declared",
        on=day,
        quantity=value,
        documents=(document,),
        **about(sheet),
    )
    [row] = record(centre=contract.centre, deeds=[deed], by=by, source="return", on=on)
    note = Note("document", indicator=sheet.indicator.code, documents=(document,))
    remark(report, [note], by=by, fields=3, seconds=seconds)
    return row


def count_before(contract: Contract, sheet: IndicatorVersion, period: Period) -> int:
    stem = f"level:{period.code}:{sheet.indicator.code}:"
    return Evidence.objects.filter(centre=contract.centre, external_id__startswith=stem).count()


def about(sheet: IndicatorVersion) -> dict:
    """What a level must say to be counted by the indicator: what its measures look for."""
    said: dict = {"attributes": {}}
    for measure in measures_of(sheet, catalogue()).values():
        for one in measure.where:
            if one.operator == "=" and one.field.startswith("attributes."):
                said["attributes"][one.field.removeprefix("attributes.")] = one.value
            elif one.operator == "=":
                said[one.field] = one.value
    said["attributes"].setdefault("what", sheet.indicator.code)
    return said
