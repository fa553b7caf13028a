"""Puts cells in an order in which each comes after those it needs, without recursion."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from jalon.kernel.formula.errors import CycleError

Needs = Mapping[str, Collection[str]]
# A system that is one large knot has more cycles than anybody can read.
MOST_CYCLES: Final = 10


def ordered(needs: Needs) -> list[str]:
    """The names in an order of computation; what is needed but is no name itself is ignored.

    Raises CycleError, with the names, when there is none.
    """
    waiting = set(needs)
    order: list[str] = []
    for name, needed in needs.items():
        if name in waiting:
            if waiting.isdisjoint(needed):
                waiting.discard(name)
                order.append(name)
            else:
                _descend(name, needs, waiting, order)
    return order


def _descend(root: str, needs: Needs, waiting: set[str], order: list[str]) -> None:
    """Orders a name after all it needs, each when the walk comes back to it."""
    stack, entered = [root], set[str]()
    while stack:
        name = stack[-1]
        if name not in waiting:
            stack.pop()
            continue
        needed = waiting.intersection(needs[name])
        if not needed:
            waiting.discard(name)
            entered.discard(name)
            order.append(stack.pop())
            continue
        entered.add(name)
        if not entered.isdisjoint(needed):
            raise CycleError(cycles(needs))
        stack.extend(needed)


def cycles(needs: Needs) -> list[tuple[str, ...]]:
    """Paths that come back to where they start, in the order of the names; no more than a page of them."""
    found: list[tuple[str, ...]] = []
    left: set[str] = set()
    for root in needs:
        if root not in left:
            _walk(root, needs, left, found)
        if len(found) >= MOST_CYCLES:
            break
    return found


def _walk(root: str, needs: Needs, left: set[str], found: list[tuple[str, ...]]) -> None:
    path = {root: 0}
    doors: list[Iterator[str]] = [iter(needs[root])]
    while doors and len(found) < MOST_CYCLES:
        name = next(doors[-1], None)
        if name is None:
            doors.pop()
            left.add(path.popitem()[0])
        elif name in path:
            found.append(tuple(path)[path[name] :])
        elif name in needs and name not in left:
            path[name] = len(path)
            doors.append(iter(needs[name]))
