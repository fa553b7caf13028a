"""Products that makers have validated: a campaign led by one centre, and files of their own in another.

They go with the requests of a batch: tested as any, then judged clause by clause and concluded upon.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from jalon.journal.actions import SIMULATED_NOW
from jalon.kernel.words import Words
from jalon.plan.models import Service
from jalon.services import actions as services
from jalon.services.models import Campaign, PlannedClause, TestLine, Validation
from jalon.services.testing import actions as testing
from jalon.services.testing.actions import many
from jalon.services.validation import actions
from jalon.services.validation.actions import Planned
from jalon.services.validation.queries.judging import facts_of_validation
from jalon.site.simulation.work import papers
from jalon.site.simulation.work.bench import AUTHORISER, LEAD, OPERATOR, Bench
from jalon.site.simulation.work.days import later
from jalon.site.simulation.work.means import VAT, Shop
from jalon.site.simulation.work.orders import STAGES, Batch, Order

FILES = {"CTTH": 4, "CETIEV": 2}  # products by centre; the first of them leads a campaign
LEADER = "CTTH"
AGE = 14  # working days since they were filed: what is concluded is invoiced, one is still being tested
DAYS = 10  # working days, from the file to the opinion
PRICE = 12_000_00
OPINIONS = {
    "favour": "Simulé : chaque clause est satisfaite.",
    "reject": "Simulé : une clause n’est pas satisfaite.",
}


def batches(work, shop: Shop) -> Iterator[Batch]:
    """The products of a centre, filed on one day of its work in Jalon."""
    filed_on, count = later(work.end, -AGE), FILES.get(shop.character.code, 0)
    if not count or filed_on <= work.opens + timedelta(days=1):
        return
    rng = work.rng(11, shop.place)
    firms = sorted(set(work.draw(shop.place, filed_on, 3 * count, rng)))[:count]
    orders = [Order("validation", firm, samples=1) for firm in firms]
    if orders:
        orders[-1].reach = STAGES.index("entered")
    yield Validating(shop=shop, filed_on=filed_on, orders=orders, firms=work.firms_of(), rng=rng, pace=0)


class Validating(Batch):
    """Requests for a validation, each with the file of its product."""

    campaign: Campaign | None = None

    def __post_init__(self) -> None:
        self.bench: ValidatingBench = ValidatingBench(self)

    def file(self, on: date) -> None:
        offer(self.shop, on)
        if self.shop.character.code == LEADER:
            self.campaign = lead_campaign(self.shop, on)
        super().file(on)

    def deliver(self, on: date) -> None:
        """The opinion on each product that is tested delivers its request; all its makers but one consent."""
        tested = [self.bench.files[one.request.pk] for one in self.going("delivered")]
        for validation in tested:
            self.conclude(validation, on)
        for validation in tested[:-1] or tested:
            actions.consent(validation, is_given=True, on=on, means="signed", by=self.shop["reception"])

    def conclude(self, validation: Validation, on: date) -> None:
        told = {"by": self.shop["lead"], "roles": LEAD, "on": on}
        actions.step_validation(validation, "review", turn=validation.turn, **told)
        facts = facts_of_validation(validation, on=on, by=self.shop["director"])
        verb = "favour" if facts["every_verdict_passes"] else "reject"
        told = {"by": self.shop["director"], "roles": AUTHORISER, "on": on, "at": SIMULATED_NOW.get()}
        address = papers.address("validation_check", validation.uid)
        turn = validation.turn
        actions.give_opinion(validation, verb, text=OPINIONS[verb], turn=turn, address=address, **told)
        if verb == "reject":
            told = {"by": self.shop["lead"], "roles": LEAD, "on": on}
            actions.step_validation(validation, "close", turn=validation.turn, **told)
        validation.request.refresh_from_db()


class ValidatingBench(Bench):
    """Its lines are ordered by the files of products."""

    def __init__(self, batch) -> None:
        super().__init__(batch)
        self.files: dict[int, Validation] = {}

    def order(self, on: date) -> None:
        for one in self.going("in_progress"):
            self.lines[one.request.pk] = self.opened(one.request, on)
        many.step_samples(self.samples_of("assigned"), "take", **self.told("analyst", OPERATOR))
        planned_on = later(self.batch.filed_on, 5)
        for office, lines in self.shared(self.lines_of("assigned")).items():
            told = {"planned_on": max(planned_on, on), **self.told("lead", LEAD)}
            testing.assign(lines, self.shop[office], **told)

    def opened(self, request, on: date) -> list[TestLine]:
        """The file of a product, its tests ordered, its plan approved."""
        lead, version, campaign = self.shop["lead"], self.shop.specification, self.batch.campaign
        product = f"{self.shop.product.name.fr} M{request.serial:03d} (simulé)"
        told = {"by": lead, "roles": LEAD, "on": on}
        validation = actions.open_validation(request, version, product=product, campaign=campaign, **told)
        self.files[request.pk] = validation
        lines = actions.order_all(validation, by=lead)
        order = lines[0].order
        ways = [Planned(clause, PlannedClause.Way.TEST, order) for clause in version.clauses.all()]
        actions.plan(validation, ways, by=lead)
        for verb in ("approve_plan", "test"):
            actions.step_validation(validation, verb, turn=validation.turn, **told)
        return lines


def offer(shop: Shop, starts_on: date) -> None:
    """The validation of products, a service the centre opens the day it is first asked for."""
    name = shop.product.name
    terms = {
        "kind": "validation",
        "name": Words(f"Validation : {name.fr}", f"مصادقة: {name.ar}", f"Validation: {name.en}"),
        "methods": shop.methods,
        "working_days": DAYS,
        "axis_code": "2",
        "funding_line_code": "1",
        "general_interest": True,
    }
    by, service = shop["director"], Service.objects.filter(code="validation").first()
    version = services.offer(shop.centre, code="validation", terms=terms, by=by, service=service)
    services.open_to_firms(version, starts_on=starts_on, by=by)
    said = {"code": "validation", "name": version.name, "unit": "u", "vat_rate": VAT}
    services.price(version.offering, amount=PRICE, starts_on=starts_on, by=by, **said)
    shop.offered["validation"], shop.prices["validation"] = version, PRICE


def lead_campaign(shop: Shop, on: date) -> Campaign:
    """A campaign for the products of the centre, opened at once."""
    name, by = shop.product.name, shop["director"]
    campaign = actions.draft_campaign(
        shop.centre,
        shop.specification,
        code="sim-campagne",
        title=Words(
            f"{name.fr} : campagne simulée", f"{name.ar}: حملة محاكاة", f"{name.en}: a simulated campaign"
        ),
        target_working_days=DAYS,
        laboratories=[shop.centre],
        by=by,
        simulated=True,
    )
    actions.step_campaign(campaign, "open", by=by, roles=("director",), turn=campaign.turn, on=on)
    return campaign
