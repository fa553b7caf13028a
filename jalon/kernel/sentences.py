"""A sentence without a language: a key and its numbers, so that each page says it in its own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """What is said (`key`), with which numbers and codes (`values`), and because of what (`children`).

    Amounts are centimes under names that end in `amount`; shares are 0 to 1; names of people never stand
    here.
    """

    key: str
    values: Mapping[str, Decimal | int | str | None] = field(default_factory=dict)
    children: tuple["Sentence", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Sentence"]]:
        """Each sentence with its depth, from the top down."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


def said(key: str, *children: Sentence, **values: Any) -> Sentence:
    """The sentence of a key, with its values by name and what stands under it."""
    return Sentence(key, values, children)
