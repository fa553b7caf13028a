"""How many rows of each kind a centre records for each month: together, exactly the number asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jalon.site.simulation.centres import CENTRES
from jalon.site.simulation.levels import DRIVER, Month, months, of_month

SHARES = {
    "test.reported": 0.445,
    "sample.received": 0.130,
    "income.invoiced": 0.122,
    "service.delivered": 0.110,
    "satisfaction.answered": 0.052,
    "training.attended": 0.058,
    "training.held": 0.010,
    "assistance.delivered": 0.026,
    "product.validated": 0.016,
    "deliverable.accepted": 0.011,
    "study.delivered": 0.006,
    "specification.delivered": 0.005,
    "income.credited": 0.005,
    "project.followed": 0.004,
}
"""Of the rows that grow with the number asked for."""

MEETS_A_FIRM = ("income.invoiced", "training.attended", "assistance.delivered", "product.validated")
"""The kinds for which a firm is drawn; tests and samples belong to the orders that are invoiced."""

CORRECTED = 0.005  # of the rows, reversed and recorded anew some months later


@dataclass(frozen=True)
class Workload:
    """Rows and corrections by centre, month and kind; months a centre has not recorded yet hold none."""

    months: Sequence[Month]
    rows: np.ndarray  # [kind, centre, month]
    corrections: np.ndarray  # [centre, month]

    def of(self, centre: int, month: int) -> dict[str, int]:
        return {kind: int(self.rows[place, centre, month]) for place, kind in enumerate(SHARES)}

    def in_year(self, kind: str, centre: int, year: int) -> float:
        """Rows expected in a year, also one the life does not reach: with the totals of the network."""
        place = list(SHARES).index(kind)
        worked = self.rows[place, centre].sum()
        drawn = self.rows[place, centre] > 0
        weights = [of_month(CENTRES[centre], driver(kind), month) for month in self.months]
        known = sum(weight for weight, is_drawn in zip(weights, drawn, strict=True) if is_drawn)
        year_months = months(date(year, 1, 1), date(year, 12, 31))
        wanted = sum(of_month(CENTRES[centre], driver(kind), month) for month in year_months)
        return float(worked) * wanted / known if known else 0.0

    def firms_met(self, centre: int, year: int) -> float:
        return sum(self.in_year(kind, centre, year) for kind in MEETS_A_FIRM)


def driver(kind: str) -> str:
    return DRIVER.get(kind, "tests")


def workload(span: Sequence[Month], recorded: np.ndarray, rows: int) -> Workload:
    """Share out so many rows, corrections included; `recorded` says which months of which centre are in."""
    corrected = int(rows * CORRECTED)
    weights = np.array(
        [[[of_month(centre, driver(kind), month) for month in span] for centre in CENTRES] for kind in SHARES]
    )
    weights *= recorded * np.array([not_asked(kind) for kind in SHARES])[:, :, None]
    totals = weights.sum(axis=(1, 2), keepdims=True)
    weights *= np.array(list(SHARES.values()))[:, None, None] / np.where(totals, totals, 1)
    counts = apportion(weights, rows - 2 * corrected)
    return Workload(span, counts, corrections_of(counts, recorded, corrected))


def not_asked(kind: str) -> list[bool]:
    """Some centres never ask whether their clients are satisfied."""
    return [kind != "satisfaction.answered" or centre.answers for centre in CENTRES]


def corrections_of(counts: np.ndarray, recorded: np.ndarray, corrected: int) -> np.ndarray:
    """Where rows are corrected later: among tests, never in the last month a centre recorded."""
    tests = counts[0].astype(float)
    for centre, months_in in enumerate(recorded):
        if months_in.any():
            tests[centre, np.flatnonzero(months_in)[-1]] = 0
    return apportion(tests, corrected) if tests.any() else np.zeros_like(counts[0])


def apportion(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to the weights, with exactly this total (largest remainders)."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(int)
    missing = total - int(whole.sum())
    places = np.argsort(-(exact - whole), axis=None, kind="stable")[:missing]
    whole.flat[places] += 1
    return whole
