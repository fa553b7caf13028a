"""The lives of a laboratory (ISO/IEC 17025:2017): sample, test line, report, validation, campaign."""

from typing import Final

from jalon.kernel.states.machine import Machine
from jalon.kernel.states.machine import Transition as Line
from jalon.kernel.states.roles import (
    AUTHORISER,
    DIRECTOR,
    OPERATOR,
    QUALITY,
    RECEPTION,
    TECHNICAL_LEAD,
    VERIFIER,
)

STORE = (RECEPTION, OPERATOR)
RECEIPT = ("quantity_positive", "day_not_future", "condition_noted", "deviation_pictured")

SAMPLE: Final = Machine(
    "sample",
    initial="expected",
    final=("used_up", "returned", "destroyed", "refused", "lost", "transferred"),
    transitions=(
        Line("expected", "receive", "received", (RECEPTION,), RECEIPT, emits=("sample.received",)),
        Line("expected", "refuse", "refused", (RECEPTION, TECHNICAL_LEAD), backward=True),
        Line("received", "store", "stored", STORE, ("place_named",)),
        Line("received", "refuse", "refused", (RECEPTION, TECHNICAL_LEAD), backward=True),
        Line("received", "lose", "lost", (TECHNICAL_LEAD,), backward=True),
        Line("received", "transfer", "transferred", (RECEPTION,), ("other_centre_named",)),
        Line("stored", "store", "stored", STORE, ("place_named",)),
        Line("stored", "take", "in_test", (OPERATOR,)),
        Line("stored", "keep", "kept", STORE, ("retention_named",)),
        Line("stored", "give_back", "returned", (RECEPTION,), ("receiver_named",)),
        Line("stored", "lose", "lost", (TECHNICAL_LEAD,), backward=True),
        Line("stored", "transfer", "transferred", (RECEPTION,), ("other_centre_named",)),
        Line("in_test", "store", "stored", STORE, ("place_named",)),
        Line("in_test", "use_up", "used_up", (OPERATOR,)),
        Line("in_test", "keep", "kept", STORE, ("retention_named",)),
        Line("in_test", "lose", "lost", (TECHNICAL_LEAD,), backward=True),
        Line("kept", "take", "in_test", (OPERATOR,), backward=True),
        Line("kept", "give_back", "returned", (RECEPTION,), ("receiver_named",)),
        Line("kept", "destroy", "destroyed", STORE, ("retention_over",)),
        Line("kept", "lose", "lost", (TECHNICAL_LEAD,), backward=True),
    ),
)

MEASURED = (
    "operator_authorised",
    "equipment_valid_on_the_day",
    "day_not_future",
    "value_written",
    "unit_convertible",
    "uncertainty_with_its_k",
)

TEST_LINE: Final = Machine(
    "test line",
    initial="to_do",
    # what is to be done again stays as it was; the line that does it again names it
    final=("reported", "to_redo", "cancelled"),
    transitions=(
        Line("to_do", "assign", "assigned", (TECHNICAL_LEAD,), ("operator_authorised",)),
        Line("to_do", "cancel", "cancelled", (TECHNICAL_LEAD,), backward=True),
        Line("assigned", "assign", "assigned", (TECHNICAL_LEAD,), ("operator_authorised",)),
        Line("assigned", "enter", "entered", (OPERATOR,), MEASURED),
        Line("assigned", "cancel", "cancelled", (TECHNICAL_LEAD,), backward=True),
        Line("entered", "send_back", "assigned", (VERIFIER, TECHNICAL_LEAD), backward=True),
        Line("entered", "redo", "to_redo", (VERIFIER, TECHNICAL_LEAD), backward=True),
        Line(
            "entered",
            "verify",
            "verified",
            (VERIFIER,),
            ("verifier_is_another", "control_done", "control_in_bounds"),
        ),
        Line("verified", "send_back", "assigned", (AUTHORISER,), backward=True),
        Line("verified", "redo", "to_redo", (AUTHORISER, TECHNICAL_LEAD), backward=True),
        Line(
            "verified",
            "authorise",
            "authorised",
            (AUTHORISER,),
            ("equipment_valid_on_the_day", "authoriser_is_another"),
        ),
        Line("authorised", "redo", "to_redo", (AUTHORISER, TECHNICAL_LEAD), backward=True),
        Line("authorised", "report", "reported", (AUTHORISER,), ("report_issued",), emits=("test.reported",)),
    ),
)

