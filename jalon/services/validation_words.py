"""Product validation in words: files and campaigns, their states and verbs, what refuses."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.journal.lives import Telling
from jalon.kernel import states

VALIDATION = Telling(
    states.VALIDATION,
    states={
        "file": _("file opened, plan to approve"),
        "plan_approved": _("plan approved"),
        "tests": _("tests under way"),
        "review": _("opinion to give"),
        "favourable": _("favourable opinion"),
        "favourable_with_reservations": _("favourable opinion with reservations"),
        "unfavourable": _("unfavourable opinion"),
        "follow_up": _("validated, being followed"),
        "closed": pgettext_lazy("a validation", "closed"),
        "withdrawn": pgettext_lazy("a validation", "withdrawn"),
        "abandoned": pgettext_lazy("a validation", "abandoned"),
    },
    verbs={
        "approve_plan": _("Approve the plan"),
        "test": _("Begin the tests"),
        "review": _("Submit for an opinion"),
        "abandon": _("Abandon the file"),
        "send_back": _("Send back to the tests"),
        "favour": _("Give a favourable opinion"),
        "favour_with_reservations": _("Give a favourable opinion with reservations"),
        "reject": _("Give an unfavourable opinion"),
        "follow": _("Begin the follow-up"),
        "withdraw": _("Withdraw the validation"),
        "correct": _("Take up the corrected product"),
        "close": _("Close the file"),
    },
    done={
        "approve_plan": _("Plan approved"),
        "test": _("Tests begun"),
        "review": _("Submitted for an opinion"),
        "abandon": _("File abandoned"),
        "send_back": _("Sent back to the tests"),
        "favour": _("Favourable opinion given"),
        "favour_with_reservations": _("Favourable opinion with reservations given"),
        "reject": _("Unfavourable opinion given"),
        "follow": _("Follow-up begun"),
        "withdraw": _("Validation withdrawn"),
        "correct": _("Corrected product taken up"),
        "close": _("File closed"),
    },
    refused={
        "every_clause_planned": _(
            "The plan leaves a clause out: for each, name the tests ordered for it or an inspection, or say "
            "why it does not apply. At least one clause is judged."
        ),
        "every_clause_judged": _(
            "A clause has no verdict yet: its tests must be authorised and state a verdict, its inspection "
            "must be written. An empty inspection judges nothing."
        ),
        "reviewer_is_no_tester": _(
            "You tested or inspected this product: the opinion belongs to somebody who did not. Where the "
            "centre has nobody else, give this right to a second person or ask another centre."
        ),
        "reviewer_is_no_designer": _(
            "You advised this firm within the last two years: the opinion belongs to somebody who did not."
        ),
        "centre_did_not_design": _(
            "The centre designed this firm's product or advised on it: another centre validates it."
        ),
        "every_verdict_passes": _(
            "A verdict does not pass: give the opinion with reservations, or an unfavourable one."
        ),
        "no_clause_fails": _("A clause fails outright: reservations do not cover that."),
        "safety_verified": _(
            "A condition of safety is not fulfilled: no reservation covers it. The opinion is unfavourable "
            "until the product is corrected."
        ),
        "reservations_written": _("Write the reservations."),
        "opinion_written": _("Write the grounds of the opinion."),
        "follow_up_planned": _("Say until which day the product is followed."),
        "follow_up_over": _("The product is followed until a later day: wait, or withdraw the validation."),
        "request_open": _("The request is not under way: a file is opened on a request that is."),
        "campaign_open": _("The campaign takes no file today: it is not open, or is paused."),
        "campaign_laboratory": _("The centre is no laboratory of this campaign: ask who leads it to add it."),
        "plan_here": _("The plan is written while the file is open, before it is approved."),
        "order_of_the_file": _(
            "The tests named are not of this file: order them for its request under its specification, after "
            "the product was last corrected."
        ),
        "samples_named": _("Name the samples of this product that are tested."),
        "nothing_to_test": _("No clause of the specification has a limit: they are inspected, not tested."),
        "not_to_inspect": _(
            "Only the clauses the plan gives to an inspection are inspected, during the tests."
        ),
        "inspection_written": _("Write what was seen: an empty inspection judges nothing."),
        "day_not_future": _("The day is still to come: write the day it was done."),
        "not_validated": _("Only a product that was validated is observed afterwards."),
    },
)

CAMPAIGN = Telling(
    states.CAMPAIGN,
    states={
        "draft": pgettext_lazy("a campaign", "being prepared"),
        "open": pgettext_lazy("a campaign", "open"),
        "paused": pgettext_lazy("a campaign", "paused"),
        "closed": pgettext_lazy("a campaign", "closed"),
        "abandoned": pgettext_lazy("a campaign", "abandoned"),
    },
    verbs={
        "open": _("Open the campaign"),
        "abandon": _("Abandon the campaign"),
        "pause": _("Pause the campaign"),
        "close": _("Close the campaign"),
        "resume": _("Resume the campaign"),
    },
    done={
        "open": _("Campaign opened"),
        "abandon": _("Campaign abandoned"),
        "pause": _("Campaign paused"),
        "close": _("Campaign closed"),
        "resume": _("Campaign resumed"),
    },
    refused={
        "specification_published": _(
            "The specification has no clause, or names no standard: choose one that is complete."
        ),
        "laboratories_named": _("Name at least one laboratory that validates in this campaign."),
        "every_file_settled": _("Some files wait for their opinion: give it or abandon them first."),
    },
)

STANDINGS = {
    "validated": pgettext_lazy("a product", "validated"),
    "validated_with_reservations": pgettext_lazy("a product", "validated with reservations"),
    "not_validated": pgettext_lazy("a product", "not validated"),
    "in_hand": pgettext_lazy("a product", "being validated again"),
    "withdrawn": pgettext_lazy("a product", "validation withdrawn"),
}
"""What a product is on a day, as everybody reads it."""

GROUPS = {
    "in_hand": pgettext_lazy("files of products", "being validated"),
    "validated": pgettext_lazy("files of products", "validated"),
    "not_validated": pgettext_lazy("files of products", "not validated"),
    "withdrawn": pgettext_lazy("files of products", "validation withdrawn"),
    "abandoned": pgettext_lazy("files of products", "abandoned"),
}
"""How far the files of a campaign are, in few words."""

TELLINGS = (VALIDATION, CAMPAIGN)
