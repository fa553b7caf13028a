"""The import itself. The same file again changes nothing; a corrected line is a reversal and a new row."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from django.db.models import Min, Q
from django.utils import timezone

from jalon.evidence import models
from jalon.evidence.actions.copying import allocate, copy_rows
from jalon.evidence.actions.holding import one_at_a_time
from jalon.evidence.actions.recording import reversal_values
from jalon.evidence.actions.storing import store_document
from jalon.evidence.imports.changes import changes
from jalon.evidence.imports.comparing import Comparison
from jalon.evidence.imports.incoming import Incoming, Told, untold
from jalon.evidence.imports.report import Report
from jalon.evidence.models import Document, DocumentName, Evidence
from jalon.evidence.queries import catalogue
from jalon.evidence.reading.faults import Refusal
from jalon.evidence.reading.limits import Limits
from jalon.evidence.reading.order import AGAIN, NAMED, SAID, Order
from jalon.evidence.rows import PLACE, with_values
from jalon.journal.actions import recording
from jalon.network.actions import FirmSeen, enrol_firms
from jalon.network.models import Region, Sector
from jalon.network.queries import firm_profiles_on, registered_numbers
from jalon.plan.models import Axis, FundingLine, PlanVersion
from jalon.plan.queries.catalogue import services

SOURCE = "file"
BATCH = 2000


class Undone(Exception):
    """Nothing is to be kept of this transaction."""


def import_file(
    path: Path | str,
    *,
    centre,
    by,
    on: dt.date | None = None,
    dry_run: bool = False,
    mapping: models.Mapping | None = None,
    take_good_lines: bool = False,
    file_name: str = "",
    limits: Limits | None = None,
    told: Told = untold,
) -> Report:
    """Take in what a centre did from a CSV, XLSX, XLS or ODS file; says what was found and recorded.

    All lines or none, unless `take_good_lines`. Days after `on` (today) are refused. Without a `mapping`,
    those the centre kept are used. `dry_run` records nothing and says what would change. `told` hears how far
    it is, and may end it by an exception. A file that cannot be read is a report with a refusal, never one.
    """
    path = Path(path)
    report = Report(file_name or path.name, centre.code, dry_run=dry_run)
    order = order_for(path, centre, on or timezone.localdate(), mapping, take_good_lines, limits or Limits())
    try:
        with Incoming(order, told) as incoming:
            take_in(incoming, report, centre=centre, by=by)
    except Refusal as refusal:
        report.refusal, report.detail, report.headers = refusal.code, refusal.detail, refusal.headers
    except Undone:
        pass
    return report


def order_for(path: Path, centre, on: dt.date, mapping, take_good_lines: bool, limits: Limits) -> Order:
    kept = [mapping] if mapping else list(models.Mapping.objects.filter(centre=centre).order_by("pk"))
    columns, values = {}, {}
    for each in kept:
        columns |= each.columns
        values |= each.values
    return Order(
        path=str(path.absolute()),
        centre=centre.code,
        centre_id=centre.pk,
        source=SOURCE,
        today=on,
        catalogue=catalogue(),
        plan_starts_on=PlanVersion.objects.aggregate(first=Min("starts_on"))["first"],
        mapping=columns,
        values=values,
        references=references(),
        services=services(),
        take_good_lines=take_good_lines,
        limits=limits,
    )


def references() -> dict[str, dict[str, list[str]]]:
    """The codes a line may name, with the names people use for them."""
    named = {"axis": Axis, "funding_line": FundingLine, "sector": Sector, "region": Region}
    return {
        column: {
            code: list(name.as_mapping().values()) for code, name in model.objects.values_list("code", "name")
        }
        for column, model in named.items()
    }


def take_in(incoming: Incoming, report: Report, *, centre, by) -> None:
    asked = incoming.asked(registered_numbers)
    for name in ("lines", "bad", "problems", "warnings", "counts", "headers", "derived"):
        setattr(report, name, asked[name])
    found = documents_found(asked["documents"], centre)
    missing = asked["documents"].keys() - found.keys()
    for name in sorted(missing):
        report_problem(report, asked["documents"][name], "document", name, "unknown_document")
    if missing or refused(report, incoming.order):
        return
    with recording("evidence.imported", subject=f"centre:{centre.code}", by=by) as event:
        if not report.dry_run:
            one_at_a_time(centre.pk)
        incoming.told("comparing", 0, report.lines)
        comparison = named(incoming, report)
        said = answer_to(asked, found, centre=centre, event_id=event.event_id)
        compare(comparison, incoming, said, event, report)
        write(comparison, event, report)
        event.payload["file"] = keep_file(incoming.order, report.file_name, centre, by)
    report.recorded, report.moment = True, event.number


def refused(report: Report, order: Order) -> bool:
    """All lines or none, unless asked otherwise; a preview goes on to say what the others would change."""
    return bool(report.problems) and not order.take_good_lines and not report.dry_run


def named(incoming: Incoming, report: Report) -> Comparison:
    """Find which lines are known by their names. Raises Undone when one cancels what never was."""
    comparison = Comparison(incoming.order.centre_id)
    comparison.name(incoming.texts(NAMED))
    for _, sheet, row, name in comparison.unknown_cancels():
        report_problem(report, (sheets(report)[sheet], row), "external_id", name, "nothing_to_cancel")
    if refused(report, incoming.order):
        raise Undone
    return comparison


def sheets(report: Report) -> list[str]:
    return [header["sheet"] for header in report.headers]


def compare(comparison: Comparison, incoming: Incoming, said: dict, event, report: Report) -> None:
    """Record the lines never seen before, compare the others. Raises Undone when nothing is to be kept."""
    known = comparison.known()
    first = comparison.count - len(known)
    ids = [] if report.dry_run else allocate(first)
    standing = comparison.standing()
    said |= {"event": event.event_id, "ids": in_short(ids), "known": known}
    incoming.answer(said | {"compare": standing, "again": comparison.coming_back()})
    comparison.record_first(incoming.first_rows(len(ids)), len(ids))
    if standing:
        incoming.answer(comparison.compare_said(incoming.texts(SAID)))
    comparison.compare_whole(incoming.texts(AGAIN))
    counts = comparison.counts()
    report.new, report.unchanged = first + counts.again, counts.unchanged
    report.corrected, report.reversed = counts.corrected, counts.reversed
    report.changes = changes(comparison, sheets(report))
    if report.dry_run or not report.changed:
        raise Undone


def in_short(ids: list[int]) -> dict | list[int]:
    """Ids that follow one another as the first and the last."""
    whole = ids and ids[-1] - ids[0] + 1 == len(ids)
    return {"from": ids[0], "to": ids[-1]} if whole else ids


def report_problem(report: Report, place: tuple[str, int], field: str, value: str, code: str) -> None:
    sheet, row = place
    report.counts[code] = report.counts.get(code, 0) + 1
    letter, heading = column_in(report, sheet, field)
    said = {"sheet": sheet, "row": row, "column": heading, "letter": letter, "field": field, "value": value}
    report.problems.append(said | {"code": code, "detail": ""})


def column_in(report: Report, sheet: str, field: str) -> tuple[str, str]:
    """The letter of a field's column and what the file calls it."""
    header = next(each for each in report.headers if each["sheet"] == sheet)
    called = [text for text, name in header["columns"] if name == field]
    return header["letters"].get(field, ""), called[0] if called else field


