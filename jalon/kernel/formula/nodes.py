"""The tree of a formula: what the parser makes and everything else reads.

Sums, products and `and`/`or` hold all their terms side by side, so that depth is only what people nest.
Leaves are numbered in the order of the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jalon.kernel.formula.tokens import is_number


@dataclass(frozen=True, slots=True)
class Operand:
    """A name or a number, as written."""

    text: str
    place: int

    @property
    def is_number(self) -> bool:
        return is_number(self.text)


@dataclass(frozen=True, slots=True)
class Negation:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms of one rank with the signs between them: + and -, or * and /."""

    terms: tuple["Node", ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Power:
    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    word: Literal["and", "or"]
    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Operand | Negation | Chain | Power | Comparison | Not | Logic | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes just below one, in the order of the text."""
    match node:
        case Operand():
            return ()
        case Negation() | Not():
            return (node.operand,)
        case Power():
            return (node.base, node.exponent)
        case Comparison():
            return (node.left, node.right)
        case Call():
            return node.arguments
    return node.terms


def nodes(root: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def depth(root: Node) -> int:
    """How many levels a tree has: 1 for a leaf."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for node in level for child in children(node)]
    return deepest
