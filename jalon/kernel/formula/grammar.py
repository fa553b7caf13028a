"""Reads the text of a formula into its tree.

From loosest to tightest: or, and, not, comparisons, + -, * /, unary minus, ^ (to the right).
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Final

from jalon.kernel.formula.nodes import Call, Chain, Comparison, Logic, Negation, Node, Not, Operand, Power
from jalon.kernel.formula.tokens import FUNCTIONS, Refused, Token, tokens

# Each level costs three frames of Python's own stack, of which a caller may have used a good part.
DEEPEST: Final = 100


class Rank(IntEnum):
    """How tightly an operator binds."""

    ANYTHING = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    UNARY = 7
    POWER = 8


RANKS: Final = {
    "or": Rank.OR,
    "and": Rank.AND,
    **dict.fromkeys(["=", "==", "!=", "<>", "<", "<=", ">", ">="], Rank.COMPARISON),
    **dict.fromkeys("+-", Rank.SUM),
    **dict.fromkeys("*/", Rank.PRODUCT),
    "^": Rank.POWER,
}
# Two spellings, one meaning.
SIGNS: Final = {"==": "=", "<>": "!="}


def read(text: str) -> Node:
    """The tree of a formula. Raises Refused, with the place and the reason, when it cannot be read."""
    if not text.strip():
        raise Refused(0, "empty", "The formula is empty.")
    return _Reader(text).whole()


class _Reader:
    """One pass over the tokens, one token ahead."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._ahead = next(self._tokens)
        self._places = 0
        self._depth = 0

    def whole(self) -> Node:
        root = self._expression(Rank.ANYTHING)
        if self._ahead.kind != "end":
            raise self._unexpected()
        return root

    def _expression(self, rank: Rank) -> Node:
        """What binds at least as tightly as a rank."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(self._ahead.position, "too_deep", f"More than {DEEPEST} levels are nested.")
        left = self._prefix(rank)
        while (found := RANKS.get(self._ahead.text, Rank.ANYTHING)) >= max(rank, Rank.OR):
            left = self._infix(left, found)
        self._depth -= 1
        return left

    def _prefix(self, rank: Rank) -> Node:
        token = self._take()
        match token.kind, token.text:
            case (("name" | "number"), _):
                return self._operand(token)
            case "function", _:
                return self._call(token)
            case "sign", "(":
                inner = self._expression(Rank.ANYTHING)
                self._close(token)
                return inner
            case "sign", "-":
                return Negation(self._expression(Rank.UNARY))
            case "sign", "+":
                return self._expression(Rank.UNARY)
            case "word", "not":
                return self._not(token, rank)
        raise _no_value(token)

    def _operand(self, token: Token) -> Operand:
        if token.kind == "name" and self._ahead.text == "(":
            known = ", ".join(FUNCTIONS)
            raise Refused(token.position, "function", f"“{token.text}” is not a function: they are {known}.")
        self._places += 1
        return Operand(token.text, self._places - 1)

    def _not(self, token: Token, rank: Rank) -> Node:
        if rank > Rank.NOT:
            raise Refused(token.position, "not", "Put what begins with “not” between parentheses here.")
        return Not(self._expression(Rank.NOT))

    def _call(self, token: Token) -> Node:
        opening = self._take()
        if opening.text != "(":
            sentence = f"“{token.text}” is a function: write {token.text}(…)."
            raise Refused(token.position, "reserved", sentence)
        arguments: list[Node] = []
        while self._ahead.text != ")" or arguments:
            arguments.append(self._expression(Rank.ANYTHING))
            if self._ahead.text != ",":
                break
            self._take()
        self._close(opening)
        return Call(token.text, _counted(token, arguments))

    def _close(self, opening: Token) -> None:
        if self._ahead.kind == "end":
            raise Refused(opening.position, "parenthesis", "This parenthesis is never closed.")
        if self._ahead.text != ")":
            raise self._unexpected()
        self._take()

    def _infix(self, left: Node, rank: Rank) -> Node:
        match rank:
            case Rank.OR:
                return Logic("or", self._terms(left, rank)[0])
            case Rank.AND:
                return Logic("and", self._terms(left, rank)[0])
            case Rank.COMPARISON:
                return self._comparison(left)
            case Rank.POWER:
                self._take()
                return Power(left, self._expression(Rank.UNARY))
        return Chain(*self._terms(left, rank))

    def _terms(self, first: Node, rank: Rank) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        terms, signs = [first], []
        while RANKS.get(self._ahead.text) == rank:
            signs.append(self._take().text)
            terms.append(self._expression(Rank(rank + 1)))
        return tuple(terms), tuple(signs)

    def _comparison(self, left: Node) -> Node:
        sign = self._take().text
        right = self._expression(Rank.SUM)
        if RANKS.get(self._ahead.text) == Rank.COMPARISON:
            sentence = "Comparisons do not follow each other: write a < b and b < c."
            raise Refused(self._ahead.position, "chained", sentence)
        return Comparison(SIGNS.get(sign, sign), left, right)

    def _take(self) -> Token:
        token = self._ahead
        if token.kind != "end":
            self._ahead = next(self._tokens)
        return token

    def _unexpected(self) -> Refused:
        token = self._ahead
        for applies, reason, sentence in UNEXPECTED:
            if applies(token):
                return Refused(token.position, reason, sentence.format(token.text))
        return Refused(token.position, "unexpected", f"“{token.text}” is out of place here.")


UNEXPECTED: Final[tuple[tuple[Callable[[Token], bool], str, str], ...]] = (
    (lambda t: t.text == ")", "parenthesis", "This parenthesis was never opened."),
    (lambda t: t.text == ",", "comma", "A comma only stands between the arguments of a function."),
    (lambda t: t.kind != "sign", "operator", "An operator is missing before “{}”."),
    (lambda t: t.text == "(", "operator", "An operator is missing before this parenthesis."),
)


def _no_value(token: Token) -> Refused:
    if token.kind == "end":
        return Refused(token.position, "value", "The formula stops where a name or a number should stand.")
    return Refused(token.position, "value", f"A name or a number should stand before “{token.text}”.")


def _counted(token: Token, arguments: list[Node]) -> tuple[Node, ...]:
    least, most = FUNCTIONS[token.text]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if most == least else f"{least} or more" if most is None else f"{least} to {most}"
        sentence = f"{token.text}(…) takes {wanted} arguments, not {len(arguments)}."
        raise Refused(token.position, "arguments", sentence)
    return tuple(arguments)
