"""The rows behind the numbers of the desk: each thing as one line, its page, its firm, what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.services.forms.fields import words_of
from jalon.services.models import Request
from jalon.services.quality.queries import figures
from jalon.services.quality.views.asking import firm_of
from jalon.services.quality_words import CASE
from jalon.services.testing_words import TEST_LINE
from jalon.services.words import REQUEST
from jalon.ui import formats


@dataclass(frozen=True)
class Row:
    number: str
    href: str
    firm: str
    what: str
    said: str
    on: date | None = None


def of_request(one: Request, *, said: str = "", on: date | None = None, what: str = "") -> Row:
    what = what or words_of(one.offered.name)
    address = reverse("services:request", args=[one.uid])
    return Row(one.number, address, str(one.enterprise), what, said, on)


def request_row(one: Request) -> Row:
    return of_request(one, said=REQUEST.state(one.state))


def late_row(one) -> Row:
    said = {"days": formats.plain_number(one.days), "promised": formats.plain_number(one.promised)}
    return of_request(one.request, said=_("%(days)s working days of %(promised)s promised") % said)


def line_row(one) -> Row:
    address = reverse("services:line", args=[one.uid])
    firm = str(one.order.request.enterprise)
    return Row(one.sample.number, address, firm, one.clause.code, TEST_LINE.state(one.state))


def report_row(one) -> Row:
    address = reverse("services:report", args=[one.uid])
    return Row(one.request.number, address, str(one.request.enterprise), _("Report of tests"), "")


def certificate_row(one) -> Row:
    address = reverse("services:certificate", args=[one.uid])
    return Row(one.number, address, str(one.application.request.enterprise), one.application.product, "")


def instrument_row(one) -> Row:
    thing, validity = one
    address = reverse("capacity:instrument", args=[thing.centre.code, thing.uid])
    return Row(thing.code, address, "", thing.name, "", validity.until)


def case_row(one) -> Row:
    address = reverse("services:case", args=[one.uid])
    return Row(one.number, address, firm_of(one), one.title, CASE.state(one.state))


def action_row(one) -> Row:
    address = reverse("services:case", args=[one.case.uid])
    who = one.owner.get_full_name() or one.owner.email
    return Row(one.case.number, address, "", one.text, who, one.due_on)


MAKERS: Mapping[str, Callable] = {
    "late_requests": late_row,
    "to_test": line_row,
    "to_verify": line_row,
    "to_authorise": line_row,
    "reports_to_authorise": report_row,
    "reports_to_issue": report_row,
    "surveillance_due": certificate_row,
    "not_usable": instrument_row,
    "open_cases": case_row,
    "late_actions": action_row,
}
"""How a thing that waits becomes a row; those that are not here are requests."""


def of_evidence(rows: list, names: Mapping) -> list[Row]:
    """Rows of evidence: each opens onto the request it comes from, or onto itself when it came by a file."""
    requests = figures.requests_behind(rows)
    return [evidence_row(row, requests.get(row.external_id), names) for row in rows]


def evidence_row(row, request: Request | None, names: Mapping) -> Row:
    name = names.get(row.service)
    what = words_of(name) if name else row.service
    days = row.attributes["working_days"]
    said = _("working days: %(days)s") % {"days": formats.plain_number(Decimal(days))}
    if request:
        return of_request(request, said=said, on=row.on, what=what)
    address = reverse("evidence:row", args=[row.uid])
    return Row(row.external_id, address, str(row.enterprise or ""), what, said, row.on)


def of_tests(rows: list) -> list[Row]:
    """Tests reported: each opens onto the request of its sample, or onto itself when it came by a file."""
    requests = figures.requests_of_tests(rows)
    return [test_row(row, requests.get(row.external_id)) for row in rows]


def test_row(row, request: Request | None) -> Row:
    said = _("conforms") if row.attributes["conform"] else _("does not conform")
    method = row.attributes.get("method", "")
    if request:
        return of_request(request, said=said, on=row.on, what=method)
    address = reverse("evidence:row", args=[row.uid])
    return Row(row.external_id, address, str(row.enterprise or ""), method, said, row.on)


def asked_row(one) -> Row:
    return of_request(one, said=_("answered") if one.is_answered else _("has not answered"))


def answer_row(one) -> Row:
    return of_request(one.request, said=one.get_score_display())


def invoice_row(one) -> Row:
    amount = -one.amount if one.kind == one.Kind.CREDIT_NOTE else one.amount
    said = formats.dotted(one.number, formats.plain_amount(amount))
    return of_request(one.request, said=said, on=one.on)
