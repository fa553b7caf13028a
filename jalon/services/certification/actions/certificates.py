"""The life of a certificate: each step with its terms, its document and its evidence, in one event."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from jalon.evidence.actions import Deed, issue, record_in
from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.kernel.certificates import last_day, months_after
from jalon.kernel.kinds.statuses import STATUSES
from jalon.services.actions import deliver
from jalon.services.certification.actions.applications import written
from jalon.services.certification.paper import certificate_paper
from jalon.services.certification.queries import facts_of_certificate, terms_of
from jalon.services.models import Certificate, CertificateStep, CertificateTerms, SchemeVersion, Surveillance

SOURCE = "services"
OPENING = {kind.code for kind in STATUSES if kind.opens}
LIVING = ("active", "surveillance_due", "suspended")


def survey(
    certificate: Certificate,
    *,
    on: date,
    is_favourable: bool,
    text: str,
    by,
    document: str | None = None,
    turn: int | None = None,
) -> Surveillance:
    """Write down a look at what was certified; the decision on it is somebody else's. Raises Refused."""
    with recording("certificate.surveyed", subject=f"certificate:{certificate.uid}", by=by) as record:
        lives.hold_at(certificate, turn)
        return record.keep(
            Surveillance(
                certificate=certificate,
                on=on,
                person=by,
                is_favourable=is_favourable,
                text=text.strip(),
                document_id=document,
            )
        )


def step_certificate(
    certificate: Certificate,
    verb: str,
    *,
    by,
    roles,
    turn: int,
    on: date,
    at: datetime,
    reason: str = "",
    decision: Mapping[str, object] | None = None,
    scope: Sequence[str] | None = None,
    valid_until: date | None = None,
    firm_asked: bool = False,
    effect_on: date | None = None,
    address: str = "",
) -> CertificateStep:
    """Do a verb of a certificate's life: its new terms and document, and its evidence, in the same event.

    `address` is where the register shows it, for the code printed on the document. Raises Refused.
    """
    version, decision = certificate.application.version, dict(decision or {})
    day = effect_on or on
    payload = {"centre": certificate.centre.code, "verb": verb}
    said = {"on": day.isoformat(), "decision": decision}
    with recording(
        "certificate.moved", subject=f"certificate:{certificate.uid}", by=by, payload=payload
    ) as record:
        Certificate.objects.select_for_update(no_key=True).get(pk=certificate.pk)
        last = terms_of(certificate)
        terms = asked_terms(certificate, verb, last, scope=scope, valid_until=valid_until)
        facts = facts_of_certificate(certificate, on=on, by=by) | {
            "decision_written": bool(written(decision, version)),
            "firm_asked": firm_asked,
            "document_kept": True,
            "validity_named": is_allowed(valid_until, version, last, on=on),
            "scope_smaller": bool(scope) and last is not None and set(scope) < set(last.scope),
            "scope_larger": bool(scope) and last is not None and set(scope) > set(last.scope),
        }
        step = lives.move(
            record, certificate, verb, facts=facts, role=roles, by=by, turn=turn, reason=reason, said=said
        )
        if terms:
            keep_terms(record, certificate, step, *terms, by=by, at=at, on=day, address=address)
        leave_evidence(record, certificate, step, on=day, today=on)
    if verb == "issue":
        deliver_request(certificate, by=by, roles=roles, on=on)
    return step


def asked_terms(certificate: Certificate, verb: str, last: CertificateTerms | None, *, scope, valid_until):
    """The scope and the last day a verb sets, None when it sets none."""
    if verb == "issue":
        return list(certificate.application.scope), valid_until
    if verb == "renew":
        return list(last.scope), valid_until
    if verb in ("reduce", "extend"):
        return list(scope or ()), last.valid_until
    return None


def is_allowed(
    valid_until: date | None, version: SchemeVersion, last: CertificateTerms | None, *, on: date
) -> bool:
    """A last day to come, no later than the scheme lets it; a renewal goes on from the last day there was."""
    if valid_until is None or valid_until <= on:
        return False
    if last is None:
        return valid_until <= last_day(on, version.validity_months)
    return last.valid_until < valid_until <= months_after(max(on, last.valid_until), version.validity_months)


