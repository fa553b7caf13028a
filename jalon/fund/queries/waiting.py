"""What waits for whom: tranches by month, releases to decide, and what waits for one person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from jalon.contracts.models import Contract
from jalon.contracts.queries import contracts_of, visible_to
from jalon.fund.models import Release
from jalon.fund.queries.released import Life, lives
from jalon.fund.queries.tranches import Due, dues
from jalon.fund.queries.true_ups import TrueUp, true_up
from jalon.kernel.periods import Period, containing
from jalon.network.access import standing
from jalon.plan.models import Plan

PERMISSIONS = {
    "proposed": "fund.approve",
    "approved": "fund.approve",
    "ordered": "fund.pay",
    "paid": "fund.justify",
    "owed": "fund.pay",
    "due": "fund.request",
    "to_claw_back": "fund.approve",
}
"""Who is waited for, by what stands there."""

PARTS = {"proposed": ("propose",), "approved": ("propose",), "ordered": ("propose", "approve", "order")}
"""Who had a part in a release is not waited for: requester, approver and payer are three people."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, where it stands, whose permission it needs, since when, how much."""

    state: str
    contract: Contract
    tranche: str
    amount: int
    since: date
    release: Release | None = None
    due: Due | None = field(default=None, repr=False)
    not_by: frozenset[int] = frozenset()  # who had a part in it before

    @property
    def permission(self) -> str:
        return PERMISSIONS[self.state]


def waiting(
    user, on: date, *, plan: Plan | None = None, found: Iterable[Waiting] | None = None
) -> list[Waiting]:
    """What waits for a person on a day: what their roles let them do, the oldest first.

    Who asked for a release does not approve it, who had a part in it does not pay it.
    """
    roles = standing(user, on=on)
    every = all_waiting(plan, on) if found is None else found
    return [
        one for one in every if user.pk not in one.not_by and roles.can(one.permission, one.contract.centre)
    ]


def all_waiting(plan: Plan | None, on: date, known_at: int | None = None) -> list[Waiting]:
    """Everything of a plan that waits for somebody, the oldest first."""
    if plan is None:
        return []
    of = list(contracts_of(plan))
    every = dues(plan, on=on, known_at=known_at, contracts=of)
    found = [one for due in every for one in of_tranche(due)]
    return sorted(found, key=lambda one: (one.since, one.contract.code, one.tranche))


def of_tranche(due: Due) -> list[Waiting]:
    found = [one for life in due.releases for one in of_release(life)]
    if due.state in ("due", "to_claw_back"):
        since = min(due.terms.due_on or due.period.end, due.on)
        found.append(Waiting(due.state, due.contract, due.terms.code, due.amount, since, due=due))
    return found


def of_release(life: Life) -> list[Waiting]:
    """What waits of a release: its next step; once paid, what is to justify and what is to give back."""
    if life.is_open:
        had_part = frozenset(life.person(verb).pk for verb in PARTS[life.state] if life.person(verb))
        return [waits(life, life.state, life.amount, not_by=had_part)]
    left = {"paid": life.to_justify, "owed": life.owed}
    return [waits(life, state, amount) for state, amount in left.items() if amount]


def waits(life: Life, state: str, amount: int, **more) -> Waiting:
    step = (life.step("claw_back") if state == "owed" else None) or life.steps[-1]
    release = life.release
    return Waiting(state, release.contract, release.tranche, amount, step.on, release, **more)


@dataclass(frozen=True)
class ToDecide:
    """What the committee decides about money: a release asked for, or a true-up that is proposed."""

    kind: str  # release, complement, claw_back
    contract: Contract
    tranche: str
    amount: int
    release: Release | None = None
    true_up: TrueUp | None = None


def releases_to_decide(plan: Plan, *, on: date, known_at: int | None = None) -> list[ToDecide]:
    """Releases proposed and waiting for a decision, then what paid tranches owe or are owed today."""
    of = list(contracts_of(plan))
    asked = lives(Release.objects.filter(contract__in=of), known_at)
    found = [
        ToDecide("release", one.release.contract, one.release.tranche, one.release.amount, one.release)
        for one in asked
        if one.state == "proposed" and not one.is_decided
    ]
    changed = (true_up(due) for due in dues(plan, on=on, known_at=known_at, contracts=of))
    for one in filter(None, changed):
        kind = "claw_back" if one.claws_back else "complement"
        if one.claws_back or not one.due.open_release:
            found.append(ToDecide(kind, one.due.contract, one.due.terms.code, one.amount, true_up=one))
    return found


@dataclass(frozen=True)
class Scheduled:
    """The tranches that fall due in one month, quarter or year."""

    period: Period | None  # None: without a day
    dues: tuple[Due, ...]

    @cached_property
    def amount(self) -> int:
        return sum(due.terms.amount for due in self.dues)

    @cached_property
    def released(self) -> int:
        return sum(due.released for due in self.dues)

    @cached_property
    def now(self) -> int:
        """What may be released now, in centimes."""
        return sum(due.amount for due in self.dues if due.state == "due")

    def count(self, *states: str) -> int:
        return sum(due.state in states for due in self.dues)


def calendar(every: Iterable[Due], *, by: str = "quarter") -> list[Scheduled]:
    """Tranches by the month, quarter or year of their day, in order; those without a day come last."""
    found: dict[Period | None, list[Due]] = {}
    for due in sorted(every, key=lambda one: (one.terms.due_on or date.max, one.contract.code)):
        period = containing(by, due.terms.due_on) if due.terms.due_on else None
        found.setdefault(period, []).append(due)
    return [Scheduled(period, tuple(one)) for period, one in found.items()]


def seen_by(standing_, plan: Plan):
    """The contracts of a plan whose money the person may read."""
    seen = visible_to(standing_.organisations_where("fund.view"))
    return contracts_of(plan).filter(seen).order_by("code")
