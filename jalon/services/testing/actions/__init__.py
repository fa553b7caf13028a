"""What can be done in the laboratory: `journal.lives.Refused` says no, and why."""

from jalon.services.testing.actions.lines import (
    Entry,
    assign,
    authorise,
    enter,
    redo,
    step_lines,
    test_again,
    verify,
)
from jalon.services.testing.actions.ordering import ClauseSaid, order_tests, specify
from jalon.services.testing.actions.reports import draft_report, issue_report, step_report
from jalon.services.testing.actions.samples import expect_sample, receive, step_sample

__all__ = (
    "ClauseSaid",
    "Entry",
    "assign",
    "authorise",
    "draft_report",
    "enter",
    "expect_sample",
    "issue_report",
    "order_tests",
    "receive",
    "redo",
    "specify",
    "step_lines",
    "step_report",
    "step_sample",
    "test_again",
    "verify",
)