def documents_found(named: Mapping[str, object], centre) -> dict[str, str]:
    """Digests of the documents a file names, by digest or by what this centre calls them."""
    names = list(named)
    by_name = DocumentName.objects.filter(centre=centre, name__in=names).order_by("pk")
    digests = own_documents([name.lower() for name in names], centre)
    known = dict(by_name.values_list("name", "document_id")) | {digest: digest for digest in digests}
    return {name: known[key] for name in names for key in (name, name.lower()) if key in known}


def own_documents(digests: list[str], centre) -> list[str]:
    """Those kept that belong to this centre or to none: to name another's would be to open it."""
    named = DocumentName.objects.exclude(centre=None)
    elsewhere = named.exclude(centre=centre).values("document")
    own = named.filter(centre=centre).values("document")
    kept = Document.objects.filter(pk__in=digests)
    return list(kept.filter(Q(pk__in=own) | ~Q(pk__in=elsewhere)).values_list("pk", flat=True))


def answer_to(asked: dict, found: Mapping[str, str], *, centre, event_id: int) -> dict:
    """Keys of the firms, made when they are new; what they were on the days asked."""
    enrolled = {}
    for simulated in (False, True):  # a simulated firm is known again by simulated lines only
        places = [place for place, (flag, *_) in enumerate(asked["firms"]) if flag == simulated]
        facts = [seen(*asked["firms"][place]) for place in places]
        made = enrol_firms(facts, centre=centre, event_id=event_id, simulated=simulated) if facts else []
        enrolled |= dict(zip(places, made, strict=True))
    keys = [tuple(enrolled[place]) for place in asked["first"]]
    needs = [(keys[place][0], dt.date.fromisoformat(day)) for place, day in asked["needs"]]
    return {
        "keys": keys,
        "profiles": [tuple(each) for each in firm_profiles_on(needs)],
        "documents": dict(found),
    }


def seen(_simulated: bool, *said: str) -> FirmSeen:
    *facts, day = said
    return FirmSeen(*facts, dt.date.fromisoformat(day))


def write(comparison: Comparison, event, report: Report) -> None:
    event.covers(comparison.digests)
    others = comparison.to_reverse_or_follow()
    while batch := list(islice(others, BATCH)):
        write_others(batch, event)
    event.payload |= {"new": report.new, "corrected": report.corrected, "reversed": report.reversed}


def write_others(batch: list[tuple], event) -> None:
    """Reversals, and rows that come after a reversed one."""
    known = Evidence.objects.in_bulk([row for row, _, _ in batch if row])
    rows = []
    for row, revision, values in batch:
        if row:
            rows.append(reversal_values(known[row]))
        if values:
            rows.append(with_values(typed(values), revision=revision + 1))
    copy_rows(event, rows, ids=allocate(len(rows)))


def typed(values: Sequence) -> tuple:
    """A row from the driver, which gives JSON as text and bytes as a view of them."""
    attributes = values[PLACE["attributes"]]
    known = json.loads(attributes) if isinstance(attributes, str) else attributes
    return with_values(values, attributes=known, said=bytes(values[PLACE["said"]]))


def keep_file(order: Order, name: str, centre, by) -> str:
    """The file itself stays with what was recorded from it."""
    with Path(order.path).open("rb") as file:
        return store_document(file, name=name, centre=centre, by=by)
