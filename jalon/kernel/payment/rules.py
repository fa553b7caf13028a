"""The rules of payment, their bounds as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar, Final

from jalon.kernel.payment import reading
from jalon.kernel.payment.facts import Facts, Tranche
from jalon.kernel.payment.operations import given, remark, step, with_remarks
from jalon.kernel.payment.rates import rate_of
from jalon.kernel.payment.reading import Problem
from jalon.kernel.payment.rule import Reckoned, Rule, rates_of
from jalon.kernel.payment.sentence import Sentence

Bands = tuple[tuple[Decimal, Decimal], ...]


def tranche_of(tranche: Tranche) -> Sentence:
    return given("tranche", tranche.amount, show="amount")


def of_tranche(tranche: Tranche, share: Sentence) -> Sentence:
    """A share of the tranche, in exact centimes."""
    return step("entitled", "product", tranche_of(tranche), share, show="amount")


@dataclass(frozen=True)
class OnAcceptance(Rule):
    """The whole tranche when a named document is accepted."""

    document: str

    name: ClassVar[str] = "on_acceptance"
    readers: ClassVar = {"document": reading.text}
    needed: ClassVar = ("document",)

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return ()

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        accepted = facts.documents.get(self.document)
        if accepted is None:
            return Reckoned(None, (remark("document_not_accepted", document=self.document),))
        said = remark(
            "document_accepted", evidence=accepted.reference, document=self.document, on=accepted.on
        )
        amount = step("entitled", "same", tranche_of(tranche), said, show="amount")
        return Reckoned(amount)


@dataclass(frozen=True)
class Serious:
    """When a failure is serious: any rate below the bound with few indicators, at least two with more."""

    below: Decimal = Decimal("0.65")
    few: int = 2
    with_few: int = 1
    with_more: int = 2

    readers: ClassVar = {
        "below": reading.share,
        "few": reading.count,
        "with_few": reading.count,
        "with_more": reading.count,
    }

    @classmethod
    def from_data(cls, data: Any) -> "Serious":
        return cls(**reading.nested(data, cls.readers))

    def to_data(self) -> dict[str, Any]:
        return {name: reading.written(getattr(self, name)) for name in self.readers}

    def failing(self, rates: Sequence[Fraction | Decimal | None]) -> int:
        """How many rates (1 is the target) are below the bound when that is serious, else 0."""
        below = sum(1 for one in rates if one is not None and one < self.below)
        most = self.with_few if len(rates) <= self.few else self.with_more
        return below if 0 < most <= below else 0

    def remarks(self, rates: Sequence[Sentence]) -> list[Sentence]:
        """The sentence of a serious failure, if it is one."""
        below = self.failing([one.figure for one in rates])
        return [remark("serious", below=below, bound=self.below)] if below else []


@dataclass(frozen=True)
class Threshold(Rule):
    """All of the tranche if achieved, else what a table gives, else nothing.

    Achieved: every rate reaches `at_least`; with `allowed_with` indicators or more, one may lie in
    [`allowed_from`, `at_least`) if `allows_one`. `partial` are pairs of a bound and a share, read with the
    lowest rate or their mean (`partial_on`). No `indicators` means all of the tranche's values.
    """

    indicators: tuple[str, ...] = ()
    at_least: Decimal = Decimal("0.85")
    allows_one: bool = False
    allowed_from: Decimal = Decimal("0.75")
    allowed_with: int = 3
    partial: Bands = ()
    partial_on: str = "lowest"
    serious: Serious = Serious()

    name: ClassVar[str] = "threshold"
    readers: ClassVar = {
        "indicators": reading.codes,
        "at_least": reading.not_negative,
        "allows_one": reading.flag,
        "allowed_from": reading.not_negative,
        "allowed_with": reading.count,
        "partial": reading.bands,
        "partial_on": reading.one_of("lowest", "mean"),
        "serious": Serious.from_data,
    }

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return self.indicators or tuple(facts.values)

    def objections(self) -> list[Problem]:
        found = falling("partial", self.partial, rises=False)
        if self.allowed_from > self.at_least:
            found.append(Problem("bounds_cross", "allowed_from", str(self.at_least)))
        if any(at_least >= self.at_least for at_least, _ in self.partial):
            found.append(Problem("bounds_cross", "partial", str(self.at_least)))
        return found

    def to_data(self) -> dict[str, Any]:
        return super().to_data() | {"serious": self.serious.to_data()}

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        rates, reasons = rates_of(facts, self.codes(facts))
        if reasons:
            return Reckoned(None, tuple(reasons))
        serious = self.serious.remarks(rates)
        share = with_remarks(self._share(rates), serious)
        return Reckoned(of_tranche(tranche, share), is_serious=bool(serious))

    def _share(self, rates: Sequence[Sentence]) -> Sentence:
        allowed = int(self.allows_one and len(rates) >= self.allowed_with)
        bounds: Any = {"at_least": self.at_least, "allowed_from": self.allowed_from, "allowed": allowed}
        verdict = step("achieved", "threshold", *rates, **bounds)
        below = sum(1 for one in rates if one.figure is not None and one.figure < Fraction(self.at_least))
        if verdict.figure == 1:
            key = "achieved_but_one" if below else "achieved"
            return step(key, "threshold", *rates, **bounds)
        if not self.partial:
            return step("not_achieved", "threshold", *rates, **bounds, below=below)
        lowest = self.partial_on == "lowest"
        read = step(self.partial_on, "min" if lowest else "mean", *rates, show="rate")
        table = " ".join(f"{at_least}:{share}" for at_least, share in self.partial)
        return step("partly_achieved", "bands", read, show="share", bands=table, below=0)


def falling(name: str, table: Bands, *, rises: bool) -> list[Problem]:
    """What is wrong with a table: its bounds fall, its shares fall too, or rise when `rises`."""
    bounds = [at_least for at_least, _ in table]
    shares = [share if not rises else -share for _, share in table]
    right = all(one > two for one, two in pairwise(bounds)) and all(a >= b for a, b in pairwise(shares))
    return [] if right else [Problem("table_not_falling", name)]


@dataclass(frozen=True)
class Proportional(Rule):
    """The tranche times the weighted mean of the rates, each counted within [0, 1].

    A mean below `floor` pays nothing; it counts up to `cap`.
    """

    weights: Mapping[str, Decimal] = field(default_factory=dict)
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(1)

    name: ClassVar[str] = "proportional"
    readers: ClassVar = {"weights": reading.weights, "floor": reading.share, "cap": reading.share}
    needed: ClassVar = ("weights",)

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return tuple(self.weights)

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        rates, reasons = rates_of(facts, self.codes(facts))
        if reasons:
            return Reckoned(None, tuple(reasons))
        parts = [self._weighted(w, r) for w, r in zip(self.weights.values(), rates, strict=True)]
        total = given("weights", sum(map(Fraction, self.weights.values())), show="value")
        mean = step(
            "weighted_mean", "quotient", step("weighted_sum", "sum", *parts, show="value"), total, show="rate"
        )
        if self.floor:
            mean = step("over_floor", "floor", mean, show="rate", floor=self.floor)
        if self.cap < 1:
            mean = step("within_cap", "min", mean, given("share_cap", self.cap, show="share"), show="rate")
        return Reckoned(of_tranche(tranche, mean))

    def _weighted(self, weight: Decimal, rate: Sentence) -> Sentence:
        within = step("within_one", "clip", rate, show="rate")
        return step("weighted", "product", given("weight", weight, show="value"), within, show="value")


@dataclass(frozen=True)
class Matching(Rule):
    """A share of what other funders verifiably brought, at most a share of the cost."""

    share: Decimal
    cap_share_of_cost: Decimal | None = None

    name: ClassVar[str] = "matching"
    readers: ClassVar = {"share": reading.not_negative, "cap_share_of_cost": reading.or_none(reading.share)}
    needed: ClassVar = ("share",)

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return ()

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        reasons = [remark("other_money_unknown")] if facts.others is None else []
        if facts.cost is None and self.cap_share_of_cost is not None:
            reasons.append(remark("cost_unknown"))
        if reasons:
            return Reckoned(None, tuple(reasons))
        brought = [
            given("other_money", one.amount, show="amount", evidence=one.reference, funder=one.funder)
            for one in facts.others or ()
        ]
        others = step("other_money_in_all", "sum", *brought, show="amount")
        share = given("matching_share", self.share, show="share")
        return Reckoned(self._capped(step("matched", "product", share, others, show="amount"), facts))

    def _capped(self, matched: Sentence, facts: Facts) -> Sentence:
        if self.cap_share_of_cost is None or facts.cost is None:
            return matched
        cost = given("cost", facts.cost.amount, show="amount", evidence=facts.cost.reference)
        share = given("cost_share", self.cap_share_of_cost, show="share")
        cap = step("cost_cap", "product", share, cost, show="amount")
        return step("capped", "min", matched, cap, show="amount")


USUAL_CORRECTION: Final[Bands] = (
    (Decimal("0.65"), Decimal(0)),
    (Decimal("0.60"), Decimal("0.05")),
    (Decimal("0.50"), Decimal("0.10")),
)


@dataclass(frozen=True)
class Correction(Rule):
    """The tranche less a correction when results fall seriously behind the money spent.

    k is the mean of the output rates, each at most 1, over the financial rate, at most 1. On a serious
    failure of the outputs, the table (pairs of a bound of k and a correction) is read from the top; below
    it, `below`.
    """

    outputs: tuple[str, ...]
    financial: str
    bands: Bands = USUAL_CORRECTION
    below: Decimal = Decimal("0.25")
    serious: Serious = Serious()

    name: ClassVar[str] = "correction"
    readers: ClassVar = {
        "outputs": reading.some_codes,
        "financial": reading.text,
        "bands": reading.bands,
        "below": reading.share,
        "serious": Serious.from_data,
    }
    needed: ClassVar = ("outputs", "financial")

    def codes(self, facts: Facts) -> tuple[str, ...]:
        return (*self.outputs, self.financial)

    def objections(self) -> list[Problem]:
        worst = max((share for _, share in self.bands), default=Decimal(0))
        crossed = [Problem("table_not_falling", "below")] if self.below < worst else []
        return falling("bands", self.bands, rises=True) + crossed

    def to_data(self) -> dict[str, Any]:
        return super().to_data() | {"serious": self.serious.to_data()}

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        outputs, reasons = rates_of(facts, self.outputs)
        money = rate_of(facts, self.financial)
        if money.figure is None:
            reasons.append(money)
        elif money.figure <= 0:
            reasons.append(remark("financial_rate_is_zero", money, indicator=self.financial))
        if reasons:
            return Reckoned(None, tuple(reasons))
        serious = self.serious.remarks(outputs)
        kept = self._kept(self._k(outputs, money), serious)
        return Reckoned(of_tranche(tranche, kept), is_serious=bool(serious))

    def _k(self, outputs: Sequence[Sentence], money: Sentence) -> Sentence:
        mean = step("mean", "mean", *map(_at_most_one, outputs), show="rate")
        return step("outputs_over_money", "quotient", mean, _at_most_one(money), show="rate")

    def _kept(self, k: Sentence, serious: Sequence[Sentence]) -> Sentence:
        if not serious:
            return with_remarks(given("no_correction", 1), [k])
        table = " ".join(f"{at_least}:{share}" for at_least, share in self.bands)
        cut = step("correction", "bands", k, show="share", bands=table, below=self.below)
        kept = step("after_correction", "difference", given("whole", 1), cut, show="share")
        return with_remarks(kept, serious)


def _at_most_one(rate: Sentence) -> Sentence:
    return step("at_most_one", "min", rate, given("whole", 1), show="rate")
