"""Lives as tables: who may do what, in which state, and what keeps them from it."""

from typing import Final

from jalon.kernel.states.capacity import EQUIPMENT
from jalon.kernel.states.certification import APPLICATION, CERTIFICATE
from jalon.kernel.states.committee import RECOMMENDATION, SESSION
from jalon.kernel.states.contract import CONTRACT
from jalon.kernel.states.ladder import LADDER, LadderRules, Record, ladder_facts, proposed
from jalon.kernel.states.machine import (
    NOT_FROM_HERE,
    NOT_YOURS,
    REASON_GIVEN,
    Machine,
    Transition,
    problems,
    reachable,
)
from jalon.kernel.states.money import RELEASE
from jalon.kernel.states.quality import CASE
from jalon.kernel.states.reporting import RETURN
from jalon.kernel.states.services import REQUEST, WAITING_FOR_THE_FIRM
from jalon.kernel.states.testing import CAMPAIGN, REPORT, SAMPLE, TEST_LINE, VALIDATION

WORK: Final = (
    REQUEST,
    SAMPLE,
    TEST_LINE,
    REPORT,
    VALIDATION,
    CAMPAIGN,
    APPLICATION,
    CERTIFICATE,
    EQUIPMENT,
    CASE,
)
"""The lives of a centre's work."""

MACHINES: Final = (CONTRACT, RETURN, RELEASE, SESSION, RECOMMENDATION, LADDER, *WORK)

__all__ = (
    "APPLICATION",
    "CAMPAIGN",
    "CASE",
    "CERTIFICATE",
    "CONTRACT",
    "EQUIPMENT",
    "LADDER",
    "MACHINES",
    "NOT_FROM_HERE",
    "NOT_YOURS",
    "REASON_GIVEN",
    "RECOMMENDATION",
    "RELEASE",
    "REPORT",
    "REQUEST",
    "RETURN",
    "SAMPLE",
    "SESSION",
    "TEST_LINE",
    "VALIDATION",
    "WAITING_FOR_THE_FIRM",
    "WORK",
    "LadderRules",
    "Machine",
    "Record",
    "Transition",
    "ladder_facts",
    "problems",
    "proposed",
    "reachable",
)
