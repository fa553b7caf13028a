"""The laboratory in words: what befalls samples, test lines and reports, and what refuses."""

from django.utils.translation import gettext_lazy as _

from jalon.journal.lives import Telling
from jalon.kernel import states

DAY_NOT_FUTURE = _("The day is still to come: write the day it was done.")

SAMPLE = Telling(
    states.SAMPLE,
    states={
        "expected": _("expected"),
        "received": _("received"),
        "stored": _("in store"),
        "in_test": _("being tested"),
        "used_up": _("used up"),
        "kept": _("kept after the tests"),
        "returned": _("given back"),
        "destroyed": _("destroyed"),
        "refused": _("refused"),
        "lost": _("lost"),
        "transferred": _("sent to another centre"),
    },
    verbs={
        "receive": _("Receive the sample"),
        "refuse": _("Refuse the sample"),
        "store": _("Put in store"),
        "take": _("Take for testing"),
        "use_up": _("Record that it is used up"),
        "keep": _("Keep after the tests"),
        "give_back": _("Give back"),
        "destroy": _("Destroy"),
        "lose": _("Record that it is lost"),
        "transfer": _("Send to another centre"),
    },
    refused={
        "quantity_positive": _("The quantity is more than zero: write what was received."),
        "day_not_future": DAY_NOT_FUTURE,
        "condition_noted": _("Say in what condition the sample came."),
        "deviation_pictured": _("The sample deviates: add its photograph."),
        "place_named": _("Name the place where the sample is put."),
        "other_centre_named": _("Name the centre the sample is sent to."),
        "retention_named": _("Say until which day the sample is kept."),
        "receiver_named": _("Name who takes the sample back."),
        "retention_over": _("The sample is kept until a later day: wait, or give it back."),
    },
)

TEST_LINE = Telling(
    states.TEST_LINE,
    states={
        "to_do": _("to do"),
        "assigned": _("assigned"),
        "entered": _("result to verify"),
        "verified": _("result to authorise"),
        "authorised": _("authorised"),
        "reported": _("reported"),
        "to_redo": _("done again"),
        "cancelled": _("cancelled"),
    },
    verbs={
        "assign": _("Assign"),
        "enter": _("Enter the result"),
        "send_back": _("Send back to the analyst"),
        "redo": _("Test again"),
        "verify": _("Verify"),
        "authorise": _("Authorise"),
        "report": _("Report"),
        "cancel": _("Cancel the test"),
    },
    refused={
        "operator_authorised": _(
            "The analyst is not authorised for this method on the day of the test: choose another one, or "
            "record the authorisation first."
        ),
        "equipment_valid_on_the_day": _(
            "An instrument was not valid on the day of the test, or one the method needs is missing: use a "
            "valid one and test again."
        ),
        "day_not_future": DAY_NOT_FUTURE,
        "value_written": _("The result is blank: write it. A blank is not zero."),
        "unit_convertible": _(
            "The unit does not measure what the clause limits: choose a unit of the same quantity."
        ),
        "uncertainty_with_its_k": _(
            "The decision rule needs the uncertainty: write U and its k together, both above zero."
        ),
        "verifier_is_another": _("Results are verified by somebody other than who entered them."),
        "authoriser_is_another": _("Results are authorised by somebody other than who entered them."),
        "control_done": _(
            "The method demands a control and none was recorded on the day of the test: record it first."
        ),
        "control_in_bounds": _(
            "The control is out of its bounds: a technical lead justifies it, or the test is done again."
        ),
        "report_issued": _("The result is reported when its report is issued."),
        "sample_here": _("The sample has not been received, or is no longer here: receive it first."),
        "sample_came": _("A sample is tested on the day it came or later: change the day of the test."),
        "work_begun": _("The work of the request has not begun: begin it first."),
        "request_ordered": _("The quote is not accepted yet: tests are ordered once it is."),
        "lot_in_plan": _(
            "The sampling plan of the specification says nothing of a lot of this size: add the row, as its "
            "next version, or order without a lot."
        ),
        "lot_by_rule": _("No decision rule was agreed, so no lot can be judged: order without a lot."),
        "samples_of_plan": _(
            "The sampling plan asks for more samples of a lot of this size: announce them first."
        ),
        "sample_named": _("Announce or receive a sample first: a test is done on a sample."),
    },
)

REPORT = Telling(
    states.REPORT,
    states={
        "draft": _("draft"),
        "in_verification": _("to authorise"),
        "authorised": _("authorised"),
        "issued": _("issued"),
        "replaced": _("replaced by a later report"),
        "cancelled": _("cancelled"),
    },
    verbs={
        "submit": _("Submit for authorisation"),
        "cancel": _("Cancel the report"),
        "send_back": _("Send back to draft"),
        "authorise": _("Authorise the report"),
        "issue": _("Issue the report"),
        "replace": _("Replace"),
    },
    refused={
        "every_line_authorised": _(
            "Some results are not authorised, or there is none: authorise each of them first."
        ),
        "checklist_complete": _(
            "The checklist is not complete: tick every point, or say that it does not apply."
        ),
        "seen_points_hold": _(
            "A point of the checklist does not hold: look at the checklist, mend what it names, then come "
            "again."
        ),
        "authoriser_is_another": _("A report is authorised by somebody other than who submitted it."),
        "mark_allowed": _("No result of the report is in the scope of accreditation: leave the mark out."),
        "opinion_on_draft": _("Opinions are given while the report is drafted: send it back to draft first."),
        "opinion_author": _(
            "An opinion is given by a person authorised to give them on that day: have one of them sign in "
            "and give it, or record the authorisation first."
        ),
        "nothing_changes": _("The new report would say the same: change what it says, or leave the old one."),
        "amendment_begun": _("An amendment of this report is begun: issue it, or cancel it first."),
        "changed_since_drawn": _(
            "What the report shows has changed since it was authorised: send it back to draft, and have it "
            "authorised again."
        ),
        "document_kept": _("The report is issued once its file is kept."),
        "sent_once_issued": _("A report is sent between the day of its issue and today."),
        "new_report_issued": _("A report is replaced when the new one is issued."),
    },
)

CHECKLIST = {
    "identified": _("The report, the laboratory and the firm are identified"),
    "place": _("The place where the tests were done is said"),
    "method": _("The methods and any deviation from them are said"),
    "sample": _("The samples, their condition and their receipt are described"),
    "sampling": _("The plan and the method of sampling are said, where they bear on the results"),
    "days": _("The day of receipt, the days of the tests and the day of issue are said"),
    "results": _("The results have their units and uncertainties"),
    "concerned": _("The results are said to concern the samples tested only"),
    "statement": _("Statements of conformity name their rule and their clauses"),
    "subcontracted": _("What others did is identified"),
    "opinions": _("Opinions are marked as such and rest on the results"),
    "authorised": _("Who authorises the report is identified"),
    "amended": _("A report that amends another says which one, and what it changes"),
}
"""What a report holds, as its authoriser checks it (ISO/IEC 17025:2017, 7.8.2 to 7.8.8)."""

CONFIRMED = ("place", "sampling", "subcontracted")
"""The points a person confirms: nothing here can see them."""

TELLINGS = (SAMPLE, TEST_LINE, REPORT)
