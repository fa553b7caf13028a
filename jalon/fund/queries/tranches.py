"""What is due of a tranche, and why: on validated values alone, unless it is asked what it would be.

due_now(contract, "T1", on=day, known_at=moment)      what may be released
would_be(contract, "T1", on=day, stage="declared")    what it would come to; never released
dues(plan, on=day)                                    every tranche of a plan, in as many queries
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.queries import contracts_of
from jalon.contracts.terms import Tranche as Terms
from jalon.fund.queries.background import Background, background, year_of
from jalon.fund.queries.facts import facts_of
from jalon.fund.queries.released import Life
from jalon.kernel.payment import (
    Acceptance,
    Change,
    Facts,
    Outcome,
    Reference,
    Rule,
    RuleError,
    Sentence,
    Tranche,
    Value,
    conditions_from_data,
    due,
    rule_from_data,
    simulate,
    what_would_change,
)
from jalon.kernel.periods import Period
from jalon.plan.models import Plan

VALIDATED = "validated"


class NoTranche(LookupError):
    """The contract has no tranche of that code on the day, as known at the moment."""


@dataclass(frozen=True)
class Due:
    """A tranche looked at on a day, as known at a moment: the facts, what follows from them, and why.

    `stage` is that of the values asked for; anything but "validated" is what would be, never what is due.
    """

    contract: Contract
    terms: Terms
    version: ContractVersion
    period: Period
    on: date
    known_at: int | None
    stage: str
    rule: Rule | None
    tranche: Tranche
    facts: Facts
    outcome: Outcome
    releases: Sequence[Life] = field(default=(), repr=False)

    @property
    def key(self) -> tuple[str, str]:
        return self.contract.code, self.terms.code

    @property
    def is_simulation(self) -> bool:
        return self.outcome.provisional

    @property
    def explanation(self) -> Sentence:
        return self.outcome.explanation

    @property
    def waits(self) -> int:
        """What earlier releases hold back until a later day, in centimes."""
        return sum(life.waits(self.on) for life in self.releases)

    @property
    def amount(self) -> int:
        """The centimes that may be released now; below zero, what is to be claimed back."""
        owed = self.outcome.amount
        return owed if owed <= 0 else max(0, owed - self.waits)

    @property
    def released(self) -> int:
        """What left the commitment and was not claimed back, in centimes."""
        return sum(life.released for life in self.releases)

    @property
    def open_release(self) -> Life | None:
        """A release that waits for somebody; a second one would pay twice."""
        return next((life for life in self.releases if life.is_open), None)

    @property
    def state(self) -> str:
        """Where the tranche stands: late for nobody, it says what happens next."""
        if self.open_release:
            return self.open_release.state
        if self.outcome.blocked:
            return "blocked"
        if self.amount:
            return "due" if self.amount > 0 else "to_claw_back"
        return "released" if self.released else "nothing_due"

    @property
    def is_simulated(self) -> bool:
        return self.version.simulated

    def changes(self) -> tuple[Change, ...]:
        """What would change the amount."""
        return what_would_change(self.rule, self.tranche, self.facts) if self.rule else ()

    def if_changed(
        self,
        changes: Mapping[str, Decimal],
        *,
        accepted: Iterable[str] = (),
    ) -> "Due":
        """What it would come to if values changed by so much, or documents were accepted. Never stored."""
        if self.rule is None:
            return self
        values = {code: supposed(value, code in changes) for code, value in self.facts.values.items()}
        facts = replace(self.facts, values=values)
        granted = {code: Acceptance(self.on) for code in accepted}
        return replace(self, outcome=simulate(self.rule, self.tranche, facts, changes, accepted=granted))


def supposed(value: Value, is_changed: bool) -> Value:
    """A value somebody supposes rests on no return and was vouched for by nobody."""
    return replace(value, stage="live", reference=Reference(value.code)) if is_changed else value


def due_now(
    contract: Contract, tranche: str | Terms, *, on: date, known_at: int | None = None, stage: str = VALIDATED
) -> Due:
    """What is due of a tranche. Raises NoTranche."""
    code = tranche if isinstance(tranche, str) else tranche.code
    known = background(contract.plan, [contract], known_at=known_at, tranche=code)
    found = look(known, contract, code, on=on, stage=stage)
    if found is None:
        raise NoTranche(code)
    return found


def would_be(
    contract: Contract, tranche: str | Terms, *, on: date, stage: str, known_at: int | None = None
) -> Due:
    """What a tranche would come to on values that are not validated: "declared", "verified" or "live"."""
    return due_now(contract, tranche, on=on, known_at=known_at, stage=stage)


def dues(
    plan: Plan,
    *,
    on: date,
    known_at: int | None = None,
    contracts: Iterable[Contract] | None = None,
    stage: str = VALIDATED,
) -> list[Due]:
    """Every tranche of a plan, or of some of its contracts, by contract and as the contract lists them."""
    of = list(contracts_of(plan) if contracts is None else contracts)
    known = background(plan, of, known_at=known_at)
    return [
        found
        for contract in of
        for code in codes_on(known, contract, on)
        if (found := look(known, contract, code, on=on, stage=stage))
    ]


def codes_on(known: Background, contract: Contract, on: date) -> list[str]:
    version = known.version_on(contract, on)
    return list(known.tranches.get(version.pk, ())) if version else []


def look(known: Background, contract: Contract, code: str, *, on: date, stage: str) -> Due | None:
    """One tranche, by the terms of the last day it pays for; None when nobody promised it."""
    now = known.version_on(contract, on)
    terms = known.tranches.get(now.pk, {}).get(code) if now else None
    if terms is None:
        return None
    version, terms = terms_then(known, contract, terms, on) or (now, terms)
    period = year_of(terms)
    rule = rule_of(terms)
    facts = facts_of(known, contract, version, terms, rule, on=on, stage=stage)
    tranche = as_tranche(terms)
    return Due(
        contract=contract,
        terms=terms,
        version=version,
        period=period,
        on=on,
        known_at=known.known_at,
        stage=stage,
        rule=rule,
        tranche=tranche,
        facts=facts,
        outcome=due(rule, tranche, facts) if rule else UNREADABLE,
        releases=known.released.get((contract.pk, code), ()),
    )


def terms_then(
    known: Background, contract: Contract, terms: Terms, on: date
) -> tuple[ContractVersion, Terms] | None:
    """The tranche as its period's last day had it; None where it was promised only later."""
    period = year_of(terms)
    then = known.version_on(contract, min(period.end, on), known.promised_at(contract, period))
    found = known.tranches.get(then.pk, {}).get(terms.code) if then else None
    return (then, found) if then and found and year_of(found) == period else None


UNREADABLE = Outcome(0, True, Sentence("blocked", figure=Fraction(0)))


def rule_of(terms: Terms) -> Rule | None:
    """The rule of a tranche; None where an old contract wrote one, or conditions, that nobody can read."""
    try:
        conditions_from_data(terms.conditions)
        return rule_from_data(terms.rule)
    except RuleError:
        return None


def as_tranche(terms: Terms) -> Tranche:
    try:
        conditions = conditions_from_data(terms.conditions)
    except RuleError:
        conditions = ()
    return Tranche(terms.code, terms.amount, terms.due_on, conditions)
