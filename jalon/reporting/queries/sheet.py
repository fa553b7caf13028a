"""The working sheet of a return: each promised indicator, what stands beside it, and what is questioned."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from jalon.contracts.models import Contract
from jalon.evidence.queries import catalogue
from jalon.kernel.periods import Period
from jalon.kernel.plausibility import Check, Line, Rules, change_of, checks
from jalon.reporting.models import Remark, Value
from jalon.reporting.queries.calendar import calendar_of, deadline, rules_of
from jalon.reporting.queries.evidence import OfKind, by_kind, declared_only, kinds_of
from jalon.reporting.queries.live import Counting, counting
from jalon.reporting.queries.returns import Life, life_of, return_of
from jalon.reporting.queries.values import Values, staged
from jalon.results.queries.cells import Cell

NOTHING = OfKind(0, 0, 0)
PLACES = Decimal("1e-12")
"""A value is kept to so many decimals: nothing has moved that differs only beyond them."""


@dataclass(frozen=True)
class Row:
    """One indicator of a return."""

    cell: Cell
    previous: Cell | None
    a_year_before: Cell | None
    stages: Mapping[str, Value]
    comments: tuple[Remark, ...]
    is_declared_only: bool
    evidence: OfKind

    @property
    def indicator(self) -> str:
        return self.cell.indicator

    @property
    def values(self) -> Values:
        return Values(**self.stages, live=self.cell)

    @property
    def change(self) -> Decimal | None:
        """The change since the period before, as a share of it."""
        return change_of(self.cell.value, self.previous.value if self.previous else None)

    @property
    def moved(self) -> Decimal | None:
        """How far the evidence has moved from what was declared; None when nothing was, or nothing moved."""
        declared = self.stages.get("declared")
        if declared is None or declared.value is None or self.cell.value is None:
            return None
        return (self.cell.value.quantize(PLACES) - declared.value) or None

    def line(self) -> Line:
        return Line(
            indicator=self.indicator,
            value=self.cell.value,
            previous=self.previous.value if self.previous else None,
            a_year_before=self.a_year_before.value if self.a_year_before else None,
            is_late=self.cell.status == "late",
            has_comment=bool(self.comments),
            is_percentage=self.cell.sheet.unit == "%",
            missing_documents=self.evidence.without_document,
        )


@dataclass(frozen=True)
class Asked:
    """A check, and what the centre answered to it."""

    check: Check
    answer: Remark | None = None

    @property
    def is_settled(self) -> bool:
        return self.answer is not None and not self.check.must_be_settled


@dataclass(frozen=True)
class Sheet:
    """A return as it is worked upon, or as it was submitted."""

    contract: Contract
    period: Period
    life: Life | None
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    rules: Rules
    is_received: bool
    known_at: int
    simulated: bool
    until: date
    recorded_late: int = 0
    answers: Mapping[tuple[str, str], Remark] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the period was over on the day it was counted to."""
        return self.until > self.period.end

    @property
    def comments(self) -> tuple[Remark, ...]:
        return tuple(one for one in self.remarks if one.kind != "explanation")

    @cached_property
    def checks(self) -> tuple[Asked, ...]:
        """What is questioned of it, each with its answer; nothing while its period is under way."""
        if not self.is_over:
            return ()
        found = checks(
            [row.line() for row in self.rows],
            is_received=self.is_received,
            recorded_late=self.recorded_late,
            rules=self.rules,
        )
        return tuple(Asked(one, self.answers.get((one.code, one.indicator))) for one in found)

    @property
    def unsettled(self) -> tuple[Asked, ...]:
        return tuple(one for one in self.checks if not one.is_settled)

    @property
    def moved(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.moved)


def sheet_of(
    contract: Contract, period: Period, *, known_at: int | None = None, until: date | None = None
) -> Sheet | None:
    """Everything the page of a return shows, in as many queries whatever the number of indicators; None
    when nothing of the plan was known.
    """
    report = return_of(contract, period, known_at)
    life = life_of(report, known_at) if report else None
    before, a_year_before = period.previous(), period.year_before()
    counted = counting(
        [contract],
        [period, before, a_year_before],
        known_at=known_at,
        promised_at=life and life.known_at,
        until=until,
    )
    if counted is None:
        return None
    remarks = remarks_of(life, known_at)
    due_on = life.report.due_on if life else deadline(contract, period, known_at=known_at)
    kinds = by_kind(contract.centre_id, period, known_at=counted.known_at, after=due_on)
    rows = rows_of(contract, period, life, counted, remarks, kinds, known_at)
    return Sheet(
        contract=contract,
        period=period,
        life=life,
        rows=rows,
        remarks=remarks,
        rules=rules_of(calendar_of(contract.plan, on=period.end, known_at=known_at)),
        is_received=counted.setting.receipt(period, contract.centre_id) == "complete",
        known_at=counted.known_at,
        simulated=any(row.cell.simulated for row in rows),
        until=until or date.max,
        recorded_late=sum(one.recorded_late for one in kinds.values()),
        answers={(one.check_code, one.indicator): one for one in remarks if one.kind == "explanation"},
    )


def rows_of(
    contract: Contract,
    period: Period,
    life: Life | None,
    counted: Counting,
    remarks,
    kinds: Mapping[str, OfKind],
    known_at: int | None,
) -> tuple[Row, ...]:
    cells = counted.cells(contract, period)
    now = {code: cell.sheet for code, cell in cells.items()}
    known = catalogue()
    typed = declared_only(now.values(), known)
    stages = staged(life, known_at) if life else {}
    needing = {code for code, kind in known.items() if kind.needs_document}
    said = defaultdict(list)
    for one in remarks:
        if one.kind in ("comment", "risk"):
            said[one.indicator].append(one)
    return tuple(
        Row(
            cell=cell,
            previous=beside(counted, cell, contract, period.previous()),
            a_year_before=beside(counted, cell, contract, period.year_before()),
            stages=stages.get(code, {}),
            comments=tuple(said[code]),
            is_declared_only=code in typed,
            evidence=evidence_behind(kinds_of(cell.sheet, known), kinds, needing),
        )
        for code, cell in cells.items()
    )


def beside(counted: Counting, cell: Cell, contract: Contract, period: Period) -> Cell:
    """The same indicator in another period, by the same sheet: what it is compared with."""
    return counted.setting.cell(cell.sheet, contract.centre_id, period)


def evidence_behind(counts: frozenset[str], kinds: Mapping[str, OfKind], needing: set[str]) -> OfKind:
    chosen = [kinds.get(kind, NOTHING) for kind in counts]
    lacking = [kinds.get(kind, NOTHING).without_document for kind in counts & needing]
    return OfKind(sum(one.rows for one in chosen), sum(lacking), sum(one.recorded_late for one in chosen))


def remarks_of(life: Life | None, known_at: int | None = None) -> tuple[Remark, ...]:
    """What the centre wrote in a return, in order."""
    if life is None:
        return ()
    rows = Remark.objects.known_at(known_at).filter(report=life.report)
    return tuple(rows.select_related("event", "event__actor").order_by("event__number", "pk"))
