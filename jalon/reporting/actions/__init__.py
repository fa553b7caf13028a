"""What can be done with returns: open, remark, submit; sample and verify; validate, refuse, reopen; seal."""

from jalon.reporting.actions.enlarging import enlarge
from jalon.reporting.actions.findings import find, reply
from jalon.reporting.actions.returns import open_return, send_back, submit
from jalon.reporting.actions.sampling import draw
from jalon.reporting.actions.sealing import NotSealed, seal
from jalon.reporting.actions.sealing_asked import ask_seal
from jalon.reporting.actions.stepping import Refused
from jalon.reporting.actions.validating import lift, refuse, reopen, validate
from jalon.reporting.actions.verifying import accept_findings, bring, verify

__all__ = (
    "NotSealed",
    "Refused",
    "accept_findings",
    "ask_seal",
    "bring",
    "draw",
    "enlarge",
    "find",
    "lift",
    "open_return",
    "refuse",
    "reopen",
    "reply",
    "seal",
    "send_back",
    "submit",
    "validate",
    "verify",
)
