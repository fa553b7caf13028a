"""What the committee decides of a contract's place on the ladder of consequences."""

from collections.abc import Iterable
from functools import partial

from jalon.committee.actions import warning
from jalon.committee.actions.effects.effect import Deed, Effect
from jalon.committee.models import Item
from jalon.committee.queries.standings import stands
from jalon.kernel.states import LADDER
from jalon.kernel.states.ladder import COMMITTEE


def hold_contract(item: Item) -> None:
    warning.hold(item.contract)


def move(verb: str, item: Item, deed: Deed) -> None:
    warning.warn(item.contract, verb, reason=deed.reason, due_on=deed.due_on, **deed.said)


def of_standings(item: Item) -> Iterable[Effect]:
    """The verbs of the committee from where the contract stands; each says why."""
    state = stands([item.contract])[0].state
    verbs = dict.fromkeys(line.verb for line in LADDER.waiting(state, COMMITTEE) if line.verb != "end")
    return [Effect(verb, ("reason",), partial(move, verb)) for verb in verbs]
