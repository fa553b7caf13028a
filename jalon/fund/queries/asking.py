"""What a sharing can start from: the contracts in force, each asking the money it promises for a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from jalon.contracts import queries as contracts
from jalon.contracts.models import Allocation, ContractVersion, Target
from jalon.kernel.allocation import Candidate, Problem
from jalon.kernel.targets import Shape
from jalon.plan.models import Plan

POINTS = 1000
"""What the whole of one result is worth, so that tests and certificates weigh alike until somebody says."""

EVERY_AXIS = ""
"""Money that names no axis serves all the targets of its contract."""

Asked = tuple[Problem, dict[str, str]]


def asked_of_contracts(plan: Plan, *, on: date, known_at: int | None = None) -> Asked | None:
    """A problem and the names of its candidates: one a contract, line and axis; None without money promised.

    Results are the year's own targets under the axis, parted over its lines by their money.
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
    promised = promises(contracts.targets_of(by_key), on.year)
    parts = shares_of(money)
    candidates = [candidate(by_key[one.version_id], one, promised, parts) for one in money]
    names = {
        made.key: by_key[one.version_id].contract.code for made, one in zip(candidates, money, strict=True)
    }
    return Problem(sum(one.cap for one in candidates), candidates, alike(candidates)), names


Place = tuple[int, str]


def promises(targets: Iterable[Target], year: int) -> Mapping[Place, dict[str, Decimal]]:
    """What each contract promises to do in a year, by axis and in all: targets that are so many things."""
    found: defaultdict[Place, dict[str, Decimal]] = defaultdict(dict)
    for one in targets:
        if one.year == year and one.shape == Shape.PER_PERIOD and one.value > 0:
            for axis in {one.objective.axis_code, EVERY_AXIS}:
                of_place = found[one.objective.version_id, axis]
                of_place[one.indicator.code] = of_place.get(one.indicator.code, Decimal(0)) + one.value
    return found


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
