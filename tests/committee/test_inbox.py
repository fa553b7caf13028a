"""What needs a person: each role finds what waits for it, with its day and its page, and nothing else."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jalon.committee.actions import recommending
from jalon.committee.queries.needs import needs as of_committee
from jalon.contracts.queries.needs import needs as of_contracts
from jalon.fund.actions.releases import propose_release
from jalon.fund.queries.needs import needs as of_fund
from jalon.fund.queries.waiting import waiting
from jalon.network.access import standing
from jalon.network.views.inbox import as_it_stands
from jalon.reporting.actions.questions import answer, ask
from jalon.reporting.queries.needs import needs as of_returns
from jalon.ui.needs import Asker, needs_of
from tests.factories import evaluations
from tests.factories.committee import called, chair, member, opened, secretary
from tests.factories.contracts import contract, contract_version
from tests.factories.network import CentreFactory, MinistryFactory, holder
from tests.factories.releases import DAY, asked_for, rated, ready
from tests.factories.reporting import promising, submitted
from tests.factories.results import version
from tests.factories.verification import calendar_kept

pytestmark = pytest.mark.django_db

ON = date(2024, 5, 10)


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def plan():
    return version().plan


def asker(person, on=ON) -> Asker:
    return Asker(person, standing(person), on)


def titles(asking, person, on=ON) -> list[str]:
    return [need.title for need in asking(asker(person, on))]


def test_a_recommendation_waits_for_its_addressee_then_for_somebody_else(plan):
    found = evaluations.addressed(evaluations.evaluation(plan))
    closer = evaluations.evaluator()

    waited = [need.due_on for need in of_committee(asker(found.director))]
    nobody = titles(of_committee, closer)
    for verb, said in (
        ("reply", {"text": "Oui"}),
        ("act", {"text": "Fait"}),
        ("prove", {"files": evaluations.PROOF}),
    ):
        recommending.step(found.asked, verb, by=found.director, on=ON, **said)

    assert waited == [evaluations.DUE_ON]
    assert nobody == []
    assert titles(of_committee, found.director) == []
    assert len(titles(of_committee, closer)) == 1


def test_a_session_waits_for_its_members_then_for_who_keeps_the_record(plan):
    one, keeper, presiding = member(plan), secretary(), chair(plan)
    session = called(plan)
    to_come = [len(titles(of_committee, person)) for person in (one, keeper)]

    opened(session)

    assert to_come == [1, 0]
    assert [len(titles(of_committee, person)) for person in (one, keeper, presiding)] == [0, 1, 0]


def test_who_has_no_role_has_nothing_to_do(plan):
    stranger = holder("administrator", MinistryFactory())
    called(plan)

    assert needs_of(asker(stranger)) == []


def test_the_earliest_day_comes_first_and_what_has_no_day_last(plan):
    centre = CentreFactory()
    study = evaluations.evaluation(plan)
    for number, days in enumerate((40, 10, 20)):
        day = ON + timedelta(days=days)
        evaluations.addressed(study, centre, code=f"R{number}", due_on=day)
    found = needs_of(asker(holder("centre_director", centre)))

    assert [need.due_on for need in found] == sorted(need.due_on for need in found)


def test_the_cost_does_not_grow_with_what_waits(plan, django_assert_max_num_queries):
    centre = CentreFactory()
    study = evaluations.evaluation(plan)
    for number in range(8):
        evaluations.addressed(study, centre, code=f"R{number}")
    asking = asker(holder("centre_director", centre))

    with django_assert_max_num_queries(30):
        assert len(needs_of(asking)) == 8


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
def test_the_inbox_the_state_page_and_the_rail_read_the_same(client, plan, language):
    found = evaluations.addressed(evaluations.evaluation(plan), due_on=timezone.localdate())
    client.force_login(found.director)
    page = reverse("network:inbox").replace("/fr/", f"/{language}/")
    count = reverse("network:inbox_count").replace("/fr/", f"/{language}/")

    whole = client.get(page).content.decode()
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    number = client.get(count).content.decode()

    where = f"recommendations/{found.asked.uid}/"
    assert where in whole
    assert where in part
    assert "<html" not in part
    assert "1" in number


def test_the_number_is_not_counted_again_until_something_happens(client, plan, django_assert_max_num_queries):
    study, centre = evaluations.evaluation(plan), CentreFactory()
    client.force_login(holder("centre_director", centre))
    count = reverse("network:inbox_count")
    known = client.get(count)

    with django_assert_max_num_queries(3):  # the session, the person, the journal's last event
        again = client.get(count, headers={"If-None-Match": known["ETag"]})
    evaluations.addressed(study, centre)
    after = client.get(count, headers={"If-None-Match": known["ETag"]})

    assert (known.content, again.status_code, again.content) == (b"", 304, b"")
    assert after.status_code == 200
    assert b"1" in after.content


def test_another_day_person_language_or_digits_asks_for_another_number(rf, monkeypatch):
    one, other = holder("programme_officer"), holder("programme_officer")

    def name(person, *, on=ON, language="fr", digits="western"):
        request = rf.get("/")
        request.user, person.digits = person, digits
        monkeypatch.setattr(timezone, "localdate", lambda: on)
        with override(language):
            return as_it_stands(request)

    others = (
        name(other),
        name(one, on=ON + timedelta(days=1)),
        name(one, language="ar"),
        name(one, digits="arabic"),
    )

    assert name(one) == name(one)
    assert len({name(one), *others}) == 5


def test_nobody_signed_in_is_asked_to_sign_in(client):
    assert client.get(reverse("network:inbox")).status_code == 302


def test_a_return_waits_for_its_centre_then_for_its_verifier():
    held = promising()
    calendar_kept(held.plan)
    director = holder("centre_director", held.centre)
    verifier = holder("verifier", MinistryFactory())
    late = [need.title for need in of_returns(asker(director)) if need.is_late(ON)]

    submitted(held)

    assert late
    assert len(titles(of_returns, verifier)) == 1
    assert len(titles(of_returns, director)) == len(late) - 1


def test_a_question_waits_for_its_centre_and_its_answer_for_who_asked():
    held = promising()
    director, officer = holder("centre_director", held.centre), secretary()
    asked = ask(held, indicator="TESTS", period="2024-Q1", text="Pourquoi ?", due_on=ON, by=officer)

    waited = [need.due_on for need in of_returns(asker(director))]
    answer(asked, text="Parce que", by=director)

    assert waited == [ON]
    assert titles(of_returns, director) == []
    assert len(titles(of_returns, officer)) == 1


def test_a_release_waits_for_who_approves_and_not_for_who_asked():
    held = promising()
    fund = holder("fund_officer", MinistryFactory())
    asked_for(held, fund)
    other = holder("fund_officer", MinistryFactory())

    assert titles(of_fund, fund) == []
    assert len(titles(of_fund, other)) == 1


def test_a_draft_waits_for_the_side_whose_turn_it_is():
    signed = promising()
    director = holder("centre_director", signed.centre)
    contract_version(contract(plan=signed.plan), status="draft")
    contract_version(signed, number=2, status="draft")

    assert len(titles(of_contracts, director)) == 1


def test_a_tranche_that_is_due_waits_for_who_may_ask_for_it_as_on_the_page_of_what_waits():
    held = ready(*rated(90, 86))
    officer, director = secretary(), holder("centre_director", held.centre)

    before = list(of_fund(asker(officer, DAY)))
    listed = waiting(officer, DAY, plan=held.plan)
    propose_release(held, "T1", by=officer, on=DAY)

    assert [need.href for need in before] == [reverse("fund:tranche", args=[held.code, "T1"])]
    assert len(listed) == len(before)
    assert titles(of_fund, director, DAY) == []
    assert titles(of_fund, officer, DAY) == []


def test_what_waits_in_a_plan_that_is_not_the_one_of_today_waits_all_the_same():
    held = ready(*rated(90, 86))
    version(start=date(2030, 1, 1), end=date(2033, 12, 31))
    officer = secretary()

    later = list(of_fund(asker(officer, date(2031, 1, 1))))

    assert [need.href for need in later] == [reverse("fund:tranche", args=[held.code, "T1"])]
