"""What a sharing can start from: the contracts in force, each asking the money it promises for a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon.contracts import queries as contracts
from jalon.contracts.models import Allocation, Baseline, ContractVersion, Target
from jalon.indicators import queries as indicators
from jalon.indicators.models import OverCentres
from jalon.kernel import targets as kernel
from jalon.kernel.allocation import Candidate, Problem
from jalon.kernel.targets import Shape, target_value
from jalon.plan.models import Plan

POINTS = 1000
"""What the whole of one result is worth, so that tests and certificates weigh alike until somebody says."""

ADDED = (OverCentres.SUM, OverCentres.DISTINCT)
EVERY_AXIS = ""
"""Money that names no axis serves all the targets of its contract."""


def asked_of_contracts(plan: Plan, *, on: date, known_at: int | None = None) -> Problem | None:
    """One candidate a contract, line and axis; None where no contract promises money for the year.

    Results are what the targets under the axis add in the year, parted over its lines by their money;
    a rate makes no sum and is no result of money.
    """
    versions = contracts.in_force(contracts.adopted_versions(plan, known_at=known_at), on)
    by_key = {version.pk: version for version in versions.values()}
    every = contracts.allocations_of(by_key)
    money = sorted(
        (one for one in every if one.year == on.year and one.amount),
        key=lambda one: (by_key[one.version_id].contract.code, one.axis_code, one.funding_line_code),
    )
    if not money:
        return None
    apart = not_added(on, known_at)
    targets = [one for one in contracts.targets_of(by_key) if one.indicator.code not in apart]
    promised = promises(targets, contracts.baselines_of(by_key), on.year)
    parts = shares_of(money)
    candidates = [candidate(by_key[one.version_id], one, promised, parts) for one in money]
    return Problem(sum(one.cap for one in candidates), candidates, alike(candidates))


def not_added(on: date, known_at: int | None = None) -> set[str]:
    """The indicators whose results make no sum from contract to contract: rates, the largest of all."""
    sheets = indicators.in_force(indicators.all_sheets(known_at=known_at, brief=True), on)
    return {code for code, sheet in sheets.items() if sheet.over_centres not in ADDED}


Place = tuple[int, str]


def promises(
    targets: Iterable[Target], baselines: Iterable[Baseline], year: int
) -> Mapping[Place, dict[str, Decimal]]:
    """What each contract promises to bring in a year, by axis and in all.

    A yearly target is brought whole; of a level, or what counts since the start, the step of the year.
    """
    starts = {(one.version_id, one.indicator_id): one.value for one in baselines}
    by_year = {(one.objective_id, one.indicator_id, one.shape, one.year): one for one in targets}
    found: defaultdict[Place, dict[str, Decimal]] = defaultdict(dict)
    for (objective, indicator, shape, of), one in by_year.items():
        start = starts.get((one.objective.version_id, indicator))
        brought = step(one, by_year.get((objective, indicator, shape, year - 1)), start)
        if of != year or brought <= 0:
            continue
        for axis in {one.objective.axis_code, EVERY_AXIS}:
            of_place = found[one.objective.version_id, axis]
            of_place[one.indicator.code] = of_place.get(one.indicator.code, Decimal(0)) + brought
    return found


def step(one: Target, before: Target | None, start: Decimal | None) -> Decimal:
    """What a target adds in its year; 0 where that cannot be said, or less is better."""
    wanted = valued(one, start)
    if wanted is None or one.shape in (Shape.AT_MOST, Shape.MAINTAIN):
        return Decimal(0)
    if one.shape == Shape.PER_PERIOD:
        return wanted
    reached = valued(before, start) if before else Decimal(0) if one.shape == Shape.CUMULATIVE else start
    return wanted - reached if reached is not None else Decimal(0)


def valued(one: Target, start: Decimal | None) -> Decimal | None:
    found = target_value(kernel.Target(Shape(one.shape), one.value, baseline=start))
    return found if isinstance(found, Decimal) else None


def shares_of(money: Sequence[Allocation]) -> Mapping[int, Decimal]:
    """The share of each amount in all its contract has on the same axis, by its key."""
    whole: defaultdict[Place, int] = defaultdict(int)
    for one in money:
        whole[one.version_id, one.axis_code] += one.amount
    return {one.pk: Decimal(one.amount) / whole[one.version_id, one.axis_code] for one in money}


def candidate(version: ContractVersion, one: Allocation, promised, parts) -> Candidate:
    centre, contract = version.contract.centre.code, version.contract.code
    tags = {"centre": centre, "line": one.funding_line_code, "axis": one.axis_code}
    results = promised.get((one.version_id, one.axis_code), {})
    return Candidate(
        ".".join(part for part in (contract, one.axis_code, one.funding_line_code) if part),
        one.amount,
        results={code: round(value * parts[one.pk], 3) for code, value in results.items()},
        tags={tag: value for tag, value in tags.items() if value},
    )


def alike(candidates: Sequence[Candidate]) -> dict[str, Decimal]:
    """Weights that make the whole of each result worth the same."""
    whole: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in candidates:
        for code, value in one.results.items():
            whole[code] += value
    return {code: round(POINTS / value, 6) for code, value in sorted(whole.items()) if value}
