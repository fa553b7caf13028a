"""Cases: who took part in what they are about, what holds of them, the lists of a centre and of a firm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Max, Q, QuerySet

from jalon.capacity.models import Calibration, EquipmentStep
from jalon.kernel.states import roles
from jalon.network.access import memberships_on
from jalon.network.roles import ROLES
from jalon.services.models import (
    ApplicationStep,
    Assignment,
    Case,
    CaseAction,
    CaseStep,
    Certificate,
    CertificateStep,
    ContractReview,
    Evaluator,
    Inspection,
    Judgement,
    Measurement,
    Opinion,
    Report,
    ReportStep,
    Request,
    RequestStep,
    SampleStep,
    Surveillance,
    TestLineStep,
    ValidationStep,
)

ENDED = ("closed", "rejected")
PLANNING = ("taken_up", "concluded")
"""The states in which actions are written and reported done."""
BEGUN_BY = ("take_up", "reopen")
WRITERS = ("work.receive", "work.quality")
"""What lets a person say that something went wrong in a centre."""
NOT_OF_THE_CENTRE = (roles.FIRM, roles.SCHEDULER, roles.RECEIVING_CENTRE)

WORK = (
    (RequestStep, "thing", "person"),
    (ContractReview, "request", "event__actor"),
    (SampleStep, "thing__request", "person"),
    (Assignment, "line__order__request", "operator"),
    (Measurement, "line__order__request", "operator"),
    (TestLineStep, "thing__order__request", "person"),
    (Report, "request", "event__actor"),
    (ReportStep, "thing__request", "person"),
    (ApplicationStep, "thing__request", "person"),
    (Evaluator, "application__request", "person"),
    (Judgement, "application__request", "person"),
    (CertificateStep, "thing__application__request", "person"),
    (Surveillance, "certificate__application__request", "person"),
    (ValidationStep, "thing__request", "person"),
    (Inspection, "validation__request", "person"),
    (Opinion, "validation__request", "event__actor"),
)
"""Where it is written who did something of a request: table, way to the request, person."""

MEANS = ((EquipmentStep, "thing", "person"), (Calibration, "equipment", "event__actor"))


def involved(case: Case) -> frozenset[int]:
    """Everybody who took part in what a case is about, by the records of the work; one question."""
    if case.equipment_id:
        return persons(MEANS, case.equipment_id)
    request = request_of(case)
    return persons(WORK, request) if request else frozenset()


def persons(written, key: int) -> frozenset[int]:
    asked = [acted(table, way, who).filter(**{way: key}).values_list(who) for table, way, who in written]
    found = asked[0].union(*asked[1:])
    return frozenset(person for (person,) in found if person is not None)


def acted(table, way: str, who: str) -> QuerySet:
    """The rows of a table, in no order; steps of the firm itself are none of the centre's."""
    rows = table.objects.order_by()
    return rows.exclude(role__in=NOT_OF_THE_CENTRE) if table is RequestStep else rows


def request_of(case: Case) -> int | None:
    """The request whose work a case is about."""
    if case.report_id:
        return case.report.request_id
    if case.certificate_id:
        return case.certificate.application.request_id
    return case.request_id


def eligible(case: Case, on: date) -> QuerySet:
    """Who of the centre may handle a case: has the right, and took no part."""
    held = [code for code, role in ROLES.items() if "work.quality" in role.permissions()]
    seats = memberships_on(on).filter(organisation=case.centre_id, role__in=held)
    people = get_user_model().objects.filter(pk__in=seats.values("user"))
    return people.exclude(pk__in=involved(case)).order_by("pk")


# what holds


def begun_at(case: Case) -> int:
    """The moment the case was last taken up or opened again: actions written before do not answer it."""
    steps = CaseStep.objects.filter(thing=case, verb__in=BEGUN_BY)
    return steps.aggregate(last=Max("event__number"))["last"] or 0


def is_acted_upon(case: Case) -> bool:
    """Whether there is an action of this time, and none of any time is left to do."""
    actions = CaseAction.objects.filter(case=case)
    fresh = actions.filter(event__number__gt=begun_at(case))
    return fresh.exists() and not actions.filter(done=None).exists()


def who_acted(case: Case) -> set[int | None]:
    """Owners of actions, those who reported them done, and who declared them so."""
    rows = CaseAction.objects.filter(case=case).values_list("owner", "done__person")
    declared = CaseStep.objects.filter(thing=case, verb="act").values_list("person", flat=True)
    return {person for row in rows for person in row} | set(declared)


