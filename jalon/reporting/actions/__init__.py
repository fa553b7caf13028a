"""What can be done with returns: open, remark, submit; sample and verify; validate, refuse, reopen; seal."""

from jalon.reporting.actions.returns import open_return, send_back, submit
from jalon.reporting.actions.stepping import Refused

__all__ = ("Refused", "open_return", "send_back", "submit")
