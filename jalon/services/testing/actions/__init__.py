"""What can be done in the laboratory: `journal.lives.Refused` says no, and why."""

from jalon.services.testing.actions.amending import amend_report
from jalon.services.testing.actions.controls import demand_control, justify_control, record_control
from jalon.services.testing.actions.custody import send_to
from jalon.services.testing.actions.drawing import authorise_report, submit_report
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
from jalon.services.testing.actions.opinions import give_opinion
from jalon.services.testing.actions.ordering import ClauseSaid, SamplingSaid, order_tests, specify
from jalon.services.testing.actions.reports import draft_report, issue_report, record_sending, step_report
from jalon.services.testing.actions.samples import expect_sample, receive, step_sample

__all__ = (
    "ClauseSaid",
    "Entry",
    "SamplingSaid",
    "amend_report",
    "assign",
    "authorise",
    "authorise_report",
    "demand_control",
    "draft_report",
    "enter",
    "expect_sample",
    "give_opinion",
    "issue_report",
    "justify_control",
    "order_tests",
    "receive",
    "record_control",
    "record_sending",
    "redo",
    "send_to",
    "specify",
    "step_lines",
    "step_report",
    "step_sample",
    "submit_report",
    "test_again",
    "verify",
)
