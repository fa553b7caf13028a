"""Two versions of a list, put beside each other by what names their parts."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Pair:
    """A part as it was and as it is; None where it was not, or is no longer."""

    old: Any
    new: Any

    @property
    def either(self) -> Any:
        return self.old if self.new is None else self.new

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


def paired(old: Iterable | None, new: Iterable, key: Callable[[Any], Hashable]) -> list[Pair]:
    """In the order of the new ones, then what is gone. Nothing to compare with (None): no difference."""
    present = {key(one): one for one in new}
    if old is None:
        return [Pair(one, one) for one in present.values()]
    before = {key(one): one for one in old}
    kept = [Pair(before.get(name), one) for name, one in present.items()]
    return kept + [Pair(one, None) for name, one in before.items() if name not in present]


def paired_values(old: Mapping | None, new: Mapping) -> dict[Hashable, Pair]:
    """The same for values by name."""
    before = new if old is None else old
    return {name: Pair(before.get(name), new.get(name)) for name in {**new, **before}}
