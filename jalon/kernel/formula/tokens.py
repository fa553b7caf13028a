"""The words of the formula language: names, numbers, signs."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

NAME: Final = re.compile(r"[^\W\d_][\w.]*")
TOKEN: Final = re.compile(
    r"(?P<name>[^\W\d_][\w.]*)"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<sign><=|>=|==|!=|<>|[-+*/^()<>=,])"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)

WORDS: Final = frozenset({"and", "or", "not"})
# The least and the most arguments each function takes; None is any number.
FUNCTIONS: Final[dict[str, tuple[int, int | None]]] = {
    "if": (3, 3),
    "min": (1, None),
    "max": (1, None),
    "sum": (1, None),
    "avg": (1, None),
    "abs": (1, 1),
    "round": (1, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "safe_div": (2, 2),
    "coalesce": (1, None),
}
RESERVED: Final = WORDS | FUNCTIONS.keys()
OPERAND: Final = re.compile(rf"(\b(?!(?:{'|'.join(RESERVED)})(?![\w.]))[^\W\d_][\w.]*|\d+(?:\.\d+)?|\.\d+)")
"""Cuts a formula at its names and numbers, and leaves the words of the language where they are."""

# What people paste from a document or type from another language, and what to write instead.
INSTEAD: Final = {
    "−": "-",
    "–": "-",
    "×": "*",
    "·": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    ";": ",",
    "،": ",",
    "%": "/ 100",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}


def is_number(operand: str) -> bool:
    """Whether an operand is a number and not a name."""
    return operand[:1].isdecimal() or operand[:1] == "."


class Refused(Exception):
    """A formula that cannot be read, at a character counted from 0."""

    def __init__(self, position: int, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.position, self.reason, self.sentence = position, reason, sentence


class Token(NamedTuple):
    """A piece of a formula: 'name', 'number', 'word', 'function', 'sign' or 'end'."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of a formula in order, the last one marking its end. Raises Refused at a strange sign."""
    for found in TOKEN.finditer(text):
        kind, piece = found.lastgroup or "", found.group()
        if kind == "other":
            raise Refused(found.start(), "character", _strange(piece))
        if kind != "space":
            yield Token(_kind(kind, piece), piece, found.start())
    yield Token("end", "", len(text))


def _kind(kind: str, piece: str) -> str:
    if kind != "name":
        return kind
    if piece in WORDS:
        return "word"
    return "function" if piece in FUNCTIONS else "name"


def _strange(sign: str) -> str:
    if sign in INSTEAD:
        return f"“{sign}” is not used in formulas: write {INSTEAD[sign]}."
    if sign in "\"'«»“”‘’":
        return "Formulas hold names and numbers, no quoted text."
    if sign == "_":
        return "A name begins with a letter."
    shown = f"“{sign}”" if sign.isprintable() else unicodedata.name(sign, f"U+{ord(sign):04X}")
    return f"{shown} has no meaning in a formula."
