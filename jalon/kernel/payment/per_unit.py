"""So much a unit, up to a lifetime cap, part of it only once the unit proves to last."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from jalon.kernel.payment import reading
from jalon.kernel.payment.facts import Facts, Tranche, Value
from jalon.kernel.payment.operations import given, remark, step
from jalon.kernel.payment.rates import actual, value_of
from jalon.kernel.payment.rule import Reckoned, Rule
from jalon.kernel.payment.sentence import Sentence


@dataclass(frozen=True)
class Sustained:
    """A share held back until a day, then paid on the units still there: those of `indicator` on that day.

    Without an indicator nothing is counted again, the share is simply paid later.
    """

    share: Decimal
    until: dt.date
    indicator: str = ""

    readers: ClassVar = {
        "share": reading.share,
        "until": reading.day,
        "indicator": lambda value: value if value == "" else reading.text(value),
    }

    @classmethod
    def from_data(cls, data: Any) -> "Sustained":
        return cls(**reading.nested(data, cls.readers, ("share", "until")))

    def to_data(self) -> dict[str, Any]:
        return {name: reading.written(getattr(self, name)) for name in self.readers}


@dataclass(frozen=True)
class PerUnit(Rule):
    """min(lifetime cap - paid, price * (verified - units paid)); negative, a proposal to claw back.

    `price` in dirhams a unit, `lifetime_cap` in centimes over all tranches (none: the tranche's amount
    alone). Fewer units than `floor` earn nothing. `once_per_unit` leaves out units that other tranches paid
    for.
    """

    indicator: str
    price: Decimal
    lifetime_cap: int | None = None
    floor: Decimal = Decimal(0)
    once_per_unit: bool = False
    sustained: Sustained | None = None

    name: ClassVar[str] = "per_unit"
    readers: ClassVar = {
        "indicator": reading.text,
        "price": reading.positive,
        "lifetime_cap": reading.or_none(reading.centimes),
        "floor": reading.not_negative,
        "once_per_unit": reading.flag,
        "sustained": reading.or_none(Sustained.from_data),
    }
    needed: ClassVar = ("indicator", "price")

    def codes(self, facts: Facts) -> tuple[str, ...]:
        later = self.sustained.indicator if self.sustained and self._is_later(facts) else ""
        return (self.indicator, later) if later and later != self.indicator else (self.indicator,)

    def to_data(self) -> dict[str, Any]:
        data = super().to_data()
        return data | {"sustained": self.sustained.to_data()} if self.sustained else data

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        value = value_of(facts, self.indicator)
        if isinstance(value, Sentence):
            return Reckoned(None, (value,))
        if self.once_per_unit and value.identities is None:
            return Reckoned(None, (remark("identities_missing", indicator=self.indicator),))
        units = self._payable(self._units(value, facts))
        if self.sustained:
            return self._sustained(units, self.sustained, facts)
        return Reckoned(_not_below_paid(self._net(units, facts), facts), is_net=True)

    def _units(self, value: Value, facts: Facts) -> Sentence:
        if not self.once_per_unit or value.identities is None:
            return actual(value)
        elsewhere = len(value.identities & facts.paid_elsewhere)
        repeated = given("units_elsewhere", elsewhere, show="units")
        return step("units", "difference", actual(value), repeated, show="units")

    def _payable(self, units: Sentence) -> Sentence:
        if not self.floor:
            return units
        return step("units_over_floor", "floor", units, show="units", floor=self.floor)

    def _net(self, units: Sentence, facts: Facts) -> Sentence:
        """The rule to the letter: new units at the price, within what is left under the cap."""
        paid = given("units_paid", self._units_paid(facts), show="units")
        new = step("units_new", "difference", units, paid, show="units")
        return self._under_cap(self._at_price(new), facts)

    def _units_paid(self, facts: Facts) -> Fraction:
        if facts.units_paid is not None:
            return Fraction(facts.units_paid)
        return Fraction(paid_lifetime(facts)) / self._centimes

    @property
    def _centimes(self) -> Fraction:
        return Fraction(self.price) * 100

    def _at_price(self, units: Sentence) -> Sentence:
        price = given("price", self._centimes, price=self.price)
        return step("units_at_price", "product", units, price, show="amount")

    def _under_cap(self, amount: Sentence, facts: Facts) -> Sentence:
        if self.lifetime_cap is None:
            return amount
        cap = given("lifetime_cap", self.lifetime_cap, show="amount")
        paid = given("already_paid", paid_lifetime(facts), show="amount")
        left = step("left_of_cap", "difference", cap, paid, show="amount")
        return step("capped", "min", amount, left, show="amount")

    def _sustained(self, units: Sentence, sustained: Sustained, facts: Facts) -> Reckoned:
        at_once = given("part_paid_now", 1 - sustained.share, show="share")
        first = step("paid_at_once", "product", self._earned(units, facts), at_once, show="amount")
        held = given("held_back", sustained.share, show="share", until=sustained.until)
        if not self._is_later(facts):
            later = step("paid_if_sustained", "product", self._earned(units, facts), held, show="amount")
            return Reckoned(_net_of(facts, first), is_net=True, later=later)
        still = self._still(units, sustained, facts)
        if still.figure is None:
            return Reckoned(None, (still,))
        second = step("paid_if_sustained", "product", self._earned(still, facts), held, show="amount")
        return Reckoned(_net_of(facts, first, second), is_net=True)

    def _still(self, units: Sentence, sustained: Sustained, facts: Facts) -> Sentence:
        if not sustained.indicator:
            return units
        later = value_of(facts, sustained.indicator)
        if isinstance(later, Sentence):
            return later
        return step("units_still_there", "min", units, actual(later), show="units")

    def _earned(self, units: Sentence, facts: Facts) -> Sentence:
        earned = self._at_price(units)
        if self.lifetime_cap is None:
            return earned
        cap = given("lifetime_cap", self.lifetime_cap, show="amount")
        if elsewhere := paid_lifetime(facts) - facts.paid:
            others = given("paid_elsewhere", elsewhere, show="amount")
            cap = step("left_of_cap", "difference", cap, others, show="amount")
        return step("capped", "min", earned, cap, show="amount")

    def _is_later(self, facts: Facts) -> bool:
        return bool(self.sustained and facts.on is not None and facts.on >= self.sustained.until)


def paid_lifetime(facts: Facts) -> int:
    """What all tranches of the rule paid so far, in centimes."""
    return facts.paid if facts.paid_lifetime is None else facts.paid_lifetime


def _net_of(facts: Facts, *earned: Sentence) -> Sentence:
    total = step("entitled_now", "sum", *earned, show="amount")
    paid = given("already_paid", facts.paid, show="amount")
    return _not_below_paid(step("entitled", "difference", total, paid, show="amount"), facts)


def _not_below_paid(net: Sentence, facts: Facts) -> Sentence:
    """A tranche gives back no more than it got, whatever its sisters were paid."""
    if net.figure is None or net.figure >= -facts.paid:
        return net
    return step("not_below_paid", "max", net, given("not_below_paid", -facts.paid))
