"""What can be done with returns: open, remark, submit; sample and verify; validate, refuse, reopen; seal."""

from jalon.reporting.actions.returns import open_return, send_back, submit
from jalon.reporting.actions.stepping import Refused
from jalon.reporting.actions.validating import lift, refuse, reopen, validate

__all__ = (
    "Refused",
    "lift",
    "open_return",
    "refuse",
    "reopen",
    "send_back",
    "submit",
    "validate",
)
