"""How a thing moves: locked, at the turn the page showed, by a role its machine knows."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from jalon.journal.actions import Recording
from jalon.journal.lives.things import Step, Thing
from jalon.kernel.states import NOT_YOURS, REASON_GIVEN, Transition

MOVED_MEANWHILE = "moved_meanwhile"

Facts = Mapping[str, bool] | Collection[str]
Living = TypeVar("Living", bound=Thing)


class Refused(ValueError):
    """A verb that cannot be done. `reasons` are keys, for the app's words; `by_thing` says them by row."""

    def __init__(self, reasons: Iterable[str], by_thing: Mapping[int, tuple[str, ...]] | None = None):
        self.reasons = tuple(reasons)
        self.by_thing = dict(by_thing or {})
        super().__init__(", ".join(self.reasons))


def begin(record: Recording, thing: Living) -> Living:
    """Write a new thing, in the state in which its life begins."""
    return begin_all(record, [thing])[0]


def begin_all(record: Recording, things: Iterable[Living]) -> list[Living]:
    """Write new things of one kind at once."""
    made = list(things)
    for thing in made:
        thing.state, thing.turn = thing.machine.initial, 0
    return record.keep_all(made)


def move(
    record: Recording,
    thing: Thing,
    verb: str,
    *,
    facts: Facts | Callable[[Thing], Facts] = (),
    role: str | Sequence[str],
    by,
    turn: int,
    reason: str = "",
    said: Mapping[str, object] | None = None,
    for_whom: str = "",
) -> Step:
    """Do a verb to a thing that is at `turn`, as any of the roles given.

    `facts` may be a function: it is asked once the thing is locked. Raises Refused with everything that keeps
    the verb from being done.
    """
    told = {"reason": reason, "said": said, "for_whom": for_whom}
    return move_all(record, [thing], verb, facts=facts, role=role, by=by, turns={thing.pk: turn}, **told)[0]


def move_all(
    record: Recording,
    things: Iterable[Thing],
    verb: str,
    *,
    facts: Facts | Callable[[Thing], Facts] = (),
    role: str | Sequence[str],
    by,
    turns: Mapping[int, int] | None = None,
    reason: str = "",
    said: Mapping[str, object] | Callable[[Thing], Mapping[str, object]] | None = None,
    for_whom: str = "",
) -> list[Step]:
    """Do a verb to many things of one kind, all or none, in a number of questions that does not grow.

    `turns` are those the page showed, by key; without them, those the things carry. Raises Refused.
    """
    things = list(things)
    if not things:
        return []
    expected = turns if turns is not None else {thing.pk: thing.turn for thing in things}
    roles = (role,) if isinstance(role, str) else tuple(role)
    hold(things)
    lines = lines_of(things, verb, facts=facts, roles=roles, expected=expected, reason=reason)
    steps = [
        step_of(thing, verb, *line, person=by, reason=reason.strip(), for_whom=for_whom)
        for thing, line in zip(things, lines, strict=True)
    ]
    for step in steps:
        step.said_with_it = dict((said(step.thing) if callable(said) else said) or {})
    record.keep_all(steps)
    for step in steps:
        step.thing.state, step.thing.turn = step.state, step.turn
    return steps


def lines_of(
    things: Sequence[Thing],
    verb: str,
    *,
    facts,
    roles: Sequence[str],
    expected: Mapping[int, int],
    reason: str,
) -> list[tuple[str, Transition]]:
    """The role and the line each thing takes. Raises Refused with what keeps any of them."""
    taken: list[tuple[str, Transition]] = []
    refused: dict[int, tuple[str, ...]] = {}
    for thing in things:
        stands = facts_of(thing, facts, reason)
        is_stale = thing.turn != expected.get(thing.pk)
        line = None if is_stale else taken_by(thing, verb, stands, roles)
        if line:
            taken.append(line)
        else:
            refused[thing.pk] = (MOVED_MEANWHILE,) if is_stale else refusals(thing, verb, stands, roles)
    if refused:
        raise Refused(dict.fromkeys(one for reasons in refused.values() for one in reasons), refused)
    return taken


def hold(things: Sequence[Thing]) -> None:
    """Lock the rows to the end of the transaction, always in the same order, and read where they are."""
    held = (
        type(things[0])
        ._base_manager.select_for_update(no_key=True)
        .filter(pk__in=[thing.pk for thing in things])
        .order_by("pk")
        .values_list("pk", "state", "turn")
    )
    now = {key: (state, turn) for key, state, turn in held}
    for thing in things:
        thing.state, thing.turn = now[thing.pk]


def hold_at(thing: Thing, turn: int | None) -> None:
    """Lock a thing to the end of the transaction, for an act that writes about it and does not move it.

    Refused when it is no longer at the turn the page showed; None is for who acts without a page.
    """
    hold([thing])
    if turn is not None and thing.turn != turn:
        raise Refused((MOVED_MEANWHILE,))


def facts_of(thing: Thing, facts: Facts | Callable[[Thing], Facts], reason: str) -> dict[str, bool]:
    said = facts(thing) if callable(facts) else facts
    stands = dict(said) if isinstance(said, Mapping) else dict.fromkeys(said, True)
    return stands | {REASON_GIVEN: bool(reason.strip())}


def taken_by(thing: Thing, verb: str, facts: Facts, roles: Sequence[str]) -> tuple[str, Transition] | None:
    """The role and the line by which a verb is done; the first role that nothing keeps from it."""
    lines = ((role, thing.machine.taken(thing.state, verb, facts, role)) for role in roles)
    return next(((role, line) for role, line in lines if line), None)


def refusals(thing: Thing, verb: str, facts: Facts, roles: Sequence[str]) -> tuple[str, ...]:
    """What keeps every one of the roles from the verb: what is said to the role that is nearest to it."""
    found = [thing.machine.refusals(thing.state, verb, facts, role) for role in roles or ("nobody",)]
    return min(found, key=lambda reasons: (NOT_YOURS in reasons, len(reasons)))


def step_of(thing: Thing, verb: str, role: str, line: Transition, **said) -> Step:
    model = type(thing)._meta.get_field("steps").related_model
    return model(
        thing=thing,
        turn=thing.turn + 1,
        verb=verb,
        before=thing.state,
        state=line.next,
        role=role,
        **said,
    )
