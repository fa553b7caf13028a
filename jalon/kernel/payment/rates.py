"""The rate of an indicator in a payment: standing still must not pay."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from jalon.kernel.payment.facts import Facts, Value
from jalon.kernel.payment.operations import given, remark, step, with_remarks
from jalon.kernel.payment.sentence import Sentence, decimal
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target, achievement, progress, target_value

BY_PROGRESS: Final = (Shape.GROWTH, Shape.LEVEL, Shape.AT_MOST)
"""Shapes whose rate is the share of the way; of the others it is the share of the target."""


def value_of(facts: Facts, code: str) -> Value | Sentence:
    """The value of an indicator that may be paid on, or the sentence that says why there is none."""
    value = facts.values.get(code)
    if value is None:
        return remark("value_missing", indicator=code)
    if value.stage != "validated" and not facts.provisional:
        return remark("value_not_validated", evidence=value.reference, indicator=code)
    if isinstance(value.actual, NotComputable):
        return _reason(value, value.actual)
    return value


def actual(value: Value) -> Sentence:
    """The leaf of a value; it has one."""
    key = "actual" if value.stage == "validated" else "actual_provisional"
    leaf = given(key, _number(value), show="value", evidence=value.reference, indicator=value.code)
    if value.has_reservation:
        return with_remarks(leaf, [remark("with_reservation", indicator=value.code)])
    return leaf


def rate(value: Value) -> Sentence:
    """The rate of an indicator with what it comes from; without one its figure is None, with the reason."""
    if isinstance(value.actual, NotComputable):
        return _reason(value, value.actual)
    target = value.target or Target(Shape.PER_PERIOD, None)
    by_progress = target.shape in BY_PROGRESS
    wanted, found = _exact_rate(target, value.actual, by_progress)
    if isinstance(wanted, NotComputable):
        return _reason(value, wanted)
    if isinstance(found, NotComputable):
        return _reason(value, found)
    if not by_progress:
        return _said("achievement", "quotient", value, actual(value), given("target", wanted, show="value"))
    return _progress(value, target, wanted, found)


def rate_of(facts: Facts, code: str) -> Sentence:
    """The rate of an indicator by its code, or why there is none."""
    value = value_of(facts, code)
    return value if isinstance(value, Sentence) else rate(value)


def _progress(value: Value, target: Target, wanted: Fraction, found: Fraction) -> Sentence:
    start = target.start
    only_holds = start is None or Fraction(start) == wanted
    if only_holds or (target.shape is Shape.AT_MOST and found in (0, 1)):
        leaf = given("holds" if found >= 1 else "does_not_hold", found, indicator=value.code)
        return with_remarks(leaf, [actual(value), given("target", wanted, show="value")])
    baseline = given("baseline", Fraction(start or 0), show="value")
    done = step("way_done", "difference", actual(value), baseline, show="value")
    way = step("way_to_go", "difference", given("target", wanted, show="value"), baseline, show="value")
    return _said("progress", "quotient", value, done, way)


def _exact_rate(
    target: Target, reached: Decimal, by_progress: bool
) -> tuple[Fraction | NotComputable, Fraction | NotComputable]:
    """The target value and the rate, as fractions: the rules of targets with nothing rounded on the way."""
    bounds: Any = {name: _fraction(getattr(target, name)) for name in ("value", "baseline")}
    exact = replace(target, **bounds)
    # The rules are written for decimals; the same arithmetic holds for fractions.
    actual: Any = Fraction(reached)
    found = (progress if by_progress else achievement)(exact, actual)
    return _figure(target_value(exact)), _figure(found)


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _figure(found: Any) -> Fraction | NotComputable:
    return found if isinstance(found, NotComputable) else Fraction(found)


def _said(key: str, how: str, value: Value, *children: Sentence) -> Sentence:
    computed = step(key, how, *children, indicator=value.code)
    said = computed.values | {"rate": decimal(computed.figure or Fraction(0))}  # type: ignore[operator]
    return replace(computed, values=said, evidence=value.reference)


def _reason(value: Value, reason: NotComputable) -> Sentence:
    said = f"{reason.reason}:{reason.detail}" if reason.detail else reason.reason
    return remark("not_computable", evidence=value.reference, indicator=value.code, reason=said)


def _number(value: Value) -> Decimal:
    if isinstance(value.actual, NotComputable):
        raise TypeError(f"{value.code} has no value")
    return value.actual
