"""Invoices: those of a centre, one with what was paid, a new one, a credit note, the accountant's file."""

from contextlib import contextmanager
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jalon.evidence.documents import path_of
from jalon.network.access import refusal, requires
from jalon.services.invoicing import actions
from jalon.services.invoicing.forms import CreditForm, DaysForm, InvoiceForm, PaymentForm, ReasonForm
from jalon.services.invoicing.register import register
from jalon.services.invoicing.words import STATES
from jalon.services.models import Invoice, Payment
from jalon.services.queries.invoices import (
    account_of,
    accounts_of,
    invoiceable,
    invoices_of,
    left_of_invoice,
    left_of_quote,
)
from jalon.services.views.asking import crumbs, request_named, today

AT_ONCE = 50
DAYS_TO_PAY = 60  # law 69-21 on the time to pay: what holds when nothing was agreed


@require_safe
@requires("work.invoice")
def invoices(http):
    """Every invoice and credit note of the person's centres, with where it stands."""
    found = Paginator(invoices_of(http.standing), AT_ONCE).get_page(http.GET.get("page"))
    sent = invoices_of(http.standing).filter(kind=Invoice.Kind.INVOICE)
    accounts = accounts_of(sent, on=today())
    owed = [one.left for one in accounts.values() if one.left > 0]
    context = {
        "page": found,
        "rows": [(one, accounts.get(one.pk), state_of(accounts.get(one.pk))) for one in found],
        "owed": sum(owed),
        "late": sum(one.left for one in accounts.values() if one.state == "late"),
        "days_form": DaysForm(initial={"since": today().replace(day=1), "until": today()}),
        "crumbs": crumbs(None, _("Invoices")),
    }
    return render(http, "services/invoices.html", context)


def state_of(account) -> str:
    return str(STATES[account.state]) if account else ""


@require_safe
@requires("work.invoice")
def accountant_file(http):
    """The invoices of some days as a file."""
    form = DaysForm(http.GET)
    if not form.is_valid():
        messages.error(http, _("Say from which day to which day the file goes."))
        return redirect("services:invoices")
    said = form.cleaned_data
    found = invoices_of(http.standing).filter(on__gte=said["since"], on__lte=said["until"])
    told = ("lines__quoted", "corrects__credit_notes__lines__quoted", "request__establishment")
    lines = register(found.order_by("centre", "id").prefetch_related(*told))
    name = f"factures-{said['since']}-{said['until']}.csv"
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def invoice_named(http, uid) -> Invoice:
    found = invoices_of(http.standing).filter(uid=uid).first()
    if found is None:
        raise Http404(_("No invoice of your centres is at this address."))
    return found


@require_safe
@requires("work.invoice")
def invoice(http, uid):
    return shown(http, invoice_named(http, uid))


def shown(http, found: Invoice, form=None, undo_form=None):
    """One invoice: its lines, what was paid of it, what was given back."""
    account = account_of(found, on=today()) if found.kind == Invoice.Kind.INVOICE else None
    first = {"on": today(), "after": found.payments.count()}
    first |= {"amount": f"{account.left / 100:.2f}" if account else ""}
    context = {
        "invoice": found,
        "account": account,
        "state": state_of(account),
        "lines": found.lines.select_related("quoted"),
        "payments": found.payments.select_related("undone"),
        "credit_notes": found.credit_notes.select_related("centre"),
        "may_pay": bool(account and account.left > 0),
        "may_credit": any(one.quantity > 0 for one in left_of_invoice(found)) if account else False,
        "form": form or PaymentForm(initial=first),
        "undo_form": undo_form or ReasonForm(),
        "simulated": found.request.simulated,
        "crumbs": [*crumbs(None, _("Invoices"))[:1], (_("Invoices"), reverse("services:invoices")),
                   (found.number, "")],
    }  # fmt: skip
    return render(http, "services/invoice.html", context, status=422 if form or undo_form else 200)


@require_safe
@requires("work.invoice")
def paper(http, uid):
    """The paper as it was issued, byte for byte."""
    return pdf_of(invoice_named(http, uid))


def pdf_of(found: Invoice) -> FileResponse:
    return FileResponse(
        path_of(found.document_id).open("rb"), as_attachment=True, filename=f"{found.number}.pdf"
    )


@requires("work.invoice")
def new_invoice(http, uid):
    """Invoice what is left of an order, or a part of it."""
    request = request_named(http, uid)
    if not http.standing.can("work.invoice", request.centre):
        raise PermissionDenied(refusal("work.invoice"))
    quote = invoiceable(request)
    left = left_of_quote(quote) if quote else []
    first = {"due_on": today() + timedelta(days=DAYS_TO_PAY), "after": request.invoices.count()}
    form = InvoiceForm(http.POST or None, left=left, initial=first)
    if http.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("due_on", "after")}
        said |= {"by": http.user, "on": today(), "at": timezone.now()}
        with refusals_on(form):
            made = actions.invoice(request, form.quantities, **said)
            messages.success(http, _("The invoice is issued: its number and its paper never change."))
            return redirect("services:invoice", made.uid)
    context = {"request_": request, "form": form, "left": [one for one in left if one.quantity > 0]}
    context["crumbs"] = crumbs(request, _("Invoice"))
    return render(http, "services/invoice_form.html", context, status=422 if form.errors else 200)


@requires("work.invoice")
def credit(http, uid):
    """Give an invoice back, in whole or in part."""
    found = invoice_named(http, uid)
    left = left_of_invoice(found) if found.kind == Invoice.Kind.INVOICE else []
    form = CreditForm(http.POST or None, left=left, initial={"after": found.credit_notes.count()})
    if http.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("reason", "after")}
        said |= {"by": http.user, "on": today(), "at": timezone.now()}
        with refusals_on(form):
            made = actions.credit(found, form.quantities, **said)
            messages.success(http, _("The credit note is issued."))
            return redirect("services:invoice", made.uid)
    context = {"request_": found.request, "invoice": found, "form": form}
    context |= {"left": [one for one in left if one.quantity > 0]}
    context["crumbs"] = [
        (_("Invoices"), reverse("services:invoices")),
        (found.number, reverse("services:invoice", args=[uid])),
        (_("Credit note"), ""),
    ]
    return render(http, "services/invoice_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires("work.invoice")
def payments(http, uid):
    """Write a payment down."""
    found, form = invoice_named(http, uid), PaymentForm(http.POST)
    if form.is_valid():
        said = form.cleaned_data | {"amount": int(form.cleaned_data["amount"] * 100)}
        with refusals_on(form):
            actions.pay(found, by=http.user, today=today(), **said)
            messages.success(http, _("The payment is written down."))
            return redirect("services:invoice", uid)
    return shown(http, found, form=form)


@require_POST
@requires("work.invoice")
def payment_undoing(http, uid, key):
    """Say that a payment does not count."""
    found, form = invoice_named(http, uid), ReasonForm(http.POST)
    payment = Payment.objects.filter(invoice=found, pk=key).first()
    if payment is None:
        raise Http404
    if form.is_valid():
        with refusals_on(form):
            actions.undo_payment(payment, reason=form.cleaned_data["reason"], by=http.user)
            messages.success(http, _("The payment no longer counts."))
            return redirect("services:invoice", uid)
    return shown(http, found, undo_form=form)


@contextmanager
def refusals_on(form):
    """What the act refuses is said on the form."""
    try:
        yield
    except ValidationError as error:
        form.add_error(None, error)
