"""The pages of returns: what their titles answer, what they keep, and how many queries they cost."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jalon.contracts.models import Contract
from jalon.evidence.models import Evidence
from jalon.journal.models import Event
from jalon.network.actions import name_deputy
from jalon.network.models import Organisation
from jalon.reporting.actions import submit
from jalon.reporting.actions.calendar import keep_calendar
from jalon.reporting.models import Calendar, Holiday, Question, Remark, Return
from jalon.reporting.queries.returns import life_of
from tests.factories.network import CentreFactory, holder
from tests.factories.people import UserFactory
from tests.factories.reporting import (
    AFTER,
    PERIOD,
    counted,
    opened,
    promising,
    received,
    settled,
    submitted,
)
from tests.factories.results import contract as promised
from tests.factories.results import sheet

pytestmark = pytest.mark.django_db

TERMS = {"effective_from": date(2024, 1, 1), "every": "quarter", "submit_days": 20, "weekend": [6, 7]}


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


@pytest.fixture
def contract() -> Contract:
    made = promising()
    keep_calendar(made.plan, by=None, **TERMS)
    counted(made.centre, 30)
    received(made.centre)
    return made


def signed_in(client, role, contract):
    seat = contract.centre if role.startswith("centre") else None
    user = holder(role, seat)
    client.force_login(user)
    return user


def at(name, contract, *more, **query):
    query = {"on": "2024-06-30", "plan": contract.plan.code} | query
    place = (
        [contract.code, *more] if name not in ("returns", "calendar", "calendar_terms", "holidays") else []
    )
    return reverse(f"reporting:{name}", args=place, query=query)


def text(answer) -> str:
    return answer.content.decode()


def heading(answer) -> str:
    return " ".join(text(answer).partition("<h1")[2].partition("</h1>")[0].split())


def test_the_list_says_how_many_returns_are_late(client, contract):
    signed_in(client, "programme_officer", contract)

    late = client.get(at("returns", contract))
    submitted(contract)
    none = client.get(at("returns", contract))

    assert "1 rapport" in heading(late)
    assert "en retard" in heading(late)
    assert "Aucun" in heading(none)


def test_the_list_costs_as_many_queries_for_nine_contracts_as_for_two(
    client, contract, django_assert_max_num_queries
):
    signed_in(client, "programme_officer", contract)
    for _place in range(8):
        other = promised(contract.plan, CentreFactory(), targets=[("TESTS", "per_period", 2024, 100)])
        opened(other.contract)

    with django_assert_max_num_queries(25):
        answer = client.get(at("returns", contract))

    assert answer.status_code == 200


def test_the_page_of_a_return_costs_the_same_whatever_its_indicators(client, django_assert_max_num_queries):
    codes = ("TESTS", *(f"T{place}" for place in range(12)))
    contract = promising(codes=codes)
    keep_calendar(contract.plan, by=None, **TERMS)
    received(contract.centre)
    submitted(contract)
    signed_in(client, "programme_officer", contract)
    client.get(at("return", contract, PERIOD))

    with django_assert_max_num_queries(55):
        answer = client.get(at("return", contract, PERIOD))

    assert answer.status_code == 200


def test_what_a_centre_writes_is_kept_with_its_burden(client, contract):
    signed_in(client, "centre_staff", contract)
    path = at("return", contract, PERIOD)
    started = client.get(path).context["form"]["started"].value()

    answer = client.post(
        path, {"started": started, "comment": "Panne du four.", "comment:TESTS": "Reprise en mai."}
    )

    assert answer.status_code == 302
    notes = Remark.objects.order_by("pk")
    assert {(one.kind, one.indicator, one.text) for one in notes} == {
        ("comment", "", "Panne du four."),
        ("comment", "TESTS", "Reprise en mai."),
    }
    assert sum(one.fields_typed for one in notes) == 2
    assert "2 champs" in text(client.get(at("contract", contract)))


def test_what_is_written_again_as_it_stands_is_no_new_record(client, contract):
    signed_in(client, "centre_staff", contract)
    path = at("return", contract, PERIOD)
    for _time in range(2):
        client.post(path, {"comment": "Panne du four."})

    assert Remark.objects.count() == 1


def test_nothing_typed_is_lost_when_the_return_was_submitted_meanwhile(client, contract):
    signed_in(client, "centre_staff", contract)
    submitted(contract)

    answer = client.post(at("return", contract, PERIOD), {"comment": "Tapé trop tard."})

    assert answer.status_code == 422
    assert "Tapé trop tard." in text(answer)
    assert not Remark.objects.filter(text="Tapé trop tard.").exists()


def test_a_director_submits_and_the_page_keeps_what_was_declared(client, contract):
    signed_in(client, "centre_director", contract)
    settled(opened(contract))

    client.post(reverse("reporting:submission", args=(contract.code, PERIOD)))
    counted(contract.centre, 7, stem="LATE")
    page = client.get(at("return", contract, PERIOD))

    [row] = page.context["sheet"].rows
    assert (row.stages["declared"].value, row.cell.value, row.moved) == (30, 37, 7)
    assert "LATE-0" in text(page)
    assert life_of(Return.objects.get()).state == "submitted"


def test_staff_does_not_submit(client, contract):
    signed_in(client, "centre_staff", contract)

    answer = client.post(reverse("reporting:submission", args=(contract.code, PERIOD)))

    assert answer.status_code == 403
    assert not Return.objects.exists()


def test_a_return_that_is_not_settled_says_what_keeps_it_back(client, contract):
    signed_in(client, "centre_director", contract)

    answer = client.post(reverse("reporting:submission", args=(contract.code, PERIOD)))

    assert answer.status_code == 409
    assert "ni réglés ni expliqués" in text(answer) or "ni réglé" in text(answer)


def test_the_ministry_sends_a_return_back_with_its_reason(client, contract):
    signed_in(client, "programme_officer", contract)
    report = submitted(contract)
    path = reverse("reporting:sending_back", args=(contract.code, PERIOD))

    without = client.post(path, {"reason": ""})
    client.post(path, {"reason": "Joindre le rapport du four."})

    assert without.status_code == 422
    assert life_of(report).state == "open"
    assert "Joindre le rapport du four." in text(client.get(at("return", contract, PERIOD)))


def test_an_act_of_a_deputy_says_for_whom(client, contract):
    director = holder("centre_director", contract.centre, name="Directrice en titre")
    deputy = UserFactory(name="Suppléant désigné")
    name_deputy(
        director.memberships.get(), deputy=deputy, by=director,
        starts_on=AFTER, ends_on=date(2024, 5, 1), on=AFTER,
    )  # fmt: skip
    submit(settled(opened(contract)), by=deputy, on=AFTER)
    client.force_login(director)

    page = text(client.get(at("return", contract, PERIOD)))

    assert "Suppléant désigné" in page
    assert "pour Directrice en titre" in page


def test_a_level_is_declared_with_its_document_as_evidence(client, contract):
    level = {"level": {"kinds": ["level.declared"], "aggregation": "last",
                       "where": [["attributes.what", "=", "satisfaction"]]}}  # fmt: skip
    sheet("SATISFACTION", measures=level, formula="level", accumulation="level")
    other = promising(codes=(), targets=[("SATISFACTION", "level", 2024, 80)])
    keep_calendar(other.plan, by=None, **TERMS)
    signed_in(client, "centre_staff", other)
    path = reverse("reporting:level", args=(other.code, PERIOD, "SATISFACTION"))
    said = {"value": "71.5", "day": "2024-03-20"}

    without = client.post(path, said)
    client.post(path, said | {"document": SimpleUploadedFile("enquete.pdf", b"%PDF-1.4 enquete")})

    assert without.status_code == 422
    row = Evidence.objects.get(kind="level.declared")
    assert (row.kind, row.quantity, len(row.documents)) == ("level.declared", Decimal("71.5"), 1)
    [shown] = client.get(at("return", other, PERIOD)).context["sheet"].rows
    assert shown.cell.value == Decimal("71.5")


def test_an_indicator_the_evidence_counts_is_not_typed(client, contract):
    signed_in(client, "centre_staff", contract)

    answer = client.get(reverse("reporting:level", args=(contract.code, PERIOD, "TESTS")))

    assert answer.status_code == 404


def test_a_centre_does_not_see_the_returns_of_another(client, contract):
    submitted(contract)
    other = promised(contract.plan, CentreFactory(), targets=[("TESTS", "per_period", 2024, 100)]).contract
    signed_in(client, "centre_director", other)

    assert client.get(at("return", contract, PERIOD)).status_code == 404
    assert contract.code not in text(client.get(at("returns", contract)))


def test_a_question_reaches_the_director_and_its_answer_who_asked(
    client, contract, django_capture_on_commit_callbacks
):
    director = holder("centre_director", contract.centre, email="direction@centre.ma")
    officer = signed_in(client, "programme_officer", contract)
    asked = {"contract": contract.code, "indicator": "TESTS", "period": PERIOD}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("reporting:question_new", query=asked),
            {"text": "D'où vient la baisse ?", "due_on": "2024-05-15"},
        )
    question = Question.objects.get()

    client.force_login(director)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reporting:question", args=(question.uid,)), {"text": "D'une panne du four."})

    assert [letter.to for letter in mail.outbox] == [["direction@centre.ma"], [officer.email]]
    assert "D'où vient la baisse ?" in mail.outbox[0].body
    page = text(client.get(reverse("reporting:question", args=(question.uid,))))
    assert "D&#x27;une panne du four." in page
    assert "panne" not in str(Event.objects.get(verb="figure.answered").payload)


def test_a_question_sent_twice_is_one_question_and_one_letter(
    client, contract, django_capture_on_commit_callbacks
):
    holder("centre_director", contract.centre, email="direction@centre.ma")
    signed_in(client, "programme_officer", contract)
    asked = {"contract": contract.code, "indicator": "TESTS", "period": PERIOD}
    path = reverse("reporting:question_new", query=asked)
    page = client.get(path).context["form"]["page"].value()

    with django_capture_on_commit_callbacks(execute=True):
        first, second = (client.post(path, {"text": "Pourquoi ?", "page": page}) for _time in range(2))
    other = client.post(path, {"text": "Et pourquoi si tard ?", "page": page})

    assert first.url == second.url == reverse("reporting:question", args=(Question.objects.first().uid,))
    assert other.url != first.url
    assert sorted(Question.objects.values_list("text", flat=True)) == ["Et pourquoi si tard ?", "Pourquoi ?"]
    assert len(mail.outbox) == 1


def test_a_settled_question_takes_no_more_answers(client, contract):
    signed_in(client, "programme_officer", contract)
    asked = {"contract": contract.code, "indicator": "TESTS", "period": PERIOD}
    client.post(reverse("reporting:question_new", query=asked), {"text": "Pourquoi ?"})
    path = reverse("reporting:question", args=(Question.objects.get().uid,))
    client.post(path, {"text": "Vu avec le centre.", "closes": "on"})

    answer = client.post(path, {"text": "Encore."})

    assert answer.status_code == 403
    assert "Réglée" in heading(client.get(path))


def test_the_calendar_is_kept_by_a_form_and_says_its_deadlines(client, contract):
    signed_in(client, "programme_officer", contract)
    path = at("calendar_terms", contract)
    shown = client.get(path).context["form"]
    said = {name: shown[name].value() for name in shown.fields} | {
        "effective_from": "2024-01-01", "every": "half", "submit_days": "30", "bounds": "TESTS 0 500",
    }  # fmt: skip

    wrong = client.post(path, said | {"remind_days": "bientôt"})
    right = client.post(path, said)

    assert (wrong.status_code, right.status_code) == (422, 302)
    kept = Calendar.objects.order_by("pk").last()
    assert (kept.every, kept.submit_days, kept.checks["bounds"]) == ("half", 30, {"TESTS": ["0", "500"]})
    assert "semestre" in heading(client.get(at("calendar", contract)))


def test_public_holidays_are_proposed_and_taken_over_only_when_ticked(client, contract):
    signed_in(client, "programme_officer", contract)
    path = reverse("reporting:holiday_proposals", query={"country": "MA", "year": "2026"})

    offered = client.get(path).context["offered"]
    assert not Holiday.objects.exists()
    client.post(path, {"day": ["2026-01-11", "2026-03-20"]})

    kept = {day.on: day for day in Holiday.objects.all()}
    assert set(kept) == {date(2026, 1, 11), date(2026, 3, 20)}
    assert (kept[date(2026, 1, 11)].is_estimated, kept[date(2026, 3, 20)].is_estimated) == (False, True)
    assert "holidays" in kept[date(2026, 3, 20)].source
    assert any(one["name"].ar for one in offered)


def test_a_holiday_moves_the_deadline_of_returns_not_yet_open(client, contract):
    signed_in(client, "programme_officer", contract)
    client.post(
        at("holidays", contract),
        {"on": "2024-04-10", "fr": "Aïd al-Fitr", "is_holiday": "on", "source": "JO"},
    )

    assert opened(contract).due_on == date(2024, 4, 29)  # the 26th, a working day later


@pytest.mark.parametrize("role", ["programme_officer", "centre_director", "verifier", "federation_delegate"])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_page_reads_in_three_languages(client, contract, role, language):
    Organisation.objects.filter(pk=contract.centre_id).update(federation=contract.centre.federation)
    seat = {"centre_director": contract.centre, "federation_delegate": contract.centre.federation}
    client.force_login(holder(role, seat.get(role)))
    submitted(contract)
    paths = [at("returns", contract), at("contract", contract), at("return", contract, PERIOD),
             at("calendar", contract), at("holidays", contract), reverse("reporting:questions")]  # fmt: skip

    for path in paths:
        answer = client.get(path.replace("/fr/", f"/{language}/"))
        assert answer.status_code == 200, path


def test_today_is_the_day_of_a_page_without_one(client, contract):
    signed_in(client, "programme_officer", contract)

    answer = client.get(reverse("reporting:returns", query={"plan": contract.plan.code}))

    assert answer.context["on"] == timezone.localdate()
