"""What a contract says, as plain values: the same for a version, a draft and a workbook."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from jalon.contracts.paying import indicators_of
from jalon.kernel.chain import digest
from jalon.kernel.words import Words

SIDES = ("ministry", "centre", "federation")
NOTHING = Words(fr="")
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of a period, a target, a total: as packs have it


@dataclass(frozen=True)
class Party:
    side: str
    organisation: str = ""
    office: Words = NOTHING


@dataclass(frozen=True)
class Undertaking:
    side: str
    code: str
    text: Words
    due_on: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Target:
    """What an indicator is to reach in a year; `growth` is a percentage over the baseline."""

    indicator: str
    year: int
    shape: str
    value: Decimal
    tolerance: Decimal | None = None
    approximate: bool = False
    source: str = ""


@dataclass(frozen=True)
class Objective:
    code: str
    name: Words
    axis: str
    global_objective: str = ""
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Baseline:
    indicator: str
    value: Decimal | None = None
    on: date | None = None
    source: str = ""

    @property
    def is_said(self) -> bool:
        return self.value is not None or self.on is not None or bool(self.source)

    @property
    def is_whole(self) -> bool:
        return self.value is not None and self.on is not None and bool(self.source)


@dataclass(frozen=True)
class Allocation:
    """Money of a year on a funding line, in centimes."""

    funding_line: str
    axis: str
    year: int
    amount: int


@dataclass(frozen=True)
class Tranche:
    """A part of the money and what releases it: `rule` and `conditions` are data of `kernel.payment`."""

    code: str
    name: Words
    funding_line: str
    axis: str
    year: int
    amount: int  # centimes
    due_on: date | None = None
    rule: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[dict[str, Any], ...] = ()

    @property
    def indicators(self) -> frozenset[str]:
        return indicators_of(self.rule)

    @property
    def undertakings(self) -> frozenset[str]:
        """The codes of the undertakings its conditions wait for."""
        waits = (one for one in self.conditions if one.get("kind") == "undertaking")
        return frozenset(str(one.get("code", "")) for one in waits)


@dataclass(frozen=True)
class PastTotal:
    indicator: str
    year: int
    value: Decimal
    document: str = ""
    source: str = ""


@dataclass(frozen=True)
class Terms:
    """A whole contract. Parts are kept in one order, so that equal contracts are equal values."""

    effective_from: date
    starts_on: date
    ends_on: date
    signed_on: date | None = None
    place: Words = NOTHING
    reason: Words = NOTHING
    note: Words = NOTHING
    authority: Words = NOTHING
    source: str = ""
    parties: tuple[Party, ...] = ()
    undertakings: tuple[Undertaking, ...] = ()
    objectives: tuple[Objective, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    tranches: tuple[Tranche, ...] = ()
    past_totals: tuple[PastTotal, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the period, and those something is promised for outside it."""
        said = {one.year for one in (*self.targets, *self.allocations, *self.tranches)}
        return tuple(sorted(said | set(range(self.starts_on.year, self.ends_on.year + 1))))

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(target for objective in self.objectives for target in objective.targets)

    @property
    def indicators(self) -> frozenset[str]:
        """Every indicator the contract names."""
        named = {one.indicator for one in (*self.targets, *self.baselines, *self.past_totals)}
        return frozenset(named).union(*(one.indicators for one in self.tranches))

    @property
    def money(self) -> int:
        return sum(one.amount for one in self.allocations)

    @property
    def promises_nothing(self) -> bool:
        return not (self.objectives or self.allocations or self.tranches or self.undertakings)

    @property
    def unsigned(self) -> "Terms":
        """What is promised, without the act of signing it: two versions that promise the same are equal."""
        return replace(self, signed_on=None, place=NOTHING)

    def because(self, reason: Words, authority: Words) -> "Terms":
        """The same terms, with why they amend and who may decide so."""
        return replace(self, reason=reason, authority=authority)

    @property
    def digest(self) -> str:
        return digest([asdict(self.unsigned)]).hex()


ORDERS: dict[str, Any] = {
    "parties": lambda one: SIDES.index(one.side) if one.side in SIDES else len(SIDES),
    "undertakings": lambda one: (one.side, one.code),
    "objectives": None,  # as people put them
    "baselines": lambda one: one.indicator,
    "allocations": lambda one: (one.year, one.funding_line, one.axis),
    "tranches": None,
    "past_totals": lambda one: (one.indicator, one.year),
}


def ordered(name: str, parts: Iterable) -> tuple:
    """The parts of a contract in the order in which they are kept."""
    order = ORDERS[name]
    return tuple(sorted(parts, key=order)) if order else tuple(parts)


def ordered_targets(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(sorted(targets, key=lambda one: (one.indicator, one.year)))


def plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros a column adds: 165.000 was written 165."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


@dataclass(frozen=True)
class Row:
    """A line of a table of targets: an indicator under an objective, with its years."""

    indicator: str
    shape: str
    baseline: Baseline | None
    by_year: dict[int, Target] = field(default_factory=dict)


def rows_of(targets: Iterable[Target], baselines: Iterable[Baseline]) -> dict[str, Row]:
    """By indicator, in the order in which they come."""
    known = {one.indicator: one for one in baselines}
    rows: dict[str, Row] = {}
    for target in targets:
        row = rows.setdefault(
            target.indicator, Row(target.indicator, target.shape, known.get(target.indicator))
        )
        row.by_year[target.year] = target
    return rows
