"""What the simulated annexes promise: the course the life is expected to take, missed or beaten by design."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from jalon.site.simulation.centres import CENTRES
from jalon.site.simulation.deed import Deed
from jalon.site.simulation.firms import Firms
from jalon.site.simulation.levels import of_year
from jalon.site.simulation.workload import Workload

YEARS = (2023, 2024, 2025, 2026)
MET = (0.80, 0.88, 0.93, 0.96, 0.98, 1.0, 1.0, 1.02, 1.03, 1.06, 1.09, 1.14)
"""The shares of a promise that come true by its last year; one is drawn for each promise."""


@dataclass(frozen=True)
class Aim:
    """A promise of one indicator: its shape, where it starts, what each year asks."""

    indicator: str
    shape: str
    years: dict[int, Decimal]
    baseline: Decimal | None = None
    tolerance: Decimal | None = None


@dataclass(frozen=True)
class Outlook:
    """What is expected of a centre: totals of its work, its story, its firms."""

    place: int
    work: Workload
    story: Sequence[Deed]
    firms: Firms

    @property
    def centre(self):
        return CENTRES[self.place]

    def total(self, measure: str, year: int) -> float:
        return of_year(self.centre, measure, year)

    def rows(self, kind: str, year: int) -> float:
        return self.work.in_year(kind, self.place, year)

    def tests(self, year: int) -> float:
        return max(self.total("tests", year), self.rows("test.reported", year))

    def served(self, year: int) -> float:
        return self.firms.served(self.place, year + 0.5, self.work.firms_met(self.place, year))

    def told(self, year: int, *kinds: str) -> list[Deed]:
        return [deed for deed in self.story if deed.on.year == year and deed.kind in kinds]

    def heads(self, year: int) -> float:
        moves = ("staff.opening", "staff.joined", "staff.left")
        return float(
            sum(deed.signed[0] for deed in self.story if deed.on.year <= year and deed.kind in moves)
        )

    def managerial(self, year: int) -> float:
        return managerial_share(deed for deed in self.story if deed.on.year <= year)

    def at_opening(self) -> list[Deed]:
        return [deed for deed in self.story if deed.kind == "staff.opening"]

    def invested(self, year: int) -> float:
        bought = (
            deed for deed in self.story if deed.kind == "equipment.commissioned" and deed.on.year <= year
        )
        return sum(deed.amount for deed in bought) / 100

    def in_force(self, year: int) -> float:
        return float(len(standing(self.story, date(year, 12, 31))))


def managerial_share(story: Iterable[Deed]) -> float:
    """Percent of the full-time equivalents in the grades that count as managerial."""
    fte = {True: Decimal(0), False: Decimal(0)}
    for deed in story:
        if deed.kind.startswith("staff."):
            sign = 1 if deed.signed[0] > 0 else -1
            fte[deed.attributes["grade"] in ("manager", "engineer")] += sign * Decimal(deed.attributes["fte"])
    present = sum(fte.values())
    return float(100 * fte[True] / present) if present else 40.0


def standing(story: Sequence[Deed], on: date) -> set[str]:
    """Certificates in force at the end of a day."""
    last: dict[str, Deed] = {}
    for deed in story:
        if deed.on <= on and deed.kind.startswith("certificate."):
            last[deed.identity] = deed
    opened = ("certificate.issued", "certificate.restored")
    return {
        identity
        for identity, deed in last.items()
        if deed.kind in opened and deed.attributes["valid_until"] >= on.isoformat()
    }


def aims(outlook: Outlook, rng) -> Iterator[Aim]:
    """The promises of one centre, about a dozen, in every shape."""

    def met() -> float:
        return float(rng.choice(MET))

    heads = float(sum(deed.quantity for deed in outlook.at_opening()))
    share = managerial_share(outlook.at_opening())
    yield per_period("TESTS", outlook.tests, met(), to=50)
    yield growth("FIRMS", outlook.served, met())
    yield from income(outlook, met())
    yield level("STAFF", outlook.heads, heads, met(), to=1)
    yield level("MANAGERIAL_SHARE", outlook.managerial, share, met(), to=Decimal("0.5"))
    yield per_period("TRAINING_HOURS", lambda year: outlook.total("hours", year), met(), to=50)
    yield per_period("ASSISTANCE_DAYS", lambda year: outlook.total("days", year), met(), to=5)
    yield per_period("VALIDATIONS", lambda year: outlook.rows("product.validated", year), met(), to=1)
    yield ceiling(met())
    yield cumulative("EQUIPMENT_INVESTED", outlook.invested, met(), to=100_000)
    yield maintained("DAYS_PER_MISSION", outlook)
    if outlook.centre.certifies:
        yield level("CERTIFICATES", outlook.in_force, 0, met(), to=1)
    yield per_period("STUDIES", lambda year: outlook.rows("study.delivered", year), met(), to=1)
    yield Aim(
        "SATISFACTION",
        "level",
        {year: Decimal("7.7") + Decimal("0.1") * n for n, year in enumerate(YEARS)},
        baseline=Decimal("7.5"),
    )


def income(outlook: Outlook, share: float) -> Iterator[Aim]:
    """Some grow from what they earned, some promise a sum; one of them forgot to say what it grows from."""

    def earned(year: int) -> float:
        return outlook.total("income", year)

    if outlook.place % 2:
        yield per_period("INCOME", earned, share, to=10_000)
    else:
        found = growth("INCOME", earned, share, to=1000)
        forgotten = outlook.centre.code == "CMTC"
        yield Aim(found.indicator, found.shape, found.years, None if forgotten else found.baseline)


Expected = Callable[[int], float]


def per_period(indicator: str, expected: Expected, share: float, *, to) -> Aim:
    years = {year: rounded(expected(year) / eased(share, year), to) for year in YEARS}
    return Aim(indicator, "per_period", years, baseline=rounded(expected(2022), to))


def eased(share: float, year: int) -> float:
    """What comes true of a promise: all of it before it begins, its own share in the last year."""
    return share ** ((year - 2022) / (YEARS[-1] - 2022))


def growth(indicator: str, expected: Expected, share: float, *, to=1) -> Aim:
    start = rounded(expected(2022), to)
    years = {
        year: rounded((expected(year) / eased(share, year) / float(start) - 1) * 100, 1) for year in YEARS
    }
    return Aim(indicator, "growth", years, baseline=start)


def level(indicator: str, expected: Expected, start: float, share: float, *, to) -> Aim:
    """Nobody promises less than there is: where the life goes down, the promise still goes up a little."""
    first = rounded(start, to) if start else Decimal(0)
    years = {}
    for year in YEARS:
        gained = max((expected(year) - float(first)) / share, 0.01 * start * (year - 2022))
        years[year] = rounded(float(first) + gained, to)
    return Aim(indicator, "level", years, baseline=first)


def cumulative(indicator: str, expected: Expected, share: float, *, to) -> Aim:
    return Aim(indicator, "cumulative", {year: rounded(expected(year) / share, to) for year in YEARS})


def ceiling(share: float) -> Aim:
    """Fewer imports found wrong; the baseline is simulated, and is not the published share of products."""
    start = Decimal("14.0")
    years = {year: rounded(14.0 - 1.2 * (year - 2022) / share, Decimal("0.1")) for year in YEARS}
    return Aim("IMPORT_NONCONFORMITY", "at_most", years, baseline=start)


def maintained(indicator: str, outlook: Outlook) -> Aim:
    days, missions = outlook.total("days", 2024), outlook.rows("assistance.delivered", 2024)
    value = rounded(max(0.5, days / max(missions, 1)), Decimal("0.5"))
    tolerance = max(Decimal("0.5"), rounded(float(value) * 0.1, Decimal("0.5")))
    return Aim(indicator, "maintain", dict.fromkeys(YEARS, value), baseline=value, tolerance=tolerance)


def rounded(value: float, to) -> Decimal:
    """To a number people would write, never less than one step."""
    step = Decimal(to)
    return max(step, Decimal(int(np.rint(value / float(step)))) * step)
