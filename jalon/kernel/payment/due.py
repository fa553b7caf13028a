"""What is due of a tranche, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from jalon.kernel.payment.custom import Custom
from jalon.kernel.payment.facts import (
    CONDITIONS,
    DOCUMENT,
    JUSTIFIED,
    UNDERTAKING,
    Condition,
    Facts,
    Tranche,
)
from jalon.kernel.payment.operations import given, half_up, remark, step, with_remarks
from jalon.kernel.payment.per_unit import PerUnit
from jalon.kernel.payment.reading import (
    Problem,
    RuleError,
    fields_read,
    not_negative,
    one_of,
)
from jalon.kernel.payment.rule import Reckoned, Rule
from jalon.kernel.payment.rules import Correction, Matching, OnAcceptance, Proportional, Threshold
from jalon.kernel.payment.sentence import Sentence

RULES: Final[Mapping[str, type[Rule]]] = {
    rule.name: rule for rule in (OnAcceptance, Threshold, PerUnit, Proportional, Matching, Correction, Custom)
}


def rule_from_data(data: Any) -> Rule:
    """The rule of data such as {"rule": "threshold", ...}. Raises RuleError with everything that is wrong."""
    if not isinstance(data, Mapping):
        raise RuleError([Problem("not_a_rule")])
    kind = RULES.get(str(data.get("rule")))
    if kind is None:
        raise RuleError([Problem("unknown_rule", "rule", ", ".join(RULES))])
    return kind.from_data({name: value for name, value in data.items() if name != "rule"})


def problems(data: Any) -> tuple[Problem, ...]:
    """Everything that is wrong with the data of a rule; empty when they make one."""
    try:
        rule_from_data(data)
    except RuleError as error:
        return error.problems
    return ()


def conditions_from_data(data: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions from a list of {"kind", "code", "at_least"}. Raises RuleError with all problems."""
    readers = {"kind": one_of(*CONDITIONS), "code": lambda value: str(value), "at_least": not_negative}
    read = [fields_read(one, readers, ("kind",), f"conditions.{n}.") for n, one in enumerate(data)]
    if found := [problem for _, problems in read for problem in problems]:
        raise RuleError(found)
    return tuple(Condition(**values) for values, _ in read)


def conditions_to_data(conditions: Iterable[Condition]) -> list[dict[str, str]]:
    """Conditions as JSON can hold them."""
    return [{"kind": c.kind, "code": c.code, "at_least": str(c.at_least)} for c in conditions]


@dataclass(frozen=True)
class Outcome:
    """What a tranche comes to, in centimes.

    `amount` is what to pay now; below zero, what to propose to claw back; zero when blocked. `earned` is
    what the tranche gives in all as of now, `held_back` what is earned and kept for later, `paid` what it
    released before. The explanation's own figure is `amount`.
    """

    amount: int
    blocked: bool
    explanation: Sentence
    reasons: tuple[Sentence, ...] = ()
    paid: int = 0
    held_back: int = 0
    is_serious: bool = False
    provisional: bool = False

    @property
    def earned(self) -> int:
        return self.paid + self.amount

    @property
    def claws_back(self) -> bool:
        return self.amount < 0


def due(rule: Rule, tranche: Tranche, facts: Facts) -> Outcome:
    """What is due of a tranche by its rule on these facts, with the whole of the reasons."""
    met = _met(tranche, facts)
    reckoned = rule.reckon(tranche, facts)
    reasons = (*unmet(tranche, facts), *reckoned.reasons)
    if reasons or reckoned.amount is None:
        shown = (reckoned.amount,) if reckoned.amount else ()
        why = Sentence("blocked", {}, (*reasons, *met, *shown), None, Fraction(0))
        return Outcome(
            0,
            True,
            why,
            reasons,
            paid=facts.paid,
            is_serious=reckoned.is_serious,
            provisional=facts.provisional,
        )
    root, held = _net(reckoned, tranche, facts) if reckoned.is_net else _gross(reckoned, tranche, facts)
    return _outcome(with_remarks(root, met), held, reckoned, facts)


def _outcome(root: Sentence, held: int, reckoned: Reckoned, facts: Facts) -> Outcome:
    amount = int(root.figure or 0)
    key = "to_pay" if amount > 0 else "to_claw_back" if amount < 0 else "nothing_to_pay"
    said = replace(root, key=key, values={"amount": abs(amount)})
    return Outcome(
        amount,
        False,
        said,
        paid=facts.paid,
        held_back=held,
        is_serious=reckoned.is_serious,
        provisional=facts.provisional,
    )


