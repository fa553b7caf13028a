"""A decision that may be taken on a point, and what it says to the act that makes it so."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jalon.committee.models import Item


@dataclass(frozen=True)
class Deed:
    """What a decision says, handed to the act that makes it so. Amounts are centimes."""

    decision: UUID
    by: object
    on: date
    reason: str = ""
    reservation: str = ""
    terms: dict = field(default_factory=dict)
    actor: object = None  # who must act, and by when
    due_on: date | None = None
    documents: tuple[str, ...] = ()

    @property
    def said(self) -> dict:
        return {"by": self.by, "on": self.on, "decision": self.decision}


@dataclass(frozen=True)
class Effect:
    """A decision that may be taken: `asks` are the fields it needs; without `take` it changes nothing."""

    verb: str
    asks: tuple[str, ...] = ()
    take: Callable[[Item, Deed], object] | None = None


def named(item: Item) -> str:
    """What the subject of a point names: return:UID, release:UID, contract:CODE:NUMBER."""
    return item.subject.partition(":")[2]
