"""The state of a plan as text, for the terminal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from jalon.contracts.models import ContractVersion
from jalon.fund.queries.ledger_money import money_of_plan
from jalon.kernel.targets import STATUSES
from jalon.results.queries.cells import Cell
from jalon.results.queries.overview import AxisState, Overview, Tally
from jalon.results.queries.promise import NETWORK, Aim, Start
from jalon.results.queries.state import State
from jalon.site.terminal import Table, written
from jalon.ui import formats
from jalon.ui.marks import STATUSES as MARKS

UNKNOWN = "—"


Parts = Iterator[str | Table]


def statement(found: Overview, width: int | None = None) -> Iterator[str]:
    """The whole state, as wide as a terminal when it is given: the plan, its axes, targets and contracts."""
    return written(parts(found), width)


def parts(found: Overview) -> Parts:
    yield from heading(found)
    yield ""
    axes = [axis_row(axis) for axis in found.axes]
    yield Table(("", "axis", "targets"), axes) if axes else "Its axes are not published."
    yield ""
    yield from published_targets(found)
    yield ""
    yield from contracts(found)
    if found.coverage:
        yield ""
        yield "Do the contracts cover the plan?"
        yield Table(("indicator", "year", "covered"), [coverage_row(one) for one in found.coverage])


def published_targets(found: Overview) -> Parts:
    rows = list(published(found))
    if not rows:
        yield "The plan published no figured target."
        return
    yield f"Targets the plan published, and where they are in {found.period.code}:"
    yield Table(("", "indicator", "baseline", "target", "actual", "progress"), rows)


def heading(found: Overview) -> Iterator[str]:
    state, version = found.state, found.state.version
    yield f"{said(state.plan.name)} - {said(version.label)}"
    as_known = f"as known at moment {state.known_at}"
    yield f"On {state.on:%d/%m/%Y}, {as_known}{', with simulated data' if state.is_simulated else ''}"
    if state.is_constant:
        yield f"Constant perimeter, without {', '.join(centre.code for centre, _day in state.left)}"
    if state.promise.counted_from:
        yield f"Cumulative targets counted from {state.promise.counted_from:%d/%m/%Y}"
    tally = found.tally
    standing = f"{tally.on_track} of {tally.total} targets on track" if tally.total else "No target to follow"
    yield f"Envelope: {formats.plain_million(version.envelope)}{spent(state)}. {standing}."


def spent(state: State) -> str:
    """What the fund's books hold of the envelope; nothing while no money was opened."""
    total = money_of_plan(state.plan, on=state.on, known_at=state.known_at).total
    if not total.drawn:
        return ""
    amounts = [formats.plain_million(amount) for amount in (total.committed, total.disbursed)]
    return ", {} committed, {} paid".format(*amounts)


def axis_row(axis: AxisState) -> tuple:
    return axis.axis.code, said(axis.axis.name), standing(axis.tally)


def standing(tally: Tally) -> str:
    counted = [f"{MARKS[status].shape} {tally.counts[status]}" for status in STATUSES if tally.counts[status]]
    return "  ".join(counted) or "no target"


def published(found: Overview) -> Iterator[tuple]:
    """Each target of the plan itself, whatever its year, beside where its indicator is today."""
    state, promise = found.state, found.state.promise
    cells = state.over([found.period]).cells_of(places=[NETWORK], codes=promise.sheets_on(state.on))
    today = {cell.indicator: cell for cell in cells}
    for (code, place), aims in promise.aims.get(("plan", state.version.pk), {}).items():
        start = promise.start_on(state.on, code, place)
        for aim in aims:
            yield target_row(aim, start, today[code])


def target_row(aim: Aim, start: Start | None, cell: Cell) -> tuple:
    unit, is_of_year = cell.sheet.shown_unit, cell.aim is aim
    known = start is not None and start.value is not None
    return (
        MARKS[cell.status].shape if is_of_year else "",
        said(cell.sheet.name),
        formats.plain_quantity(start.value, unit) if known else "baseline not published",
        written_target(aim, unit),
        formats.plain_quantity(cell.counted_value if is_of_year else cell.value, unit),
        formats.plain_percent(cell.progress, 0) if is_of_year else UNKNOWN,
    )


def written_target(aim: Aim, unit: str) -> str:
    """As it was published: a growth is a percentage of a baseline, known or not."""
    about = "about " if aim.approximate else ""
    if aim.shape == "growth":
        return f"{about}+{formats.plain_number(aim.value)} % by {aim.year}"
    return f"{about}{formats.plain_quantity(aim.value, unit)} by {aim.year}"


def contracts(found: Overview) -> Parts:
    versions = ContractVersion.objects.filter(
        contract__plan=found.state.plan, event__number__lte=found.state.known_at
    ).select_related("contract__centre")
    by_contract: dict[tuple[str, str], list[str]] = defaultdict(list)
    for version in versions.order_by("contract__code", "number"):
        by_contract[version.contract.code, version.contract.centre.code].append(version.get_status_display())
    if not by_contract:
        yield "No contract is known."
        return
    yield f"{len(by_contract)} contracts:"
    rows = [(*names, ", ".join(dict.fromkeys(statuses))) for names, statuses in by_contract.items()]
    yield Table(("contract", "centre", "versions"), rows)


def coverage_row(covered) -> tuple:
    share = covered.coverage.share
    known = isinstance(share, Decimal)
    bound = "at most " if known and covered.coverage.is_upper_bound else ""
    text = bound + formats.plain_percent(share, 0) if known else share.sentence("en")
    return said(covered.sheet.name), str(covered.aim.year), text


def cells(found: Iterable[tuple[str, Cell]], width: int | None = None) -> Iterator[str]:
    """Cells as they were asked for, one a line, each with where it is."""
    head = ("", "indicator", "where", "period", "value", "target", "progress")
    return written([Table(head, [cell_row(where, cell) for where, cell in found])], width)


def placed(found: State) -> Iterator[tuple[str, Cell]]:
    for cell in found.cells:
        yield cell.centre.code if cell.centre else "network", cell


def placed_by_axis(found: State) -> Iterator[tuple[str, Cell]]:
    """The network's cells under the axis each indicator serves."""
    for axis in found.promise.axes_on(found.on):
        for cell in found.cells:
            if cell.sheet.axis_code == axis.code and cell.place is NETWORK:
                yield f"axis {axis.code}", cell


def cell_row(where: str, cell: Cell) -> tuple:
    """What is cumulative stands beside its target as that counts: since the plan's start."""
    unit = cell.sheet.shown_unit
    since = f" since {cell.counted_from.year}" if cell.counted_from else ""
    return (
        MARKS[cell.status].shape,
        said(cell.sheet.name),
        where,
        cell.period.code,
        formats.plain_quantity(cell.counted_value, unit) + since,
        formats.plain_quantity(cell.target, unit),
        formats.plain_percent(cell.progress, 0),
    )


def said(words) -> str:
    return formats.plain_words(words)
