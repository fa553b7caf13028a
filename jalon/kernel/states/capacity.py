"""The life of an instrument: what it may be used for is another question, asked of its calibrations."""

from typing import Final

from jalon.kernel.states.machine import Machine
from jalon.kernel.states.machine import Transition as Line
from jalon.kernel.states.roles import DIRECTOR, QUALITY, TECHNICAL_LEAD

KEEPERS = (TECHNICAL_LEAD, QUALITY)

EQUIPMENT: Final = Machine(
    "equipment",
    initial="ordered",
    final=("retired", "cancelled"),
    transitions=(
        Line("ordered", "receive", "received", KEEPERS, ("day_not_future",)),
        Line("ordered", "cancel", "cancelled", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line("received", "verify", "verified", KEEPERS, ("verification_written",)),
        Line("received", "cancel", "cancelled", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line(
            "verified",
            "commission",
            "in_service",
            KEEPERS,
            ("valid_on_the_day",),
            emits=("equipment.commissioned",),
        ),
        Line("verified", "retire", "retired", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line("in_service", "take_out", "out_of_service", KEEPERS, backward=True),
        Line("in_service", "retire", "retired", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line("out_of_service", "put_back", "in_service", KEEPERS, ("valid_on_the_day",)),
        Line("out_of_service", "retire", "retired", (DIRECTOR, TECHNICAL_LEAD), backward=True),
    ),
)
