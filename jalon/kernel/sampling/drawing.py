"""The draw: nothing but SHA-256, so that it can be done again in any language.

    seed = SHA-256("jalon.sample.1" || 0x00 || seal_hash || nonce)
    place(thing) = SHA-256(seed || uid in UTF-8)
    sample of a stratum = the n things with the smallest places, as bytes

The seal is signed before the nonce is drawn and the nonce is drawn by the verifier, so neither the centre nor
the verifier chooses the sample. Both are published. To redraw, in Python:

    from hashlib import sha256
    seed = sha256(b"jalon.sample.1\\x00" + bytes.fromhex(seal) + bytes.fromhex(nonce)).digest()
    for name, uids in strata.items():
        print(name, sorted(uids, key=lambda uid: sha256(seed + uid.encode()).digest())[: sizes[name]])
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Final

MARK: Final = b"jalon.sample.1\x00"
SEAL_BYTES: Final = 32
SHORTEST_NONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Thing:
    """A counted thing: a row, or a firm or an identity where these are counted.

    `uid` is its public name (of a firm, its nine digits or its pseudonym), `stratum` the group it is drawn
    in, `declared` what it brings to the declared figure: 1 where things are counted, its quantity or amount
    where these add up. `value` is what is at stake in it (dirhams, risk), for sizes only.
    """

    uid: str
    stratum: str = ""
    declared: Decimal = Decimal(1)
    value: Decimal = Decimal(1)


def seed(seal_hash: bytes, nonce: bytes) -> bytes:
    """The seed of a sample (32 bytes). Raises ValueError for a seal that is no SHA-256 or a nonce under 16
    bytes.
    """
    if len(seal_hash) != SEAL_BYTES or len(nonce) < SHORTEST_NONCE:
        raise ValueError("a seed wants a seal of 32 bytes and a nonce of at least 16")
    return sha256(MARK + seal_hash + nonce).digest()


def place(drawn_seed: bytes, uid: str) -> bytes:
    """Where a thing stands in the order of the draw."""
    return sha256(drawn_seed + uid.encode()).digest()


def in_strata(population: Iterable[Thing]) -> dict[str, list[Thing]]:
    """The things by stratum, strata in alphabetical order. Raises ValueError when a thing is there twice."""
    strata: dict[str, list[Thing]] = {}
    seen = set()
    for thing in population:
        if thing.uid in seen:
            raise ValueError(f"{thing.uid} is in the population twice")
        seen.add(thing.uid)
        strata.setdefault(thing.stratum, []).append(thing)
    return dict(sorted(strata.items()))


def draw(population: Iterable[Thing], seed: bytes, sizes: Mapping[str, int]) -> dict[str, tuple[Thing, ...]]:
    """The sample of each stratum, in the order of the draw, so that a larger one begins with this one.

    The order of the population does not matter. Raises ValueError for a stratum without a size, a size that
    is negative or larger than its stratum, and a thing given twice.
    """
    strata = in_strata(population)
    if set(sizes) != set(strata):
        raise ValueError(f"sizes are of {sorted(sizes)}, strata are {list(strata)}")
    sample = {}
    for name, things in strata.items():
        if not 0 <= sizes[name] <= len(things):
            raise ValueError(f"{sizes[name]} things cannot be drawn among {len(things)} of “{name}”")
        ordered = sorted(things, key=lambda thing: place(seed, thing.uid))
        sample[name] = tuple(ordered[: sizes[name]])
    return sample
