"""Schemes, applications and certificates, ready to be decided on."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from jalon.kernel.words import Words
from jalon.services import actions as services
from jalon.services.certification import actions
from jalon.services.models import Application, Certificate, SchemeVersion
from jalon.services.queries.requests import REVIEWED
from tests.factories.network import CentreFactory, holder
from tests.factories.services import asked, moved, offered

CODES = count(1)
ROLES = ("reception", "technical_lead", "director", "certifier")
TERMS = {
    "name": Words("Conformité des masques", "مطابقة الكمامات", "Conformity of masks"),
    "product_family": "masks",
    "standards": ["NM ST 21.5.201"],
    "requirements": [
        {"code": "R1", "words": {"fr": "Filtration"}},
        {"code": "R2", "words": {"fr": "Marquage"}},
    ],
    "validity_months": 36,
    "surveillance_months": 12,
    "years_without_advice": 2,
    "starts_on": date(2020, 1, 1),
}


def scheme(centre=None, *, code="masks", **terms) -> SchemeVersion:
    return actions.draft_scheme(centre or CentreFactory(), code=code, terms=TERMS | terms, by=None)


def applied(version=None, *, on=None, request=None, scope=("Masque A", "Masque B"), **more) -> Application:
    """An application on a request whose work has begun."""
    version = version or scheme()
    request = request or under_way(version.scheme.centre, **more)
    day = on or timezone.localdate()
    return actions.open_application(request, version, product="Masques", scope=scope, by=None, on=day)


def under_way(centre, **more):
    """A request for certification whose quote was accepted and whose work has begun."""
    version = offered(centre, kind="certification", code=f"cert-{next(CODES)}")
    request = moved(asked(version, **more), "submit", "review")
    services.review(request, ticked=dict.fromkeys(REVIEWED, "yes"), rule="no_statement", by=None)
    line, day = services.Line("Certification", Decimal(1), 8_000_00, Decimal("0.2")), timezone.localdate()
    told = {"by": None, "roles": ROLES, "turn": request.turn, "on": day}
    services.send_quote(request, [line], valid_until=day, **told)
    return moved(request, "accept", "plan", "start")


def evaluated(application=None, *, by=None, verdicts=("met", "met"), **more) -> Application:
    """Admitted, signed, and every requirement judged by one evaluator."""
    application = moved(application or applied(**more), "admit", "sign")
    evaluator = by or holder("centre_staff", application.centre)
    told = {"by": evaluator, "roles": ROLES, "on": timezone.localdate()}
    actions.begin_evaluation(application, [evaluator], turn=application.turn, **told)
    for requirement, verdict in zip(application.version.requirements, verdicts, strict=False):
        actions.judge(application, requirement["code"], verdict=verdict, text="Vu", by=evaluator)
    return application


def to_decide(application=None, **more) -> Application:
    return moved(evaluated(application, **more), "submit", "conclude")


def granted(application=None, *, by=None, on=None, **more) -> Certificate:
    application = to_decide(application, on=on, **more)
    by = by or holder("centre_director", application.centre)
    told = {"by": by, "roles": ROLES, "turn": application.turn, "on": on or timezone.localdate()}
    return actions.decide(application, "grant", decision={"text": "Accordée"}, **told)


def certified(*, by=None, on=None, valid_until=None, **more) -> Certificate:
    """A certificate issued; the setting of documents must be a folder of the test."""
    certificate = granted(by=by, on=on, **more)
    day = on or timezone.localdate()
    return stepped(certificate, "issue", by=by, on=day, valid_until=valid_until or day + timedelta(1000))


def stepped(certificate, verb, *, by=None, on=None, reason="Motif", **said) -> Certificate:
    by = by or holder("centre_director", certificate.centre)
    said = {"decision": {"text": "Décidé"}} | said
    told = {"by": by, "roles": ROLES, "turn": certificate.turn, "reason": reason}
    actions.step_certificate(
        certificate, verb, on=on or timezone.localdate(), at=timezone.now(), **told, **said
    )
    return certificate
