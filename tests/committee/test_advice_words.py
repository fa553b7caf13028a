"""Every verb, state and guard of the lives of recommendations and of the ladder has its words."""

import pytest

from jalon.committee.actions.recommending import EVENTS as EVENTS_OF_ADVICE
from jalon.committee.actions.warning import EVENTS as EVENTS_OF_LADDER
from jalon.committee.sentences import (
    REFUSALS,
    STANDINGS,
    STATES_OF_ADVICE,
    STEPS_OF_ADVICE,
    STEPS_OF_LADDER,
)
from jalon.journal.verbs import WORDS
from jalon.kernel.states import LADDER, RECOMMENDATION
from jalon.kernel.states.machine import NOT_FROM_HERE, NOT_YOURS

LIVES = (
    ("advice", RECOMMENDATION, STATES_OF_ADVICE, STEPS_OF_ADVICE, EVENTS_OF_ADVICE),
    ("ladder", LADDER, STANDINGS, STEPS_OF_LADDER | {"end": ""}, EVENTS_OF_LADDER),
)


@pytest.mark.parametrize("name, machine, states, steps, events", LIVES)
def test_nothing_of_these_lives_is_without_words(name, machine, states, steps, events):
    assert set(machine.states) == set(states)
    assert set(machine.verbs) <= set(steps)
    assert set(machine.verbs) <= set(events)
    assert set(events.values()) <= set(WORDS)
    assert {f"{name}.{key}" for key in (*machine.guards, NOT_FROM_HERE, NOT_YOURS)} <= set(REFUSALS)
