"""The desk in words: what waits, and what the figures are called."""

from django.utils.translation import gettext_lazy as _

WAITING = {
    "late_requests": _("Requests that are late"),
    "to_examine": _("Requests to examine"),
    "with_the_firm": _("Requests waiting for the firm"),
    "to_plan": _("Orders to plan"),
    "under_way": _("Orders under way"),
    "contested": _("Deliveries contested"),
    "to_test": _("Tests to do"),
    "to_verify": _("Results to verify"),
    "to_authorise": _("Results to authorise"),
    "reports_to_authorise": _("Reports to authorise"),
    "reports_to_issue": _("Reports to issue"),
    "surveillance_due": _("Certificates whose surveillance is due"),
    "not_usable": _("Instruments in service that may not be used"),
    "open_cases": _("Non-conformities, complaints and appeals open"),
    "late_actions": _("Actions that are late"),
}

FIGURES = {
    "turnaround": _("Turn-around of services delivered"),
    "asked": _("Orders whose firm was asked"),
    "answers": _("Answers of firms"),
    "imports": _("Tests of imported products with a statement"),
    "nonconforming": _("Tests of imported products stated as not conforming"),
    "income": _("Invoices and credit notes"),
}
