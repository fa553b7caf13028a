"""Requests that firms file together and that go through the centre's machines in step, day after day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import numpy as np

from jalon.journal.actions import SIMULATED_NOW
from jalon.network.models import Enterprise, Establishment
from jalon.services.actions import Line, many, step
from jalon.services.actions.asking import Answered, answer_many, ask_many
from jalon.services.actions.many import Asked
from jalon.services.invoicing import actions as invoicing
from jalon.services.invoicing.many import invoice_whole, pay_whole
from jalon.services.models import Contact, Request
from jalon.services.queries.invoices import left_of_invoice
from jalon.services.queries.requests import REVIEWED
from jalon.site.simulation.work import papers
from jalon.site.simulation.work.bench import Bench
from jalon.site.simulation.work.days import later
from jalon.site.simulation.work.means import VAT, Shop

RECEPTION, LEAD, OPERATOR, FINANCE = ("reception",), ("technical_lead",), ("operator",), ("finance",)
STAGES = (
    "draft", "submitted", "in_review", "quoted", "accepted", "planned", "in_progress", "assigned", "entered",
    "verified", "authorised", "drafted", "in_verification", "report_authorised", "delivered", "closed",
)  # fmt: skip
"""How far a request may go; after `in_progress`, its lines and reports."""
STATED = 0.72
GOES_ON = ("", "contest", "suspend")
STOPS = ("decline", "lose", "expire")
CHANNELS = ("telephone", "visit", "mail")
FATES = (("", 0.88), ("decline", 0.03), ("lose", 0.05), ("expire", 0.03), ("contest", 0.01))
SAYS = {
    "decline": "Simulé : hors du domaine du laboratoire.",
    "lose": "Simulé : la firme a choisi un autre devis.",
    "ask": "Simulé : précisez la référence du produit.",
    "contest": "Simulé : la firme conteste un résultat.",
    "suspend": "Simulé : un instrument est en étalonnage.",
    "cancel": "Simulé : la firme renonce.",
    "settle": "Simulé : le résultat est confirmé après relecture.",
}


@dataclass
class Order:
    """A request with what chance decides of it: how far it goes, what becomes of it."""

    code: str  # of the service
    firm: int
    samples: int = 0
    is_import: bool = False
    fate: str = ""
    reach: int = 99
    is_stated: bool = True
    price: float = 1.0
    request: Request | None = None

    @property
    def is_tested(self) -> bool:
        return self.samples > 0


@dataclass
class Batch:
    """Orders of one centre filed on one day. `pace` are working days between what happens."""

    shop: Shop
    filed_on: date
    orders: Sequence[Order]
    firms: Callable[[Sequence[int]], dict[int, tuple[Enterprise, Establishment | None]]]
    rng: np.random.Generator
    pace: int = 1
    tests_on: date | None = None  # when its lines are planned, when that is not the day they are tested
    is_set: bool = False  # whether its papers are set one by one
    stages: Sequence[str] = STAGES
    askings: list = field(default_factory=list)
    invoices: list = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bench = Bench(self)

    def acts(self) -> Iterator[tuple]:
        """Day, hour, what is done."""
        slow, day = self.pace, self.filed_on
        tested = 5 + 3 * slow
        yield day, 8, self.file
        yield later(day, 1), 9, self.review
        yield later(day, 1 + slow), 10, self.quote
        yield later(day, 3 + slow), 9, self.accept
        yield later(day, 3 + 2 * slow), 10, self.plan
        yield later(day, 4 + 2 * slow), 9, self.start
        yield later(day, tested), 14, self.bench.enter
        yield later(day, tested + 1), 9, self.bench.verify
        yield later(day, tested + 2), 9, self.bench.authorise
        yield later(day, tested + 2), 15, self.bench.draft
        yield later(day, tested + 3), 10, self.bench.issue
        yield later(day, tested + 3), 11, self.deliver
        yield later(day, tested + 4), 9, self.invoice
        yield later(day, tested + 9), 9, self.answer
        yield later(day, tested + 20), 9, self.pay
        yield later(day, 26 + slow), 7, self.expire
        yield later(day, tested + 12), 8, self.close

    def going(self, stage: str, *, fates: Sequence[str] = GOES_ON) -> list[Order]:
        """The orders that come to a stage."""
        place = self.stages.index(stage)
        return [one for one in self.orders if one.request and one.reach >= place and one.fate in fates]

    def is_last(self, one: Order) -> bool:
        return one.reach >= len(self.stages) - 1

    def told(self, office: str, roles: Sequence[str], on: date) -> dict:
        return {"by": self.shop[office], "roles": roles, "on": on}

    def file(self, on: date) -> None:
        """Written down and filed by the reception; a draft stays one, and some are asked for more."""
        known = self.firms([one.firm for one in self.orders])
        self.orders = [one for one in self.orders if one.firm in known]
        if not self.orders:
            return
        asked = [self.asked(one, known[one.firm], on) for one in self.orders]
        made = many.open_requests(self.shop.centre, asked, by=self.shop["reception"], on=on, simulated=True)
        for one, request in zip(self.orders, made, strict=True):
            one.request = request
        every = (*GOES_ON, *STOPS, "cancel", "ask")
        filed = [one.request for one in self.going("submitted", fates=every)]
        told = self.told("reception", RECEPTION, on)
        many.step_requests(filed, "submit", **told)
        wanting = [one.request for one in self.orders if one.fate == "ask"]
        many.step_requests(wanting, "ask", reason=SAYS["ask"], **told)

    def asked(self, one: Order, firm, on: date) -> Asked:
        product = self.shop.product.name.fr
        return Asked(
            version=self.shop.offered[one.code],
            enterprise=firm[0],
            establishment=firm[1],
            text=f"Demande simulée : {product}, {one.samples or 1} lot(s).",
            channel=CHANNELS[int(self.rng.integers(0, len(CHANNELS)))],
            wanted_by=later(on, 30),
            contact={"name": "Contact simulé", "email": f"contact.{one.firm}@simule.invalid"},
        )

    def review(self, on: date) -> None:
        going = self.going("in_review", fates=(*GOES_ON, *STOPS))
        told = self.told("lead", LEAD, on)
        many.step_requests([one.request for one in going], "review", **told)
        declined = [one.request for one in going if one.fate == "decline"]
        many.step_requests(declined, "decline", reason=SAYS["decline"], **told)
        ticked, by = dict.fromkeys(REVIEWED, "yes"), self.shop["lead"]
        going = [one for one in going if one.fate != "decline" and one.reach > self.stages.index("in_review")]
        for rule, is_stated in (("guarded", True), ("no_statement", False)):
            some = [one.request for one in going if (one.is_stated and one.is_tested) is is_stated]
            many.review_requests(some, ticked=ticked, rule=rule, by=by)

    def quote(self, on: date) -> None:
        going = self.going("quoted", fates=(*GOES_ON, *STOPS))
        going = [one for one in going if one.request.state == "in_review"]
        quoted = [(one.request, [self.line(one)]) for one in going]
        told = self.told("lead", LEAD, on)
        many.quote_requests(quoted, valid_until=later(on, 20), working_days=15, **told)
        lost = [one.request for one in going if one.fate == "lose"]
        many.step_requests(lost, "lose", reason=SAYS["lose"], **self.told("reception", RECEPTION, on))

    def line(self, one: Order) -> Line:
        count = one.samples * len(self.shop.product.characteristics) or 1
        unit = max(1, round(self.shop.prices[one.code] * one.price / 1000)) * 1000
        text = self.shop.offered[one.code].name.fr
        return Line(text=text, quantity=Decimal(count), unit_amount=unit, vat_rate=VAT, code=one.code)

    def accept(self, on: date) -> None:
        going = [one.request for one in self.going("accepted")]
        orders = {one.pk: f"BC-SIM-{one.serial:05d}" for one in going}
        many.accept_requests(going, orders, **self.told("reception", RECEPTION, on))
        self.bench.expect(on)

    def plan(self, on: date) -> None:
        going = [one.request for one in self.going("planned")]
        days = {"days": {"from": later(on, 1).isoformat(), "to": later(on, 10).isoformat()}}
        told = self.told("lead", LEAD, on)
        many.step_requests(going, "plan", brought=("days_set",), said=days, **told)
        self.bench.receive(on)

    def start(self, on: date) -> None:
        going = [one.request for one in self.going("in_progress")]
        told = self.told("lead", LEAD, on)
        many.step_requests(going, "start", **told)
        held = [one.request for one in self.going("in_progress", fates=("suspend",))]
        many.step_requests(held, "suspend", reason=SAYS["suspend"], **told)
        self.bench.order(on)

    def deliver(self, on: date) -> None:
        """Tested requests by their reports, the others by what says what was done."""
        going = [one for one in self.going("delivered") if one.request.state == "in_progress"]
        documents = dict(self.bench.documents)
        if rest := [one for one in going if not one.is_tested]:
            paper = papers.delivered(self.shop, on)
            documents |= {one.request.pk: (paper,) for one in rest}
        requests = [one.request for one in going]
        many.deliver_requests(requests, documents, **self.told("lead", LEAD, on))

    @property
    def served(self) -> list[Order]:
        return [one for one in self.orders if one.request and one.request.state == "delivered"]

    def invoice(self, on: date) -> None:
        at, requests = SIMULATED_NOW.get(), [one.request for one in self.served]
        if not requests:
            return
        paper = papers.invoices(self.shop, len(requests), at=at, is_set=self.is_set)
        told = {"due_on": later(on, 40), "by": self.shop["reception"], "on": on, "paper": paper}
        self.invoices = invoice_whole(requests, **told)
        self.credit(at)
        if self.shop.character.answers:
            whom = {one.request_id: one for one in Contact.objects.filter(request__in=requests)}
            asked = [(request, whom[request.pk]) for request in requests]
            said = {"by": self.shop["reception"], "on": on}
            self.askings = ask_many(asked, send=lambda asking, secret: None, **said)

    def credit(self, at: datetime) -> None:
        """Now and then, half of an invoice is given back."""
        for made in self.invoices[:1] if self.rng.random() < 0.22 else ():
            (left,) = left_of_invoice(made)
            half = max(Decimal(1), left.quantity // 2)
            told = {"by": self.shop["reception"], "on": at.date(), "at": at}
            invoicing.credit(made, {left.line.pk: half}, reason="Simulé : essais non réalisés.", **told)

    def answer(self, on: date) -> None:
        """About half answer; who contests does so then, and is answered by the director."""
        answered = [
            Answered(asking, int(self.rng.choice((2, 3, 4, 5), p=(0.05, 0.13, 0.47, 0.35))), True)
            for asking in self.askings
            if self.rng.random() < 0.55
        ]
        answer_many(answered, by=None, on=on)
        for one in self.served:
            if one.fate == "contest":
                told = self.told("reception", RECEPTION, on) | {"turn": one.request.turn}
                step(one.request, "contest", reason=SAYS["contest"], **told)

    def pay(self, on: date) -> None:
        due = [one for one in self.invoices if one.pk % 9]
        credited = {one.corrects_id for one in type(due[0]).objects.filter(corrects__in=due)} if due else ()
        paid = [one for one in due if one.pk not in credited]
        pay_whole(paid, means="transfer", by=self.shop["reception"], on=on)

    def expire(self, on: date) -> None:
        late = [one.request for one in self.orders if one.request and one.request.state == "quoted"]
        many.step_requests(late, "expire", by=None, roles=("scheduler",), on=on)

    def close(self, on: date) -> None:
        asked = {asking.request_id for asking in self.askings}
        served = [one for one in self.served if self.is_last(one) and one.request.pk in asked]
        told = self.told("reception", RECEPTION, on)
        many.step_requests([one.request for one in served], "close", **told)
