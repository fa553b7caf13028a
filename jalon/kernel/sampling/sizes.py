"""How many things to draw in each stratum."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal

from jalon.kernel.sampling.drawing import Thing, in_strata


def by_rate(
    population: Iterable[Thing], rate: Decimal | Mapping[str, Decimal], *, minimum: int = 5
) -> dict[str, int]:
    """A share of each stratum, rounded up, at least `minimum` things and at most all of them.

    A mapping gives each stratum its own rate (1 checks everything); every stratum must be in it.
    """
    sizes = {}
    for name, things in in_strata(population).items():
        share = rate[name] if isinstance(rate, Mapping) else rate
        wanted = int((share * len(things)).to_integral_value(ROUND_CEILING))
        sizes[name] = min(max(wanted, minimum), len(things))
    return sizes


def by_value(
    population: Iterable[Thing],
    total: int,
    *,
    minimum: int = 5,
    risks: Mapping[str, Decimal] | None = None,
) -> dict[str, int]:
    """So many things in all, shared in proportion to the value of each stratum times its risk (1 if not
    said).

    Each stratum gets at least `minimum` and at most all its things; what a full stratum cannot take goes to
    the others; largest remainders first, then alphabetical order. More than `total` when minima ask for it.
    """
    strata = in_strata(population)
    sizes = {name: min(minimum, len(things)) for name, things in strata.items()}
    stakes = {
        name: abs(sum((abs(thing.value) for thing in things), Decimal(0)))
        * (risks or {}).get(name, Decimal(1))
        for name, things in strata.items()
    }
    while (left := total - sum(sizes.values())) > 0:
        open_strata = [name for name in strata if sizes[name] < len(strata[name])]
        if not open_strata:
            break
        for name, more in _shared(left, {name: stakes[name] for name in open_strata}).items():
            sizes[name] = min(sizes[name] + more, len(strata[name]))
    return sizes


def _shared(count: int, stakes: Mapping[str, Decimal]) -> dict[str, int]:
    """A whole number shared by stakes, largest remainders first; evenly when nothing is at stake."""
    whole = sum(stakes.values(), Decimal(0))
    exact = {
        name: count * stake / whole if whole else Decimal(count) / len(stakes)
        for name, stake in stakes.items()
    }
    shares = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(stakes, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def by_amount(value: Decimal, bounds: Sequence[Decimal]) -> str:
    """The stratum of an amount: "0" below the first bound, "1" from it on, and so on; a sign of its own if
    negative.

    Gains and losses are never in one stratum: a ratio of sums has no meaning over both.
    """
    rank = sum(abs(value) >= bound for bound in bounds)
    return f"-{rank}" if value < 0 else str(rank)
