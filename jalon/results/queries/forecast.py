"""Where each indicator of a plan will end the year, from its months, in one reading of the evidence.

What adds up is read as it stood since January at each month's end (since the plan's start when its target is
cumulative): a month's own part is the difference of two, so that things counted once in a year count once
here too. The rest is where it stood at each month's end.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from jalon.indicators.models import Accumulation, Direction
from jalon.kernel import forecast as kernel
from jalon.kernel.measures import NotComputable
from jalon.kernel.periods import Period, containing, periods
from jalon.kernel.targets import Shape, Target
from jalon.plan.models import Plan
from jalon.results.queries.cells import DAY, Cell, Setting, adds_up, number, target_of
from jalon.results.queries.promise import Promise, promise
from jalon.results.queries.state import State, since_start, state

YEARS = 4
"""How many calendar years of months are read, the running one included."""


@dataclass(frozen=True)
class Month:
    """Where an indicator stood at a month's end, and the month's own part of what adds up."""

    period: Period
    stood: Decimal | None
    part: Decimal | None


@dataclass(frozen=True)
class Outlook:
    """A target of a year, where the year is expected to end, and what would reach it.

    `goal` is what the year should end on: of a target promised for later, the point of its trajectory.
    `found` is None once the year is over. `noted` is what is recorded after the last month received.
    """

    cell: Cell
    target: Target | None
    goal: Decimal | None
    direction: str
    series: kernel.Series
    months: tuple[Month, ...]
    found: kernel.Forecast | NotComputable | None
    noted: Decimal = Decimal(0)

    @property
    def is_over(self) -> bool:
        return self.found is None

    @property
    def expected(self) -> kernel.Forecast | None:
        return self.found if isinstance(self.found, kernel.Forecast) else None

    @property
    def reason(self) -> NotComputable | None:
        """Why there is no forecast."""
        return self.found if isinstance(self.found, NotComputable) else None

    @property
    def last_month(self) -> Period | None:
        """The last month the forecast rests on."""
        return self.months[-1].period if self.months else None

    @property
    def months_left(self) -> list[Period]:
        """The months the forecast is about: from the first that is not received to December."""
        begins = self.last_month.end + DAY if self.last_month else self.cell.period.start
        return periods("month", begins, self.cell.period.end)

    @cached_property
    def warning(self) -> kernel.Warning | None:
        return self.warned(self.found)

    def warned(self, found) -> kernel.Warning | None:
        if self.goal is None or not isinstance(found, kernel.Forecast):
            return None
        return kernel.warning(self.goal, found, direction=self.direction)

    @property
    def alarm(self) -> str:
        """none, watch, late; unknown without a forecast or a goal."""
        return "unknown" if self.warning is None else self.warning.alarm

    @property
    def gap(self) -> Decimal | None:
        """What the expected end lacks; below zero, what it has to spare."""
        if self.goal is None or self.expected is None:
            return None
        short = self.goal - self.expected.value
        return short if self.direction == "at_least" else -short

    @cached_property
    def needed(self) -> kernel.Needed | None:
        if self.goal is None or self.expected is None:
            return None
        return kernel.needed(self.goal, self.expected, direction=self.direction)

    @property
    def still(self) -> Decimal | None:
        """What is still to do, what is recorded since the last month received taken off."""
        if self.needed is None:
            return None
        done = self.noted if self.series.adds_up else Decimal(0)
        return max(self.needed.total - done, Decimal(0)) if self.direction == "at_least" else None

    @property
    def a_month(self) -> Decimal | None:
        """What is still to do, by month left."""
        return None if self.still is None else self.still / len(self.months_left)

    @property
    def pace(self) -> Decimal | None:
        """What a month brought lately: the mean of the last six received, or of the year if it is shorter."""
        parts = [month.part for month in self.months if month.part is not None][-6:]
        return sum(parts, Decimal(0)) / len(parts) if parts and self.series.adds_up else None

    @cached_property
    def since(self) -> Period | None:
        """From which month's end on this year the forecast of the day already gave the alarm."""
        if self.alarm not in ("watch", "late"):
            return None
        first = self.last_month
        for month in reversed(self.this_year[:-1]):
            if not self.as_of(month):
                break
            first = month
        return first

    @property
    def this_year(self) -> list[Period]:
        return [month.period for month in self.months if month.period.start >= self.cell.period.start]

    def as_of(self, month: Period) -> bool:
        """Whether the months up to one, alone, would have given an alarm."""
        known = sum(1 for one in self.months if one.period <= month)
        warned = self.warned(kernel.forecast(replace(self.series, values=self.series.values[:known])))
        return bool(warned)


