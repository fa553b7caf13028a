"""The state of a plan as text, for the terminal."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from jalon.contracts.models import ContractVersion
from jalon.kernel.targets import STATUSES
from jalon.results.queries.cells import Cell
from jalon.results.queries.overview import AxisState, Overview, Tally
from jalon.results.queries.promise import NETWORK
from jalon.ui import formats
from jalon.ui.marks import STATUSES as MARKS

UNKNOWN = "—"
WIDEST = 52  # columns of a name: a terminal has 80 to 120


def statement(found: Overview) -> Iterator[str]:
    """The whole state: what the plan is, its axes, its published targets, its contracts."""
    yield from heading(found)
    yield ""
    yield from table(("", "axis", "targets"), [axis_row(axis) for axis in found.axes])
    yield ""
    yield f"Targets the plan published, {found.period.code}:"
    yield from targets(published(found))
    yield ""
    yield from contracts(found)
    if found.coverage:
        yield ""
        yield "Do the contracts cover the plan?"
        yield from table(("indicator", "year", "covered"), [coverage_row(one) for one in found.coverage])


def heading(found: Overview) -> Iterator[str]:
    state, version = found.state, found.state.version
    yield f"{said(state.plan.name)} - {said(version.label)}"
    as_known = f"as known at moment {state.known_at}"
    yield f"On {state.on:%d/%m/%Y}, {as_known}{', with simulated data' if state.is_simulated else ''}"
    envelope, tally = formats.plain_million(version.envelope), found.tally
    yield f"Envelope: {envelope}. {tally.on_track} of {tally.total} targets on track."


def axis_row(axis: AxisState) -> tuple:
    return axis.axis.code, short(said(axis.axis.name)), standing(axis.tally)


def standing(tally: Tally) -> str:
    counted = [f"{MARKS[status].shape} {tally.counts[status]}" for status in STATUSES if tally.counts[status]]
    return "  ".join(counted) or "no target"


def published(found: Overview) -> list[Cell]:
    """The plan's own targets: those of this year, and those of later years beside them."""
    own = {cell.indicator: cell for cell in found.state.cells if cell.place is NETWORK and cell.start}
    return list({cell.indicator: cell for cell in [*own.values(), *found.headline]}.values())


def targets(cells: Iterable[Cell]) -> Iterator[str]:
    head = ("", "indicator", "baseline", "target", "actual", "progress")
    yield from table(head, [target_row(cell) for cell in cells])


def target_row(cell: Cell) -> tuple:
    unit = cell.sheet.unit
    return (
        MARKS[cell.status].shape,
        short(said(cell.sheet.name)),
        formats.plain_quantity(cell.baseline, unit)
        if cell.baseline is not None
        else "baseline not published",
        written_target(cell),
        formats.plain_quantity(cell.value, unit),
        formats.plain_percent(cell.progress, 0),
    )


def written_target(cell: Cell) -> str:
    """As it was published: a growth is a percentage of a baseline, known or not."""
    if cell.aim is None:
        return UNKNOWN
    value = formats.plain_number(cell.aim.value)
    if cell.aim.shape == "growth":
        return f"+{value} % by {cell.aim.year}"
    return f"{formats.plain_quantity(cell.aim.value, cell.sheet.unit)} by {cell.aim.year}"


def contracts(found: Overview) -> Iterator[str]:
    versions = ContractVersion.objects.filter(
        contract__plan=found.state.plan, event__number__lte=found.state.known_at
    )
    latest = {
        one.contract.code: one for one in versions.select_related("contract__centre").order_by("number")
    }
    yield f"{len(latest)} contracts:"
    rows = [
        (code, one.contract.centre.code, one.get_status_display()) for code, one in sorted(latest.items())
    ]
    yield from table(("contract", "centre", "status"), rows)


def coverage_row(covered) -> tuple:
    share = covered.coverage.share
    known = isinstance(share, Decimal)
    bound = "at most " if known and covered.coverage.is_upper_bound else ""
    text = bound + formats.plain_percent(share, 0) if known else share.sentence("en")
    return short(said(covered.sheet.name)), str(covered.aim.year), text


def cells(found: Iterable[Cell]) -> Iterator[str]:
    """Cells as they were asked for, one a line."""
    head = ("", "indicator", "where", "period", "value", "target", "progress")
    yield from table(head, [cell_row(cell) for cell in found])


def cell_row(cell: Cell) -> tuple:
    unit = cell.sheet.unit
    return (
        MARKS[cell.status].shape,
        short(said(cell.sheet.name)),
        cell.centre.code if cell.centre else "network",
        cell.period.code,
        formats.plain_quantity(cell.value, unit),
        formats.plain_quantity(cell.target, unit),
        formats.plain_percent(cell.progress, 0),
    )


def said(words) -> str:
    return formats.plain_words(words)


def short(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as what they hold."""
    widths = [max(columns(row[place]) for row in [head, *rows]) for place in range(len(head))]
    for row in [head, *rows]:
        padded = [text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True)]
        yield "  " + "  ".join(padded).rstrip()


def columns(text: str) -> int:
    """How many columns a terminal gives a text: marks above a letter take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
