"""The work in words: who takes part, what the states and verbs of a request are called, what refuses."""

from django.utils.translation import gettext_lazy as _

from jalon.journal.lives import Telling
from jalon.kernel import states
from jalon.services import certification_words, quality_words, testing_words, validation_words

ROLES = {
    "firm": _("firm"),
    "reception": _("reception"),
    "technical_lead": _("technical lead"),
    "operator": _("operator"),
    "verifier": _("verifier"),
    "authoriser": _("authoriser"),
    "quality_manager": _("quality manager"),
    "director": _("director of the centre"),
    "certifier": _("reviewer or decider of certification"),
    "secretariat": _("secretariat"),
    "finance": _("accounts"),
    "scheduler": _("by the calendar"),
    "receiving_centre": _("centre asked to take over"),
}

POINTS = {
    "need_understood": _("The need is understood and written down"),
    "method_suitable": _("The method suits the need"),
    "capacity": _("The centre has the capacity in time"),
    "equipment_valid": _("The instruments are valid on the planned days"),
    "staff_authorised": _("Authorised staff are there"),
    "subcontracting_told": _("Subcontracting was told to the firm"),
    "rule_agreed": _("The decision rule is agreed, or nothing is stated"),
    "impartiality": _("Impartiality was checked"),
}

RULES = {
    "no_statement": _("results and uncertainties are reported; nobody says whether the product conforms"),
    "simple": _("a result within the limits passes; near a limit, half of such results are wrong"),
    "guarded": _(
        "a result passes when it lies inside the limits by r times its expanded uncertainty (r is 1 when it "
        "is left blank), and fails otherwise"
    ),
    "four_way": _(
        "the same band on both sides of each limit: pass inside it, fail beyond it, conditional pass or fail "
        "between"
    ),
    "risk": _(
        "the band is drawn so that a result at its edge is wrongly accepted with the risk you write, "
        "0.05 for 5 %"
    ),
    "standard": _("the standard already made room for uncertainty: its limits are applied as they are"),
}
"""What each decision rule does (ILAC-G8:09/2019), for who agrees on one."""

REQUEST = Telling(
    states.REQUEST,
    states={
        "draft": _("being written"),
        "submitted": _("to be examined"),
        "information_asked": _("waiting for the firm's answer"),
        "transfer_offered": _("offered to another centre"),
        "in_review": _("being examined"),
        "quoted": _("quote sent"),
        "accepted": _("order received"),
        "planned": _("planned"),
        "in_progress": _("work in progress"),
        "suspended": _("suspended"),
        "delivered": _("delivered"),
        "contested": _("contested"),
        "closed": _("closed"),
        "declined": _("declined by the centre"),
        "lost": _("quote not accepted"),
        "expired": _("quote out of date"),
        "cancelled": _("cancelled"),
        "transferred": _("taken over by another centre"),
    },
    public={
        "draft": _("draft"),
        "submitted": _("received by the centre"),
        "information_asked": _("your answer is awaited"),
        "transfer_offered": _("received by the centre"),
        "in_review": _("being studied by the centre"),
        "quoted": _("quote to accept"),
        "accepted": _("order confirmed"),
    },
    verbs={
        "submit": _("File the request"),
        "cancel": _("Cancel the request"),
        "ask": _("Ask the firm for information"),
        "answer": _("Answer"),
        "review": _("Begin the examination"),
        "decline": _("Decline"),
        "offer_transfer": _("Offer it to another centre"),
        "take_over": _("Take it over"),
        "refuse_transfer": _("Leave it to the first centre"),
        "keep": _("Keep it after all"),
        "quote": _("Send the quote"),
        "revise": _("Revise the quote"),
        "accept": _("Record the acceptance"),
        "expire": _("Let the quote expire"),
        "lose": _("Record that the quote is not accepted"),
        "plan": _("Set the days"),
        "start": _("Begin the work"),
        "suspend": _("Suspend"),
        "resume": _("Resume"),
        "deliver": _("Deliver"),
        "contest": _("Record a contestation"),
        "settle": _("Settle the contestation"),
        "redo": _("Take the work up again"),
        "close": _("Close"),
    },
    done={
        "submit": _("Request filed"),
        "cancel": _("Request cancelled"),
        "ask": _("Information asked of the firm"),
        "answer": _("Answer given"),
        "review": _("Examination begun"),
        "decline": _("Request declined"),
        "offer_transfer": _("Offered to another centre"),
        "take_over": _("Taken over by another centre"),
        "refuse_transfer": _("Transfer refused"),
        "keep": _("Offer of transfer taken back"),
        "quote": _("Quote sent"),
        "revise": _("Quote revised"),
        "accept": _("Quote accepted"),
        "expire": _("Quote expired"),
        "lose": _("Quote not accepted"),
        "plan": _("Days set"),
        "start": _("Work begun"),
        "suspend": _("Work suspended"),
        "resume": _("Work resumed"),
        "deliver": _("Service delivered"),
        "contest": _("Delivery contested"),
        "settle": _("Contestation settled"),
        "redo": _("Work taken up again"),
        "close": _("Request closed"),
    },
    refused={
        "need_described": _("Say what the firm needs, and answer the questions that must be answered."),
        "service_offered": _("The centre does not offer this service today: choose one that it offers."),
        "answer_written": _("Write the answer first."),
        "other_centre_named": _("Name the centre that is asked to take over."),
        "firm_agreed": _("The firm has not agreed to the transfer: ask it, and record its agreement."),
        "contract_reviewed": _("The review of the contract is not complete: tick every point."),
        "quote_written": _("Write the quote first, with at least one line and a last day of validity."),
        "quote_valid": _(
            "The quote is out of date: revise it, or let it expire and accept it with a reason."
        ),
        "acceptance_proven": _(
            "Record the acceptance with its proof: a purchase order, a signed quote, or on the portal."
        ),
        "funding_available": _(
            "The funding line has not enough left for what the quote says is funded: revise the quote."
        ),
        "validity_over": _("The quote is still valid: it expires after its last day."),
        "days_set": _("Set the first and the last day of the work."),
        "funded_within_price": _("The plan funds at most the price with its tax: write less."),
        "deliverable_final": _(
            "What is to be delivered is not final: finish the report, validation or certificate first."
        ),
        "satisfaction_asked": _("Ask the firm whether it is satisfied first."),
        "settled_by_another": _("A contestation is settled by somebody who took no part in the work."),
    },
)

TELLINGS = (
    REQUEST,
    *testing_words.TELLINGS,
    *certification_words.TELLINGS,
    *validation_words.TELLINGS,
    *quality_words.TELLINGS,
)