def _gross(reckoned: Reckoned, tranche: Tranche, facts: Facts) -> tuple[Sentence, int]:
    """Earned within the tranche, less what is held back, rounded, less what was paid."""
    amount = _within(_required(reckoned), given("tranche", tranche.amount, show="amount"))
    if amount.figure is not None and amount.figure < 0:
        amount = step("not_below_zero", "max", amount, given("zero", 0))
    now, held = _held(amount, tranche, facts)
    earned = step("entitled_now", "round", now, show="amount")
    paid = given("already_paid", facts.paid, show="amount")
    return step("to_pay", "difference", earned, paid, show="amount"), held


def _net(reckoned: Reckoned, tranche: Tranche, facts: Facts) -> tuple[Sentence, int]:
    """What a rule gives net of what was paid, within what is left of the tranche, rounded."""
    left = step(
        "left_of_tranche",
        "difference",
        given("tranche", tranche.amount, show="amount"),
        given("already_paid", facts.paid, show="amount"),
        show="amount",
    )
    amount = _within(_required(reckoned), left)
    held = 0 if reckoned.later is None else int(half_up(reckoned.later.figure or Fraction(0)))
    root = step("to_pay", "round", amount, show="amount")
    return with_remarks(root, [_remark_of(reckoned.later)] if reckoned.later else []), held


def _remark_of(later: Sentence) -> Sentence:
    """What is held back, said below the amount without entering it."""
    return Sentence("held_back", later.children[1].values)


def _required(reckoned: Reckoned) -> Sentence:
    if reckoned.amount is None:
        raise ValueError("a tranche that is blocked has no amount")
    return reckoned.amount


def _within(amount: Sentence, most: Sentence) -> Sentence:
    """The amount capped, which is said only when it bites."""
    if amount.figure is None or most.figure is None or amount.figure <= most.figure:
        return amount
    return step("capped_by_tranche", "min", amount, most, show="amount")


def _held(amount: Sentence, tranche: Tranche, facts: Facts) -> tuple[Sentence, int]:
    hold = tranche.hold_back
    if hold is None or (facts.on is not None and facts.on >= hold.until):
        return amount, 0
    now = given("part_paid_now", 1 - hold.share, show="share")
    kept = remark("held_back", share=hold.share, until=hold.until)
    part = step("entitled_now", "product", amount, now, kept, show="amount")
    whole, paid_now = amount.figure or Fraction(0), part.figure or Fraction(0)
    return part, int(half_up(whole) - half_up(paid_now))


def unmet(tranche: Tranche, facts: Facts) -> tuple[Sentence, ...]:
    """The conditions of a tranche that are not met, its day included, as sentences."""
    found = [sentence for holds, sentence in _conditions(tranche, facts) if not holds]
    if tranche.due_on and facts.on and facts.on < tranche.due_on:
        found.insert(0, remark("not_due_yet", on=tranche.due_on))
    return tuple(found)


def _met(tranche: Tranche, facts: Facts) -> list[Sentence]:
    return [sentence for holds, sentence in _conditions(tranche, facts) if holds]


def _conditions(tranche: Tranche, facts: Facts) -> list[tuple[bool, Sentence]]:
    return [_condition(one, facts) for one in tranche.conditions]


def _condition(condition: Condition, facts: Facts) -> tuple[bool, Sentence]:
    if condition.kind == DOCUMENT:
        return _accepted(condition.code, facts)
    if condition.kind == UNDERTAKING:
        done = condition.code in facts.undertakings
        key = "undertaking_done" if done else "undertaking_not_done"
        return done, remark(key, undertaking=condition.code)
    if condition.kind == JUSTIFIED:
        return _justified(condition.at_least, facts.justified)
    return False, remark("condition_unknown", condition=condition.kind)


def _accepted(code: str, facts: Facts) -> tuple[bool, Sentence]:
    accepted = facts.documents.get(code)
    if accepted is None:
        return False, remark("document_not_accepted", document=code)
    return True, remark("document_accepted", evidence=accepted.reference, document=code, on=accepted.on)


def _justified(at_least: Decimal, share: Decimal | None) -> tuple[bool, Sentence]:
    if share is None:
        return False, remark("justified_unknown")
    holds = share >= at_least
    key = "earlier_justified" if holds else "earlier_not_justified"
    return holds, remark(key, share=share, at_least=at_least)
