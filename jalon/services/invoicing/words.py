"""Where an invoice stands, in words."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "to_pay": _("to be paid"),
    "partly_paid": _("paid in part"),
    "late": _("late"),
    "paid": _("paid"),
    "overpaid": _("to be given back to the firm"),
    "credited": _("cancelled by a credit note"),
}
