"""What can be done: keep schemes, take and decide applications, lead a certificate through its life."""

from jalon.services.certification.actions.applications import (
    answer_gap,
    begin_evaluation,
    decide,
    judge,
    open_application,
    step_application,
)
from jalon.services.certification.actions.certificates import keep_calendar, step_certificate, survey
from jalon.services.certification.actions.schemes import draft_scheme, note_advice, revise_scheme

__all__ = (
    "answer_gap",
    "begin_evaluation",
    "decide",
    "draft_scheme",
    "judge",
    "keep_calendar",
    "note_advice",
    "open_application",
    "revise_scheme",
    "step_application",
    "step_certificate",
    "survey",
)