@dataclass(frozen=True)
class Outlooks:
    """The year of a day: its targets and where each is expected to end."""

    state: State
    year: Period

    def of(self, cell: Cell) -> Outlook:
        return outlook(self.state.setting, cell)

    @cached_property
    def every(self) -> tuple[Outlook, ...]:
        """Every target of the year: those of the plan, then of each contract."""
        return tuple(self.of(cell) for cell in self.state.targets(self.year))

    def at(self, place: int | None) -> tuple[Outlook, ...]:
        return tuple(self.of(cell) for cell in self.state.targets(self.year) if cell.place == place)


def outlooks(
    plan: Plan,
    *,
    on: dt.date,
    known_at: int | None = None,
    by: str = "both",
    indicators: Iterable[str] = (),
    known_promise: Promise | None = None,
    counted_from: dt.date | None = None,
) -> Outlooks | None:
    """The outlook of a plan in one question to the evidence; None before the plan begins or is known."""
    promised = known_promise or promise(plan, known_at=known_at, counted_from=counted_from)
    if promised is None or (year := running_year(promised, on)) is None:
        return None
    found = state(
        plan,
        on=on,
        known_at=known_at,
        by=by,
        indicators=frozenset(indicators) or promised.promised_codes(),
        known_promise=promised,
        windows=windows(promised, on),
    )
    return Outlooks(found, year) if found else None


def running_year(promised: Promise, on: dt.date) -> Period | None:
    """The year of the day within the plan, else the plan's last; None before it begins."""
    version = promised.version_on(on)
    return None if on < version.starts_on else containing("year", min(on, version.ends_on))


def windows(promised: Promise, on: dt.date) -> list[Period]:
    """What to count for the outlook: since January, and since the plan's start, at each month's end."""
    year = running_year(promised, on)
    if year is None:
        return []
    months = months_of(promised, year, on)
    ends = [day_before(months[0]), *months] if months else []
    return [*map(since_january, ends), *since_start(promised, ends, on)]


def day_before(month: Period) -> Period:
    return Period(month.start - DAY, month.start - DAY)


def months_of(promised: Promise, year: Period, on: dt.date) -> list[Period]:
    """The months over by the day, of the years that are read."""
    begins = max(promised.version_on(on).starts_on, dt.date(year.start.year - YEARS + 1, 1, 1))
    ends = min(on, year.end)
    return [month for month in periods("month", begins, ends) if month.end <= ends] if begins <= ends else []


def since_january(month: Period) -> Period:
    return Period(month.start.replace(month=1, day=1), month.end)


def outlook(setting: Setting, cell: Cell) -> Outlook:
    """The outlook of a cell that is a year; its windows were counted."""
    target = target_of(cell.aim, cell.start, cell.sheet) if cell.aim else None
    goal = goal_of(setting, cell) if cell.aim else None
    months = received_months(setting, cell)
    series = series_of(setting, cell, months)
    found = found_of(series, months, cell.period)
    noted = Decimal(0)
    if isinstance(found, kernel.Forecast) and cell.counted_value is not None:
        noted = cell.counted_value - found.so_far if series.adds_up else noted
        found = carried_on(found, series, cell.counted_value)
    return Outlook(cell, target, goal, direction_of(cell, target, goal), series, tuple(months), found, noted)


def carried_on(found: kernel.Forecast, series: kernel.Series, counted: Decimal) -> kernel.Forecast:
    """The forecast with what was counted since the last month: a stock goes on from there, and a year of
    things never ends below what is done.
    """
    ends = {name: getattr(found, name) for name in ("value", "low", "high")}
    if series.adds_up and series.is_count:
        return replace(found, **{name: max(end, counted) for name, end in ends.items()})
    if series.accumulation != "stock":
        return found
    moved = counted - found.so_far
    months = tuple(one + moved for one in found.months)
    return replace(found, so_far=counted, months=months, **{name: end + moved for name, end in ends.items()})