def keep_terms(
    record: Recording,
    certificate: Certificate,
    step: CertificateStep,
    scope: Sequence[str],
    valid_until: date,
    *,
    by,
    at: datetime,
    on: date,
    address: str,
) -> CertificateTerms:
    """Set the document and keep its bytes: it is never set again."""
    content = certificate_paper(
        certificate, scope=scope, valid_until=valid_until, on=on, at=at, address=address
    )
    issued = issue(
        content,
        kind="certificate",
        subject=f"certificate:{certificate.uid}",
        permission="work.view",
        organisation=certificate.centre,
        facts={"turn": step.turn},
        simulated=certificate.simulated,
        name=f"{certificate.number}.pdf",
        by=by,
    )
    return record.keep(
        CertificateTerms(
            certificate=certificate, turn=step.turn, scope=scope, valid_until=valid_until, issued=issued
        )
    )


def leave_evidence(
    record: Recording, certificate: Certificate, step: CertificateStep, *, on: date, today: date
) -> None:
    """What the step emits, under the number of the certificate: in force is read from the last of them."""
    lines = certificate.machine.from_state(step.before)
    (line,) = {one for one in lines if one.verb == step.verb and step.role in one.by}
    deeds = [deed_of(certificate, step, kind, on=on) for kind in line.emits]
    if deeds:
        told = {"source": SOURCE, "simulated": certificate.simulated, "on": today}
        record_in(record, centre=certificate.centre, deeds=deeds, **told)


def deed_of(certificate: Certificate, step: CertificateStep, kind: str, *, on: date) -> Deed:
    application = certificate.application
    request, version = application.request, application.version
    offering = request.offered.offering
    terms = terms_of(certificate)
    attributes = {"body": version.body or certificate.centre.code, "scheme": version.scheme.code}
    if kind in OPENING and terms:
        attributes["valid_until"] = terms.valid_until.isoformat()
    return Deed(
        external_id=f"certificate:{certificate.uid}:{step.turn}",
        kind=kind,
        on=on,
        identity=certificate.number,
        enterprise=request.enterprise,
        establishment=request.establishment,
        service=offering.service.code if offering.service else offering.code,
        axis=request.offered.axis_code,
        funding_line=request.offered.funding_line_code,
        general_interest=request.offered.general_interest,
        attributes=attributes,
        documents=(terms.issued.document_id,) if kind == "certificate.issued" and terms else (),
    )


def deliver_request(certificate: Certificate, *, by, roles, on: date) -> None:
    """What the firm asked for is there: its request is delivered, when the work on it had begun."""
    request = certificate.application.request
    request.refresh_from_db()
    machine, final = request.machine, ("deliverable_final",)
    if any(machine.taken(request.state, "deliver", final, role) for role in roles):
        document = terms_of(certificate).issued.document_id
        deliver(request, by=by, roles=roles, turn=request.turn, on=on, documents=[document])


# by the calendar


def keep_calendar(*, on: date, at: datetime) -> int:
    """Let expire what passed its last day and note what is to be looked at; how many moved, none twice."""
    moved = 0
    for certificate in Certificate.objects.filter(state__in=LIVING).order_by("pk"):
        verb, effect_on = verb_due(certificate, on=on)
        if verb:
            told = {"by": None, "roles": ("scheduler",), "turn": certificate.turn, "on": on, "at": at}
            step_certificate(certificate, verb, effect_on=effect_on, **told)
            moved += 1
    return moved


def verb_due(certificate: Certificate, *, on: date) -> tuple[str, date | None]:
    """What the calendar does to a certificate, and from which day: it expires the day after its last."""
    facts = facts_of_certificate(certificate, on=on, by=None)
    if facts["validity_over"]:
        return "expire", terms_of(certificate).valid_until + timedelta(1)
    due = certificate.state == "active" and facts["surveillance_day_came"]
    return ("fall_due", None) if due else ("", None)
