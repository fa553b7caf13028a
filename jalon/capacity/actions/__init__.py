"""What can be done about the means of a centre: each is one transaction and one event of the journal."""

from jalon.capacity.actions.equipment import (
    book,
    calibrate,
    cancel_booking,
    dispose,
    facts_of,
    register_equipment,
    step,
)
from jalon.capacity.actions.laboratories import close_laboratory, open_laboratory
from jalon.capacity.actions.people import authorise, move_staff, register_staff, take_back
from jalon.capacity.actions.scope import change_scope_line, register_scope_line

__all__ = (
    "authorise",
    "book",
    "calibrate",
    "cancel_booking",
    "change_scope_line",
    "close_laboratory",
    "dispose",
    "facts_of",
    "move_staff",
    "open_laboratory",
    "register_equipment",
    "register_scope_line",
    "register_staff",
    "step",
    "take_back",
)
