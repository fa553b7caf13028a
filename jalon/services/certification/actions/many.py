"""Many applications of a centre at once, from their opening to their certificates, under the same guards."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jalon.evidence.actions import record_in
from jalon.evidence.models import IssuedDocument
from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.services.actions.numbering import take_numbers
from jalon.services.certification.actions.applications import written
from jalon.services.certification.actions.certificates import SOURCE, deed_of, is_allowed
from jalon.services.certification.queries import facts_of_application
from jalon.services.models import (
    Application,
    ApplicationStep,
    Certificate,
    CertificateTerms,
    Counter,
    Evaluator,
    Judgement,
    Request,
    SchemeVersion,
)

Papers = Callable[[Sequence[Certificate]], Sequence[IssuedDocument]]


@dataclass(frozen=True)
class Applied:
    """What a firm wants to have certified."""

    request: Request
    version: SchemeVersion
    product: str
    scope: Sequence[str]


def told_of(things: Sequence, **more) -> dict:
    centre = things[0].centre
    return {
        "subject": f"centre:{centre.code}",
        "payload": {"centre": centre.code, "things": len(things)} | more,
    }


def open_applications(applied: Sequence[Applied], *, by, on: date) -> list[Application]:
    """Take applications, with their numbers."""
    if not applied:
        return []
    requests = [one.request for one in applied]
    centre = requests[0].centre
    with recording("application.opened", by=by, **told_of(requests)) as record:
        numbers = take_numbers(centre, Counter.Series.APPLICATION, year=on.year, count=len(applied))
        return lives.begin_all(
            record,
            [
                Application(
                    centre=centre,
                    year=on.year,
                    serial=serial,
                    request=one.request,
                    version=one.version,
                    product=one.product.strip(),
                    scope=list(one.scope),
                )
                for serial, one in zip(numbers, applied, strict=True)
            ],
        )


def step_applications(
    applications: Sequence[Application],
    verb: str,
    *,
    by,
    roles: Sequence[str],
    on: date,
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
    reason: str = "",
) -> list[ApplicationStep]:
    """Do a verb that records nothing else. Raises Refused."""
    if not applications:
        return []

    def facts(held: Application) -> dict[str, bool]:
        return facts_of_application(held, on=on, by=by) | dict.fromkeys(brought, True)

    with recording("application.moved", by=by, **told_of(applications, verb=verb)) as record:
        told = {"role": roles, "by": by, "said": {"on": on.isoformat(), **(said or {})}, "reason": reason}
        return lives.move_all(record, applications, verb, facts=facts, **told)


def evaluate_all(applications: Sequence[Application], evaluator, *, by, roles: Sequence[str], on: date):
    """Name who evaluates them; refused when they advised one of the firms lately."""
    if not applications:
        return []
    with recording("application.moved", by=by, **told_of(applications, verb="evaluate")) as record:
        record.keep_all(Evaluator(application=one, person=evaluator) for one in applications)

        def facts(held: Application) -> dict[str, bool]:
            return facts_of_application(held, on=on, by=by)

        said = {"on": on.isoformat(), "evaluators": 1}
        return lives.move_all(record, applications, "evaluate", facts=facts, role=roles, by=by, said=said)


def judge_all(applications: Sequence[Application], *, text: str, by) -> list[Judgement]:
    """Say that every requirement of each is met, and on what that rests. Raises Refused."""
    if not applications:
        return []
    keys = [one.pk for one in applications]
    named = Evaluator.objects.filter(application__in=keys, person=by).values_list("application", flat=True)
    if set(named) != set(keys) or any(one.state != "evaluation" for one in applications):
        raise lives.Refused(["not_an_evaluator"])
    with recording("application.judged", by=by, **told_of(applications, verdict="met")) as record:
        return record.keep_all(
            Judgement(
                application=one,
                requirement=asked["code"],
                verdict=Judgement.Verdict.MET,
                person=by,
                text=text.strip(),
            )
            for one in applications
            for asked in one.version.requirements
        )


def grant_all(
    applications: Sequence[Application],
    *,
    decision: Mapping[str, object],
    by,
    roles: Sequence[str],
    on: date,
) -> list[Certificate]:
    """Grant them, with their certificates and numbers, in one event. Raises Refused."""
    if not applications:
        return []
    brought = {one.pk: written(decision, one.version) for one in applications}

    def facts(held: Application) -> dict[str, bool]:
        return facts_of_application(held, on=on, by=by) | dict.fromkeys(brought[held.pk], True)

    centre = applications[0].centre
    said = {"on": on.isoformat(), "decision": dict(decision)}
    with recording("application.moved", by=by, **told_of(applications, verb="grant")) as record:
        lives.move_all(record, applications, "grant", facts=facts, role=roles, by=by, said=said)
        numbers = take_numbers(centre, Counter.Series.CERTIFICATE, year=on.year, count=len(applications))
        return lives.begin_all(
            record,
            [
                Certificate(
                    application=one,
                    centre=centre,
                    year=on.year,
                    serial=serial,
                    simulated=one.request.simulated,
                )
                for serial, one in zip(numbers, applications, strict=True)
            ],
        )


def issue_all(
    certificates: Sequence[Certificate],
    valid_until: Mapping[int, date],
    *,
    decision: Mapping[str, object],
    by,
    roles: Sequence[str],
    on: date,
    papers: Papers,
) -> list[CertificateTerms]:
    """Issue certificates that were granted: terms, documents, evidence, in one event. Raises Refused.

    Their requests are delivered by `deliver_requests`, with the document of the terms.
    """
    if not certificates:
        return []
    kept = dict(zip((one.pk for one in certificates), papers(certificates), strict=True))
    centre = certificates[0].centre

    def facts(held: Certificate) -> dict[str, bool]:
        named = is_allowed(valid_until[held.pk], held.application.version, None, on=on)
        return {"document_kept": True, "validity_named": named}

    said = {"on": on.isoformat(), "decision": dict(decision)}
    with recording("certificate.moved", by=by, **told_of(certificates, verb="issue")) as record:
        steps = lives.move_all(record, certificates, "issue", facts=facts, role=roles, by=by, said=said)
        terms = record.keep_all(
            CertificateTerms(
                certificate=one,
                turn=one.turn,
                scope=list(one.application.scope),
                valid_until=valid_until[one.pk],
                issued=kept[one.pk],
            )
            for one in certificates
        )
        deeds = [deed_of(step.thing, step, "certificate.issued", on=on) for step in steps]
        (simulated,) = {one.simulated for one in certificates}
        record_in(record, centre=centre, deeds=deeds, source=SOURCE, simulated=simulated, on=on)
        return terms
