"""What an evaluation asks: decided one by one, addressed, done, proven, closed by somebody else."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from jalon.committee.actions import agenda, recommending, votes
from jalon.committee.actions.deciding import FollowUpAsked, decide
from jalon.committee.actions.refusing import Refused
from jalon.committee.models import Evaluation, RecommendationStep
from jalon.committee.queries.due import due, evaluation_due, recommendation_due
from jalon.committee.queries.evaluations import plans_before
from jalon.committee.queries.recommendations import led_to, life_of
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.words import Words
from tests.factories import evaluations
from tests.factories.committee import CALLED_ON, SESSION_DAY, called, chair, member, opened, secretary
from tests.factories.network import CentreFactory, MinistryFactory, holder
from tests.factories.results import PlanFactory, version

pytestmark = pytest.mark.django_db

LATER = date(2025, 1, 15)


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def study():
    return evaluations.evaluation(version().plan)


def on_the_table(asked):
    session = called(asked.evaluation.plan)
    item = agenda.put_on_agenda(session, recommendation_due(asked), by=None, on=CALLED_ON)
    opened(session)
    return item


def test_a_recommendation_waits_for_the_committee_until_a_decision_approves_and_addresses_it(study):
    asked = evaluations.recommendation(study)
    centre = CentreFactory()
    assert [one.subject for one in due(study.plan, CALLED_ON)] == ["recommendation:EVAL-1/R1"]
    item = on_the_table(asked)

    to = FollowUpAsked("Servir", centre, evaluations.DUE_ON)
    decision = decide(item, "approve", by=None, on=SESSION_DAY, by_consensus=True, follow_up=to)

    life = life_of(asked)
    assert life.state == "addressed"
    assert (life.addressee, life.due_on) == (centre, evaluations.DUE_ON)
    assert {step.decision for step in life.steps} == {decision.uid}
    assert len(decision.effects) == 2
    assert not due(study.plan, CALLED_ON)


def test_without_an_addressee_an_approved_recommendation_is_addressed_later_by_the_ministry(study):
    asked = evaluations.recommendation(study)
    decide(on_the_table(asked), "approve", by=None, on=SESSION_DAY, by_consensus=True)
    assert life_of(asked).state == "approved"

    to = {"addressed_to": CentreFactory(), "due_on": evaluations.DUE_ON}
    recommending.step(asked, "address", by=secretary(), on=SESSION_DAY, **to)

    assert life_of(asked).state == "addressed"


def test_the_committee_rejects_with_a_reason(study):
    asked = evaluations.recommendation(study)
    item = on_the_table(asked)

    with pytest.raises(Refused):
        decide(item, "reject", by=None, on=SESSION_DAY, by_consensus=True)
    decide(item, "reject", by=None, on=SESSION_DAY, by_consensus=True, reason="Hors du plan")

    assert life_of(asked).state == "rejected"


def test_who_evaluates_neither_votes_nor_decides(study):
    both = member(study.plan, MinistryFactory())
    chair(study.plan)
    asked = evaluations.recommendation(study, by=both)
    item = on_the_table(asked)

    with pytest.raises(Refused) as vote:
        votes.vote(item, person=both, choice="for", motion="approve", by=both)
    with pytest.raises(Refused) as decision:
        recommending.step(asked, "approve", by=both, on=SESSION_DAY, decision=uuid4())

    assert "judge_and_party" in vote.value.reasons
    assert "advice.evaluator_decides" in decision.value.reasons


def test_only_a_decision_approves(study):
    asked = evaluations.recommendation(study)

    with pytest.raises(Refused) as refused:
        recommending.step(asked, "approve", by=secretary(), on=SESSION_DAY)

    assert refused.value.reasons == ("advice.decision_minuted",)


def test_an_addressee_replies_acts_and_proves_and_somebody_else_closes(study):
    found = evaluations.proven(study)
    assert life_of(found.asked).state == "proven"

    recommending.step(found.asked, "close", by=evaluations.evaluator(), on=LATER)

    life = life_of(found.asked)
    assert life.state == "closed"
    assert len(life.documents) == 1


def test_only_the_addressee_replies(study):
    found = evaluations.addressed(study)
    stranger = holder("centre_director", CentreFactory())

    with pytest.raises(Refused) as refused:
        recommending.step(found.asked, "reply", by=stranger, on=LATER, text="Moi")

    assert refused.value.reasons == ("advice.not_yours",)


def test_nothing_is_proven_without_a_document(study):
    found = evaluations.addressed(study)
    for verb in ("reply", "act"):
        recommending.step(found.asked, verb, by=found.director, on=LATER, text="Fait")

    with pytest.raises(Refused) as refused:
        recommending.step(found.asked, "prove", by=found.director, on=LATER)

    assert refused.value.reasons == ("advice.document_given",)


def test_nobody_closes_what_they_acted_on(study):
    ministry = MinistryFactory()
    both = holder("programme_officer", ministry)
    found = evaluations.addressed(study, ministry)
    for verb, said in (("reply", "text"), ("act", "text")):
        recommending.step(found.asked, verb, by=both, on=LATER, **{said: "Fait"})
    recommending.step(found.asked, "prove", by=both, on=LATER, files=evaluations.PROOF)

    with pytest.raises(Refused) as refused:
        recommending.step(found.asked, "close", by=both, on=LATER)

    assert refused.value.reasons == ("advice.closer_is_another",)


@pytest.mark.parametrize("who", ("director", "nobody"))
def test_the_database_refuses_the_same_whoever_writes(study, who):
    found = evaluations.proven(study)
    row = RecommendationStep(recommendation=found.asked, verb="close", state="closed", on=LATER)
    row.person = found.director if who == "director" else None

    with pytest.raises(DatabaseError, match="somebody else"), transaction.atomic():
        with recording("recommendation.closed", subject="test", by=None) as record:
            record.keep(row)


def test_a_recommendation_is_late_after_its_day_until_it_is_proven(study):
    late = evaluations.addressed(study, code="R1")
    done = evaluations.proven(study, code="R2")

    assert life_of(late.asked).is_late(LATER)
    assert not life_of(late.asked).is_late(evaluations.DUE_ON)
    assert not life_of(done.asked).is_late(LATER)


def test_a_recommendation_is_read_as_known_at_a_moment(study):
    found = evaluations.addressed(study)
    before = latest()
    recommending.step(found.asked, "reply", by=found.director, on=LATER, text="D'accord")

    assert life_of(found.asked, before).state == "addressed"
    assert life_of(found.asked).state == "replied"


def test_what_a_recommendation_led_to_is_an_axis_or_objective_of_a_plan(study):
    running = study.plan
    axis = running.versions.first().axes.first()
    asked = evaluations.recommendation(study, led_to=f"axis:{running.code}/{axis.code}")

    with pytest.raises(Refused) as refused:
        evaluations.recommendation(study, code="R2", led_to=f"axis:{running.code}/NONE")

    assert [life.asked for life in led_to(running, [f"axis:{axis.code}"])] == [asked]
    assert refused.value.reasons == ("advice.led_to_unknown",)


def test_a_code_is_used_once(study):
    evaluations.recommendation(study)

    with pytest.raises(Refused):
        evaluations.recommendation(study)
    with pytest.raises(Refused):
        evaluations.evaluation(study.plan)


def test_the_committee_opens_the_evaluation_it_was_asked_for():
    plan = version().plan
    session = called(plan)
    one = evaluation_due("EVAL-9", Words("Évaluer", "تقييم"), Words("Les termes"))
    item = agenda.put_on_agenda(session, one, by=None, on=CALLED_ON)
    opened(session)

    decision = decide(item, "open", by=None, on=SESSION_DAY, by_consensus=True)

    study = Evaluation.objects.get(code="EVAL-9")
    assert (study.decision, study.opened_on, study.terms.fr) == (decision.uid, SESSION_DAY, "Les termes")


def test_plans_that_began_before_are_those_before():
    old = version(PlanFactory(code="OLD"), start=date(2014, 1, 1), end=date(2020, 12, 31)).plan
    new = version(PlanFactory(code="NEW"), start=date(2022, 1, 1), end=date(2025, 12, 31)).plan

    assert plans_before(new) == [old]
    assert plans_before(old) == []


def test_the_page_of_an_axis_lists_what_led_to_it_to_whoever_reads_evaluations(client):
    before = evaluations.evaluation(PlanFactory(), code="EVAL-0")
    one = version()
    running, axis = one.plan, one.axes.first()
    led = evaluations.recommendation(before, led_to=f"axis:{running.code}/{axis.code}")
    evaluations.recommendation(before, code="R2")

    pages = []
    for person in (secretary(), holder("centre_staff", CentreFactory())):
        client.force_login(person)
        pages.append(client.get(reverse("results:axis", args=[axis.code]), {"plan": running.code}))

    assert [page.status_code for page in pages] == [200, 200]
    assert reverse("committee:recommendation", args=[led.uid]) in pages[0].text
    assert "1 recommandation a conduit ici" in pages[0].text and "recommandation" not in pages[1].text
