"""The life of a session of the committee, and of a recommendation."""

from typing import Final

from jalon.kernel.states.machine import Machine, Transition

SECRETARY, CHAIR, MEMBER = "secretary", "chair", "member"
EVALUATOR, COMMITTEE, ADDRESSEE, OTHER = "evaluator", "committee", "addressee", "other"

SESSION: Final = Machine(
    "session",
    initial="called",
    final=("signed", "cancelled"),
    transitions=(
        Transition("called", "hold", "held", (SECRETARY, CHAIR), ("day_came", "quorum_present")),
        Transition("called", "postpone", "called", (SECRETARY, CHAIR), ("reason_given",)),
        Transition("called", "cancel", "cancelled", (CHAIR,), ("reason_given",)),
        Transition("held", "minute", "minuted", (SECRETARY,), ("every_item_decided_or_put_off",)),
        Transition("minuted", "correct", "held", (SECRETARY,), ("reason_given",)),
        Transition("minuted", "sign", "signed", (CHAIR,), ("minutes_in_both_languages",)),
    ),
)

RECOMMENDATION: Final = Machine(
    "recommendation",
    initial="proposed",
    final=("closed", "rejected"),
    transitions=(
        Transition("proposed", "approve", "approved", (COMMITTEE,), ("decision_minuted",)),
        Transition("proposed", "reject", "rejected", (COMMITTEE,), ("decision_minuted", "reason_given")),
        Transition("approved", "address", "addressed", (COMMITTEE,), ("addressee_named", "due_day_given")),
        Transition("addressed", "reply", "replied", (ADDRESSEE,), ("reply_written",)),
        Transition("replied", "address", "addressed", (COMMITTEE,), ("reason_given",)),
        Transition("replied", "act", "acted", (ADDRESSEE,), ("action_described",)),
        Transition("acted", "prove", "proven", (ADDRESSEE,), ("document_given",)),
        Transition("proven", "send_back", "acted", (OTHER, COMMITTEE), ("reason_given",)),
        Transition("proven", "close", "closed", (OTHER, COMMITTEE), ("closer_is_another",)),
    ),
)
