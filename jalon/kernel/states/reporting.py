"""The life of a return, from the day its period opens to the committee's decision."""

from typing import Final

from jalon.kernel.states.machine import Machine, Transition

CENTRE, VERIFIER, MINISTRY, COMMITTEE = "centre", "verifier", "ministry", "committee"

RETURN: Final = Machine(
    "return",
    initial="open",
    final=("closed",),
    transitions=(
        Transition("open", "submit", "submitted", (CENTRE,), ("period_ended", "checks_settled")),
        Transition("submitted", "send_back", "open", (MINISTRY,), ("reason_given",)),
        Transition(
            "submitted",
            "draw",
            "under_verification",
            (VERIFIER,),
            ("snapshot_sealed", "verifier_is_no_author"),
        ),
        Transition("under_verification", "verify", "verified", (VERIFIER,), ("every_item_has_a_finding",)),
        Transition("verified", "contest", "contested", (CENTRE,), ("within_days_to_answer", "reason_given")),
        Transition("verified", "bring", "before_committee", (MINISTRY,), ("answer_given_or_time_over",)),
        Transition("contested", "verify", "verified", (VERIFIER,), ("reply_considered",)),
        Transition("contested", "bring", "before_committee", (MINISTRY,), ("reply_considered",)),
        Transition("before_committee", "validate", "validated", (COMMITTEE,), ("decision_minuted",)),
        Transition(
            "before_committee",
            "validate_with_reservation",
            "validated_with_reservation",
            (COMMITTEE,),
            ("decision_minuted", "reason_given"),
        ),
        Transition(
            "before_committee", "refuse", "refused", (COMMITTEE,), ("decision_minuted", "reason_given")
        ),
        Transition("validated_with_reservation", "lift", "validated", (COMMITTEE,), ("decision_minuted",)),
        Transition("validated", "reopen", "reopened", (COMMITTEE,), ("decision_minuted", "reason_given")),
        Transition(
            "validated_with_reservation",
            "reopen",
            "reopened",
            (COMMITTEE,),
            ("decision_minuted", "reason_given"),
        ),
        Transition("refused", "reopen", "reopened", (COMMITTEE,), ("decision_minuted", "reason_given")),
        Transition("reopened", "submit", "submitted", (CENTRE,), ("checks_settled",)),
        Transition("validated", "close", "closed", (MINISTRY,), ("period_sealed",)),
        Transition("validated_with_reservation", "close", "closed", (MINISTRY,), ("period_sealed",)),
        Transition("refused", "close", "closed", (MINISTRY,), ("period_sealed",)),
    ),
)
