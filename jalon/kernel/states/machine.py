"""A life as a table: in which state, which verb, by whom, under which guards, and the state that follows."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

NOT_FROM_HERE = "not_from_here"
NOT_YOURS = "not_yours"
REASON_GIVEN = "reason_given"


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of a table. `by` are the parties or roles who may (empty: the system itself).

    `guards` are facts that must hold; each is also the key of the sentence that says it does not. Going
    `backward` asks for a reason, as the guard `reason_given`. `emits` are the kinds of evidence it leaves.
    """

    state: str
    verb: str
    next: str
    by: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    backward: bool = False
    emits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.backward and REASON_GIVEN not in self.guards:
            object.__setattr__(self, "guards", (*self.guards, REASON_GIVEN))

    def refusals(self, facts: Mapping[str, bool] | Collection[str], by: str | None = None) -> tuple[str, ...]:
        """What keeps this line from being taken, all of it at once. Without `by`, nobody is looked at."""
        missing = tuple(guard for guard in self.guards if not holds(facts, guard))
        return missing if by is None or by in self.by else (NOT_YOURS, *missing)


def holds(facts: Mapping[str, bool] | Collection[str], guard: str) -> bool:
    """Whether a fact holds. A fact nobody stated does not."""
    return bool(facts.get(guard, False)) if isinstance(facts, Mapping) else guard in facts


@dataclass(frozen=True)
class Machine:
    """A transition table with where it starts and where it may end. Raises ValueError for a faulty table.

    A verb may stand on several lines of one state (by other parties, under other guards): the first line
    that nothing refuses is taken.
    """

    name: str
    initial: str
    final: tuple[str, ...]
    transitions: tuple[Transition, ...]
    _lines: dict[tuple[str, str], tuple[Transition, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lines: dict[tuple[str, str], tuple[Transition, ...]] = {}
        for line in self.transitions:
            key = (line.state, line.verb)
            lines[key] = (*lines.get(key, ()), line)
        object.__setattr__(self, "_lines", lines)
        if found := problems(self):
            raise ValueError(f"{self.name}: {'; '.join(found)}")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of the telling."""
        told = [self.initial]
        for line in self.transitions:
            told += [line.state, line.next]
        return tuple(dict.fromkeys([*told, *self.final]))

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb, in the order of the telling."""
        return tuple(dict.fromkeys(line.verb for line in self.transitions))

    @property
    def guards(self) -> tuple[str, ...]:
        """Every fact the table asks about."""
        return tuple(dict.fromkeys(guard for line in self.transitions for guard in line.guards))

    def from_state(self, state: str) -> tuple[Transition, ...]:
        """The lines that leave a state."""
        return tuple(line for line in self.transitions if line.state == state)

    def refusals(
        self, state: str, verb: str, facts: Mapping[str, bool] | Collection[str] = (), by: str | None = None
    ) -> tuple[str, ...]:
        """Why a verb cannot be done, as keys; empty when it can.

        `not_from_here` when the state does not know the verb, `not_yours` when it is another's, else the
        guards that do not hold, of the line that is nearest to holding.
        """
        lines = self._lines.get((state, verb))
        if not lines:
            return (NOT_FROM_HERE,)
        return min((line.refusals(facts, by) for line in lines), key=_distance)

    def taken(
        self, state: str, verb: str, facts: Mapping[str, bool] | Collection[str] = (), by: str | None = None
    ) -> Transition | None:
        """The line a verb takes, None when it is refused."""
        lines = self._lines.get((state, verb), ())
        return next((line for line in lines if not line.refusals(facts, by)), None)

    def next(
        self, state: str, verb: str, facts: Mapping[str, bool] | Collection[str] = (), by: str | None = None
    ) -> str:
        """The state that follows. Raises ValueError when the verb is refused."""
        line = self.taken(state, verb, facts, by)
        if line is None:
            raise ValueError(", ".join(self.refusals(state, verb, facts, by)))
        return line.next

    def allowed(
        self, state: str, facts: Mapping[str, bool] | Collection[str] = (), by: str | None = None
    ) -> tuple[str, ...]:
        """The verbs that nothing refuses in a state."""
        verbs = dict.fromkeys(line.verb for line in self.from_state(state))
        return tuple(verb for verb in verbs if self.taken(state, verb, facts, by))

    def waiting(self, state: str, by: str) -> tuple[Transition, ...]:
        """What waits for a party in a state, whether its guards hold or not."""
        return tuple(line for line in self.from_state(state) if by in line.by)

    def to_data(self) -> dict[str, object]:
        """The table as JSON can hold it; `from_data` reads it back."""
        lines = [
            [t.state, t.verb, t.next, list(t.by), list(t.guards), t.backward, list(t.emits)]
            for t in self.transitions
        ]
        return {"name": self.name, "initial": self.initial, "final": list(self.final), "transitions": lines}

    @classmethod
    def from_data(cls, data: Mapping) -> "Machine":
        """A table that was written as data. Raises ValueError with everything that is wrong with it."""
        lines = tuple(
            Transition(state, verb, following, tuple(by), tuple(guards), backward, tuple(emits))
            for state, verb, following, by, guards, backward, emits in data["transitions"]
        )
        return cls(str(data["name"]), str(data["initial"]), tuple(data["final"]), lines)


def _distance(refusals: tuple[str, ...]) -> tuple[bool, int]:
    return NOT_YOURS in refusals, len(refusals)


def reachable(machine: Machine, start: str | None = None) -> frozenset[str]:
    """The states that can follow a state (the initial one unless said), itself included."""
    seen, waiting = set(), [start or machine.initial]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += [line.next for line in machine.from_state(state)]
    return frozenset(seen)


def problems(machine: Machine) -> tuple[str, ...]:
    """What is wrong with a table: states never reached, states that lead to no end, lines written twice."""
    found = [f"{state} is never reached" for state in _missing(machine.states, reachable(machine))]
    for state in machine.states:
        if not reachable(machine, state).intersection(machine.final):
            found.append(f"{state} leads to no end")
    found += [f"{state} is not final: {verb} leaves it" for state, verb in _left(machine)]
    twice = Counter(machine.transitions)
    found += [f"{t.state} {t.verb} is written twice" for t, times in twice.items() if times > 1]
    return tuple(found)


def _missing(states: Iterable[str], seen: frozenset[str]) -> list[str]:
    return [state for state in states if state not in seen]


def _left(machine: Machine) -> list[tuple[str, str]]:
    """Only a final state that says so itself may be left: what reopens is not final."""
    return [(line.state, line.verb) for line in machine.transitions if line.state in machine.final]
