"""A cell: one indicator, one place, one period; what was promised beside what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from jalon.indicators.models import Accumulation, Direction, IndicatorVersion, OverCentres
from jalon.kernel.measures import NotComputable, Value, gone, receipt, receipt_of_all
from jalon.kernel.periods import Period, year
from jalon.kernel.targets import Point, Shape, Target, counted_over, target_value
from jalon.kernel.targets.asked import Asked, asked
from jalon.network.models import Organisation
from jalon.results.queries.facts import Facts
from jalon.results.queries.promise import NETWORK, Aim, Promise, Start

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    sheet: IndicatorVersion
    place: int | None
    centre: Organisation | None
    period: Period
    figure: Value | NotComputable
    counted: Value | NotComputable  # what is compared with the target: since the plan's start when cumulative
    start: Start | None
    aim: Aim | None
    asked: Asked | None
    receipt: str
    simulated: bool
    counted_from: date | None = None  # the first day counted towards a cumulative target

    @property
    def indicator(self) -> str:
        return self.sheet.indicator.code

    @property
    def level(self) -> str:
        return "network" if self.place is NETWORK else "centre"

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if isinstance(self.figure, Value) else None

    @property
    def rows(self) -> int:
        return self.figure.rows if isinstance(self.figure, Value) else 0

    @property
    def baseline(self) -> Decimal | None:
        return self.start.value if self.start else None

    @property
    def target(self) -> Decimal | None:
        return number(self.asked.target) if self.asked else None

    @property
    def trajectory(self) -> Decimal | None:
        return number(self.asked.trajectory) if self.asked else None

    @property
    def achievement(self) -> Decimal | None:
        return number(self.asked.achievement) if self.asked else None

    @property
    def progress(self) -> Decimal | None:
        return number(self.asked.progress) if self.asked else None

    @property
    def status(self) -> str:
        return self.asked.standing.status if self.asked else "not_computable"

    @property
    def ratio(self) -> Decimal | None:
        return self.asked.standing.ratio if self.asked else None

    @property
    def reason(self) -> NotComputable | None:
        """Why there is no value; else why there is no status."""
        if isinstance(self.figure, NotComputable):
            return self.figure
        return self.asked.standing.reason if self.asked else NotComputable("no_target")

    @property
    def has_target(self) -> bool:
        return self.aim is not None

    @property
    def is_cumulative(self) -> bool:
        return self.aim is not None and self.aim.shape == Shape.CUMULATIVE

    @property
    def counted_value(self) -> Decimal | None:
        """The number the target is about."""
        return number(self.counted)

    @property
    def gap(self) -> Decimal | None:
        """How far the actual is from what was expected by now."""
        counted = self.counted_value
        return None if counted is None or self.trajectory is None else counted - self.trajectory


def number(figure) -> Decimal | None:
    if isinstance(figure, Value):
        return figure.value
    return figure if isinstance(figure, Decimal) else None


@dataclass(frozen=True)
class Setting:
    """What every cell of one reading shares."""

    promise: Promise
    facts: Facts
    on: date
    received: Mapping[int, date]

    receipts: dict[tuple[Period, int | None], str] = field(default_factory=dict, repr=False, compare=False)

    def cell(self, sheet: IndicatorVersion, place: int | None, period: Period) -> Cell:
        day = min(period.end, self.on)
        aims = self.aims(sheet, place, day)
        aim = aim_of(aims, period)
        start = self.start(sheet, place, day)
        covered = self.receipt(period, place)
        figure = self.named(received(self.facts.value(sheet, period, place), covered))
        counted = self.counted(sheet, place, period, aim, figure)
        return Cell(
            sheet=sheet,
            place=place,
            centre=self.centres.get(place),
            period=period,
            figure=figure,
            counted=counted,
            start=start,
            aim=aim,
            asked=self.asked(sheet, aims, aim, start, counted, period) if aim else None,
            receipt=covered,
            simulated=self.facts.is_simulated(sheet, period, place) or bool(aim and aim.simulated),
            counted_from=self.since_start(period).start if aim and aim.shape == Shape.CUMULATIVE else None,
        )

    def named(self, figure: Value | NotComputable) -> Value | NotComputable:
        """A reason that is about centres names them by their codes: the engine knows their keys."""
        if isinstance(figure, Value) or figure.reason != "no_opening" or not figure.detail:
            return figure
        codes = {str(centre.pk): centre.code for centre in self.promise.centres}
        return NotComputable(
            "no_opening", ", ".join(codes.get(key, key) for key in figure.detail.split(", "))
        )

    def value(self, sheet: IndicatorVersion, place: int | None, period: Period) -> Decimal | None:
        """The figure alone, None where it is not known."""
        return number(received(self.facts.value(sheet, period, place), self.receipt(period, place)))

    @cached_property
    def centres(self) -> dict[int, Organisation]:
        return {centre.pk: centre for centre in self.promise.centres}

    def aims(self, sheet: IndicatorVersion, place: int | None, day: date) -> list[Aim]:
        own = self.promise.aims_on(day, sheet.indicator.code, place)
        return own or (self.aims_together(sheet, day) if place is NETWORK else [])

    def start(self, sheet: IndicatorVersion, place: int | None, day: date) -> Start | None:
        code = sheet.indicator.code
        own = self.promise.start_on(day, code, place)
        if own or place is not NETWORK or self.promise.aims_on(day, code, NETWORK):
            return own
        return self.start_together(sheet, day)

    def aims_together(self, sheet: IndicatorVersion, day: date) -> list[Aim]:
        """What the contracts promise together, for a sum the plan itself set no target for."""
        if sheet.over_centres != OverCentres.SUM:
            return []
        promised: dict[int, list[tuple[Aim, Decimal]]] = {}
        for centre in self.promise.centres:
            start = self.promise.start_on(day, sheet.indicator.code, centre.pk)
            for aim in self.promise.aims_on(day, sheet.indicator.code, centre.pk):
                value = target_value(target_of(aim, start, sheet))
                if isinstance(value, Decimal):
                    promised.setdefault(aim.year, []).append((aim, value))
        return [together(aims) for _year, aims in sorted(promised.items())]

    def start_together(self, sheet: IndicatorVersion, day: date) -> Start | None:
        """The baselines of the contracts together, if every promising centre has one, of the same day."""
        code = sheet.indicator.code
        promising = [centre for centre in self.promise.centres if self.promise.aims_on(day, code, centre.pk)]
        starts = [self.promise.start_on(day, code, centre.pk) for centre in promising]
        if not starts or sheet.over_centres != OverCentres.SUM:
            return None
        if any(start is None or start.value is None for start in starts) or len({s.on for s in starts}) > 1:
            return None
        return Start(sum(start.value for start in starts), starts[0].on, starts[0].source)

    def receipt(self, period: Period, place: int | None) -> str:
        """How much of a period was received; worked out once, as many cells stand on the same."""
        if (period, place) not in self.receipts:
            self.receipts[period, place] = self.receipt_of(period, place)
        return self.receipts[period, place]

    @property
    def departures(self) -> Mapping[int, date]:
        """The first day without each centre that left."""
        return self.facts.known.source.departures

    def receipt_of(self, period: Period, place: int | None) -> str:
        """A centre that left owes nothing from that day on; gone before the period, it is not waited for."""
        places = [place]
        if place is NETWORK:
            away = gone(self.departures, period.start)
            places = [centre.pk for centre in self.promise.centres if centre.pk not in away]
        return receipt_of_all(receipt(period, self.received.get(one), self.last_day(one)) for one in places)

    def last_day(self, place: int) -> date:
        """The last day a centre answers for: the day asked, or the eve of its departure."""
        return min(self.on, self.departures.get(place, date.max) - DAY)

    def counted(self, sheet, place, period, aim, figure) -> Value | NotComputable:
        """The value the target is about: since the plan's start for a cumulative one."""
        if not aim or aim.shape != Shape.CUMULATIVE:
            return figure
        window = self.since_start(period)
        return received(self.facts.value(sheet, window, place), self.receipt(window, place))

    def since_start(self, period: Period) -> Period:
        starts_on = self.promise.starts_on(min(period.end, self.on))
        return counted_over(Shape.CUMULATIVE, period, plan_starts_on=starts_on)

    def asked(self, sheet, aims: Sequence[Aim], aim: Aim, start: Start | None, counted, period) -> Asked:
        return asked(
            target_of(aim, start, sheet),
            counted if isinstance(counted, NotComputable) else counted.value,
            on=self.on,
            window=period,
            due=year(aim.year),
            is_flow=adds_up(sheet),
            start=self.start_point(aim, start, period),
            points=points_of(aims, aim, start, sheet),
            thresholds=self.promise.in_force(period.end).thresholds,
        )

    def start_point(self, aim: Aim, start: Start | None, period: Period) -> Point | None:
        if aim.shape == Shape.CUMULATIVE:
            return Point(self.since_start(period).start - DAY, Decimal(0))
        if start and start.value is not None and start.on:
            return Point(start.on, start.value)
        return None


