"""A statement explained: the verdict, then the result, the limits, the rule and the risks it rests on."""

import string
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Final

from jalon.kernel.conformity.deciding import Statement
from jalon.kernel.conformity.sentences import SENTENCES
from jalon.kernel.conformity.showing import Figures, figures, likely, rounded
from jalon.kernel.conformity.terms import Limits, Number, decimals
from jalon.kernel.sentences import Sentence, said

SIGNIFICANT: Final = 4
"""Digits of a number that never ends: enough for an uncertainty, which is known to two."""

Show = Callable[[str, Any], str]
Digits = Callable[[Decimal], str]


def in_full(number: Decimal) -> str:
    return f"{number:f}"


def explanation(statement: Statement, digits: Digits = in_full) -> Sentence:
    """The tree of sentences pages and reports print: verdict, result, limits, rule, guard, p_c and risks.

    `digits` writes the numbers that stand inside a text, beside their sign and unit.
    """
    told = figures(statement)
    children = (
        *_of_result(statement, told, digits),
        *_of_rule(statement, told, digits),
        *_of_risk(statement),
    )
    return said(statement.verdict, *children)


def _of_result(statement: Statement, told: Figures, digits: Digits) -> list[Sentence]:
    result = statement.result
    if told.value is None:
        return []
    value = " ".join(part for part in (result.censored, digits(told.value), result.unit) if part)
    found = [said("result", value=value)]
    if result.uncertainty is not None and result.k is not None:
        found.append(said("uncertainty", U=_short(result.uncertainty), k=_short(result.k)))
    return found


def _of_rule(statement: Statement, told: Figures, digits: Digits) -> list[Sentence]:
    limits, rule, unit = statement.limits, statement.rule, statement.result.unit
    if limits.is_empty:
        return []
    found = [said("limits", limits=interval(told.lower, told.upper, limits, unit, digits))]
    found.append(said(f"rule_{rule.kind}", r=_short(rule.r), risk=_decimal(rule.risk)))
    if statement.guard:
        found.append(said("guard", w=_short(statement.guard)))
        zone = statement.acceptance
        if zone is not None and not zone.is_empty:
            accepted = interval(told.accept_lower, told.accept_upper, limits, unit, digits)
            found.append(said("acceptance", limits=accepted))
    return found


def _of_risk(statement: Statement) -> list[Sentence]:
    if statement.probability is None or not statement.is_stated:
        return []
    sign, p = likely(statement.probability)
    found = [said("probability", sign=sign or "=", p=p)]
    for name in ("false_acceptance", "false_rejection"):
        risk = getattr(statement, name)
        if risk is not None:
            found.append(said(name, risk=risk))
    return found


def interval(
    lower: Decimal | None, upper: Decimal | None, limits: Limits, unit: str = "", digits: Digits = in_full
) -> str:
    """Limits as a sign and a number each, with the unit: `≥ 9.2 mm, ≤ 10.8 mm`."""
    parts = []
    if lower is not None:
        parts.append(f"{'>' if limits.excludes_lower else '≥'} {digits(lower)} {unit}".strip())
    if upper is not None:
        parts.append(f"{'<' if limits.excludes_upper else '≤'} {digits(upper)} {unit}".strip())
    return ", ".join(parts)


def _short(number: Number) -> Decimal:
    """The number in full when it ends early, at a few significant digits otherwise."""
    exact = Fraction(number)
    places = decimals(exact)
    if places is not None and places <= 6:
        return rounded(exact, places)
    size = rounded(exact, 30).adjusted()
    return rounded(exact, max(SIGNIFICANT - 1 - size, 0))


def _decimal(number: Number | None) -> Decimal | None:
    return None if number is None else rounded(number, 10)


def write(sentence: Sentence, language: str = "en", show: Show | None = None) -> str:
    """One sentence as people read it. `show` formats each value by its kind; without it, plainly."""
    words = SENTENCES[sentence.key].in_language(language)[0]
    return _Writer(show or plainly).vformat(words, (), sentence.values)


class _Writer(string.Formatter):
    def __init__(self, show: Show) -> None:
        self.show = show

    def format_field(self, value: Any, format_spec: str) -> str:
        return self.show(format_spec, value)


def plainly(kind: str, value: Any) -> str:
    """A value without the habits of any language; a share in percent, never 0 or 100 when it is not."""
    if kind != "share":
        return in_full(value) if isinstance(value, Decimal) else str(value)
    sign, near = likely(value)
    percent = (near * 100).quantize(Decimal("0.001"), ROUND_HALF_EVEN)
    return f"{sign} {percent:f} %".strip()
