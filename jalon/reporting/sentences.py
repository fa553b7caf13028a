"""The life of a return in words: verbs, states, and what keeps a verb from being done."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

VERBS = {
    "submit": _("Submit"),
    "send_back": _("Send back"),
    "draw": _("Draw the sample"),
    "verify": _("Close the verification"),
    "contest": _("Contest the findings"),
    "bring": _("Bring before the committee"),
    "validate": _("Validate"),
    "validate_with_reservation": _("Validate with a reservation"),
    "refuse": _("Refuse"),
    "lift": _("Lift the reservation"),
    "reopen": _("Reopen"),
    "close": _("Close"),
}

STATES = {
    "open": _("open"),
    "submitted": _("submitted"),
    "under_verification": _("under verification"),
    "verified": _("verified"),
    "contested": _("contested"),
    "before_committee": _("before the committee"),
    "validated": _("validated"),
    "validated_with_reservation": _("validated with a reservation"),
    "refused": _("refused"),
    "reopened": _("reopened"),
    "closed": _("closed"),
}

DUE_STATES = {"not_begun": _("under way"), "to_open": _("to write"), **STATES}

REFUSALS = {
    "not_from_here": _("The return is not at a stage where this can be done."),
    "not_yours": _("Somebody else does this: the state of the return says who."),
    "period_ended": _("The period is not over yet."),
    "checks_settled": _("Some checks are neither settled nor explained."),
    "reason_given": _("Say why."),
    "snapshot_sealed": _("The submission is not in the journal: submit it first."),
    "verifier_is_no_author": _(
        "You recorded some of these rows, or hold a role at this centre: another verifier draws the sample."
    ),
    "every_item_has_a_finding": _("Some sampled things have no finding yet."),
    "within_days_to_answer": _("The days the centre had to answer are over."),
    "answer_given_or_time_over": _("The centre still has days to answer."),
    "reply_considered": _("Some replies of the centre have no new finding yet."),
    "decision_minuted": _("Only a decision of the committee does this."),
    "period_sealed": _("The period is not sealed yet."),
    "correction_said": _("Say the right quantity or the right amount."),
    "only_rows_are_corrected": _("A firm or a certificate is accepted or rejected; only rows are corrected."),
    "correction_not_recorded": _(
        "The evidence does not take such a number for this kind of row: "
        "correct it otherwise, or reject the row."
    ),
    "said_again": _("The verifier has said something else since: read it and answer that."),
    "size_out_of_bounds": _("A sample only grows, and never beyond what there is."),
    "nothing_added": _("This is the size the sample has: name a larger one."),
    "already_submitted": _("The return is submitted: what it says stays. Ask the ministry to send it back."),
}


CHECK_NAMES = {
    "not_received": _("The period is not attested complete"),
    "not_computable": _("A figure cannot be computed"),
    "out_of_bounds": _("A figure outside plausible values"),
    "negative": _("A negative figure"),
    "zero": _("A figure that fell to zero"),
    "sudden_change": _("A sudden change since the period before"),
    "sudden_change_in_a_year": _("A sudden change in a year"),
    "missing_documents": _("Rows without the document their kind asks for"),
    "recorded_late": _("Evidence recorded after the deadline"),
    "late_without_comment": _("A late indicator without comment"),
}

STANDINGS = {
    "done": _("in time"),
    "done_late": _("submitted late"),
    "to_come": _("to come"),
    "soon": _("due soon"),
    "late": _("late"),
    "escalated": _("long late, told to the ministry"),
}


def said(reasons: Iterable[str]) -> list[str]:
    """What keeps a verb from being done, as sentences."""
    return [str(REFUSALS.get(reason, reason)) for reason in reasons]
