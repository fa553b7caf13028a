"""The envelope every service shares: from a firm's request to its closure."""

from typing import Final

from jalon.kernel.states.machine import Machine
from jalon.kernel.states.machine import Transition as Line
from jalon.kernel.states.roles import (
    AUTHORISER,
    DIRECTOR,
    FINANCE,
    FIRM,
    OPERATOR,
    QUALITY,
    RECEIVING_CENTRE,
    RECEPTION,
    SCHEDULER,
    TECHNICAL_LEAD,
)

DESK = (FIRM, RECEPTION)
LEAD = (TECHNICAL_LEAD, DIRECTOR)
ACCEPTED = ("acceptance_proven", "funding_available")

REQUEST: Final = Machine(
    "request",
    initial="draft",
    final=("closed", "declined", "lost", "cancelled", "transferred"),
    transitions=(
        Line("draft", "submit", "submitted", DESK, ("need_described", "service_offered")),
        Line("draft", "cancel", "cancelled", DESK, backward=True),
        Line("submitted", "ask", "information_asked", (RECEPTION, TECHNICAL_LEAD), backward=True),
        Line("submitted", "review", "in_review", (RECEPTION, TECHNICAL_LEAD)),
        Line("submitted", "decline", "declined", LEAD, backward=True),
        Line("submitted", "cancel", "cancelled", DESK, backward=True),
        Line("submitted", "offer_transfer", "transfer_offered", LEAD, ("other_centre_named",), backward=True),
        Line("information_asked", "answer", "submitted", DESK, ("answer_written",)),
        Line("information_asked", "cancel", "cancelled", DESK, backward=True),
        Line("transfer_offered", "take_over", "transferred", (RECEIVING_CENTRE,), ("firm_agreed",)),
        Line("transfer_offered", "refuse_transfer", "submitted", (RECEIVING_CENTRE,), backward=True),
        Line("transfer_offered", "keep", "submitted", LEAD, backward=True),
        Line("in_review", "ask", "information_asked", (RECEPTION, TECHNICAL_LEAD), backward=True),
        Line("in_review", "quote", "quoted", LEAD, ("contract_reviewed", "quote_written")),
        Line("in_review", "decline", "declined", LEAD, backward=True),
        Line("in_review", "offer_transfer", "transfer_offered", LEAD, ("other_centre_named",), backward=True),
        Line("in_review", "cancel", "cancelled", DESK, backward=True),
        Line("quoted", "revise", "quoted", LEAD, ("contract_reviewed", "quote_written"), backward=True),
        Line("quoted", "accept", "accepted", DESK, ("quote_valid", *ACCEPTED)),
        Line("quoted", "expire", "expired", (SCHEDULER,), ("validity_over",)),
        Line("quoted", "lose", "lost", DESK, backward=True),
        # lost never becomes expired: it was answered
        Line("expired", "accept", "accepted", (*DESK, TECHNICAL_LEAD), ACCEPTED, backward=True),
        Line("expired", "revise", "quoted", LEAD, ("contract_reviewed", "quote_written"), backward=True),
        Line("expired", "lose", "lost", DESK, backward=True),
        Line("accepted", "plan", "planned", (TECHNICAL_LEAD,), ("days_set",)),
        Line("accepted", "cancel", "cancelled", (RECEPTION, *LEAD), backward=True),
        Line("planned", "plan", "planned", (TECHNICAL_LEAD,), ("days_set",), backward=True),
        Line("planned", "start", "in_progress", (TECHNICAL_LEAD, OPERATOR)),
        Line("planned", "cancel", "cancelled", (RECEPTION, *LEAD), backward=True),
        Line("in_progress", "suspend", "suspended", LEAD, backward=True),
        Line(
            "in_progress",
            "deliver",
            "delivered",
            (TECHNICAL_LEAD, AUTHORISER),
            ("deliverable_final",),
            emits=("service.delivered",),
        ),
        Line("suspended", "resume", "in_progress", LEAD),
        Line("suspended", "cancel", "cancelled", (DIRECTOR,), backward=True),
        Line("delivered", "contest", "contested", (FIRM, RECEPTION), backward=True),
        Line("delivered", "close", "closed", (RECEPTION, FINANCE, SCHEDULER), ("satisfaction_asked",)),
        Line("contested", "settle", "delivered", (QUALITY, DIRECTOR), ("settled_by_another",), backward=True),
        Line("contested", "redo", "in_progress", (QUALITY, DIRECTOR), backward=True),
    ),
)

WAITING_FOR_THE_FIRM: Final = frozenset({"draft", "information_asked", "quoted", "expired"})
"""The states in which the centre's clock stands still."""
