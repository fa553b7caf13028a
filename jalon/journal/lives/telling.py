"""A life in words: what its states and verbs are called, why a verb is refused, and what can be done now."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jalon.journal.lives.moving import MOVED_MEANWHILE, refusals
from jalon.journal.lives.things import Thing
from jalon.kernel.states import NOT_FROM_HERE, NOT_YOURS, REASON_GIVEN, Machine

Text = str | Promise

EVERYWHERE: Mapping[str, Text] = {
    MOVED_MEANWHILE: _("Somebody else moved this while you read: look again, then decide."),
    NOT_FROM_HERE: _("This cannot be done at the stage it has reached."),
    NOT_YOURS: _("This is done by somebody else: none of your roles does it here."),
    REASON_GIVEN: _("Say why: this goes back on what was done."),
}


@dataclass(frozen=True)
class Telling:
    """The words of a machine. `public` are the states as firms read them, where they are called otherwise."""

    machine: Machine
    states: Mapping[str, Text]
    verbs: Mapping[str, Text]
    refused: Mapping[str, Text]
    public: Mapping[str, Text] = field(default_factory=dict)
    done: Mapping[str, Text] = field(default_factory=dict)

    def state(self, code: str) -> str:
        return str(self.states[code])

    def public_state(self, code: str) -> str:
        return str(self.public.get(code) or self.states[code])

    def verb(self, code: str) -> str:
        return str(self.verbs[code])

    def sentences(self, reasons: Iterable[str]) -> list[str]:
        """Each reason as a sentence that says what to do."""
        return [str(self.refused.get(reason) or EVERYWHERE[reason]) for reason in reasons]

    def unsaid(self) -> list[str]:
        """What the machine knows and no word says: nothing, or a test fails."""
        said = {"state": self.states, "verb": self.verbs, "refusal": {**EVERYWHERE, **self.refused}}
        known = {"state": self.machine.states, "verb": self.machine.verbs, "refusal": self.machine.guards}
        return [f"{what} {code}" for what in said for code in known[what] if code not in said[what]]


@dataclass(frozen=True)
class Offer:
    """A verb a person's roles know in the state: what it is called, and what still keeps it back."""

    verb: str
    name: str
    turn: int
    asks_reason: bool
    why_not: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.why_not


def offers(
    thing: Thing,
    telling: Telling,
    *,
    roles: Sequence[str],
    facts: Mapping[str, bool] | Collection[str] | Callable[[Thing], Mapping[str, bool]] = (),
) -> list[Offer]:
    """The verbs of the state that any of the roles does, in the order of the table: a button each."""
    known = facts(thing) if callable(facts) else facts
    stands = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, True)
    lines = [line for line in thing.machine.from_state(thing.state) if set(line.by) & set(roles)]
    return [
        Offer(
            verb,
            telling.verb(verb),
            thing.turn,
            asks_reason=all(line.backward for line in lines if line.verb == verb),
            why_not=tuple(
                telling.sentences(refusals(thing, verb, stands | {REASON_GIVEN: True}, roles)),
            ),
        )
        for verb in dict.fromkeys(line.verb for line in lines)
    ]


@dataclass(frozen=True)
class Told:
    """A step as people read it."""

    verb: str
    state: str
    at: datetime
    person: str
    role: str
    reason: str
    moment: int


def history(
    thing: Thing, telling: Telling, *, roles: Mapping[str, Text], known_at: int | None = None
) -> list[Told]:
    """The steps of a thing, the last one first; `roles` are the words of those who act."""
    steps = thing.steps.known_at(known_at).select_related("event", "person").order_by("-turn")
    return [
        Told(
            str(telling.done.get(step.verb) or telling.verbs[step.verb]),
            telling.state(step.state),
            step.event.recorded_at,
            (step.person.get_full_name() or step.person.email) if step.person else "",
            str(roles.get(step.role, step.role)),
            step.reason,
            step.event.number,
        )
        for step in steps
    ]
