"""Names that may be one firm written twice. Suggestions only: a person merges."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from jalon.kernel.words import fold

# legal forms and what everybody calls a firm say nothing of which firm it is
SAYS_NOTHING = frozenset(
    {
        "sa", "sarl", "sarlau", "au", "sas", "snc", "sca", "gie", "ste", "societe", "entreprise", "ets",
        "etablissements", "et", "de", "du", "des", "la", "le", "les", "l", "d",
        "شركه", "شركات", "مؤسسه", "مقاوله", "ش", "م",
    }
)  # fmt: skip
COMMON = 40  # a word shared by more names than this brings nobody together


class Likeness(NamedTuple):
    one: int
    other: int
    share: float  # 0 to 1


def telling(name: str) -> tuple[str, ...]:
    """The words of a name that tell which firm it is."""
    words = [word for word in fold(name).split() if word not in SAYS_NOTHING]
    return tuple(sorted(words))


def near_duplicates(names: Mapping[int, str], *, at_least: float = 0.75) -> list[Likeness]:
    """Pairs of keys whose names are alike, the closest first. Names that differ in a number are different
    firms.
    """
    words = {key: telling(name) for key, name in names.items()}
    likenesses = (Likeness(one, other, alike(words[one], words[other])) for one, other in candidates(words))
    return sorted(
        (pair for pair in likenesses if pair.share >= at_least), key=lambda pair: (-pair.share, pair)
    )


def candidates(words: Mapping[int, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs that share the beginning of a telling word, each once."""
    blocks = defaultdict(set)
    for key, telling_words in words.items():
        for word in telling_words:
            blocks[word[:4]].add(key)
    pairs = (
        pair for block in blocks.values() if len(block) <= COMMON for pair in combinations(sorted(block), 2)
    )
    yield from dict.fromkeys(pairs)


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The Dice share of three-letter pieces, 0 when the names differ in a number."""
    if numbers(one) != numbers(other):
        return 0.0
    here, there = pieces(one), pieces(other)
    return 2 * len(here & there) / (len(here) + len(there)) if here and there else 0.0


def numbers(words: tuple[str, ...]) -> list[str]:
    return [word for word in words if any(character.isdigit() for character in word)]


def pieces(words: tuple[str, ...]) -> frozenset[str]:
    padded = [f" {word} " for word in words]
    return frozenset(word[place : place + 3] for word in padded for place in range(len(word) - 2))
