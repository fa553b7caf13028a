"""The words of this app's lives and codes: states, verbs, refusals, validity, grades, functions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.capacity.queries import OPINIONS
from jalon.journal.lives import Telling
from jalon.kernel.kinds.stocks import GRADES
from jalon.kernel.states import EQUIPMENT, roles
from jalon.kernel.validity import Validity

EQUIPMENT_TELLING = Telling(
    EQUIPMENT,
    states={
        "ordered": pgettext_lazy("instrument", "ordered"),
        "received": pgettext_lazy("instrument", "received"),
        "verified": pgettext_lazy("instrument", "verified"),
        "in_service": pgettext_lazy("instrument", "in service"),
        "out_of_service": pgettext_lazy("instrument", "out of service"),
        "retired": pgettext_lazy("instrument", "retired"),
        "cancelled": pgettext_lazy("instrument", "order cancelled"),
    },
    verbs={
        "receive": _("Receive it"),
        "cancel": _("Cancel the order"),
        "verify": _("Verify it"),
        "commission": _("Put it in service"),
        "take_out": _("Take it out of service"),
        "put_back": _("Put it back in service"),
        "retire": _("Retire it"),
    },
    refused={
        "day_not_future": _("This day has not come yet: write down what happened once it has."),
        "verification_written": _("Say what was verified, or record its first calibration."),
        "valid_on_the_day": _(
            "Its calibration does not hold that day: record a good one, with the day it is good until."
        ),
    },
    done={
        "receive": pgettext_lazy("instrument", "Received"),
        "cancel": pgettext_lazy("instrument", "Order cancelled"),
        "verify": pgettext_lazy("instrument", "Verified"),
        "commission": pgettext_lazy("instrument", "Put in service"),
        "take_out": pgettext_lazy("instrument", "Taken out of service"),
        "put_back": pgettext_lazy("instrument", "Put back in service"),
        "retire": pgettext_lazy("instrument", "Retired"),
    },
)

ROLES = {
    roles.DIRECTOR: _("director"),
    roles.TECHNICAL_LEAD: _("technical lead"),
    roles.QUALITY: _("quality manager"),
    roles.RECEPTION: _("reception"),
    roles.OPERATOR: _("operator"),
    roles.VERIFIER: _("verifier"),
    roles.AUTHORISER: _("authoriser of reports"),
    roles.CERTIFIER: _("reviewer or decider of certification"),
    roles.FINANCE: _("finance"),
    OPINIONS: _("opinions and interpretations of results"),
}

ANSWERS = {
    "valid": _("may be used"),
    "invalid": _("may not be used"),
    "unknown": _("not known to be valid: may not be used"),
}

WHY = {
    "failed": _("the last calibration failed"),
    "check_failed": _("a check failed since the last calibration"),
    "expired": _("the calibration has expired"),
    "never": _("no calibration is recorded"),
    "not_judged": _("nobody judged the last calibration"),
    "no_end": _("nobody said until when the last calibration is good"),
    "not_in_service": _("it is not in service"),
}

SCOPE_STATES = {
    "in_force": _("in force"),
    "to_come": _("to come"),
    "ended": _("ended"),
    "suspended": _("suspended"),
    "withdrawn": _("withdrawn"),
}


def grade_words(code: str):
    """The words of a grade of the catalogue of kinds; the code when a pack took it away."""
    return GRADES.get(code, code)


def why(validity: Validity) -> str:
    return str(WHY[validity.reason]) if validity.reason else ""
