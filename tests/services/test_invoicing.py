"""Invoices: numbered without a gap, never beyond the order, evidence at once, paid and given back."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.services.invoicing import actions
from jalon.services.invoicing.register import register
from jalon.services.models import Invoice, Payment
from jalon.services.queries.invoices import account_of, left_of_quote
from tests.factories.network import CentreFactory, EnterpriseFactory, EstablishmentFactory, holder
from tests.factories.services import asked, moved, offered, ordered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch, request):
    """The paper is set by one test; the others look at the money."""
    if "paper" not in request.node.name:
        monkeypatch.setattr(actions, "invoice_paper", lambda made, parts, at: made.number.encode())


def today():
    return timezone.localdate()


def invoiced(request, quantity=None, **said):
    lines = left_of_quote(request.quotes.get())
    quantities = {one.line.pk: quantity or one.quantity for one in lines}
    said = {"due_on": today() + timedelta(30), "by": None, "on": today(), "at": timezone.now()} | said
    return actions.invoice(request, quantities, **said)


def credited(invoice, quantity, **said):
    quantities = {line.quoted_id: quantity for line in invoice.lines.all()}
    said = {"reason": "Erreur", "by": None, "on": today(), "at": timezone.now()} | said
    return actions.credit(invoice, quantities, **said)


def paid(invoice, amount, **said):
    said = {"on": today(), "means": "transfer", "by": None, "today": today()} | said
    return actions.pay(invoice, amount=amount, **said)


# what is invoiced


def test_an_invoice_takes_the_quote_with_its_tax_and_is_evidence_under_the_same_event():
    made = invoiced(ordered())

    row = Evidence.objects.get(kind="income.invoiced")
    assert (made.amount, made.vat, made.due) == (3_000_03, 600_01, 3_600_04)
    assert (row.amount, row.enterprise, row.event_id) == (3_000_03, made.request.enterprise, made.event_id)
    assert (row.documents, row.attributes["reference"]) == ([made.document_id], made.number)


def test_parts_of_an_order_add_up_to_its_quote_to_the_centime():
    request = ordered(quantity=Decimal(3), unit_amount=33_33, funded=50_00)

    parts = [invoiced(request, Decimal("0.7")), invoiced(request, Decimal("1.1")), invoiced(request)]

    assert sum(one.amount for one in parts) == request.quotes.get().amount == 99_99
    assert sum(one.funded_amount for one in parts) == 50_00
    with pytest.raises(ValidationError):
        invoiced(request)


@pytest.mark.parametrize("quantity", [Decimal(4), Decimal("3.001"), Decimal(-1)])
def test_more_than_was_ordered_is_not_invoiced(quantity):
    with pytest.raises(ValidationError):
        invoiced(ordered(), quantity)


def test_an_order_that_is_not_accepted_or_was_cancelled_is_not_invoiced():
    with pytest.raises(ValidationError, match="commande"):
        actions.invoice(asked(), {}, due_on=today(), by=None, on=today(), at=timezone.now())
    with pytest.raises(ValidationError, match="commande"):
        invoiced(moved(ordered(), "cancel"))


def test_a_simulated_order_leaves_simulated_income():
    invoiced(ordered(simulated=True))

    assert Evidence.objects.get(kind="income.invoiced").simulated


# numbers


def test_invoices_and_credit_notes_are_numbered_apart_and_by_year():
    request = ordered()
    first = invoiced(request, Decimal(1), on=date(2026, 5, 1), due_on=date(2026, 6, 1))
    note = credited(first, Decimal(1), on=date(2026, 5, 2))
    second = invoiced(request, Decimal(1), on=date(2027, 1, 4), due_on=date(2027, 2, 1))

    assert [one.serial for one in (first, note, second)] == [1, 1, 1]
    assert note.number.split("-", 1)[1] == "A-2026-00001"


def test_a_refused_invoice_takes_no_number():
    request = ordered()
    with pytest.raises(ValidationError):
        invoiced(request, Decimal(99))

    assert invoiced(request).serial == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_invoice_at_once_leave_no_gap_and_no_double():
    centre = CentreFactory()
    requests = [ordered(offered(centre, code=f"t{place}")) for place in range(6)]
    start, failures = threading.Barrier(len(requests)), []

    def one(request):
        try:
            start.wait(10)
            invoiced(request)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert failures == []
    assert sorted(Invoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]


# given back


def test_a_credit_note_takes_the_income_back_and_the_rest_may_be_invoiced_again():
    request = ordered()
    made = invoiced(request)

    note = credited(made, Decimal(1))

    row = Evidence.objects.get(kind="income.credited")
    assert (row.amount, row.event_id) == (-1_000_01, note.event_id)
    assert account_of(made, on=today()).credited == note.due == 1_200_01
    assert invoiced(request).amount == 1_000_01


def test_a_credit_note_says_why_and_never_more_than_its_invoice():
    made = invoiced(ordered(), Decimal(2))
    credited(made, Decimal(1))

    with pytest.raises(ValidationError, match="pourquoi"):
        credited(made, Decimal(1), reason=" ")
    with pytest.raises(ValidationError):
        credited(made, Decimal(2))
    with pytest.raises(ValidationError):
        credited(made.credit_notes.get(), Decimal(1))


def test_an_invoice_given_back_in_full_owes_nothing():
    made = invoiced(ordered(funded=100_00))
    credited(made, Decimal(3))

    account = account_of(made, on=today())

    assert (account.left, account.state) == (0, "credited")


def test_credit_notes_in_parts_give_back_the_tax_to_the_centime():
    made = invoiced(ordered(quantity=Decimal(3), unit_amount=1_13))
    notes = [credited(made, Decimal(1)) for _part in range(3)]

    account = account_of(made, on=today())
    text = "".join(register(Invoice.objects.order_by("id")))

    assert made.vat == sum(note.vat for note in notes) == 68
    assert (account.left, account.state) == (0, "credited")
    assert sum(Decimal(line.split(";")[10]) for line in text.splitlines()[1:]) == 0


def test_what_the_plan_pays_whole_is_not_cancelled():
    made = invoiced(ordered(quantity=Decimal(1), unit_amount=1_00, funded=1_20))

    assert account_of(made, on=today()).state == "paid"


def test_the_accountants_file_says_the_ice_of_the_site_that_asked():
    site = EstablishmentFactory()
    request = ordered(enterprise=site.enterprise, establishment=site)
    invoiced(request)

    assert f";{site.ice};" in "".join(register(Invoice.objects.all()))


# paid


def test_an_invoice_is_paid_in_parts_and_late_after_its_day():
    made = invoiced(ordered())
    due_on = made.due_on

    states = [account_of(made, on=today()).state]
    paid(made, 1_000_00)
    states += [account_of(made, on=due_on).state, account_of(made, on=due_on + timedelta(1)).state]
    paid(made, 2_600_04)

    assert [*states, account_of(made, on=today()).state] == ["to_pay", "partly_paid", "late", "paid"]


@pytest.mark.parametrize(
    "said", [{"amount": 0}, {"amount": -5}, {"amount": 9_999_99}, {"on": date(2030, 1, 1)}]
)
def test_a_payment_beyond_what_is_left_or_to_come_is_refused(said):
    with pytest.raises(ValidationError):
        paid(invoiced(ordered()), **({"amount": 100} | said))


def test_a_payment_that_came_back_no_longer_counts_and_says_why():
    made = invoiced(ordered())
    payment = paid(made, made.due)

    actions.undo_payment(payment, reason="Chèque sans provision", by=None)

    assert account_of(made, on=today()).left == made.due
    with pytest.raises(ValidationError, match="déjà"):
        actions.undo_payment(payment, reason="Encore", by=None)


# pages and files


def test_the_paper_says_the_number_in_two_languages_and_is_kept(tmp_path):
    made = invoiced(ordered())

    paper = (tmp_path / made.document_id[:2] / made.document_id).read_bytes()
    assert paper.startswith(b"%PDF")
    assert made.document.media_type == "application/pdf"


def test_the_accountants_file_takes_credit_notes_back_and_holds_no_formula():
    request = ordered(enterprise=EnterpriseFactory(name="=CMD()"))
    made = invoiced(request)
    credited(made, Decimal(1))

    text = "".join(register(Invoice.objects.order_by("id")))

    lines = text.strip().splitlines()
    assert lines[0].startswith("\ufeffnumber;kind;day")
    assert ";3000.03;600.01;3600.04;" in lines[1]
    assert ";-1000.01;-200.00;-1200.01;" in lines[2]
    assert ";'=CMD();" in lines[1]


def test_the_accounts_invoice_and_collect_by_the_pages(client):
    request = ordered()
    client.force_login(holder("centre_staff", request.centre))
    line = request.quotes.get().lines.get()

    wrong = client.post(
        reverse("services:new_invoice", args=[request.uid]), {f"line_{line.pk}": "9", "due_on": today()}
    )
    right = client.post(
        reverse("services:new_invoice", args=[request.uid]), {f"line_{line.pk}": "2", "due_on": today()}
    )
    made = Invoice.objects.get()
    client.post(
        reverse("services:payments", args=[made.uid]), {"amount": "100", "on": today(), "means": "cheque"}
    )
    page = client.get(reverse("services:invoice", args=[made.uid])).content.decode()
    client.post(
        reverse("services:payment_undoing", args=[made.uid, Payment.objects.get().pk]), {"reason": "Rejeté"}
    )
    client.post(
        reverse("services:credit", args=[made.uid]),
        {f"line_{line.pk}": "2", "reason": "Annulée par le client"},
    )
    listed = client.get(reverse("services:invoices")).content.decode()
    file = client.get(reverse("services:accountant_file"), {"since": today(), "until": today()})

    assert wrong.status_code == 422
    assert "au plus 3" in wrong.content.decode()
    assert right.status_code == 302
    assert "chèque" in page
    assert "annulée par un avoir" in listed
    assert len(b"".join(file.streaming_content).splitlines()) == 3


def test_a_form_sent_twice_invoices_gives_back_and_collects_once(client):
    request = ordered()
    client.force_login(holder("centre_staff", request.centre))
    line = f"line_{request.quotes.get().lines.get().pk}"

    def sent_twice(name, *keys, page=None, **said):
        form = client.get(reverse(f"services:{page or name}", args=keys)).context["form"]
        there, said = reverse(f"services:{name}", args=keys), {"after": form["after"].value()} | said
        return [client.post(there, said).status_code for _time in range(2)]

    codes = sent_twice("new_invoice", request.uid, **{line: "1"}, due_on=today())
    made = Invoice.objects.get()
    codes += sent_twice("payments", made.uid, page="invoice", amount="1", on=today(), means="cheque")
    codes += sent_twice("credit", made.uid, **{line: "0.2"}, reason="Erreur")

    assert codes == [302, 422] * 3
    assert (Invoice.objects.count(), Payment.objects.count()) == (2, 1)


def test_another_centre_sees_no_invoice(client):
    made = invoiced(ordered())
    client.force_login(holder("centre_director"))

    assert client.get(reverse("services:invoice", args=[made.uid])).status_code == 404
    assert client.get(reverse("services:new_invoice", args=[made.request.uid])).status_code == 404
    assert made.number not in client.get(reverse("services:invoices")).content.decode()
