"""A simulated deed before it has keys: what stories and batches hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.kernel.kinds import CATALOGUE

ONE = Decimal(1)
NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True)
class Deed:
    """One deed of a centre, its firm as a place in the population; quantity and amount as people say them."""

    kind: str
    on: date
    quantity: Decimal = ONE
    amount: int | None = None
    firm: int | None = None
    identity: str = ""
    axis: str = ""
    funding_line: str = ""
    service: str = ""
    general_interest: bool | None = None
    high_value: bool | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    document: str = ""  # "deliverable" or "partnership": the kind of paper that proves it

    @property
    def signed(self) -> tuple[Decimal, int | None]:
        sign = CATALOGUE[self.kind].sign
        return self.quantity * sign, None if self.amount is None else self.amount * sign
