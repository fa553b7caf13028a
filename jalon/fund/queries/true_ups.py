"""What late evidence, a second verification or a reopened period changes of tranches already paid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jalon.contracts.models import Contract
from jalon.fund.queries.kept import facts_from_data
from jalon.fund.queries.released import Life
from jalon.fund.queries.tranches import Due, dues
from jalon.kernel import payment
from jalon.plan.models import Plan


@dataclass(frozen=True)
class TrueUp:
    """A paid tranche that comes to something else today: `amount` to pay, or below zero to claim back."""

    due: Due
    last: Life
    amount: int
    explanation: payment.Sentence

    @property
    def claws_back(self) -> bool:
        return self.amount < 0


def true_ups(
    plan: Plan, *, on: date, known_at: int | None = None, contracts: Iterable[Contract] | None = None
) -> list[TrueUp]:
    """For each tranche that was paid: what it is due today by its own period's values, when it differs.

    A value that is not validated any more proposes nothing: it is decided first.
    """
    found = (true_up(one) for one in dues(plan, on=on, known_at=known_at, contracts=contracts))
    return [one for one in found if one]


def true_up(due: Due) -> TrueUp | None:
    """The true-up of one tranche; None when nothing changed, or nothing was paid."""
    paid = paid_releases(due)
    if not paid or due.outcome.blocked or due.rule is None or not due.amount:
        return None
    then = facts_from_data(paid[-1].release.facts)
    found = payment.true_up(due.rule, due.tranche, then, due.facts)
    earned_then = paid[-1].release.due + then.paid
    if found.difference > 0 and found.after.earned <= earned_then:
        return None  # the rest of a release in part, or what was held back: due, and nothing new
    return TrueUp(due, paid[-1], due.amount, replace(found.explanation))


def paid_releases(due: Due) -> Sequence[Life]:
    return [life for life in due.releases if life.released > 0 and not life.is_open]
