"""Services a centre offers and what firms ask of it, ready to act."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from jalon.journal.actions import recording
from jalon.journal.lives import begin, move
from jalon.kernel.words import Words
from jalon.network.models import FirmAccount
from jalon.services.invoicing import actions as invoicing
from jalon.services.models import (
    Acceptance,
    Invoice,
    Offering,
    OfferingVersion,
    Opening,
    Quote,
    QuoteLine,
    Request,
)
from jalon.services.queries.invoices import left_of_quote
from tests.factories.network import CentreFactory, EnterpriseFactory, an_event
from tests.factories.people import UserFactory

LONG_AGO = date(2020, 1, 1)
NUMBERS = count(1)


def offered(centre=None, *, code="tests", kind="testing", **said) -> OfferingVersion:
    """A service a centre has offered for long."""
    centre = centre or CentreFactory()
    with recording("offering.opened", subject=f"centre:{centre.code}") as record:
        offering = record.keep(Offering(centre=centre, code=code))
        said = {"name": Words("Essais sur masques", "اختبارات على الكمامات", "Tests of masks")} | said
        version = record.keep(OfferingVersion(offering=offering, number=1, kind=kind, **said))
        record.keep(Opening(offering=offering, version=version, starts_on=LONG_AGO))
    return version


def asked(version=None, *, enterprise=None, year=2026, channel="visit", **said) -> Request:
    """A draft of a request, by a firm."""
    version = version or offered()
    with recording("request.opened") as record:
        request = Request(
            centre=version.offering.centre,
            year=year,
            serial=next(NUMBERS),
            offered=version,
            enterprise=enterprise or EnterpriseFactory(),
            channel=channel,
            **said,
        )
        return begin(record, request)


def moved(thing, *verbs, by=None, reason="because"):
    """The thing after verbs, each by a role that may, with every guard holding."""
    for verb in verbs:
        lines = [line for line in thing.machine.from_state(thing.state) if line.verb == verb]
        (role, *_rest), facts = lines[0].by, thing.machine.guards
        with recording(f"test.{verb}") as record:
            move(record, thing, verb, facts=facts, role=role, by=by, turn=thing.turn, reason=reason)
    return thing


def quoted(request=None, *, quantity=Decimal(3), unit_amount=1_000_01, funded=0, **said) -> Quote:
    """A quote that was sent, of one line; its request is where the firm answers."""
    request = request or asked(**said)
    request = request if request.state == "in_review" else moved(request, "submit", "review")
    amount = int(quantity * unit_amount)
    line = ("L1", "1") if funded else ("", "")
    with recording("request.quoted") as record:
        quote = record.keep(
            Quote(
                request=request,
                revision=1,
                valid_until=date.today() + timedelta(days=30),
                amount=amount,
                vat=amount // 5,
                funded_amount=funded,
                funding_line_code=line[0],
                axis_code=line[1],
            )
        )
        told = {"text": "Essai de filtration", "quantity": quantity, "unit_amount": unit_amount}
        record.keep(QuoteLine(quote=quote, position=1, vat_rate=Decimal("0.2"), amount=amount, **told))
        facts = request.machine.guards
        move(
            record, request, "quote", facts=facts, role="technical_lead", by=None, turn=request.turn,
            said={"revision": 1},
        )  # fmt: skip
    return quote


def ordered(version=None, *, enterprise=None, establishment=None, simulated=False, **said) -> Request:
    """A request whose quote the firm accepted."""
    enterprise = enterprise or EnterpriseFactory(simulated=simulated)
    request = asked(version, enterprise=enterprise, establishment=establishment, simulated=simulated)
    quote = quoted(request, **said)
    with recording("request.accepted") as record:
        record.keep(Acceptance(quote=quote, proof="order", order_number="BC-1", on=date.today()))
    return moved(quote.request, "accept")


def invoiced(request) -> Invoice:
    """All of an order, invoiced today and paid in part."""
    day = date.today()
    quantities = {one.line.pk: one.quantity for one in left_of_quote(request.quotes.get())}
    told = {"due_on": day + timedelta(days=30), "by": None, "on": day, "at": timezone.now()}
    made = invoicing.invoice(request, quantities, **told)
    invoicing.pay(made, amount=1_00, on=day, means="cheque", by=None, today=day)
    return made


def acting_for(firm, *, vouched=True, **said):
    """A person of a firm, whom a centre vouches for."""
    user = UserFactory(**said)
    FirmAccount.objects.create(
        user=user, enterprise=firm, is_vouched=vouched, since=LONG_AGO, event=an_event()
    )
    return user
