"""Writes the tree of a formula back as text, with no more parentheses than needed."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from jalon.kernel.formula.grammar import Rank
from jalon.kernel.formula.nodes import Call, Chain, Comparison, Logic, Negation, Node, Not, Operand, Power

Shown: TypeAlias = Callable[[Node], str | None]


def written(node: Node, shown: Shown | None = None) -> str:
    """The text of a formula; what `shown` gives for a node stands in its place."""
    return "".join(_pieces(node, shown or _itself, Rank.ANYTHING))


def by_place(operands: Sequence[str]) -> Shown:
    """Shows each leaf as the operand of its place."""
    return lambda node: operands[node.place] if isinstance(node, Operand) else None


def _itself(node: Node) -> str | None:
    return None


def _pieces(node: Node, shown: Shown, rank: Rank) -> list[str]:
    text = shown(node)
    if text is not None:
        return [text]
    own, pieces = _open(node, shown)
    return ["(", *pieces, ")"] if own < rank else pieces


def _open(node: Node, shown: Shown) -> tuple[Rank, list[str]]:
    """The pieces of a node without parentheses around, and how tightly they hold together."""
    match node:
        case Operand(text):
            return Rank.POWER, [text]
        case Call(function, arguments):
            listed = _joined(arguments, [", "] * len(arguments), shown, Rank.ANYTHING)
            return Rank.POWER, [function, "(", *listed, ")"]
        case Power(base, exponent):
            left = _pieces(base, shown, Rank.POWER)
            # To the left of ^ a power needs them too: 2 ^ 3 ^ 2 is 2 ^ (3 ^ 2).
            left = ["(", *left, ")"] if isinstance(base, Power) and len(left) > 1 else left
            return Rank.POWER, [*left, " ^ ", *_pieces(exponent, shown, Rank.UNARY)]
        case Negation(operand):
            return Rank.UNARY, ["-", *_pieces(operand, shown, Rank.UNARY)]
        case Chain(terms, signs):
            rank = Rank.PRODUCT if signs[0] in "*/" else Rank.SUM
            return rank, _joined(terms, [f" {sign} " for sign in signs], shown, Rank(rank + 1))
        case Comparison(sign, left_node, right_node):
            return Rank.COMPARISON, _joined((left_node, right_node), [f" {sign} "], shown, Rank.SUM)
        case Not(operand):
            return Rank.NOT, ["not ", *_pieces(operand, shown, Rank.NOT)]
        case Logic(word, terms):
            rank = Rank.AND if word == "and" else Rank.OR
            return rank, _joined(terms, [f" {word} "] * len(terms), shown, Rank(rank + 1))


def _joined(terms: Sequence[Node], signs: Sequence[str], shown: Shown, rank: Rank) -> list[str]:
    pieces = _pieces(terms[0], shown, rank)
    for sign, term in zip(signs, terms[1:], strict=False):
        pieces.append(sign)
        pieces.extend(_pieces(term, shown, rank))
    return pieces
