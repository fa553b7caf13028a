"""The life of a release of money. Requester, approver and payer are three people."""

from typing import Final

from jalon.kernel.states.machine import Machine, Transition

REQUESTER, APPROVER, PAYER, CENTRE, COMMITTEE = "requester", "approver", "payer", "centre", "committee"

RELEASE: Final = Machine(
    "release",
    initial="proposed",
    final=("refused", "cancelled", "settled", "clawed_back"),
    transitions=(
        Transition(
            "proposed",
            "approve",
            "approved",
            (APPROVER,),
            ("values_validated", "not_blocked", "commitment_covers", "approver_is_another"),
        ),
        Transition("proposed", "refuse", "refused", (APPROVER,), ("reason_given",)),
        Transition("proposed", "cancel", "cancelled", (REQUESTER,), ("reason_given",)),
        Transition(
            "approved",
            "order",
            "ordered",
            (APPROVER,),
            ("values_validated", "not_blocked", "approver_is_another"),
        ),
        Transition("approved", "cancel", "cancelled", (APPROVER,), ("reason_given",)),
        Transition(
            "ordered",
            "pay",
            "paid",
            (PAYER,),
            ("values_validated", "not_blocked", "payer_is_another", "payment_document"),
        ),
        Transition("ordered", "cancel", "cancelled", (APPROVER,), ("reason_given",)),
        Transition("paid", "justify", "justified", (CENTRE,), ("documents_cover_all",)),
        Transition("paid", "justify", "paid", (CENTRE,), ("document_given",)),
        Transition("paid", "claw_back", "clawed_back", (APPROVER,), ("decision_minuted", "claws_back_all")),
        Transition("paid", "claw_back", "paid", (APPROVER,), ("decision_minuted",)),
        Transition(
            "justified", "claw_back", "clawed_back", (APPROVER,), ("decision_minuted", "claws_back_all")
        ),
        Transition("justified", "claw_back", "justified", (APPROVER,), ("decision_minuted",)),
        Transition("justified", "settle", "settled", (APPROVER,), ("nothing_owed", "contract_closing")),
    ),
)
