"""Lives as tables: who may do what, in which state, and what keeps them from it."""

from typing import Final

from jalon.kernel.states.committee import RECOMMENDATION, SESSION
from jalon.kernel.states.contract import CONTRACT
from jalon.kernel.states.ladder import LADDER, LadderRules, Record, ladder_facts, proposed
from jalon.kernel.states.machine import (
    NOT_FROM_HERE,
    NOT_YOURS,
    Machine,
    Transition,
    problems,
    reachable,
)
from jalon.kernel.states.money import RELEASE
from jalon.kernel.states.reporting import RETURN

MACHINES: Final = (CONTRACT, RETURN, RELEASE, SESSION, RECOMMENDATION, LADDER)

__all__ = (
    "CONTRACT",
    "LADDER",
    "MACHINES",
    "NOT_FROM_HERE",
    "NOT_YOURS",
    "RECOMMENDATION",
    "RELEASE",
    "RETURN",
    "SESSION",
    "LadderRules",
    "Machine",
    "Record",
    "Transition",
    "ladder_facts",
    "problems",
    "proposed",
    "reachable",
)
