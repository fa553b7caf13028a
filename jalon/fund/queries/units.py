"""What tranches that pay so much a unit paid before: a unit two of them count is paid by one alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jalon.contracts.models import Contract
from jalon.contracts.terms import Tranche as Terms
from jalon.fund.queries.background import Background
from jalon.fund.queries.released import Life
from jalon.kernel.payment import PerUnit, Rule, Value
from jalon.kernel.targets import Shape


@dataclass(frozen=True)
class PaidBefore:
    """The releases of a contract as one tranche looks at them."""

    known: Background
    contract: Contract
    terms: Terms
    is_cumulative: bool  # the target counts the units of the years before as well

    def facts(self, rule: Rule | None, value: Value | None) -> dict:
        """What the rule of the tranche asks of the past, as the kernel names it."""
        said: dict = {"paid": self.released}
        if not isinstance(rule, PerUnit):
            return said
        said["paid_elsewhere"] = self.things_elsewhere(rule.indicator) if rule.once_per_unit else frozenset()
        if rule.lifetime_cap is not None:
            said["paid_lifetime"] = sum(life.released for life in self.of_unit(rule.indicator))
        if self.is_cumulative:
            said["units_paid"] = self.units_among(rule, value)
        elif rule.lifetime_cap is not None:  # each year counts its own units
            said["units_paid"] = self.released / centimes(rule.price)
        return said

    @property
    def released(self) -> int:
        return sum(life.released for life in self.own)

    @property
    def own(self) -> list[Life]:
        return list(self.known.released.get((self.contract.pk, self.terms.code), ()))

    @property
    def others(self) -> Iterator[Life]:
        for (contract, code), lives in self.known.released.items():
            if contract == self.contract.pk and code != self.terms.code:
                yield from (life for life in lives if life.released > 0)

    def of_unit(self, indicator: str) -> list[Life]:
        """Every release that paid for this unit, by the terms it was decided on."""
        return self.own + [life for life in self.others if rule_then(life).get("indicator") == indicator]

    def units_among(self, rule: PerUnit, value: Value | None) -> Fraction:
        """Of the units a cumulative value counts, those paid: up to its year, and by later years too soon.

        A later year counts this one's units among its own: what it was paid beyond what it added is theirs.
        """
        before, after, reached = Fraction(0), Fraction(0), Fraction(0)
        for life in self.of_unit(rule.indicator):
            units = life.released / centimes(rule_then(life).get("price", rule.price))
            if life.release.year <= self.terms.year:
                before += units
            elif shape(life, rule.indicator) == Shape.CUMULATIVE:
                after += units
                reached = max(reached, counted(life, rule.indicator))
        now = Fraction(value.actual) if value and isinstance(value.actual, Decimal) else Fraction(0)
        return before + max(Fraction(0), after - max(Fraction(0), reached - now))

    def things_elsewhere(self, indicator: str) -> frozenset[str]:
        """The units other tranches of the contract paid for."""
        return frozenset(mark for life in self.others for mark in marks(life, indicator))


def centimes(price: Decimal | str) -> Fraction:
    return Fraction(price) * 100


def rule_then(life: Life) -> dict:
    """The rule of so much a unit a release was decided on; empty where it was another."""
    rule = life.release.terms.get("rule", {})
    return rule if rule.get("rule") == PerUnit.name else {}


def counted(life: Life, indicator: str) -> Fraction:
    """What an indicator came to when a release was decided."""
    return Fraction(life.release.facts.get("values", {}).get(indicator, {}).get("actual", 0))


def shape(life: Life, indicator: str) -> str | None:
    """How the target counted that a release was decided on."""
    return life.release.facts.get("values", {}).get(indicator, {}).get("target", {}).get("shape")


def marks(life: Life, indicator: str) -> set[str]:
    """The units a release paid for: those it counted, less those others had paid for."""
    facts = life.release.facts
    found = facts.get("values", {}).get(indicator, {}).get("identities") or ()
    return set(found) - set(facts.get("paid_elsewhere", ()))
