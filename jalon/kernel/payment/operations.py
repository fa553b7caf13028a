"""The operations of an explanation: each step computes its figure from those of its children, so they
cannot disagree.

Figures are exact fractions. Money is rounded where a step says `round`, and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import prod
from typing import Final

from jalon.kernel.formula import evaluate
from jalon.kernel.payment.sentence import GIVEN, Reference, Said, Sentence, decimal

Values = Mapping[str, Said]
Operation = Callable[[Sequence[Fraction], Values], Fraction]

ZERO, ONE = Fraction(0), Fraction(1)


def half_up(figure: Fraction) -> Fraction:
    """The whole number nearest to a figure; halves go up, below zero too.

    What is left once whole centimes were paid is then zero: half a centime less is nothing to claw back.
    """
    return Fraction((figure * 2 + 1) // 2)


def _bands(figures: Sequence[Fraction], values: Values) -> Fraction:
    for band in str(values["bands"]).split():
        at_least, share = band.split(":")
        if figures[0] >= Fraction(at_least):
            return Fraction(share)
    return Fraction(str(values["below"]))


def _threshold(figures: Sequence[Fraction], values: Values) -> Fraction:
    below = [figure for figure in figures if figure < Fraction(str(values["at_least"]))]
    in_band = all(figure >= Fraction(str(values["allowed_from"])) for figure in below)
    return ONE if not below or (len(below) <= int(str(values["allowed"])) and in_band) else ZERO


def _formula(figures: Sequence[Fraction], values: Values) -> Fraction:
    given = dict(zip(str(values["names"]).split(), map(decimal, figures), strict=True))
    value = evaluate(str(values["formula"]), given)
    if not isinstance(value, Decimal):
        raise ArithmeticError(str(value))
    return Fraction(value)


OPERATIONS: Final[Mapping[str, Operation]] = {
    "same": lambda f, v: f[0],
    "sum": lambda f, v: sum(f, ZERO),
    "difference": lambda f, v: f[0] - sum(f[1:], ZERO),
    "product": lambda f, v: prod(f, start=ONE),
    "quotient": lambda f, v: f[0] / f[1],
    "mean": lambda f, v: sum(f, ZERO) / len(f),
    "min": lambda f, v: min(f),
    "max": lambda f, v: max(f),
    "clip": lambda f, v: min(max(f[0], ZERO), ONE),
    "round": lambda f, v: half_up(f[0]),
    "floor": lambda f, v: f[0] if f[0] >= Fraction(str(v["floor"])) else ZERO,
    "bands": _bands,
    "threshold": _threshold,
    "formula": _formula,
}
"""What each `how` does to the figures of the children that have one."""

SHOWN: Final = {"amount": "money", "rate": "number", "share": "number", "value": "number", "units": "number"}


def given(
    key: str,
    figure: Fraction | Decimal | int,
    *,
    show: str = "",
    evidence: Reference | None = None,
    **values: Said,
) -> Sentence:
    """A leaf: a figure that is read. `show` is the placeholder that says it."""
    exact = Fraction(figure)
    return Sentence(key, _shown(show, exact) | values, (), evidence, exact)


def step(key: str, how: str, *children: Sentence, show: str = "", **values: Said) -> Sentence:
    """A step: the operation over the figures of those children that have one."""
    figures = [child.figure for child in children if child.figure is not None]
    exact = OPERATIONS[how](figures, values)
    return Sentence(key, _shown(show, exact) | values, children, None, exact, how)


def remark(key: str, *children: Sentence, evidence: Reference | None = None, **values: Said) -> Sentence:
    """A sentence that carries no figure: a reason, or a remark."""
    return Sentence(key, values, children, evidence)


def with_remarks(sentence: Sentence, remarks: Sequence[Sentence]) -> Sentence:
    """The same step with remarks below it."""
    children = (*sentence.children, *remarks)
    return Sentence(sentence.key, sentence.values, children, sentence.evidence, sentence.figure, sentence.how)


def recomputed(sentence: Sentence) -> Fraction | None:
    """The figure of an explanation, computed again from its leaves alone."""
    if sentence.how == GIVEN:
        return sentence.figure
    figures = [figure for child in sentence.children if (figure := recomputed(child)) is not None]
    return OPERATIONS[sentence.how](figures, sentence.values)


def _shown(show: str, figure: Fraction) -> dict[str, Said]:
    if not show:
        return {}
    return {show: int(half_up(figure)) if SHOWN[show] == "money" else decimal(figure)}
