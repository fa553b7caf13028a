"""Open a return, submit it, send it back."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from jalon.contracts.models import Contract
from jalon.contracts.queries import version_in_force
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.measures import Value as Figure
from jalon.kernel.periods import Period, parse
from jalon.reporting.actions.stepping import hold, stepping
from jalon.reporting.models import Return, ReturnStep, Value
from jalon.reporting.queries.calendar import deadline
from jalon.reporting.queries.returns import Life, life_of, return_of
from jalon.reporting.queries.sheet import Sheet, sheet_of
from jalon.results.queries.cells import Cell

PLACES = Decimal("1e-12")


@transaction.atomic
def open_return(
    contract: Contract, period: Period | str, *, by, on: date, due_on: date | None = None
) -> Return:
    """The return of a contract for a period: opened once, the same one given back afterwards."""
    period = parse(period) if isinstance(period, str) else period
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    there = return_of(contract, period)
    if there:
        return there
    version = version_in_force(contract, on=period.end)
    payload = {"contract": contract.code, "period": period.code}
    subject = f"return:{contract.code}:{period.code}"
    with recording("return.opened", subject=subject, by=by, payload=payload) as record:
        made = Return(
            contract=contract,
            period=period.code,
            due_on=due_on or deadline(contract, period),
            simulated=bool(version and version.simulated),
        )
        record.keep(made)
        record.keep(ReturnStep(report=made, verb="open", state="open", on=on))
    return made


@transaction.atomic
def submit(report: Return, *, by, on: date) -> ReturnStep:
    """Freeze what the evidence says now as the declared values. Raises Refused."""
    hold(report)
    known_at = latest()
    sheet = sheet_of(report.contract, parse(report.period), known_at=known_at)
    life, cells = life_of(report), [row.cell for row in sheet.rows] if sheet else []
    facts = facts_to_submit(life, sheet, on)
    number = life.round + 1
    payload = {"known_at": known_at, "values": len(cells), "round": number}
    with stepping(
        report, "submit", party="centre", facts=facts, by=by, on=on, known_at=known_at, payload=payload
    ) as record:
        record.keep_all(declared(report, cell, known_at, number) for cell in cells)
    return life_of(report).steps[-1]


def facts_to_submit(life: Life, sheet: Sheet | None, on: date) -> dict[str, bool]:
    settled = sheet is not None and not sheet.unsettled
    return {"period_ended": on > life.period.end, "checks_settled": settled}


def declared(report: Return, cell: Cell, known_at: int, number: int) -> Value:
    """A cell as the centre declares it: its figure, both sums of a ratio, or why there is none."""
    return Value(
        report=report,
        indicator=cell.indicator,
        stage=Value.Stage.DECLARED,
        round=number,
        known_at=known_at,
        rows=cell.rows,
        **said(cell.figure),
    )


def said(figure) -> dict:
    """A figure as a value keeps it, at no more decimals than its column has."""
    if not isinstance(figure, Figure):
        return {"reason": figure.reason, "note": figure.detail}
    return {
        "value": kept(figure.value),
        "numerator": kept(figure.numerator),
        "denominator": kept(figure.denominator),
    }


def kept(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(PLACES)


def send_back(report: Return, *, reason: str, by, on: date) -> ReturnStep:
    """The ministry gives a return back to the centre to be completed, and says why. Raises Refused."""
    facts = {"reason_given": bool(reason.strip())}
    with stepping(report, "send_back", party="ministry", facts=facts, by=by, on=on, reason=reason.strip()):
        pass
    return life_of(report).steps[-1]
