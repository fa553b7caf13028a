"""The year of vouching and paying that the demonstration went through: what it promises is there."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from django.utils import timezone

from jalon.committee.models import Attendance, Decision, RecommendationStep, Session, StandingStep, Withdrawal
from jalon.committee.queries import sessions as committee
from jalon.contracts.models import Contract
from jalon.contracts.queries.life import life_of as life_of_contract
from jalon.evidence.models import Evidence
from jalon.fund.models import Entry, Pledge, Posting, Release, ReleaseStep
from jalon.fund.queries.released import lives as lives_of_releases
from jalon.fund.queries.waiting import all_waiting
from jalon.journal.models import Event
from jalon.people.models import User
from jalon.plan.models import Plan
from jalon.reporting.models import Answer, Calendar, Finding, Holiday, Question, Reply, Return, Seal
from jalon.reporting.queries.calendar import due
from jalon.reporting.queries.returns import lives as lives_of_returns
from jalon.reporting.queries.samples import findings_of, sample_of
from jalon.results.queries.overview import overview
from jalon.site.simulation.annexes import PLAN
from jalon.site.simulation.life import BEGUN, VERB
from jalon.site.simulation.year.cast import HOST

pytestmark = pytest.mark.slow


@pytest.fixture
def told(in_demo, db) -> dict:
    """What the life says of itself."""
    return Event.objects.get(verb=BEGUN).payload


@pytest.fixture
def end(told) -> date:
    return date.fromisoformat(told["to"])


@pytest.fixture
def plan(in_demo, db):
    return Plan.objects.get(code=PLAN)


def states(plan, period):
    reports = Return.objects.filter(contract__plan=plan, period=period).select_related("contract__centre")
    return {life.report.contract.centre.code: life.state for life in lives_of_returns(reports).values()}


def steps(plan, verb, period):
    of = {"steps__verb": verb, "period": period, "contract__plan": plan}
    return set(Return.objects.filter(**of).values_list("contract__centre__code", flat=True))


def sessions(plan):
    return {life.session.number: life.state for life in committee.sessions_of(plan)}


def releases(plan):
    return lives_of_releases(Release.objects.filter(contract__plan=plan))


def test_the_evidence_is_what_it_was_and_what_a_decision_reversed(plan, told):
    said = Evidence.objects.filter(event__verb=VERB)
    others = Evidence.objects.exclude(event__verb=VERB).exclude(source__in=("services", "capacity"))

    assert 0.97 * told["rows"] < said.count() < told["rows"]  # the centres at work left the rest
    assert 0 < others.count() < 60
    assert not others.filter(reverses=None, revision=1).exists()  # else a row recorded anew, corrected
    assert not Evidence.objects.filter(simulated=False).exists()


def test_nobody_signs_in_as_a_simulated_person(plan):
    people = User.objects.filter(email__endswith=HOST)

    assert people.count() > 20
    assert not any(person.has_usable_password() or person.is_demo for person in people)
    assert all("simulé" in person.name for person in people)


def test_the_calendar_the_holidays_the_seats_and_the_rules_are_kept(plan):
    assert set(Calendar.objects.values_list("every", flat=True)) == {"half"}
    assert Holiday.objects.filter(on__year=2025).count() == 10
    assert plan.seats.exclude(person__is_demo=True).count() == 7
    assert plan.committee_rules.count() == 1


def test_both_halves_of_2025_are_decided_for_the_nine_centres(plan):
    decided = {"validated", "closed"}

    assert len(states(plan, "2025-H1")) == len(states(plan, "2025-H2")) == 9
    assert set(states(plan, "2025-H1").values()) <= decided
    assert set(states(plan, "2025-H2").values()) <= decided


def test_two_returns_came_late_and_one_was_escalated(plan, end):
    owed = [one for one in due(plan, on=end) if one.period.code == "2025-H1"]
    late = {one.contract.centre.code for one in owed if one.submitted_on > one.due_on}

    assert late >= {"CERIC", "CTIBA"}
    [escalated] = [one for one in owed if one.contract.centre.code == "CTIBA"]
    assert (escalated.submitted_on - escalated.due_on).days > 30


def test_findings_are_mostly_accepted_and_some_are_not(plan):
    outcomes = list(Finding.objects.values_list("outcome", flat=True))

    assert {"accepted", "rejected", "corrected", "document_missing"} == set(outcomes)
    assert outcomes.count("accepted") > 0.9 * len(outcomes)


def test_a_centre_contested_a_finding_and_was_heard(plan):
    reply = Reply.objects.filter(finding__sampled__sample__report__period="2025-H1").get()
    last = findings_of(reply.finding.sampled.sample)[reply.finding.sampled_id]

    assert reply.documents
    assert last.outcome == "accepted"


def test_one_return_was_refused_and_reopened_and_one_had_a_reservation(plan):
    assert steps(plan, "refuse", "2025-H1") == steps(plan, "reopen", "2025-H1") == {"CETIEV"}
    assert steps(plan, "validate_with_reservation", "2025-H1") == steps(plan, "lift", "2025-H1") == {"CMTC"}


def test_sessions_were_held_with_their_attendance_a_withdrawal_and_signed_minutes(plan):
    assert list(sessions(plan).values()).count("signed") >= 3
    assert Withdrawal.objects.filter(stays=False).exists()
    assert {"present", "excused", "represented"} <= set(Attendance.objects.values_list("how", flat=True))
    assert Decision.objects.exclude(effects=[]).count() > 20


def test_both_periods_are_sealed(plan):
    assert sorted(Seal.objects.values_list("period", "number")) == [("2025-H1", 1), ("2025-H2", 1)]


def test_the_books_balance_and_never_pay_more_than_was_pledged(plan):
    pledged = Pledge.objects.aggregate(total=Sum("amount"))["total"]
    paid = Posting.objects.filter(account__in=("paid", "spent")).aggregate(total=Sum("amount"))["total"]

    assert Posting.objects.aggregate(total=Sum("amount"))["total"] == 0
    assert 0 < paid < pledged == 25_000_000_000
    assert not Entry.objects.filter(simulated=False).exists()


def test_tranches_were_paid_and_justified_one_in_part(plan):
    found = {life.state for life in releases(plan)}

    assert {"paid", "justified", "proposed", "approved", "ordered"} <= found
    assert Release.objects.filter(held_back__gt=0).count() == 1
    assert Release.objects.filter(tranche__startswith="R2025").exists()


def test_a_second_verification_claws_back(plan):
    claims = ReleaseStep.objects.filter(verb="claw_back")

    assert claims.get().release.contract.centre.code == "CTPC"
    assert claims.get().amount > 0
    assert steps(plan, "reopen", "2025-H2") == {"CTPC"}


def test_an_evaluation_asks_two_things_the_committee_approved(plan):
    evaluation = plan.evaluations.get()

    assert evaluation.recommendations.count() == 2
    assert RecommendationStep.objects.filter(verb="approve").count() == 2


def test_a_contract_was_warned(plan):
    assert StandingStep.objects.filter(verb="alert").count() == 1


def test_a_question_was_answered_and_one_waits(plan):
    assert Question.objects.count() == 2
    assert Answer.objects.filter(closes=True).count() == 1


def test_the_first_half_of_2026_waits_at_every_desk(plan):
    found = states(plan, "2026-H1")

    assert found["CERIC"] == "open"
    assert found["CTIBA"] == "submitted"
    assert found["CMTC"] == "under_verification"
    assert found["CETIA"] == "contested"
    assert list(found.values()).count("before_committee") == 4


def test_a_sample_is_half_checked(plan):
    reports = Return.objects.filter(contract__centre__code="CMTC", period="2026-H1")
    [life] = lives_of_returns(reports).values()
    sample = sample_of(life)

    assert 0 < len(findings_of(sample)) < sample.things.count()


def test_a_session_is_called_in_two_weeks_with_its_agenda(plan, end):
    session = Session.objects.filter(plan=plan).order_by("-number").first()

    assert sessions(plan)[session.number] == "called"
    assert 10 <= (timezone.localdate(session.starts_at) - end).days <= 16
    assert session.items.filter(kind="return").count() == 4
    assert session.items.filter(kind="release").exists()


def test_money_waits_for_whoever_asks_approves_orders_pays_and_justifies(plan, end):
    waits = {one.permission for one in all_waiting(plan, end)}

    assert {"fund.request", "fund.approve", "fund.pay", "fund.justify"} <= waits


def test_an_amendment_waits_for_the_federations_signature(plan, end):
    life = life_of_contract(Contract.objects.get(centre__code="CERIC", plan=plan), on=end)

    assert life.signed_sides == ("ministry", "centre")
    assert life.turn == "federation"


def test_everything_of_it_says_that_it_is_simulated(plan):
    for model in (Return, Session, Release, Seal, Pledge, Entry):
        assert not model.objects.filter(simulated=False).exists(), model


def test_acts_are_recorded_when_they_happened(plan):
    moments = list(Event.objects.order_by("number").values_list("recorded_at", flat=True))
    submitted = Event.objects.filter(verb="return.submitted", subject="return:CO-2023-CETEMCO:2025-H1").get()

    assert moments == sorted(moments)
    assert timezone.localdate(submitted.recorded_at) == date(2025, 7, 16)


def test_the_state_of_the_plan_is_still_told(plan, end):
    told = overview(plan, on=end)

    assert told is not None


def test_a_value_that_was_found_wrong_is_lower_than_declared(plan):
    report = Return.objects.get(contract__centre__code="CTPC", period="2025-H2", contract__plan=plan)
    tests = {(one.round, one.stage): one.value for one in report.values.filter(indicator="TESTS")}

    assert tests[2, "validated"] < Decimal("0.9") * tests[1, "validated"]
