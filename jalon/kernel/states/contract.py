"""The life of a contract, and of an undertaking of one of its parties."""

from typing import Final

from jalon.kernel.states.machine import Machine, Transition

CENTRE, FEDERATION, MINISTRY, COMMITTEE = "centre", "federation", "ministry", "committee"

CONTRACT: Final = Machine(
    "contract",
    initial="draft",
    final=("closed", "abandoned"),
    transitions=(
        Transition("draft", "agree", "agreed_by_centre", (CENTRE,), ("no_objections",)),
        Transition("draft", "abandon", "abandoned", (CENTRE, MINISTRY), ("reason_given",)),
        Transition("agreed_by_centre", "agree", "agreed_by_federation", (FEDERATION,), ("no_objections",)),
        Transition("agreed_by_centre", "return_to_draft", "draft", (CENTRE, FEDERATION), ("reason_given",)),
        Transition("agreed_by_federation", "submit", "submitted", (CENTRE,), ("no_objections",)),
        Transition(
            "agreed_by_federation",
            "return_to_draft",
            "draft",
            (CENTRE, FEDERATION, MINISTRY),
            ("reason_given",),
        ),
        Transition("submitted", "return_to_draft", "draft", (MINISTRY,), ("reason_given", "nobody_signed")),
        Transition(
            "submitted",
            "sign",
            "signed",
            (CENTRE, FEDERATION, MINISTRY),
            ("no_objections", "document_issued", "others_signed", "your_turn_to_sign"),
        ),
        Transition(
            "submitted",
            "sign",
            "submitted",
            (CENTRE, FEDERATION, MINISTRY),
            ("no_objections", "document_issued", "your_turn_to_sign"),
        ),
        Transition("submitted", "void", "draft", (CENTRE, FEDERATION, MINISTRY), ("reason_given",)),
        Transition("signed", "enter_into_force", "in_force", (MINISTRY,), ("effective_day_came",)),
        Transition("signed", "void", "draft", (MINISTRY,), ("reason_given", "authority_named")),
        Transition(
            "in_force",
            "amend",
            "amended",
            (MINISTRY, COMMITTEE),
            ("amendment_signed", "authority_named", "reason_given"),
        ),
        Transition(
            "amended",
            "amend",
            "amended",
            (MINISTRY, COMMITTEE),
            ("amendment_signed", "authority_named", "reason_given"),
        ),
        Transition(
            "in_force", "close", "closed", (MINISTRY, COMMITTEE), ("returns_settled", "money_settled")
        ),
        Transition("amended", "close", "closed", (MINISTRY, COMMITTEE), ("returns_settled", "money_settled")),
    ),
)
