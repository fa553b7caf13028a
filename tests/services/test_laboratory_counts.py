"""A sitting of the laboratory: many lines at once, in as many questions as a few; and what its bench fills."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jalon.services.bench_past import METHOD, fill
from jalon.services.models import Report, Request, TestLine
from jalon.services.testing_words import CHECKLIST
from tests.factories import testing as made
from tests.factories.network import CentreFactory, EnterpriseFactory, holder
from tests.factories.services import offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]
FORM = "application/x-www-form-urlencoded"
QUERY = "?method=NM EN 14683"


def path(name, *args, query=""):
    return reverse(f"services:{name}", args=args) + query


class Sitting:
    """What is done with so many lines, and how many questions each page asked."""

    def __init__(self, client, count: int):
        self.client, self.asked = client, {}
        self.request = made.under_way(CentreFactory())
        centre = self.request.centre
        self.analyst, self.verifier = made.analyst(centre), holder("centre_staff", centre)
        self.director = holder("centre_director", centre)
        made.lines(self.request, samples=count, clauses=(made.clause(), made.clause("4.2")))

    @property
    def lines(self):
        return TestLine.objects.filter(order__request=self.request)

    def measure(self, user, name, address, said=None) -> None:
        self.client.force_login(user)
        with CaptureQueriesContext(connection) as asked:
            if said is None:
                answer = self.client.get(address)
            else:
                answer = self.client.post(address, urlencode(said, True), FORM)
        assert answer.status_code == (200 if said is None else 302), answer.content.decode()
        self.asked[name] = len(asked)

    def typed(self) -> dict:
        said = {"tested_on": timezone.localdate().isoformat(), "control": "not_asked"}
        for line in self.lines:
            numbers = {"value": "42,5", "spread": "4", "k": "2", "unit": "Pa", "turn": line.turn}
            said |= {f"{name}-{line.pk}": value for name, value in numbers.items()}
        return said

    def ticked(self, verb) -> dict:
        turns = {f"turn-{line.pk}": line.turn for line in self.lines}
        return {"verb": verb, "line": [line.pk for line in self.lines]} | turns

    def sit(self) -> dict[str, int]:
        given = {"operator": self.analyst.pk, "planned_on": timezone.localdate().isoformat()}
        self.measure(self.analyst, "tests of a request", path("request_tests", self.request.uid))
        self.measure(self.analyst, "assign", path("assignments", query=QUERY), given)
        self.measure(self.analyst, "sheet", path("sheet", query=QUERY))
        self.measure(self.analyst, "enter", path("sheet", query=QUERY), self.typed())
        self.measure(self.verifier, "to verify", path("verification"))
        self.measure(self.verifier, "verify", path("verification"), self.ticked("verify"))
        self.measure(self.director, "authorise", path("verification"), self.ticked("authorise"))
        self.measure(self.analyst, "draft", path("reports", self.request.uid), {"language": "fr"})
        report = Report.objects.get(request=self.request)
        self.measure(self.analyst, "report", path("report", report.uid))
        steps = (("submit", self.analyst, {}), ("authorise", self.director, dict.fromkeys(CHECKLIST, "yes")))
        for turn, (verb, user, said) in enumerate((*steps, ("issue", self.director, {}))):
            said = said | {"turn": turn}
            self.measure(user, f"{verb} report", path("report_step", report.uid, verb), said)
        return self.asked


def test_no_page_of_a_sitting_asks_more_for_more_lines(client):
    few = Sitting(client, 1).sit()
    many = Sitting(client, 6).sit()

    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
    assert set(TestLine.objects.values_list("state", flat=True)) == {"reported"}


def test_a_report_of_lines_done_again_names_the_first_of_each_in_as_many_questions_as_one():
    from jalon.services.testing.actions.reports import first_uids

    lines = made.entered(made.lines(samples=3))
    told = {"reason": "Fuite", "by": None, "roles": made.ALL}
    again = [made.actions.redo(line, turn=line.turn, **told) for line in lines]

    with CaptureQueriesContext(connection) as asked:
        found = first_uids(again)

    assert found == {new.pk: old.uid for new, old in zip(again, lines, strict=True)}
    assert len(asked) == 1


def test_the_bench_fills_past_orders_once_and_leaves_every_guard_up():
    centre = CentreFactory()
    told = {"centre": centre, "person": made.analyst(centre), "firm": EnterpriseFactory()}
    told |= {"offered": offered(centre, code="past"), "on": timezone.localdate()}

    assert fill(3, **told) == fill(2, **told) == 3

    assert Request.objects.filter(centre=centre, state="closed").count() == 3
    assert TestLine.objects.filter(clause__method=METHOD, state="reported").count() == 6
    assert made.under_way(centre).pk > Request.objects.filter(state="closed").latest("pk").pk
    with pytest.raises(DatabaseError, match="refused"):
        Request.objects.filter(centre=centre, state="closed").update(serial=7)
