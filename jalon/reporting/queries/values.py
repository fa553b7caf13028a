"""Declared, verified and validated values, each its own record, beside what the evidence says today."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from jalon.contracts.models import Contract
from jalon.kernel.periods import Period, parse
from jalon.reporting.models import Return, Value
from jalon.reporting.queries.live import live
from jalon.reporting.queries.returns import VALIDATED, Life, life_of, lives, return_of
from jalon.results.queries.cells import Cell

STAGES = tuple(Value.Stage.values)


@dataclass(frozen=True)
class Values:
    """One indicator of a return: what was said of it at each stage, and the cell counted now."""

    declared: Value | None = None
    verified: Value | None = None
    validated: Value | None = None
    live: Cell | None = None

    @property
    def best(self) -> Value | None:
        """The value that went farthest."""
        return self.validated or self.verified or self.declared


def values(contract: Contract, period: Period | str, known_at: int | None = None) -> dict[str, Values]:
    """The values of each indicator of a contract in a period, by its code, as known at a moment."""
    period = parse(period) if isinstance(period, str) else period
    report = return_of(contract, period, known_at)
    life = life_of(report, known_at) if report else None
    stages = staged(life, known_at) if life else {}
    cells = live(contract, period, known_at=known_at, promised_at=life.known_at if life else None)
    codes = sorted({*stages, *cells})
    return {code: Values(**stages.get(code, {}), live=cells.get(code)) for code in codes}


def staged(life: Life, known_at: int | None = None) -> dict[str, dict[str, Value]]:
    """The values of the last round of a return: by indicator, then by stage."""
    return stages_of([life], known_at)[life.report.pk]


def stages_of(lived: list[Life], known_at: int | None = None) -> dict[int, dict[str, dict[str, Value]]]:
    """The same for several returns at once, by the key of the return, in one query."""
    rounds = {life.report.pk: life.round for life in lived}
    found: Mapping[int, dict] = defaultdict(lambda: defaultdict(dict))
    rows = Value.objects.known_at(known_at).filter(report__in=list(rounds))
    for row in rows.select_related("event").defer("event__payload").order_by("event__number"):
        if row.round == rounds[row.report_id]:
            found[row.report_id][row.indicator][row.stage] = row
    return {pk: {code: dict(by_stage) for code, by_stage in found[pk].items()} for pk in rounds}


def validated(
    contract: Contract, indicator: str, period: Period | str, known_at: int | None = None
) -> Value | None:
    """The value the committee validated, as known at a moment; None before, and while it is reopened."""
    return all_validated(contract, period, known_at).get(indicator)


def all_validated(contract: Contract, period: Period | str, known_at: int | None = None) -> dict[str, Value]:
    """The validated values of a contract in a period, by indicator."""
    report = return_of(contract, period, known_at)
    return validated_in([report], known_at)[report.pk] if report else {}


def validated_in(reports: list[Return], known_at: int | None = None) -> dict[int, dict[str, Value]]:
    """The validated values of several returns, by the key of the return, in two queries."""
    lived = lives(reports, known_at)
    standing = [life for life in lived.values() if life.state in VALIDATED]
    stages = stages_of(standing, known_at) if standing else {}
    return {
        report.pk: {
            code: by_stage["validated"]
            for code, by_stage in stages.get(report.pk, {}).items()
            if "validated" in by_stage
        }
        for report in reports
    }
