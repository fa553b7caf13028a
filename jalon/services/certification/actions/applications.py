"""An application: taken, evaluated, reviewed and decided by people who took no part in the evaluation."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from jalon.journal import lives
from jalon.journal.actions import Recording, recording
from jalon.services.actions import take_number
from jalon.services.certification.queries import facts_of_application
from jalon.services.models import (
    Application,
    ApplicationStep,
    Certificate,
    Counter,
    Evaluator,
    GapAnswer,
    Judgement,
    Request,
    SchemeVersion,
)
from jalon.services.queries.requests import may_lead_to_certificate


def open_application(
    request: Request, version: SchemeVersion, *, product: str, scope: Sequence[str], by, on: date
) -> Application:
    """Take an application, with its number, under the version of a scheme of the request's centre.

    One a request, while the request stands. Raises Refused.
    """
    centre = request.centre
    payload = {"centre": centre.code, "scheme": version.scheme.code}
    with recording("application.opened", subject=f"request:{request.uid}", by=by, payload=payload) as record:
        lives.hold_at(request, None)
        if Application.objects.filter(request=request).exists():
            raise lives.Refused([lives.MOVED_MEANWHILE])
        if not may_lead_to_certificate(request):
            raise lives.Refused(["request_open"])
        return lives.begin(
            record,
            Application(
                centre=centre,
                year=on.year,
                serial=take_number(centre, Counter.Series.APPLICATION, year=on.year),
                request=request,
                version=version,
                product=product.strip(),
                scope=list(scope),
            ),
        )


def locked(application: Application) -> Application:
    """The row as it is, kept from everybody else to the end of the transaction."""
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)


@contextmanager
def application_stepping(
    application: Application,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    on: date,
    reason: str = "",
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
) -> Iterator[tuple[Recording, ApplicationStep]]:
    payload = {"centre": application.centre.code, "verb": verb}
    subject = f"application:{application.uid}"
    with recording("application.moved", subject=subject, by=by, payload=payload) as record:

        def facts(held: Application) -> dict[str, bool]:
            return facts_of_application(held, on=on, by=by) | dict.fromkeys(brought, True)

        said = {"on": on.isoformat(), **(said or {})}
        told = {"role": roles, "by": by, "turn": turn, "reason": reason, "said": said}
        yield record, lives.move(record, application, verb, facts=facts, **told)


def step_application(application: Application, verb: str, **told) -> ApplicationStep:
    """Do a verb that records nothing else. Raises Refused."""
    with application_stepping(application, verb, **told) as (_record, step):
        return step


def begin_evaluation(application: Application, people: Sequence, *, by, roles, turn: int, on: date):
    """Name who evaluates; refused when one of them advised the firm within the years of the scheme."""
    payload = {"centre": application.centre.code, "verb": "evaluate"}
    subject = f"application:{application.uid}"
    with recording("application.moved", subject=subject, by=by, payload=payload) as record:
        locked(application)
        record.keep_all([Evaluator(application=application, person=person) for person in people])
        facts = facts_of_application(application, on=on, by=by)
        said = {"on": on.isoformat(), "evaluators": len(people)}
        return lives.move(
            record, application, "evaluate", facts=facts, role=roles, by=by, turn=turn, said=said
        )


def judge(
    application: Application,
    requirement: str,
    *,
    verdict: str,
    text: str,
    by,
    report: str = "",
    document: str | None = None,
    turn: int | None = None,
) -> Judgement:
    """Say whether a requirement is met, and on what that rests: a report, a visit. Raises Refused."""
    subject = f"application:{application.uid}"
    with recording("application.judged", subject=subject, by=by, payload={"verdict": verdict}) as record:
        lives.hold_at(application, turn)
        named = by is not None and application.evaluators.filter(person=by).exists()
        if not named or application.state != "evaluation":
            raise lives.Refused(["not_an_evaluator"])
        return record.keep(
            Judgement(
                application=application,
                requirement=requirement,
                verdict=verdict,
                person=by,
                text=text.strip(),
                report=report.strip(),
                document_id=document,
            )
        )


def answer_gap(
    gap: Judgement, *, text: str, by, document: str | None = None, turn: int | None = None
) -> GapAnswer:
    """Write what the firm did about a gap. Raises Refused."""
    application = gap.application
    with recording("application.answered", subject=f"application:{application.uid}", by=by) as record:
        lives.hold_at(application, turn)
        if gap.verdict != Judgement.Verdict.GAP or application.state != "gaps":
            raise lives.Refused(["no_gap_here"])
        return record.keep(GapAnswer(judgement=gap, text=text.strip(), document_id=document))


def written(decision: Mapping[str, object], version: SchemeVersion) -> tuple[str, ...]:
    """The decision as a fact: its text, and where another body decides its number, day and file too."""
    asked = ("text", "number", "decided_on", "document") if version.body else ("text",)
    return ("decision_written",) if all(str(decision.get(name) or "").strip() for name in asked) else ()


def decide(
    application: Application,
    verb: str,
    *,
    decision: Mapping[str, object],
    by,
    roles,
    turn: int,
    on: date,
    reason: str = "",
) -> Certificate | None:
    """Grant, with the certificate and its number in the same event, or refuse. Raises Refused."""
    brought = written(decision, application.version)
    told = {"by": by, "roles": roles, "turn": turn, "on": on, "reason": reason, "brought": brought}
    with application_stepping(application, verb, said={"decision": dict(decision)}, **told) as (record, _):
        if verb != "grant":
            return None
        centre = application.centre
        return lives.begin(
            record,
            Certificate(
                application=application,
                centre=centre,
                year=on.year,
                serial=take_number(centre, Counter.Series.CERTIFICATE, year=on.year),
                simulated=application.request.simulated,
            ),
        )
