"""A contract with evidence, and the return of one of its periods, ready to be acted upon."""

from datetime import date
from decimal import Decimal

from jalon.evidence.actions import attest_received_to
from jalon.kernel.periods import parse
from jalon.reporting.actions import open_return, submit
from jalon.reporting.actions.remarks import Note, remark
from jalon.reporting.queries.sheet import sheet_of
from tests.evidence.making import deed, recorded
from tests.factories.network import CentreFactory
from tests.factories.results import contract, sheet, version

PERIOD = "2024-Q1"
AFTER = date(2024, 4, 10)


def promising(centre=None, *, codes=("TESTS",), targets=(), **more):
    """A signed contract of a centre, under a plan of its own, that promises 100 a year of each indicator."""
    plan = version().plan
    for code in codes:
        sheet(code)
    every = [(code, "per_period", year, 100) for code in codes for year in (2023, 2024, 2025, 2026)]
    return contract(plan, centre or CentreFactory(), targets=targets or every, **more).contract


def counted(centre, *quantities, on=date(2024, 2, 1), stem="T", by=None):
    """Rows of tests reported on a day."""
    deeds = [
        deed(f"{stem}-{place}", on=on, quantity=Decimal(quantity))
        for place, quantity in enumerate(quantities)
    ]
    return recorded(centre, *deeds, by=by)


def received(centre, to=date(2024, 3, 31)):
    return attest_received_to(centre, day=to, by=None, on=to)


def opened(contract, period=PERIOD, *, on=AFTER, by=None):
    return open_return(contract, period, by=by, on=on)


def settled(report, *, by=None):
    """Every check of a return settled: its period attested received, the rest explained."""
    period = parse(report.period)
    sheet = sheet_of(report.contract, period)
    if not sheet.is_received:
        received(report.contract.centre, period.end)
        sheet = sheet_of(report.contract, period)
    notes = [
        Note("explanation", "Vu.", one.check.indicator, one.check.code)
        for one in sheet.unsettled
        if not one.check.must_be_settled
    ]
    remark(report, notes, by=by)
    return report


def submitted(contract, period=PERIOD, *, on=AFTER, by=None):
    """A return whose checks are settled, submitted by its centre."""
    report = settled(opened(contract, period, on=on, by=by), by=by)
    submit(report, by=by, on=on)
    return report
