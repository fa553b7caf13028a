"""Coverage: what the contracts promise together against what the plan promised."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jalon.kernel.reasons import NotComputable

Figure = Decimal | NotComputable
OverCentres = Literal["sum", "ratio", "distinct", "max", "none"]


@dataclass(frozen=True)
class Coverage:
    """`promised` by the contracts, `planned` by the plan, and the share of the second in the first.

    `is_upper_bound`: the contracts' distinct things may be the same ones, so that together they promise at
    most this. `unstated`: the contracts whose own target is not known; what they promise is not in the sum.
    """

    promised: Figure
    planned: Figure
    share: Figure
    is_upper_bound: bool = False
    unstated: tuple[Hashable, ...] = ()


def coverage(
    promises: Mapping[Hashable, Figure | None] | Iterable[tuple[Hashable, Figure | None]],
    planned: Figure | None,
    *,
    over_centres: OverCentres = "sum",
) -> Coverage:
    """How much of the plan's target the contracts cover, for one objective, indicator and year.

    `promises` gives each contract's target *value* (a growth already turned into what it promises), once: a
    contract given twice with one value counts once, with two it raises ValueError. Sums add up; distinct
    things give an upper bound; of a `max` the largest promise stands; ratios and what is not consolidated
    are not computable.
    """
    stated, unstated = _told_apart(promises)
    promised = _together(stated, over_centres)
    wanted = NotComputable("target_not_published") if planned is None else planned
    return Coverage(promised, wanted, _share(promised, wanted), over_centres == "distinct", unstated)


def _told_apart(
    promises: Mapping[Hashable, Figure | None] | Iterable[tuple[Hashable, Figure | None]],
) -> tuple[dict[Hashable, Decimal], tuple[Hashable, ...]]:
    once = _once(promises.items() if isinstance(promises, Mapping) else promises)
    stated = {key: value for key, value in once.items() if isinstance(value, Decimal)}
    return stated, tuple(key for key in once if key not in stated)


def _once(promises: Iterable[tuple[Hashable, Figure | None]]) -> dict[Hashable, Figure | None]:
    once: dict[Hashable, Figure | None] = {}
    for key, value in promises:
        if key in once and once[key] != value:
            raise ValueError(f"{key} promises both {once[key]} and {value}")
        once[key] = value
    return once


def _together(stated: Mapping[Hashable, Decimal], over_centres: OverCentres) -> Figure:
    if over_centres in ("ratio", "none"):
        return NotComputable("not_additive")
    if not stated:
        return NotComputable("no_contract_target")
    if over_centres == "max":
        return max(stated.values())
    return sum(stated.values(), Decimal(0))


def _share(promised: Figure, planned: Figure) -> Figure:
    if isinstance(promised, NotComputable):
        return promised
    if isinstance(planned, NotComputable):
        return planned
    return promised / planned if planned else NotComputable("target_is_zero")