def adds_up(sheet: IndicatorVersion) -> bool:
    """Whether two months make the sum of both; distinct things are taken as if they did."""
    return sheet.accumulation == Accumulation.FLOW and sheet.over_centres != OverCentres.RATIO


def aim_of(aims: Sequence[Aim], period: Period) -> Aim | None:
    """The target of the period's year; where a level is promised for later, that one."""
    of_year = next((aim for aim in aims if aim.year == period.end.year), None)
    later = (aim for aim in aims if aim.year > period.end.year and aim.shape != Shape.PER_PERIOD)
    return of_year or next(later, None)


def target_of(aim: Aim, start: Start | None, sheet: IndicatorVersion) -> Target:
    return Target(
        shape=Shape(aim.shape),
        value=aim.value,
        tolerance=aim.tolerance,
        baseline=start.value if start else None,
        decreases=sheet.direction == Direction.DECREASE,
    )


def points_of(aims: Sequence[Aim], aim: Aim, start: Start | None, sheet: IndicatorVersion) -> list[Point]:
    """The dated targets of the same shape, as points of one line."""
    values = {one.year: target_value(target_of(one, start, sheet)) for one in aims if one.shape == aim.shape}
    dated = [(number, value) for number, value in values.items() if isinstance(value, Decimal)]
    return [Point(date(number, 12, 31), value) for number, value in dated]


def together(aims: Sequence[tuple[Aim, Decimal]]) -> Aim:
    """One aim for several centres of a year: their values add up, whatever the way each was written."""
    first = aims[0][0]
    shapes = {aim.shape for aim, _value in aims}
    shape = first.shape if len(shapes) == 1 and first.shape != Shape.GROWTH else Shape.LEVEL
    return Aim(
        indicator=first.indicator,
        place=NETWORK,
        year=first.year,
        shape=str(shape),
        value=sum((value for _aim, value in aims), Decimal(0)),
        tolerance=None,
        objective=first.objective,
        axis=first.axis,
        simulated=any(aim.simulated for aim, _value in aims),
        approximate=False,
        source="",
    )


def received(figure: Value | NotComputable, covered: str) -> Value | NotComputable:
    """No row means 0, or nothing to divide by, only where the evidence was received."""
    says_something = figure.reason not in OF_NO_ROWS if isinstance(figure, NotComputable) else figure.rows > 0
    return figure if covered == "complete" or says_something else NotComputable("not_received")


OF_NO_ROWS = frozenset({"division_by_zero", "no_rows"})