def found_of(series: kernel.Series, months: Sequence[Month], year: Period):
    if not months or months[-1].period.end < year.start - DAY:
        return NotComputable("not_received")
    if months[-1].period.end >= year.end:
        return None
    return kernel.forecast(series)


def goal_of(setting: Setting, cell: Cell) -> Decimal | None:
    """The target itself, or where the way to a later one passes at the year's end."""
    if cell.aim.year == cell.period.end.year and cell.asked:
        return tolerated(cell, number(cell.asked.target))
    ahead = replace(setting, on=cell.period.end)
    aims = setting.aims(cell.sheet, cell.place, min(cell.period.end, setting.on))
    asked = ahead.asked(cell.sheet, aims, cell.aim, cell.start, cell.counted, cell.period)
    return tolerated(cell, number(asked.trajectory))


def tolerated(cell: Cell, wanted: Decimal | None) -> Decimal | None:
    """What is maintained may be as low as its tolerance lets it."""
    if wanted is None or cell.aim.shape != Shape.MAINTAIN:
        return wanted
    return wanted - (cell.aim.tolerance or 0)


def direction_of(cell: Cell, target: Target | None, goal: Decimal | None) -> str:
    if target is None:
        return "at_least"
    goes_down = target.shape is Shape.AT_MOST
    if target.shape in (Shape.LEVEL, Shape.GROWTH) and goal is not None:
        goes_down = cell.sheet.direction == Direction.DECREASE
        if target.baseline is not None and target.baseline != goal:
            goes_down = goal < target.baseline
    return "at_most" if goes_down else "at_least"


def received_months(setting: Setting, cell: Cell) -> list[Month]:
    """The months up to the last that is wholly received; between them, one that is not has no value."""
    found = [stood_at(setting, cell, month) for month in months_of(setting.promise, cell.period, setting.on)]
    while found and found[-1].stood is None:
        found.pop()
    return found


def stood_at(setting: Setting, cell: Cell, month: Period) -> Month:
    if setting.receipt(month, cell.place) != "complete":
        return Month(month, None, None)
    stood = standing(setting, cell, month)
    if stood is None or not adds_up(cell.sheet):
        return Month(month, stood, None)
    if not cell.is_cumulative and month.start.month == 1:
        return Month(month, stood, stood)
    return Month(month, stood, stood - (standing(setting, cell, day_before(month)) or Decimal(0)))


def standing(setting: Setting, cell: Cell, month: Period) -> Decimal | None:
    """Where the indicator stood at the end of a month, whoever has sent its evidence."""
    window = setting.since_start(month) if cell.is_cumulative else since_january(month)
    return number(setting.facts.value(cell.sheet, window, cell.place))


def series_of(setting: Setting, cell: Cell, months: Sequence[Month]) -> kernel.Series:
    is_sum = adds_up(cell.sheet)
    values = tuple(month.part if is_sum else month.stood for month in months)
    first = months[0].period if months else cell.period
    before = Decimal(0)
    if months and cell.is_cumulative and is_sum:
        before = (months[0].stood or Decimal(0)) - (months[0].part or Decimal(0))
    return kernel.Series(
        values,
        first.start.month,
        accumulation_of(cell),
        # chance alone makes counts vary, not percentages; a stock varies by its steps
        is_count=is_sum and cell.sheet.unit != "%",
        before=before,
    )


def accumulation_of(cell: Cell) -> kernel.Accumulation:
    if adds_up(cell.sheet):
        return "cumulative" if cell.is_cumulative else "flow"
    return "stock" if cell.sheet.accumulation == Accumulation.STOCK else "level"


ALARMS = ("late", "watch", "unknown", "none")


def warned(found: Iterable[Outlook]) -> list[Outlook]:
    """The targets in danger: those out of reach first, then by the part of the goal that would be missing."""
    in_danger = [one for one in found if one.alarm in ("late", "watch")]
    return sorted(
        in_danger, key=lambda one: (ALARMS.index(one.alarm), -missing_share(one), one.cell.indicator)
    )


def missing_share(one: Outlook) -> Decimal:
    return one.gap / abs(one.goal) if one.gap is not None and one.goal else Decimal(0)


def counted_alarms(found: Iterable[Outlook]) -> Iterator[tuple[str, int]]:
    """How many targets stand where, in the order of worry."""
    listed = [one.alarm for one in found]
    yield from ((alarm, listed.count(alarm)) for alarm in ALARMS if alarm in listed)
