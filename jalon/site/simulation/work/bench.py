"""The laboratory part of a batch: its samples, test lines, results and reports."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from jalon.journal.actions import SIMULATED_NOW
from jalon.services.models import Report, Sample, TestLine
from jalon.services.testing import actions
from jalon.services.testing.actions import Entry, many
from jalon.services.testing.actions.many import Announced, Drafted, Ordered
from jalon.services.testing_words import CHECKLIST
from jalon.site.simulation.work import papers
from jalon.site.simulation.work.days import later
from jalon.site.simulation.work.products import Characteristic

RECEPTION, LEAD, OPERATOR = ("reception",), ("technical_lead",), ("operator",)
VERIFIER, AUTHORISER = ("verifier",), ("authoriser",)
ANALYSTS = ("analyst", "analyst2")
SPREAD = Decimal("0.03")  # U, as a share of the limit
REFUSED = {True: 0.10, False: 0.07}  # of the results with a statement: imports, local products


class Bench:
    """Samples, lines and reports of the orders of a batch, by the key of the request."""

    def __init__(self, batch):
        self.batch, self.shop = batch, batch.shop
        self.samples: dict[int, list[Sample]] = defaultdict(list)
        self.lines: dict[int, list[TestLine]] = defaultdict(list)
        self.reports: dict[int, Report] = {}
        self.documents: dict[int, tuple[str, ...]] = {}

    def going(self, stage: str) -> list:
        here = self.batch.going(stage)
        return [one for one in here if one.is_tested and one.request.state not in ("suspended", "cancelled")]

    def told(self, office: str, roles: Sequence[str]) -> dict:
        return {"by": self.shop[office], "roles": roles}

    def samples_of(self, stage: str) -> list[Sample]:
        return [sample for one in self.going(stage) for sample in self.samples[one.request.pk]]

    def lines_of(self, stage: str) -> list[TestLine]:
        return [line for one in self.going(stage) for line in self.lines[one.request.pk]]

    def reports_of(self, stage: str) -> list[Report]:
        keys = [one.request.pk for one in self.going(stage)]
        return [self.reports[key] for key in keys if key in self.reports]

    def expect(self, on: date) -> None:
        family = self.shop.character.family
        announced = [
            Announced(
                one.request,
                f"{self.shop.product.name.fr}, lot {number} (simulé)",
                "import" if one.is_import else "local",
                family[(one.request.serial + number) % len(family)],
            )
            for one in self.going("accepted")
            for number in range(1, one.samples + 1)
        ]
        if announced:
            told = {"by": self.shop["reception"], "on": on}
            for sample in many.expect_samples(self.shop.centre, announced, **told):
                self.samples[sample.request.pk].append(sample)

    def receive(self, on: date) -> None:
        """Samples come once the work is planned; those of a request that stays planned are still to come."""
        if came := self.samples_of("in_progress"):
            told = self.told("reception", RECEPTION)
            many.receive_samples(came, quantity=Decimal(5), unit="u", on=on, **told)
            place = {"place": "Étagère A"}
            many.step_samples(came, "store", brought=("place_named",), said=place, **told)

    def order(self, on: date) -> None:
        """Lines for each sample, given to the two analysts in turn for the day of the tests."""
        going = self.going("in_progress")
        if not going:
            return
        version = self.shop.specification
        wanted = [Ordered(one.request, version, self.samples[one.request.pk]) for one in going]
        for line in many.order_all(wanted, by=self.shop["lead"]):
            self.lines[line.order.request_id].append(line)
        taken = [sample for sample in self.samples_of("assigned") if sample.state == "stored"]
        many.step_samples(taken, "take", **self.told("analyst", OPERATOR))
        planned_on = self.batch.tests_on or later(self.batch.filed_on, 5 + 3 * self.batch.pace)
        for office, lines in self.shared(self.lines_of("assigned")).items():
            told = self.told("lead", LEAD)
            actions.assign(lines, self.shop[office], planned_on=max(planned_on, on), **told)

    def shared(self, lines: Sequence[TestLine]) -> dict[str, list[TestLine]]:
        found: dict[str, list[TestLine]] = defaultdict(list)
        for line in lines:
            found[ANALYSTS[line.sample.serial % 2]].append(line)
        return found

    def enter(self, on: date) -> None:
        for office, lines in self.shared(self.lines_of("entered")).items():
            entries = [self.entry(line, office, on) for line in lines]
            actions.enter(entries, tested_on=on, on=on, **self.told(office, OPERATOR))

    def entry(self, line: TestLine, office: str, on: date) -> Entry:
        place = line.clause.position - 1
        measured = self.shop.product.characteristics[place]
        is_bad = self.batch.rng.random() < REFUSED[line.sample.origin == "import"]
        value, spread = result(measured, is_bad, float(self.batch.rng.random()))
        tools = self.shop.instruments[measured.instrument]
        is_second = office == ANALYSTS[1] and place == 0 and on < self.shop.fails_on
        tool = tools[1] if is_second else tools[0]
        return Entry(line, value, measured.unit, spread, Decimal(2), equipment=(tool,))

    def verify(self, on: date) -> None:
        if lines := self.lines_of("verified"):
            actions.verify(lines, **self.told("verifier", VERIFIER))

    def authorise(self, on: date) -> None:
        if lines := self.lines_of("authorised"):
            actions.authorise(lines, **self.told("director", AUTHORISER))

    def draft(self, on: date) -> None:
        drafted = [Drafted(one.request, self.lines[one.request.pk]) for one in self.going("drafted")]
        if not drafted:
            return
        told = self.told("lead", LEAD)
        for report in many.draft_reports(drafted, **told):
            self.reports[report.request_id] = report
        many.step_reports(self.reports_of("in_verification"), "submit", **told)
        used = [sample for sample in self.samples_of("in_verification") if sample.state == "in_test"]
        many.step_samples(used, "use_up", **self.told("analyst", OPERATOR))

    def issue(self, on: date) -> None:
        told = self.told("director", AUTHORISER)
        ticked = dict.fromkeys(CHECKLIST, "yes")
        many.step_reports(self.reports_of("report_authorised"), "authorise", ticked=ticked, **told)
        if leaving := self.reports_of("delivered"):
            said = {"by": self.shop["director"], "at": SIMULATED_NOW.get(), "is_set": self.batch.is_set}
            issued = many.issue_reports(
                leaving, on=on, papers=lambda some: papers.reports(self.shop, some, **said), **told
            )
            self.documents = {one.report.request_id: (one.document.document_id,) for one in issued}


def result(measured: Characteristic, is_bad: bool, chance: float) -> tuple[Decimal, Decimal]:
    """A value well inside the limits or well outside, as it is typed, with its uncertainty."""
    low, high = measured.low, measured.high
    limit = high if high is not None else low
    places = Decimal(1).scaleb(limit.as_tuple().exponent)
    drawn = Decimal(str(round(chance, 4)))
    if low is not None and high is not None:
        width = high - low
        spread = width * SPREAD
        value = (
            high + width * (Decimal("0.2") + drawn / 5)
            if is_bad
            else low + width * (Decimal("0.3") + drawn * 2 / 5)
        )
    elif high is not None:
        spread = high * SPREAD
        value = high * (Decimal("1.1") + drawn / 4 if is_bad else Decimal("0.5") + drawn * 2 / 5)
    else:
        spread = low * SPREAD
        top = Decimal("1.04") if measured.unit == "%" and low > 90 else Decimal("1.4")
        start = (low + low * SPREAD) / low
        value = low * (Decimal("0.7") + drawn / 5 if is_bad else start + drawn * (top - start))
    return value.quantize(places, ROUND_HALF_UP), max(spread.quantize(places, ROUND_HALF_UP), places / 10)
