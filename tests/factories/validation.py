"""Files of products and campaigns, ready to be concluded."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from django.utils import timezone

from jalon.kernel.words import Words
from jalon.services import actions as services
from jalon.services.models import Campaign, PlannedClause, Validation
from jalon.services.queries.requests import REVIEWED
from jalon.services.validation import actions
from jalon.services.validation.actions import Planned
from jalon.services.validation.queries.judging import orders_for
from tests.factories.network import CentreFactory, holder
from tests.factories.services import asked, moved, offered
from tests.factories.testing import ALL, analyst, authorised, clause, received, specified

CODES = count(1)
Way = PlannedClause.Way
BREATHING = clause("5.2", characteristic=Words("Pression différentielle", "فرق الضغط"), nature="safety")


def today():
    return timezone.localdate()


def masks(centre, *clauses, code="masques"):
    """Breathing, a condition of safety, is tested; marking is inspected."""
    marking = clause("6.1", characteristic=Words("Marquage", "الوسم"), method="Examen visuel", upper=None)
    return specified(centre, *(clauses or (BREATHING, marking)), code=code)


def under_way(centre=None, *, rule="guarded", **said):
    """A request for a validation whose work has begun, its decision rule agreed."""
    version = offered(centre or CentreFactory(), kind="validation", code=f"validation-{next(CODES)}")
    request = moved(asked(version, **said), "submit", "review")
    services.review(request, ticked=dict.fromkeys(REVIEWED, "yes"), rule=rule, by=None)
    told = {"by": None, "roles": ALL, "turn": request.turn, "on": today()}
    line = services.Line("Validation", Decimal(1), 5_000_00, Decimal("0.2"))
    services.send_quote(request, [line], valid_until=today() + timedelta(days=30), **told)
    return moved(request, "accept", "plan", "start")


def campaign(centre=None, *, code="masques-2020", is_open=True, laboratories=(), **said) -> Campaign:
    centre = centre or CentreFactory()
    made = actions.draft_campaign(
        centre,
        said.pop("version", None) or masks(centre, code=f"spec-{code}"),
        code=code,
        title=Words("Masques", "الكمامات", "Masks"),
        target_working_days=said.pop("target_working_days", 5),
        laboratories=laboratories or [centre],
        by=None,
        **said,
    )
    if is_open:
        actions.step_campaign(made, "open", by=None, roles=ALL, turn=made.turn, on=today())
    return made


def opened(request=None, *, version=None, within=None, on=None, **said) -> Validation:
    """A file, under the specification of its centre or of a campaign."""
    request = request or under_way(within.centre if within else None, **said)
    version = None if within else version or masks(request.centre)
    told = {"product": "Masque chirurgical M1", "by": None, "roles": ALL, "on": on or today()}
    return actions.open_validation(request, version, campaign=within, **told)


def stepped(validation, verb, *, by=None, on=None, reason="Motif", **said) -> Validation:
    told = {"by": by, "roles": ALL, "turn": validation.turn, "on": on or today(), "reason": reason}
    actions.step_validation(validation, verb, **told, **said)
    return validation


def ways(validation, **left_out) -> list[Planned]:
    """Limits are tested, the rest is inspected; clauses named with a reason do not apply."""
    (order,) = orders_for(validation)[:1] or [None]
    found = []
    for one in validation.version.clauses.all():
        if reason := left_out.get(f"without_{one.code.replace('.', '_')}"):
            found.append(Planned(one, Way.NOT_APPLICABLE, reason=reason))
        elif one.limits.is_empty:
            found.append(Planned(one, Way.INSPECTION))
        else:
            found.append(Planned(one, Way.TEST, order))
    return found


def planned(validation=None, **said) -> Validation:
    """A file whose tests are ordered and whose plan is written, to approve."""
    validation = validation or opened(**said)
    if not validation.request.samples.exists():
        received(validation.request)
    actions.order_all(validation, by=None)
    actions.plan(validation, ways(validation), by=None)
    return validation


def in_tests(validation=None, **said) -> Validation:
    """The plan is approved and the tests have begun."""
    return stepped(stepped(planned(validation, **said), "approve_plan"), "test")


def measured(validation=None, *, operator=None, value="42.0", uncertainty="4", **said) -> Validation:
    """Every test is authorised, with what its result states."""
    validation = in_tests(validation, **said)
    (order,) = orders_for(validation)[:1]
    lines = [line for line in order.lines.all() if not line.clause.limits.is_empty]
    operator = operator or analyst(validation.centre)
    authorised(lines, operator=operator, value=value, uncertainty=uncertainty)
    return validation


def judged(validation=None, *, looked="pass", inspector=None, **said) -> Validation:
    """Every clause has its verdict."""
    validation = measured(validation, **said)
    inspector = inspector or holder("centre_staff", validation.centre)
    for one in validation.version.clauses.all():
        if one.limits.is_empty:
            told = {"verdict": looked, "text": "Marquage lisible", "by": inspector}
            actions.inspect(validation, one, on=today(), today=today(), **told)
    return validation


def to_conclude(validation=None, **said) -> Validation:
    return stepped(judged(validation, **said), "review")


def concluded(validation=None, verb="favour", *, by=None, on=None, **said):
    """The opinion is given; the setting of documents must be a folder of the test."""
    reservations = said.pop("reservations", "")
    validation = to_conclude(validation, **said)
    by = by or holder("centre_director", validation.centre)
    told = {"by": by, "roles": ALL, "turn": validation.turn, "on": on or today(), "at": timezone.now()}
    address = "https://jalon.test/fr/check/validation/"
    actions.give_opinion(
        validation, verb, text="Conforme", reservations=reservations, address=address, **told
    )
    return validation


def consented(validation, *, is_given=True, on=None):
    said = {"is_given": is_given, "on": on or today(), "means": "signed", "contact": "Rachid Alami"}
    return actions.consent(validation, by=None, **said)


def short_paper(opinion, rows, **told) -> bytes:
    """Stands for the typeset opinion where its looks do not matter; other bytes for every opinion."""
    return f"%PDF-1.7 {opinion.validation.uid} {opinion.turn}".encode()
