"""Applications that firms file together, up to their certificates and what becomes of some."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from jalon.journal.actions import SIMULATED_NOW
from jalon.kernel.certificates import last_day
from jalon.services.actions import many as requests
from jalon.services.certification import actions
from jalon.services.certification.actions import many
from jalon.services.certification.actions.many import Applied
from jalon.services.models import Application, Certificate
from jalon.site.simulation.work import papers
from jalon.site.simulation.work.days import later
from jalon.site.simulation.work.orders import LEAD, RECEPTION, Batch

CERTIFIER = ("certifier",)
STAGES = (
    "draft", "submitted", "in_review", "quoted", "accepted", "planned", "in_progress", "application",
    "admissible", "agreement_signed", "evaluation", "judged", "review", "decision", "granted", "delivered",
    "closed",
)  # fmt: skip
DECISION = {"text": "Simulé : toutes les exigences sont satisfaites."}
FOUND = "Simulé : vu sur pièces et sur place."
ENDS = {
    "suspend": "Simulé : non-conformité à corriger.",
    "withdraw": "Simulé : la surveillance n’est plus possible.",
}


@dataclass
class Certifying(Batch):
    """Requests for certification of one centre, filed on one day."""

    stages: tuple[str, ...] = STAGES
    applications: dict[int, Application] = field(default_factory=dict)
    certificates: list[Certificate] = field(default_factory=list)

    def acts(self) -> Iterator[tuple]:
        slow, day = self.pace, self.filed_on
        yield day, 8, self.file
        yield later(day, 1), 9, self.review
        yield later(day, 2), 10, self.quote
        yield later(day, 3), 9, self.accept
        yield later(day, 4), 10, self.plan
        yield later(day, 5), 9, self.start
        yield later(day, 5), 14, self.apply
        yield later(day, 6), 14, self.evaluate
        yield later(day, 8 + slow), 9, self.judge
        yield later(day, 10 + slow), 10, self.conclude
        yield later(day, 11 + slow), 9, self.grant
        yield later(day, 12 + slow), 9, self.issue
        yield later(day, 13 + slow), 9, self.invoice
        yield later(day, 18 + slow), 9, self.answer
        yield later(day, 22 + slow), 9, self.end_one
        yield later(day, 30 + slow), 9, self.restore
        yield later(day, 24 + slow), 7, self.expire
        yield later(day, 26 + slow), 8, self.close

    def at(self, stage: str) -> list[Application]:
        found = [self.applications.get(one.request.pk) for one in self.going(stage)]
        return [one for one in found if one]

    def apply(self, on: date) -> None:
        """Taken, admitted, and the agreement signed."""
        product = self.shop.product.name.fr
        applied = [
            Applied(one.request, self.shop.scheme, product, (f"{product}, gamme {one.request.serial}",))
            for one in self.going("application")
        ]
        said = {"by": self.shop["reception"], "on": on}
        self.applications = {one.request_id: one for one in many.open_applications(applied, **said)}
        told = self.told("reception", RECEPTION, on)
        many.step_applications(self.at("admissible"), "admit", **told)
        many.step_applications(self.at("agreement_signed"), "sign", brought=("agreement_kept",), **told)

    def evaluate(self, on: date) -> None:
        told = self.told("lead", LEAD, on)
        many.evaluate_all(self.at("evaluation"), self.shop["analyst"], **told)

    def judge(self, on: date) -> None:
        many.judge_all(self.at("judged"), text=FOUND, by=self.shop["analyst"])
        many.step_applications(self.at("review"), "submit", **self.told("lead", LEAD, on))

    def conclude(self, on: date) -> None:
        """Reviewed by the director, who took no part."""
        told = self.told("director", CERTIFIER, on)
        said = {"review": DECISION["text"]}
        brought = ("review_written",)
        many.step_applications(self.at("decision"), "conclude", brought=brought, said=said, **told)

    def grant(self, on: date) -> None:
        told = self.told("director", CERTIFIER, on)
        self.certificates = many.grant_all(self.at("granted"), decision=DECISION, **told)

    def issue(self, on: date) -> None:
        leaving = {one.pk for one in self.at("delivered")}
        some = [one for one in self.certificates if one.application_id in leaving]
        told, at = self.told("director", CERTIFIER, on), SIMULATED_NOW.get()
        until = {one.pk: last_day(on, one.application.version.validity_months) for one in some}

        def kept(issued):
            said = {"by": self.shop["director"], "at": at, "is_set": self.is_set}
            return papers.certificates(self.shop, issued, until, **said)

        terms = many.issue_all(some, until, decision=DECISION, papers=kept, **told)
        documents = {one.certificate.application.request_id: (one.issued.document_id,) for one in terms}
        going = [one.request for one in self.going("delivered") if one.request.pk in documents]
        requests.deliver_requests(going, documents, **self.told("lead", LEAD, on))

    def end_one(self, on: date) -> None:
        """Now and then a certificate is suspended, or withdrawn."""
        drawn = self.rng.random()
        verb = "suspend" if drawn < 0.25 else "withdraw" if drawn < 0.33 else ""
        for one in self.certificates[:1] if verb else ():
            if one.state == "active":
                self.step(one, verb, on, reason=ENDS[verb])

    def restore(self, on: date) -> None:
        for one in self.certificates[:1]:
            if one.state == "suspended" and self.rng.random() < 0.7:
                self.step(one, "restore", on)

    def step(self, one: Certificate, verb: str, on: date, **said) -> None:
        told = self.told("director", CERTIFIER, on) | {"turn": one.turn, "at": SIMULATED_NOW.get()}
        actions.step_certificate(one, verb, decision={"text": "Simulé : décidé."}, **told, **said)


def fall_due(on: date) -> None:
    """What is to be looked at again by today is said to be, as the calendar does every night."""
    actions.keep_calendar(on=on, at=SIMULATED_NOW.get())


def surveyed(shop, on: date) -> None:
    """One certificate of the centre was looked at before its time."""
    for one in shop.centre.certificates.filter(state="surveillance_due").order_by("id")[:1]:
        actions.survey(one, on=on, is_favourable=True, text=FOUND, by=shop["analyst"])
