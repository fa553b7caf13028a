"""A laboratory at work: a specification, a request under way, a sample that came, lines to test."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from jalon.journal.actions import recording
from jalon.journal.lives import begin
from jalon.kernel.states import roles
from jalon.kernel.words import Words
from jalon.services.actions import Line, review, send_quote
from jalon.services.models import Report, ReportLine, TestLine, TestOrder
from jalon.services.queries.requests import REVIEWED
from jalon.services.testing import actions
from jalon.services.testing.actions import ClauseSaid
from tests.factories import capacity
from tests.factories.network import CentreFactory, holder
from tests.factories.services import asked, moved, offered

ALL = (
    roles.RECEPTION, roles.TECHNICAL_LEAD, roles.OPERATOR, roles.VERIFIER, roles.AUTHORISER, roles.DIRECTOR
)  # fmt: skip
METHOD = "NM EN 14683"
LONG_AGO = date(2024, 1, 2)


def today():
    return timezone.localdate()


def clause(code="4.1", **said) -> ClauseSaid:
    """At most 70 Pa, tested with a gauge."""
    said = {
        "characteristic": Words("Pression différentielle", "فرق الضغط"),
        "method": METHOD,
        "unit": "Pa",
        "upper": Decimal(70),
    } | said
    return ClauseSaid(code=code, **said)


def specified(centre, *clauses, code="masques"):
    title = Words("Masques à usage médical", "كمامات طبية")
    told = {"standard": METHOD, "family": "masques", "by": None}
    return actions.specify(centre, clauses or [clause()], code=code, title=title, **told)


def under_way(centre=None, *, rule="guarded", factor=None):
    """A request whose work has begun, its decision rule agreed."""
    request = moved(asked(offered(centre or CentreFactory())), "submit", "review")
    review(request, ticked=dict.fromkeys(REVIEWED, "yes"), rule=rule, rule_factor=factor, by=None)
    told = {"by": None, "roles": ALL, "on": today()}
    line = Line("Essais", Decimal(1), 1_000_00, Decimal("0.2"))
    send_quote(request, [line], valid_until=today() + timedelta(days=30), turn=request.turn, **told)
    return moved(request, "accept", "plan", "start")


def received(request, *, on=None, **said):
    """A sample that came in good condition."""
    on = on or today()
    sample = actions.expect_sample(
        request,
        description="Masques chirurgicaux, 50 pièces",
        origin="local",
        family="masques",
        by=None,
        on=on,
    )
    said = {"quantity": Decimal(50), "unit": "u", "condition": "good", "day": on} | said
    actions.receive(sample, by=None, roles=ALL, turn=sample.turn, on=on, **said)
    return sample


def analyst(centre, *, method=METHOD, name="Salma Idrissi", role="centre_staff", since=LONG_AGO):
    """An account of the centre, of somebody authorised for a method."""
    user = holder(role, centre, name=name)
    member = capacity.person(centre, name=name, day=since, account=user)
    if method:
        capacity.authorised(member, method, since=since)
    return user


def gauge(centre, *, code="PD-01", kind="pressure-gauge", until=date(2030, 12, 31), **said):
    """An instrument in service, its calibration good for years."""
    made = capacity.ordered(centre, code=code, kind=kind, **said)
    capacity.calibrated(made, until=until)
    return capacity.moved(made, "receive", "verify", "commission")


def lines(request=None, *, samples=1, clauses=(), came=None, **said):
    """Lines to do, of a request under way, on samples that came on a day, today unless it is said."""
    request = request or under_way(**said)
    version = specified(request.centre, *clauses)
    taken = [received(request, on=came) for _ in range(samples)]
    return actions.order_tests(request, version, taken, by=None)


def entry(line, value="42.0", *, uncertainty="4", k="2", unit="Pa", **said):
    numbers = {"uncertainty": uncertainty and Decimal(uncertainty), "k": k and Decimal(k)}
    return actions.Entry(line, value and Decimal(value), unit, **numbers, **said)


def assigned(made, operator):
    actions.assign(made, operator, planned_on=today(), by=None, roles=ALL)
    return made


def entered(made=None, operator=None, **said):
    """Lines whose results are entered by somebody who may."""
    made = made or lines()
    operator = operator or analyst(made[0].centre)
    assigned(made, operator)
    told = {"tested_on": said.pop("tested_on", today()), "by": operator, "roles": ALL, "on": today()}
    actions.enter([entry(line, **said) for line in made], **told)
    return made


def authorised(made=None, **said):
    made = entered(made, **said)
    centre = made[0].centre
    actions.verify(made, by=holder("centre_staff", centre), roles=ALL)
    actions.authorise(made, by=holder("centre_director", centre), roles=ALL)
    return made


def on_file(request):
    """A sample, a line, a report and a control of a request, whatever it has come to."""
    sample = actions.expect_sample(request, description="Masques", origin="local", by=None, on=today())
    version = specified(request.centre, code=f"spec-{request.uid}"[:40])
    with recording("test.ordered") as record:
        order = record.keep(TestOrder(request=request, version=version))
        given = {"centre": request.centre, "order": order, "sample": sample}
        line = begin(record, TestLine(clause=version.clauses.get(), **given))
        report = begin(record, Report(centre=request.centre, request=request, language="fr"))
        record.keep(ReportLine(report=report, line=line))
    told = {"method": METHOD, "material": "Étalon", "unit": "Pa", "lower": None, "upper": Decimal(10)}
    rule = actions.demand_control(request.centre, by=None, roles=ALL, **told)
    run = actions.record_control(rule, value=Decimal(12), day=today(), on=today(), by=None, roles=ALL)
    return {"sample": sample, "test_line": line, "test_report": report, "control": run}
