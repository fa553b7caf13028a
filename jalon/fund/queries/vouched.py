"""What returns say of an indicator over the days a tranche pays for, and how far it was vouched for.

A return of exactly these days is taken as it is; otherwise the returns that follow each other over them are
put together: flows add up, a stock is the last one's, a rate is the ratio of the sums. Distinct things of
several returns cannot be put together: they are said to be unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jalon.contracts.models import Contract
from jalon.indicators.models import Accumulation, IndicatorVersion, OverCentres
from jalon.kernel.payment import STAGES
from jalon.kernel.periods import Period
from jalon.kernel.reasons import NotComputable
from jalon.reporting.models import Return, Value
from jalon.reporting.queries.returns import VALIDATED, Life, lives
from jalon.reporting.queries.values import stages_of


@dataclass(frozen=True)
class Reported:
    """A return: its period, the moment it froze, and its values by indicator and stage."""

    life: Life
    period: Period
    values: Mapping[str, Mapping[str, Value]]

    def said(self, indicator: str, stage: str) -> Value | None:
        """The value at a stage, or at the farthest one before it."""
        found = self.values.get(indicator, {})
        reached = STAGES[STAGES.index(stage) :: -1] if stage in STAGES else ()
        return next((found[one] for one in reached if one in found), None)


@dataclass(frozen=True)
class Vouched:
    """A number with the stage all of it reached, the values it comes from, and whether with reservation."""

    actual: Decimal | NotComputable
    stage: str
    values: tuple[Value, ...]

    @property
    def has_reservation(self) -> bool:
        return any(value.reservation for value in self.values)

    @property
    def key(self) -> str:
        """The address of the value it rests on, the last one's when there are several."""
        return str(self.values[-1].uid)

    @property
    def known_at(self) -> int:
        return self.values[-1].known_at


def reported(contracts: Iterable[Contract], known_at: int | None) -> dict[int, list[Reported]]:
    """The returns of contracts as known at a moment, by the contract's key, in three queries."""
    known = (
        Return.objects.known_at(known_at)
        .filter(contract__in=list(contracts))
        .order_by("contract_id", "period")
    )
    lived = list(lives(known, known_at).values())
    stages = stages_of(lived, known_at) if lived else {}
    found: defaultdict[int, list[Reported]] = defaultdict(list)
    for life in lived:
        values = stages[life.report.pk]
        found[life.report.contract_id].append(Reported(life, life.period, standing(life, values)))
    return dict(found)


def standing(life: Life, values: Mapping[str, Mapping[str, Value]]) -> dict[str, Mapping[str, Value]]:
    """A return that was refused or reopened has no validated value any more."""
    if life.state in VALIDATED:
        return dict(values)
    return {
        code: {stage: value for stage, value in by_stage.items() if stage != Value.Stage.VALIDATED}
        for code, by_stage in values.items()
    }


def covering(window: Period, reports: Sequence[Reported]) -> list[Reported]:
    """The returns that follow each other over the whole of a window, the longest first; else none."""
    exact = [one for one in reports if one.period == window]
    if exact:
        return exact[:1]
    found: list[Reported] = []
    inside = sorted(reports, key=lambda one: (one.period.start, -one.period.days))
    for one in inside:
        if one.period.end < window.start or one.period.end > window.end:
            continue
        follows = found[-1].period.next().start if found else None
        if (follows is None and one.period.start <= window.start) or one.period.start == follows:
            found.append(one)
    return found if found and found[-1].period.end == window.end else []


def vouched(
    sheet: IndicatorVersion, window: Period, reports: Sequence[Reported], *, stage: str = "validated"
) -> Vouched | None:
    """What returns say of an indicator over a window, at a stage or the last before it; None if nothing."""
    code = sheet.indicator.code
    parts = [one.said(code, stage) for one in covering(window, reports)]
    if not parts or any(part is None for part in parts):
        return None
    least = min(parts, key=lambda part: STAGES.index(part.stage)).stage
    return Vouched(put_together(sheet, parts), least, tuple(parts))


def put_together(sheet: IndicatorVersion, parts: Sequence[Value]) -> Decimal | NotComputable:
    if sheet.accumulation != Accumulation.FLOW:
        parts = parts[-1:]
    unknown = next((part for part in parts if part.value is None), None)
    if unknown:
        return NotComputable(unknown.reason or "unknown", unknown.note if unknown.reason else "")
    if len(parts) == 1:
        return plain(parts[0].value)
    if sheet.over_centres == OverCentres.RATIO:
        return ratio(parts)
    if sheet.over_centres == OverCentres.SUM:
        return plain(sum((part.value for part in parts), Decimal(0)))
    return NotComputable("unknown")


def ratio(parts: Sequence[Value]) -> Decimal | NotComputable:
    """The ratio of the sums, on the scale of the parts (percent or not)."""
    above = sum((part.numerator or Decimal(0) for part in parts), Decimal(0))
    below = sum((part.denominator or Decimal(0) for part in parts), Decimal(0))
    if not below:
        return NotComputable("division_by_zero")
    scales = [part.value * part.denominator / part.numerator for part in parts if part.numerator]
    return plain(round(above / below * (round(scales[0], 6) if scales else 1), 12))


def plain(number: Decimal) -> Decimal:
    """The same number without the zeros its column adds."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
