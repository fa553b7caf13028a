"""What a payment is computed from: the tranche, the validated values, the documents, what was paid."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from jalon.kernel.payment.sentence import Reference
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Target

Stage = Literal["live", "declared", "verified", "validated"]
STAGES: Final[tuple[Stage, ...]] = ("live", "declared", "verified", "validated")

DOCUMENT, UNDERTAKING, JUSTIFIED = "document", "undertaking", "justified"
CONDITIONS: Final = (DOCUMENT, UNDERTAKING, JUSTIFIED)


NOTHING: Final = Reference()


@dataclass(frozen=True)
class Value:
    """What an indicator came to in the period paid for.

    `actual` is in the indicator's unit, `step` its smallest change (1 for what is counted), `identities`
    the units by name where they are known (certificates, firms), for what is paid once.
    """

    code: str
    actual: Decimal | NotComputable
    target: Target | None = None
    reference: Reference = NOTHING
    stage: Stage = "validated"
    has_reservation: bool = False
    step: Decimal = Decimal(1)
    identities: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The day a document was accepted."""

    on: dt.date
    reference: Reference = NOTHING


@dataclass(frozen=True, slots=True)
class Money:
    """Verified money with what it rests on: of a funder, or the cost; in centimes."""

    amount: int
    funder: str = ""
    reference: Reference = NOTHING


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so before anything of a tranche is paid.

    `document`: the document of this code is accepted. `undertaking`: that undertaking is done. `justified`:
    at least this share of what was paid before is justified.
    """

    kind: str
    code: str = ""
    at_least: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class HoldBack:
    """A share of what is earned that is kept until a day."""

    share: Decimal
    until: dt.date


@dataclass(frozen=True)
class Tranche:
    """A part of the money of a contract: its most, in centimes, when it is due and under which conditions."""

    code: str
    amount: int
    due_on: dt.date | None = None
    conditions: tuple[Condition, ...] = ()
    hold_back: HoldBack | None = None

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int) or self.amount < 0:
            raise ValueError("the amount of a tranche is a number of centimes, not negative")


@dataclass(frozen=True)
class Facts:
    """Everything known on the day a tranche is looked at. `on` None leaves dates aside.

    `paid` is what this tranche released so far, net of what was clawed back, in centimes; `paid_lifetime`
    the same over all tranches of a per-unit rule (`paid` unless said), `units_paid` the units it stands for
    (the money at today's price unless said). `paid_elsewhere` are the units other tranches paid for.
    `others` is what other funders brought. `provisional` lets values through that are not validated: for a
    forecast, never for a payment.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    documents: Mapping[str, Acceptance] = field(default_factory=dict)
    undertakings: frozenset[str] = frozenset()
    justified: Decimal | None = None
    paid: int = 0
    paid_lifetime: int | None = None
    units_paid: Fraction | Decimal | None = None
    paid_elsewhere: frozenset[str] = frozenset()
    others: tuple[Money, ...] | None = None
    cost: Money | None = None
    on: dt.date | None = None
    provisional: bool = False
