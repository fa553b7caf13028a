"""What every rule is: data that give back an exact amount with its explanation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from jalon.kernel.payment.facts import Facts, Tranche
from jalon.kernel.payment.operations import remark
from jalon.kernel.payment.rates import rate_of
from jalon.kernel.payment.reading import Problem, Read, RuleError, fields_read, written
from jalon.kernel.payment.sentence import Sentence


@dataclass(frozen=True)
class Reckoned:
    """What a rule gives, before it is capped by the tranche and rounded, in exact centimes.

    `amount` is None when something blocks it: `reasons` then say all of it. `is_net` when what was paid is
    already taken off. `later` is what is held back, and until when.
    """

    amount: Sentence | None
    reasons: tuple[Sentence, ...] = ()
    is_net: bool = False
    is_serious: bool = False
    later: Sentence | None = None


class Rule:
    """A rule as data: a frozen dataclass whose fields are its bounds; `readers` say how each is read."""

    name: ClassVar[str]
    readers: ClassVar[Mapping[str, Read]]
    needed: ClassVar[Sequence[str]] = ()

    def reckon(self, tranche: Tranche, facts: Facts) -> Reckoned:
        """What the rule gives on these facts."""
        raise NotImplementedError

    def codes(self, facts: Facts) -> tuple[str, ...]:
        """The indicators the rule looks at."""
        raise NotImplementedError

    def objections(self) -> list[Problem]:
        """What is wrong between fields that are each right."""
        return []

    def to_data(self) -> dict[str, Any]:
        """The rule as JSON can hold it; `from_data` reads it back."""
        said = {field.name: written(getattr(self, field.name)) for field in fields(self)}  # type: ignore[arg-type]
        return {"rule": self.name, **{name: value for name, value in said.items() if value is not None}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The rule that data of its kind describe. Raises RuleError with everything that is wrong."""
        values, found = fields_read(data, cls.readers, cls.needed)
        if not found:
            rule = cls(**values)
            found = rule.objections()
        if found:
            raise RuleError(found)
        return rule


def rates_of(facts: Facts, codes: Sequence[str]) -> tuple[list[Sentence], list[Sentence]]:
    """The rates of indicators, and the reasons of those that have none. No indicator is a reason too."""
    found = [rate_of(facts, code) for code in codes]
    reasons = [one for one in found if one.figure is None]
    return found, reasons or ([] if codes else [remark("no_indicator")])
