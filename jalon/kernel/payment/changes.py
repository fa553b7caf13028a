"""What would change a payment: other values, tried one by one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Final

from jalon.kernel.payment.custom import Custom
from jalon.kernel.payment.due import Outcome, due, unmet
from jalon.kernel.payment.facts import Acceptance, Facts, Tranche, Value
from jalon.kernel.payment.operations import remark
from jalon.kernel.payment.rates import rate
from jalon.kernel.payment.rule import Rule
from jalon.kernel.payment.sentence import Sentence
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, target_value

FAR: Final = 40
"""How often a change is doubled before it is given up: a million million steps."""


@dataclass(frozen=True)
class Change:
    """One thing that would change what is due.

    `kind`: `next` (the smallest change of one value that pays more), `full` (the one that pays the most
    this value can bring), `together` (part of a change of several values; each pays nothing alone), `value`
    (a value to establish or to have validated), `condition`. `delta` and `value` in the indicator's unit,
    `amount` the centimes due after it, `gain` those over what is due now, `rate` the indicator's rate after
    it.
    """

    kind: str
    code: str
    sentence: Sentence
    delta: Decimal = Decimal(0)
    value: Decimal = Decimal(0)
    amount: int = 0
    gain: int = 0
    rate: Decimal | None = None


def simulate(
    rule: Rule,
    tranche: Tranche,
    facts: Facts,
    changes: Mapping[str, Decimal | int],
    *,
    instead: Mapping[str, Decimal | int] | None = None,
    accepted: Mapping[str, Acceptance] | None = None,
) -> Outcome:
    """What would be due if values changed by so much, or were others, or documents accepted: provisional.

    Raises ValueError for an indicator that has no value to change.
    """
    values = dict(facts.values)
    for code, change in changes.items():
        values[code] = _moved(values.get(code), code, change)
    for code, number in (instead or {}).items():
        values[code] = replace(values.get(code) or Value(code, Decimal(0)), actual=Decimal(number))
    documents = {**facts.documents, **(accepted or {})}
    return due(rule, tranche, replace(facts, values=values, documents=documents, provisional=True))


def what_would_change(rule: Rule, tranche: Tranche, facts: Facts) -> tuple[Change, ...]:
    """The smallest changes that would pay more: what is missing first, then each value by itself.

    Every rule but a custom one pays no less when a rate rises, so that each change found is the smallest;
    of a custom one it is a change that pays more. Conditions not met are named and left aside for the
    values.
    """
    missing = [*_missing_conditions(tranche, facts), *_missing_values(rule, facts)]
    free = replace(tranche, conditions=(), due_on=None)
    trial = _Trial(rule, free, replace(facts, provisional=True))
    movable = [code for code in rule.codes(facts) if _is_movable(facts.values.get(code))]
    if any(change.kind == "value" and change.code not in movable for change in missing):
        return tuple(missing)
    found = [change for code in movable for change in trial.of_one(code)]
    if not found and len(movable) > 1:
        found = trial.of_several(movable)
    return (*missing, *found)


def _is_movable(value: Value | None) -> bool:
    return value is not None and not isinstance(value.actual, NotComputable)


def _missing_conditions(tranche: Tranche, facts: Facts) -> list[Change]:
    return [Change("condition", _about(reason), reason) for reason in unmet(tranche, facts)]


def _about(reason: Sentence) -> str:
    return str(next(iter(reason.values.values()), ""))


def _missing_values(rule: Rule, facts: Facts) -> list[Change]:
    found = []
    for code in rule.codes(facts):
        value = facts.values.get(code)
        if value is None or isinstance(value.actual, NotComputable):
            found.append(Change("value", code, remark("value_to_say", indicator=code)))
        elif value.stage != "validated":
            found.append(Change("value", code, remark("value_to_validate", indicator=code)))
    return found


def _moved(value: Value | None, code: str, change: Decimal | int) -> Value:
    if value is None or isinstance(value.actual, NotComputable):
        raise ValueError(f"{code} has no value that could change")
    return replace(value, actual=value.actual + Decimal(change))


class _Trial:
    """Tries values on a tranche, counted in steps of their indicator in the direction that is better."""

    def __init__(self, rule: Rule, tranche: Tranche, facts: Facts) -> None:
        self.rule, self.tranche, self.facts = rule, tranche, facts
        self.now = due(rule, tranche, facts).amount

    def of_one(self, code: str) -> list[Change]:
        """The next and the fullest change of one value, others as they are."""
        limit = self.limit(code)
        top = self.amount({code: limit})
        is_sure = not isinstance(self.rule, Custom)
        if limit == 0 or (is_sure and top <= self.now):
            return []
        first = self.first_better(code, limit)
        if first is None:
            return []
        found = [self.change("next", code, first, {code: first})]
        if is_sure and top > found[0].amount:
            last = smallest(first, limit, lambda n: self.amount({code: n}) >= top)
            found.append(self.change("full", code, last, {code: last}))
        return found

    def of_several(self, codes: Sequence[str]) -> list[Change]:
        """A change of several values that pays more though none does alone; each as small as it can be."""
        moves = {code: self.limit(code) for code in codes}
        if self.amount(moves) <= self.now:
            return []
        for code in codes:
            moves[code] = smallest(-1, moves[code], partial(self.pays_more, moves, code))
        needed = {code: steps for code, steps in moves.items() if steps}
        return [self.change("together", code, steps, needed) for code, steps in needed.items()]

    def first_better(self, code: str, limit: int) -> int | None:
        before, steps = 0, 1
        while self.amount({code: min(steps, limit)}) <= self.now:
            if steps >= limit:
                return None
            before, steps = steps, steps * 2
        return smallest(before, min(steps, limit), lambda n: self.amount({code: n}) > self.now)

    def pays_more(self, moves: Mapping[str, int], code: str, steps: int) -> bool:
        return self.amount({**moves, code: steps}) > self.now

    def amount(self, moves: Mapping[str, int]) -> int:
        return due(self.rule, self.tranche, self.facts_after(moves)).amount

    def facts_after(self, moves: Mapping[str, int]) -> Facts:
        values = dict(self.facts.values)
        for code, steps in moves.items():
            values[code] = _moved(values[code], code, self.delta(code, steps))
        return replace(self.facts, values=values)

    def delta(self, code: str, steps: int) -> Decimal:
        value = self.facts.values[code]
        return value.step * (-steps if goes_down(value) else steps)

    def limit(self, code: str) -> int:
        """How many steps are tried at most; what counts down from above zero stops at zero."""
        value = self.facts.values[code]
        if goes_down(value) and isinstance(value.actual, Decimal) and value.actual >= 0:
            return int(value.actual // value.step)
        return 2**FAR

    def change(self, kind: str, code: str, steps: int, moves: Mapping[str, int]) -> Change:
        delta, facts = self.delta(code, steps), self.facts_after(moves)
        value, amount = facts.values[code], self.amount(moves)
        reached = value.actual if isinstance(value.actual, Decimal) else Decimal(0)
        gain = amount - self.now
        said = remark(
            "more_reaches" if delta > 0 else "less_reaches",
            evidence=value.reference,
            delta=abs(delta),
            indicator=code,
            value=reached,
            gain=gain,
        )
        return Change(kind, code, said, delta, reached, amount, gain, rate(value).number)


def smallest(low: int, high: int, is_enough: Callable[[int], bool]) -> int:
    """The smallest whole number over `low` that is enough, `high` being so and each one above another too."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def goes_down(value: Value) -> bool:
    """Whether less is better: a ceiling, or a target below its baseline."""
    target = value.target
    if target is None or target.shape is Shape.AT_MOST:
        return target is not None
    wanted = target_value(target)
    return isinstance(wanted, Decimal) and target.baseline is not None and wanted < target.baseline
