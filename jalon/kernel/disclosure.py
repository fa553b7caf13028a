"""Small cells: what may be shown to a reader who must recognise nobody."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SMALLEST = 5


def suppressed(cells: Mapping[Key, Decimal | None], *, smallest: int = SMALLEST) -> frozenset[Key]:
    """The cells of a table to hide: those between 1 and `smallest` - 1, and one more when they are alone.

    A single hidden cell is the total less the others: the smallest of the others that is not zero is hidden
    with it, so that only their sum can be worked out. Zeros are shown: they name nobody. When what is hidden
    would still add up to less than `smallest`, the next smallest joins it.
    """
    known = {key: value for key, value in cells.items() if value is not None and value != 0}
    hidden = {key for key, value in known.items() if abs(value) < smallest}
    if not hidden:
        return frozenset()
    others = sorted((abs(value), str(key), key) for key, value in known.items() if key not in hidden)
    total = sum((abs(known[key]) for key in hidden), Decimal(0))
    while others and (len(hidden) < 2 or total < smallest):
        value, _name, key = others.pop(0)
        hidden.add(key)
        total += value
    return frozenset(hidden)
