"""The life of a case: a non-conformity, a complaint, an appeal; handled by somebody uninvolved."""

from typing import Final

from jalon.kernel.states.machine import Machine
from jalon.kernel.states.machine import Transition as Line
from jalon.kernel.states.roles import DIRECTOR, QUALITY

KEEPERS = (QUALITY, DIRECTOR)
UNINVOLVED = ("handler_uninvolved",)

CASE: Final = Machine(
    "case",
    initial="open",
    final=("rejected",),  # a case that comes back is opened again: closed is an end only as long as it holds
    transitions=(
        Line("open", "take_up", "taken_up", KEEPERS, UNINVOLVED),
        Line("open", "reject", "rejected", KEEPERS, UNINVOLVED, backward=True),
        Line("taken_up", "conclude", "concluded", KEEPERS, (*UNINVOLVED, "cause_written", "answer_written")),
        Line("taken_up", "reject", "rejected", KEEPERS, UNINVOLVED, backward=True),
        Line("concluded", "act", "acted", KEEPERS, ("every_action_done",)),
        Line("concluded", "reopen", "taken_up", KEEPERS, UNINVOLVED, backward=True),
        # whether it worked is checked by somebody else than who acted
        Line("acted", "close", "closed", KEEPERS, ("effectiveness_checked", "checker_is_another")),
        Line("acted", "reopen", "taken_up", KEEPERS, UNINVOLVED, backward=True),
        Line("closed", "reopen", "taken_up", KEEPERS, UNINVOLVED, backward=True),
    ),
)
