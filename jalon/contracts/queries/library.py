"""What the workbook of a contract offers to choose from."""

from datetime import date

from jalon.contracts.models import Contract
from jalon.contracts.queries.terms import plan_of
from jalon.contracts.workbook.layout import Library
from jalon.indicators.queries import all_sheets, in_force
from jalon.plan.queries import funding_lines, tree

PERCENT = "%"


def library_of(contract: Contract, *, on: date) -> Library:
    """The indicators in force on the day, and the axes, objectives and lines of the contract's plan."""
    sheets = in_force(all_sheets(), on)
    version = plan_of(contract)
    axes = tree(version) if version else []
    lines = funding_lines(version) if version else []
    return Library(
        contract=contract.code,
        indicators={code: sheet.name for code, sheet in sheets.items()},
        units={code: sheet.unit_name for code, sheet in sheets.items()},
        axes={axis.code: axis.name for axis in axes},
        goals={one.code: one.name for axis in axes for one in axis.objectives.all()},
        lines={line.code: line.name for line in lines},
        percents=frozenset(code for code, sheet in sheets.items() if sheet.unit == PERCENT),
    )
