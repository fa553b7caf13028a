"""The firms the simulated centres serve: invented names, numbers no real firm has, marked as simulated."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from jalon.site.simulation.centres import CENTRES, REGIONS, SIZES

POPULATION = 6400
FIRST_NUMBER = 990_000_000  # real enterprise numbers begin with zeros
WORDS = (
    "Argan", "Atlas", "Safran", "Cèdre", "Rif", "Souss", "Oasis", "Chellah", "Menara", "Toubkal", "Zerda",
    "Andalous", "Palmeraie", "Océan", "Izdihar", "Najma", "Amal", "Tafilalet", "Bouregreg", "Sirocco",
)  # fmt: skip
FORMS = ("SARL", "SARL AU", "SA")
PENDING = 0.04
OTHER_CENTRES = (0.80, 0.15, 0.04, 0.01)  # served by one, two, three, four centres
ZIPF = 0.75
SHARED, SHARED_BY = 0, (0, 1, 2, 5)  # the firm four centres serve from the first day
DUPLICATES = ((3, 1), (4, 2))  # of firms, the second record (ICE unknown) and the first
HOMES = {0: 0, 1: 2, 2: 1, 3: 5, 4: 0}  # the centres of these firms
PROMINENT = 8  # their rank among a centre's clients
KNOWN_AT_FIRST = 0.30  # share of its firms a centre already knows in mid-2022
KNOWN_BY = 2026.9


@dataclass
class Firms:
    """Columns, one place a firm; `pools` are each centre's firms in the order in which it meets them."""

    name: np.ndarray
    ice: np.ndarray  # '' while pending
    sector: np.ndarray
    region: np.ndarray
    size: np.ndarray
    later_size: np.ndarray
    grows_on: np.ndarray  # ordinal day from which the later size holds
    has_branch: np.ndarray  # a second establishment
    uid: list[UUID]
    pools: list[np.ndarray]
    weights: list[np.ndarray]  # running sums in the order of the pool
    duplicates: tuple[tuple[int, int], ...] = DUPLICATES

    def __len__(self) -> int:
        return len(self.name)

    def known(self, centre: int, at: float) -> int:
        """How many of its firms a centre knows at a time (a year and its fraction)."""
        share = KNOWN_AT_FIRST + (1 - KNOWN_AT_FIRST) * (at - 2022.5) / (KNOWN_BY - 2022.5)
        return max(4, int(len(self.pools[centre]) * min(max(share, KNOWN_AT_FIRST), 1.0)))

    def draw(self, centre: int, at: float, count: int, rng) -> np.ndarray:
        """So many firms a centre serves, some of them far more often than others."""
        running = self.weights[centre][: self.known(centre, at)]
        return self.pools[centre][np.searchsorted(running, rng.random(count) * running[-1])]

    def served(self, centre: int, at: float, count: float) -> float:
        """How many different firms so many draws are expected to meet."""
        running = self.weights[centre][: self.known(centre, at)]
        odds = np.diff(running, prepend=0.0) / running[-1]
        return float((1 - np.exp(-odds * count)).sum())


def population(seed: int, rows: int) -> Firms:
    """The firms of a life of so many rows: more rows, more firms, as the square root."""
    count = max(600, int(POPULATION * min(1.0, rows / 40_000) * max(1.0, rows / 150_000) ** 0.5))
    rng = np.random.default_rng([seed, 1])
    home = choose(rng, [(n, centre.firms) for n, centre in enumerate(CENTRES)], count).astype(int)
    home[list(HOMES)] = list(HOMES.values())
    sizes = choose(rng, SIZES, count)
    pools, weights = pools_of(home, rng)
    return Firms(
        name=names(home, rng),
        ice=numbers(count, rng),
        sector=sectors(home, rng),
        region=choose(rng, REGIONS, count),
        size=sizes,
        later_size=np.where(rng.random(count) < 0.05, larger(sizes), sizes),
        grows_on=rng.integers(738_900, 739_900, count),  # between 2024 and 2026
        has_branch=rng.random(count) < 0.08,
        uid=[UUID(bytes=rng.bytes(16), version=4) for _ in range(count)],
        pools=pools,
        weights=weights,
    )


def choose(rng, odds, count: int) -> np.ndarray:
    things, weights = zip(*odds, strict=True)
    share = np.array(weights) / sum(weights)
    return np.array(things, dtype=object)[rng.choice(len(things), count, p=share)]


def larger(sizes: np.ndarray) -> np.ndarray:
    order = [size for size, _share in SIZES]
    after = dict(zip(order, [*order[1:], order[-1]], strict=True))
    return np.array([after[size] for size in sizes], dtype=object)


def names(home: np.ndarray, rng) -> np.ndarray:
    words, forms = rng.integers(0, len(WORDS), len(home)), rng.integers(0, len(FORMS), len(home))
    for second, first in DUPLICATES:
        words[second] = words[first]
    said = [
        f"{WORDS[word]} {CENTRES[centre].trade} {place:04d} {FORMS[form]} (simulée)"
        for place, (centre, word, form) in enumerate(zip(home, words, forms, strict=True), 1)
    ]
    return np.array(said, dtype=object)


def numbers(count: int, rng) -> np.ndarray:
    pending = rng.random(count) < PENDING
    pending[: len(HOMES)] = False
    pending[[second for second, _first in DUPLICATES]] = True
    spread = FIRST_NUMBER + np.arange(count) * 97 + rng.integers(0, 97, count)
    return np.array(
        ["" if waits else ice(int(number)) for number, waits in zip(spread, pending, strict=True)],
        dtype=object,
    )


def ice(enterprise: int, establishment: int = 0) -> str:
    """Fifteen digits whose number is a multiple of 97."""
    first = enterprise * 10_000 + establishment
    return f"{first:013d}{-first * 100 % 97:02d}"


def sectors(home: np.ndarray, rng) -> np.ndarray:
    found = np.empty(len(home), dtype=object)
    for centre, character in enumerate(CENTRES):
        own = np.flatnonzero(home == centre)
        found[own] = choose(rng, character.sectors, len(own))
    return found


def pools_of(home: np.ndarray, rng) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """The firms of each centre: its own, and those other centres share with it."""
    served = served_by(home, rng)
    pools, weights = [], []
    for centre in range(len(CENTRES)):
        pool = rng.permutation(np.flatnonzero(served[:, centre]))
        pool = np.concatenate([pool[pool < len(HOMES)], pool[pool >= len(HOMES)]])
        ranks = rng.permutation(len(pool)) + 4
        ranks[pool < len(HOMES)] = PROMINENT
        pools.append(pool)
        weights.append(np.cumsum(ranks**-ZIPF))
    return pools, weights


def served_by(home: np.ndarray, rng) -> np.ndarray:
    """Which centre knows which firm."""
    served = np.zeros((len(home), len(CENTRES)), dtype=bool)
    served[np.arange(len(home)), home] = True
    others = rng.choice(len(OTHER_CENTRES), len(home), p=OTHER_CENTRES)
    for firm in np.flatnonzero(others):
        served[firm, rng.choice(len(CENTRES), others[firm], replace=False)] = True
    served[: len(HOMES)] = False
    served[list(HOMES), list(HOMES.values())] = True
    served[SHARED, list(SHARED_BY)] = True
    return served
