"""Centres at work in a simulated life: what they leave as evidence comes out of the machines."""

from datetime import date

import pytest
from django.db.models import Count

from jalon.capacity.models import Calibration, Equipment
from jalon.capacity.queries import impact
from jalon.evidence.models import Evidence, IssuedDocument
from jalon.journal.models import Event
from jalon.services.models import (
    Application,
    Campaign,
    Certificate,
    Invoice,
    Measurement,
    Report,
    Request,
    TestLine,
    TestLineStep,
    Validation,
)
from jalon.services.validation.queries.files import listed, outside_campaigns
from jalon.site.simulation import SimulationError, simulate
from jalon.site.simulation.life import BEGUN
from jalon.site.simulation.work import FILED, begins_on

pytestmark = pytest.mark.slow

CENTRES = ("CTTH", "CERIC")
LIFE = {"seed": 7, "start": date(2026, 8, 1), "end": date(2026, 11, 22), "rows": 2500}
LIFE |= {"vouched": True, "works_from": date(2026, 11, 1)}


@pytest.fixture
def begins(in_demo, db) -> date:
    """The day from which the centres of the demonstration work in Jalon."""
    return date.fromisoformat(Event.objects.get(verb=BEGUN).payload["works_from"])


def test_from_that_day_on_the_machines_leave_the_evidence_and_no_file(begins):
    since = Evidence.objects.filter(on__gte=begins, kind__in=FILED)

    assert set(since.values_list("source", flat=True)) == {"services"}
    assert set(since.values_list("kind", flat=True)) >= {
        "test.reported", "sample.received", "service.delivered", "income.invoiced", "satisfaction.answered"
    }  # fmt: skip
    assert not since.filter(simulated=False).exists()


def test_each_reported_test_is_a_line_that_was_verified_by_somebody_else(begins):
    reported = TestLine.objects.filter(state="reported")
    verified = TestLineStep.objects.filter(verb="verify").select_related("thing")

    assert reported.count() == Evidence.objects.filter(kind="test.reported", source="services").count() > 50
    operators = dict(Measurement.objects.values_list("line", "operator"))
    assert all(step.person_id != operators[step.thing_id] for step in verified)


def test_a_centre_opens_on_requests_in_every_state(begins):
    wanted = {
        "draft", "submitted", "information_asked", "in_review", "quoted", "accepted", "planned",
        "in_progress", "suspended", "delivered", "contested",
    }  # fmt: skip
    for code in CENTRES:
        states = set(Request.objects.filter(centre__code=code).values_list("state", flat=True))
        assert wanted <= states, code


def test_its_laboratory_has_lines_and_reports_at_every_stage(begins):
    for code in CENTRES:
        lines = set(TestLine.objects.filter(centre__code=code).values_list("state", flat=True))
        reports = set(Report.objects.filter(centre__code=code).values_list("state", flat=True))
        assert {"to_do", "assigned", "entered", "verified", "authorised", "reported"} <= lines
        assert {"draft", "in_verification", "authorised", "issued"} <= reports


def test_only_a_centre_that_certifies_has_applications_and_certificates(begins):
    certifying = set(Application.objects.values_list("centre__code", flat=True))

    assert "CTTH" in certifying
    assert "CERIC" not in certifying
    assert Certificate.objects.exists()


def test_invoices_are_numbered_without_a_gap(begins):
    for code in CENTRES:
        made = Invoice.objects.filter(centre__code=code, kind="invoice", year=2026)
        serials = sorted(made.values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1)) != []


def test_a_failed_calibration_puts_results_in_doubt(begins):
    for failed in Calibration.objects.filter(passed=False):
        assert impact(failed).uses
    assert Equipment.objects.filter(calibrations__passed=False).count() == 9


def test_makers_have_their_products_validated_in_a_campaign_and_outside_one(begins):
    campaign = Campaign.objects.get()
    validated = Evidence.objects.filter(kind="product.validated", source="services")
    states = dict(Validation.objects.order_by().values_list("state").annotate(Count("id")))

    assert campaign.state == "open"
    assert listed(campaign, date.today())
    assert outside_campaigns(date.today())
    assert validated.count() == states["favourable"] > 2
    assert states["tests"] == 2
    assert not validated.filter(simulated=False).exists()
    assert not Validation.objects.filter(simulated=False).exists()


def test_papers_are_kept_and_said_to_be_simulated(begins):
    assert IssuedDocument.objects.exists()
    assert not IssuedDocument.objects.filter(simulated=False).exists()


@pytest.mark.parametrize("changes", [{"works_from": date(2026, 11, 2)}, {"vouched": False}])
def test_work_begins_on_the_first_day_of_a_month_of_a_life_that_is_vouched_for(begins, changes):
    with pytest.raises(SimulationError, match="first day of a month"):
        simulate(**LIFE | changes)


def test_the_demonstration_works_for_three_weeks_or_more_from_the_first_day_of_a_month():
    assert begins_on(date(2026, 11, 22)) == date(2026, 11, 1)
    assert begins_on(date(2027, 1, 3)) == date(2026, 12, 1)
