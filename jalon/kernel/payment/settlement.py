"""What follows an outcome: a release in part, and the true-up of a period that was computed again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from jalon.kernel.payment.due import Outcome, due
from jalon.kernel.payment.facts import Facts, Tranche
from jalon.kernel.payment.operations import given, remark, step, with_remarks
from jalon.kernel.payment.rule import Rule
from jalon.kernel.payment.sentence import Sentence
from jalon.kernel.words import Words

OBJECTIONS: Final[Mapping[str, Words]] = {
    "blocked": Words("La tranche est bloquée.", "القسط موقوف.", "The tranche is blocked."),
    "provisional": Words(
        "On ne paie pas sur des valeurs qui ne sont pas validées.",
        "لا يؤدى بناء على قيم غير مصادق عليها.",
        "Nothing is paid on values that are not validated.",
    ),
    "not_positive": Words(
        "Le montant doit être positif.", "يجب أن يكون المبلغ موجبا.", "The amount must be positive."
    ),
    "more_than_due": Words(
        "C'est plus que ce qui est dû.", "هذا أكثر من المستحق.", "This is more than what is due."
    ),
    "nothing_due": Words("Rien n'est dû.", "لا شيء مستحق.", "Nothing is due."),
}
"""Why a sum cannot be released on an outcome."""


def objections(outcome: Outcome, amount: int) -> tuple[str, ...]:
    """What keeps a sum of centimes, the whole of what is due or a part, from being released."""
    found = [name for name in ("blocked", "provisional") if getattr(outcome, name)]
    if amount <= 0:
        found.append("not_positive")
    if outcome.amount <= 0 and not outcome.blocked:
        found.append("nothing_due")
    elif amount > outcome.amount and not outcome.blocked:
        found.append("more_than_due")
    return tuple(found)


def left_after(outcome: Outcome, amount: int) -> int:
    """What stays due after a release in part, in centimes. Raises ValueError when it cannot be released."""
    if found := objections(outcome, amount):
        raise ValueError(", ".join(found))
    return outcome.amount - amount


def in_part(explanation: Sentence, amount: int) -> Sentence:
    """The explanation of a release of `amount` centimes, less than an explanation comes to.

    The rest stays due. Raises ValueError when it is no part of it.
    """
    if explanation.figure is None or not 0 < amount < explanation.figure:
        raise ValueError(f"{amount} is no part of {explanation.figure}")
    left = given("stays_due", explanation.figure - amount, show="amount")
    return step("released_in_part", "difference", explanation, left, show="amount")


@dataclass(frozen=True)
class TrueUp:
    """One period computed again, in centimes: `difference` is to pay, or below zero to claw back."""

    before: Outcome
    after: Outcome
    difference: int
    explanation: Sentence

    @property
    def claws_back(self) -> bool:
        return self.difference < 0


def true_up(rule: Rule, tranche: Tranche, then: Facts, now: Facts) -> TrueUp:
    """What a tranche comes to on values that changed since: its own period, against what it has paid
    (`now.paid`).

    A value that can no longer be computed blocks, and proposes nothing.
    """
    before, after = due(rule, tranche, then), due(rule, tranche, replace(now, provisional=then.provisional))
    keys = {1: "true_up_pays", -1: "true_up_claws_back", 0: "true_up_nothing"}
    sign = (after.amount > 0) - (after.amount < 0)
    said = step(keys[sign], "same", after.explanation, amount=abs(after.amount))
    return TrueUp(before, after, after.amount, with_remarks(said, _changed(rule, then, now)))


def _changed(rule: Rule, then: Facts, now: Facts) -> list[Sentence]:
    found = []
    for code in rule.codes(now):
        old, new = then.values.get(code), now.values.get(code)
        if old is None or new is None or old.actual == new.actual:
            continue
        if isinstance(old.actual, Decimal) and isinstance(new.actual, Decimal):
            found.append(
                remark(
                    "value_changed",
                    evidence=new.reference,
                    indicator=code,
                    before=old.actual,
                    after=new.actual,
                )
            )
    return found