def facts_of(case: Case, *, by) -> dict[str, bool]:
    """What holds of a case by its records, for the person who acts; forms bring the rest."""
    return {
        "handler_uninvolved": by is not None and by.pk not in involved(case),
        "answer_written": case.kind == Case.Kind.NON_CONFORMITY,
        "every_action_done": is_acted_upon(case),
        "checker_is_another": by is not None and by.pk not in who_acted(case),
    }


# lists


def with_names(cases: QuerySet) -> QuerySet:
    return cases.select_related(
        "centre",
        "request__centre",
        "request__enterprise",
        "report__request__enterprise",
        "report__request__centre",
        "report__issue__centre",
        "certificate__centre",
        "certificate__application__request__enterprise",
        "equipment",
    ).order_by("-id")


def cases_of(standing, *, state: str = "", kind: str = "") -> QuerySet:
    """The cases of the centres whose work a person sees, the latest first."""
    seen = Case.objects.filter(centre__in=standing.organisations_where("work.view"))
    seen = seen.filter(state=state) if state else seen
    return with_names(seen.filter(kind=kind) if kind else seen)


def cases_of_request(request: Request) -> list[Case]:
    """The cases about a request, its reports and its certificate."""
    about = Q(request=request) | Q(report__request=request) | Q(certificate__application__request=request)
    return list(with_names(Case.objects.filter(about)))


def overdue(on: date) -> QuerySet:
    """Actions whose day has passed and that nobody reported done, of cases that are not at their end."""
    late = CaseAction.objects.filter(done=None, due_on__lt=on).exclude(case__state__in=ENDED)
    return late.select_related("case__centre", "owner").order_by("due_on", "id")


def actions_of(case: Case) -> list[CaseAction]:
    return list(case.actions.select_related("owner", "done__event", "done__person").order_by("id"))


@dataclass(frozen=True)
class Answered:
    """A case as the firm reads it: where it stands in public words is the page's to say."""

    case: Case
    answer: str


def told_to_firm(request: Request) -> list[Answered]:
    """What the firm raised on a request, each with the last answer it was given; two questions."""
    cases = list(with_names(Case.objects.filter(request=request, by_firm=True)))
    answers = answers_of(cases)
    return [Answered(case, answers.get(case.pk, "")) for case in cases]


def answers_of(cases: Iterable[Case]) -> dict[int, str]:
    """The last answer of each case: written with its cause, or the reason it was not founded."""
    steps = CaseStep.objects.filter(thing__in=cases, verb__in=("conclude", "reject")).order_by(
        "thing", "turn"
    )
    return {
        step.thing_id: step.reason if step.verb == "reject" else step.said_with_it.get("answer", "")
        for step in steps
    }


# what a case is about, by its number


def named(centre, typed: str) -> dict[str, object] | None:
    """The request, report, certificate or instrument of a centre that people call so, if any."""
    words = typed.strip().upper()
    for find in (report_named, certificate_named, request_named, equipment_named):
        if found := find(centre, words):
            return found
    return None


def numbers_of(centre, words: str, mark: str) -> dict[str, int] | None:
    """Year and serial of a number, `mark` between them."""
    head = f"{centre.code.upper()}-"
    year, found, serial = words.removeprefix(head).partition(mark)
    digits = year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) <= 9
    return {"year": int(year), "serial": int(serial)} if words.startswith(head) and found and digits else None


def report_named(centre, words: str):
    asked = numbers_of(centre, words, "-R")
    told = asked and {f"issue__{name}": value for name, value in asked.items()}
    found = told and Report.objects.filter(centre=centre, issue__centre=centre, **told).first()
    return {"report": found} if found else None


def certificate_named(centre, words: str):
    head = f"{centre.code.upper()}-"
    plain = words.replace(f"{head}C-", head, 1) if words.startswith(f"{head}C-") else ""
    asked = numbers_of(centre, plain, "-")
    found = asked and Certificate.objects.filter(centre=centre, **asked).first()
    return {"certificate": found} if found else None


def request_named(centre, words: str):
    asked = numbers_of(centre, words, "-")
    found = asked and Request.objects.filter(centre=centre, **asked).first()
    return {"request": found} if found else None


def equipment_named(centre, words: str):
    found = centre.equipment.filter(code__iexact=words).first()
    return {"equipment": found} if found else None