REPORT: Final = Machine(
    "report",
    initial="draft",
    final=("replaced", "cancelled"),
    transitions=(
        Line("draft", "submit", "in_verification", (TECHNICAL_LEAD, OPERATOR), ("every_line_authorised",)),
        Line("draft", "cancel", "cancelled", (TECHNICAL_LEAD,), backward=True),
        Line("in_verification", "send_back", "draft", (VERIFIER, AUTHORISER), backward=True),
        Line(
            "in_verification",
            "authorise",
            "authorised",
            (AUTHORISER,),
            ("checklist_complete", "seen_points_hold", "authoriser_is_another", "mark_allowed"),
        ),
        Line("authorised", "send_back", "draft", (AUTHORISER,), backward=True),
        Line("authorised", "issue", "issued", (AUTHORISER,), ("document_kept", "seen_points_hold")),
        Line("issued", "replace", "replaced", (AUTHORISER,), ("new_report_issued",), backward=True),
        Line("issued", "cancel", "cancelled", (DIRECTOR, QUALITY), backward=True),
    ),
)

JUDGED = (
    "every_clause_judged",
    "reviewer_is_no_tester",
    "reviewer_is_no_designer",
    "centre_did_not_design",
)
ENDING = (AUTHORISER, DIRECTOR)

VALIDATION: Final = Machine(
    "validation",
    initial="file",
    final=("closed", "withdrawn", "abandoned"),
    transitions=(
        Line(
            "file",
            "approve_plan",
            "plan_approved",
            (TECHNICAL_LEAD,),
            ("every_clause_planned", "centre_did_not_design"),
        ),
        Line("file", "abandon", "abandoned", (TECHNICAL_LEAD, RECEPTION), backward=True),
        Line("plan_approved", "test", "tests", (TECHNICAL_LEAD, OPERATOR)),
        Line("plan_approved", "abandon", "abandoned", (TECHNICAL_LEAD, RECEPTION), backward=True),
        Line("tests", "review", "review", (TECHNICAL_LEAD,), ("every_clause_judged",)),
        Line("tests", "abandon", "abandoned", (TECHNICAL_LEAD, RECEPTION), backward=True),
        Line("review", "send_back", "tests", (AUTHORISER,), backward=True),
        Line(
            "review",
            "favour",
            "favourable",
            (AUTHORISER,),
            (*JUDGED, "every_verdict_passes"),
            emits=("product.validated",),
        ),
        Line(
            "review",
            "favour_with_reservations",
            "favourable_with_reservations",
            (AUTHORISER,),
            (*JUDGED, "no_clause_fails", "safety_verified", "reservations_written"),
            emits=("product.validated",),
        ),
        Line("review", "reject", "unfavourable", (AUTHORISER,), JUDGED, backward=True),
        Line("favourable", "follow", "follow_up", (TECHNICAL_LEAD,), ("follow_up_planned",)),
        Line("favourable", "withdraw", "withdrawn", ENDING, backward=True),
        Line(
            "favourable_with_reservations", "follow", "follow_up", (TECHNICAL_LEAD,), ("follow_up_planned",)
        ),
        Line("favourable_with_reservations", "withdraw", "withdrawn", ENDING, backward=True),
        Line("unfavourable", "correct", "file", (TECHNICAL_LEAD, RECEPTION), backward=True),
        Line("unfavourable", "close", "closed", (TECHNICAL_LEAD,)),
        Line("follow_up", "withdraw", "withdrawn", ENDING, backward=True),
        Line("follow_up", "close", "closed", (TECHNICAL_LEAD,), ("follow_up_over",)),
    ),
)

CAMPAIGN: Final = Machine(
    "campaign",
    initial="draft",
    final=("closed", "abandoned"),
    transitions=(
        Line(
            "draft",
            "open",
            "open",
            (DIRECTOR, TECHNICAL_LEAD),
            ("specification_published", "laboratories_named"),
        ),
        Line("draft", "abandon", "abandoned", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line("open", "pause", "paused", (DIRECTOR, TECHNICAL_LEAD), backward=True),
        Line("open", "close", "closed", (DIRECTOR,), ("every_file_settled",)),
        Line("paused", "resume", "open", (DIRECTOR, TECHNICAL_LEAD)),
        Line("paused", "close", "closed", (DIRECTOR,), ("every_file_settled",)),
    ),
)
