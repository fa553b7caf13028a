"""What a decision may be on a point, and the act of another app that makes it take effect.

Each effect runs inside the transaction of its decision. Rows are locked (`hold`) before the first event is
written, so that nobody who holds them waits for the journal meanwhile.
"""

from collections.abc import Callable, Iterable

from jalon.committee.actions.effects import advice, contracts, money, returns, standings
from jalon.committee.actions.effects.effect import Deed, Effect
from jalon.committee.models import Item
from jalon.committee.queries.agenda import PUT_OFF

__all__ = ("NOTE", "NOT_ADOPTED", "Deed", "Effect", "effect_named", "effects_of", "hold")

NOTE, NOT_ADOPTED = "note", "not_adopted"
GENERAL = (Effect(NOTE), Effect(PUT_OFF, ("reason",)), Effect(NOT_ADOPTED, ("motion",)))

OFFERED: dict[str, Callable[[Item], Iterable[Effect]]] = {
    Item.Kind.RETURN: returns.of_returns,
    Item.Kind.CONTESTED: returns.of_returns,
    Item.Kind.AMENDMENT: contracts.of_amendments,
    Item.Kind.RELEASE: money.of_releases,
    Item.Kind.ALLOCATION: money.of_sharings,
    Item.Kind.RECOMMENDATION: advice.of_recommendations,
    Item.Kind.EVALUATION: advice.of_evaluations,
    Item.Kind.STANDING: standings.of_standings,
}
HELD: dict[str, Callable[[Item], None]] = {
    Item.Kind.RETURN: returns.hold_return,
    Item.Kind.CONTESTED: returns.hold_return,
    Item.Kind.AMENDMENT: contracts.hold_contract,
    Item.Kind.RELEASE: money.hold_release,
    Item.Kind.ALLOCATION: money.hold_sharing,
    Item.Kind.RECOMMENDATION: advice.hold_recommendation,
    Item.Kind.EVALUATION: advice.hold_plan,
    Item.Kind.STANDING: standings.hold_contract,
}


def effects_of(item: Item) -> list[Effect]:
    """Everything that may be decided on a point now."""
    offered = OFFERED.get(item.kind)
    return [*(offered(item) if offered and item.subject else ()), *GENERAL]


def effect_named(item: Item, verb: str) -> Effect | None:
    return next((one for one in effects_of(item) if one.verb == verb), None)


def hold(item: Item) -> None:
    """Take the turn to change what the point is about, until the transaction ends."""
    act = HELD.get(item.kind)
    if act and item.subject:
        act(item)
