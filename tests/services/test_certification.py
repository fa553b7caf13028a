"""From an application to a certificate and its end: who may, what refuses, what it leaves as evidence."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jalon.evidence.actions import attest_received_to, store_document
from jalon.evidence.models import Document, Evidence
from jalon.evidence.queries import issued
from jalon.journal.lives import Refused
from jalon.journal.queries import latest
from jalon.kernel.periods import parse
from jalon.results.queries.figures import Asked, opened
from jalon.services.certification import actions
from jalon.services.certification.queries import registered, status_on
from jalon.services.models import Certificate
from tests.factories.certification import (
    ROLES,
    applied,
    certified,
    evaluated,
    granted,
    scheme,
    stepped,
    to_decide,
)
from tests.factories.network import holder
from tests.factories.results import contract, sheet, version
from tests.factories.services import asked, moved, offered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("french")]


def today():
    return timezone.localdate()


def done(application, verb, *, by=None, **told):
    told = {"by": by, "roles": ROLES, "turn": application.turn, "on": today()} | told
    return actions.step_application(application, verb, **told)


def decided(application, verb="grant", *, by=None, **told):
    by = by or holder("centre_director", application.centre)
    told = {"decision": {"text": "Accordée"}, "roles": ROLES, "turn": application.turn, "on": today()} | told
    return actions.decide(application, verb, by=by, **told)


# who may


def test_who_evaluated_neither_reviews_nor_decides():
    evaluator = holder("centre_director")
    application = moved(evaluated(by=evaluator), "submit")

    with pytest.raises(Refused) as error:
        done(application, "conclude", by=evaluator, brought=["review_written"])
    assert error.value.reasons == ("took_no_part",)

    moved(application, "conclude")
    with pytest.raises(Refused, match="took_no_part"):
        decided(application, by=evaluator)


def test_a_decision_is_somebodys():
    application = to_decide()

    with pytest.raises(Refused, match="took_no_part"):
        actions.decide(
            application,
            "grant",
            decision={"text": "x"},
            by=None,
            roles=ROLES,
            turn=application.turn,
            on=today(),
        )


def test_who_is_no_certifier_decides_nothing():
    with pytest.raises(Refused, match="not_yours"):
        decided(to_decide(), roles=("reception", "technical_lead"))


@pytest.mark.parametrize(("years", "is_refused"), [(1, True), (3, False)])
def test_who_advised_the_firm_within_the_years_of_the_scheme_does_not_evaluate(years, is_refused):
    application = moved(applied(), "admit", "sign")
    adviser = holder("centre_staff", application.centre)
    said = {"person": adviser, "on": today() - timedelta(days=365 * years), "text": "Conseil", "by": None}
    actions.note_advice(application.centre, application.request.enterprise, **said)
    told = {"by": None, "roles": ROLES, "turn": application.turn, "on": today()}

    if is_refused:
        with pytest.raises(Refused, match="did_not_advise"):
            actions.begin_evaluation(application, [adviser], **told)
        assert not application.evaluators.exists()
    else:
        actions.begin_evaluation(application, [adviser], **told)
        assert application.state == "evaluation"


def test_an_adviser_does_not_decide_either():
    application = to_decide()
    decider = holder("centre_director", application.centre)
    said = {"person": decider, "on": today() - timedelta(30), "text": "Conseil", "by": None}
    actions.note_advice(application.centre, application.request.enterprise, **said)

    with pytest.raises(Refused, match="did_not_advise"):
        decided(application, by=decider)


@pytest.mark.parametrize(("family", "is_refused"), [("masks", True), ("gloves", False)])
def test_a_centre_does_not_certify_the_product_it_designed(family, is_refused):
    application = applied()
    said = {"product_family": family, "on": date(2010, 1, 1), "text": "Conception", "by": None}
    actions.note_advice(application.centre, application.request.enterprise, **said)

    if is_refused:
        with pytest.raises(Refused, match="centre_did_not_design"):
            done(application, "admit")
    else:
        done(application, "admit")
        assert application.state == "admissible"


# what guards


def test_an_old_version_of_a_scheme_takes_no_application():
    first = scheme()
    application = applied(first)
    terms = {"starts_on": today(), "requirements": [], "validity_months": 12, "years_without_advice": 0}
    actions.revise_scheme(first.scheme, terms=terms | {"name": first.name}, by=None)

    with pytest.raises(Refused, match="scheme_applies"):
        done(application, "admit")


@pytest.mark.parametrize("verdicts", [(), ("met",)])
def test_an_evaluation_that_left_a_requirement_out_is_not_submitted(verdicts):
    with pytest.raises(Refused, match="every_requirement_judged"):
        done(evaluated(verdicts=verdicts), "submit")


def test_a_scheme_that_asks_nothing_approves_nothing():
    application = evaluated(version=scheme(requirements=[]))

    with pytest.raises(Refused, match="every_requirement_judged"):
        done(application, "submit")


def test_a_gap_is_answered_by_the_firm_then_judged_again():
    application = evaluated(verdicts=("met", "gap"))
    evaluator = application.evaluators.get().person
    with pytest.raises(Refused, match="every_gap_answered"):
        done(application, "submit")
    done(application, "find_gaps")
    with pytest.raises(Refused, match="every_gap_answered"):
        done(application, "answer")

    actions.answer_gap(application.judgements.get(verdict="gap"), text="Marquage refait", by=None)
    done(application, "answer")
    actions.judge(application, "R2", verdict="met", text="Vu", report="CTI-2026-00012", by=evaluator)
    done(application, "submit")

    assert application.state == "review"


def test_an_open_gap_is_no_certificate():
    application = evaluated(verdicts=("met", "gap"))
    done(application, "find_gaps")
    actions.answer_gap(application.judgements.get(verdict="gap"), text="Non", by=None)
    moved(application, "answer", "submit", "conclude")

    with pytest.raises(Refused, match="no_gap_left"):
        decided(application)

    decided(application, "refuse", reason="Marquage absent")
    assert (application.state, Certificate.objects.count()) == ("refused", 0)


def test_only_an_evaluator_judges():
    application = evaluated()

    with pytest.raises(Refused, match="not_an_evaluator"):
        actions.judge(
            application, "R1", verdict="met", text="x", by=holder("centre_director", application.centre)
        )


@pytest.mark.parametrize("left_out", ["text", "number", "decided_on", "document"])
def test_a_decision_of_another_body_has_its_number_its_day_and_its_file(left_out):
    application = to_decide(version=scheme(body="IMANOR"))
    file = store_document(b"%PDF-1.7 decision", name="d.pdf", centre=application.centre)
    decision = {"text": "Oui", "number": "NM-12", "decided_on": "2026-01-05", "document": file}

    with pytest.raises(Refused, match="decision_written"):
        decided(application, decision=decision | {left_out: ""})

    assert decided(application, decision=decision).state == "granted"


# numbers and documents


def test_certificates_are_numbered_without_a_gap_a_centre_and_a_year():
    one = scheme()

    first, second = granted(version=one), granted(version=one)

    assert (first.serial, second.serial) == (1, 2)
    assert second.number == f"{one.scheme.centre.code}-C-{today().year}-0002"


def test_a_certificate_is_a_pdf_kept_as_it_was_issued_and_its_request_is_delivered():
    certificate = certified()

    terms = certificate.terms.get()
    content = issued.current_bytes(terms.issued)
    request = certificate.application.request
    assert content.startswith(b"%PDF") and terms.issued.document_id in set(
        Document.objects.values_list("pk", flat=True)
    )
    assert request.state == "delivered"
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"certificate.issued", "service.delivered"}


@pytest.mark.parametrize("days", [-1, 0, 36 * 31])
def test_a_validity_is_to_come_and_within_the_scheme(days):
    with pytest.raises(Refused, match="validity_named"):
        certified(valid_until=today() + timedelta(days))


# its life


def test_a_step_leaves_its_evidence_in_the_same_event_under_the_number():
    certificate = certified()

    stepped(certificate, "suspend")
    stepped(certificate, "restore")

    rows = Evidence.objects.filter(identity=certificate.number).order_by("pk")
    steps = certificate.steps.order_by("turn")
    assert [row.kind for row in rows] == [
        "certificate.issued",
        "certificate.suspended",
        "certificate.restored",
    ]
    assert [row.event_id for row in rows] == [step.event_id for step in steps]


def test_a_scope_is_reduced_to_some_lines_and_extended_by_new_ones():
    certificate = certified(scope=("A", "B"))
    for scope in (["A", "B"], ["C"], []):
        with pytest.raises(Refused, match="scope_smaller"):
            stepped(certificate, "reduce", scope=scope)
    with pytest.raises(Refused, match="scope_larger"):
        stepped(certificate, "extend", scope=["A", "C"])

    stepped(certificate, "reduce", scope=["A"])
    stepped(certificate, "extend", scope=["A", "C"])

    assert set(status_on(certificate, today()).scope) == {"A", "C"}
    assert certificate.terms.count() == 3
    assert (
        Evidence.objects.filter(identity=certificate.number).count() == 1
    )  # its scope is no other certificate


def test_who_did_the_surveillance_does_not_decide_on_it():
    certificate, director = certified(), holder("centre_director")
    with pytest.raises(Refused, match="surveillance_written"):
        stepped(certificate, "survey")
    actions.survey(certificate, on=today(), is_favourable=True, text="Vu", by=director)

    with pytest.raises(Refused, match="took_no_part"):
        stepped(certificate, "survey", by=director)

    assert stepped(certificate, "survey").turn == 2


def test_a_firm_ends_its_certificate_when_it_asked():
    certificate = certified()
    with pytest.raises(Refused, match="firm_asked"):
        stepped(certificate, "terminate")

    stepped(certificate, "terminate", firm_asked=True)

    assert status_on(certificate, today()).standing == "terminated"


def test_the_calendar_notes_surveillance_and_expiry_once():
    certificate = certified(valid_until=today() + timedelta(500))
    year_on, after = today() + timedelta(366), today() + timedelta(520)

    noted = [actions.keep_calendar(on=year_on, at=timezone.now()) for _ in range(2)]
    ended = [actions.keep_calendar(on=after, at=timezone.now()) for _ in range(2)]

    certificate.refresh_from_db()
    assert (noted, ended, certificate.state) == ([1, 0], [1, 0], "expired")
    row = Evidence.objects.get(kind="certificate.expired")
    assert row.on == today() + timedelta(501)  # the day after its last, whenever the calendar looked


# the figure


def test_the_stock_of_certificates_moves_from_that_day_and_no_past_figure_changes():
    sheet(
        "ANY",
        measures={"counted": {"kinds": ["certificate.*"], "aggregation": "in_force"}},
        formula="counted",
    )
    plan = version().plan
    centre = contract(plan).contract.centre
    attest_received_to(centre, day=date(2025, 12, 31), by=None, on=date(2025, 12, 31))
    one = scheme(centre)
    day = date(2024, 3, 5)
    certified(version=one, on=day, valid_until=date(2026, 12, 31))
    other = certified(version=one, on=day, valid_until=date(2026, 12, 31))
    before = figures(plan)

    stepped(other, "withdraw", on=date(2025, 5, 1))

    assert before == [2, 2]
    assert figures(plan) == [2, 1]


def figures(plan):
    return [
        opened(Asked(plan, "ANY", parse(period), None), on=date(2025, 12, 31), known_at=latest()).cell.value
        for period in ("2024", "2025")
    ]


# the register


def test_the_register_is_searched_by_number_product_and_line_and_knows_no_certificate_to_be_issued():
    certificate, other = certified(scope=("Masque FFP2",)), granted()

    assert list(registered()) == [certificate]
    for search in (certificate.number, "masques", "ffp2", certificate.application.request.enterprise.name):
        assert list(registered(search)) == [certificate]
    assert list(registered(other.number)) == list(registered("gants")) == []


def test_the_status_of_a_day_is_what_held_that_day():
    certificate = certified(on=date(2024, 3, 5), valid_until=date(2026, 12, 31))
    stepped(certificate, "suspend", on=date(2025, 1, 1))

    days = [date(2024, 3, 4), date(2024, 3, 5), date(2025, 1, 1)]
    found = [status_on(certificate, day) for day in days]
    assert [status and status.standing for status in found] == [None, "active", "suspended"]


@pytest.mark.parametrize("end", ["decline", "cancel"])
def test_no_application_is_taken_on_a_request_that_ended(end):
    of_masks = scheme()
    request = moved(asked_for(of_masks), end)

    with pytest.raises(Refused, match="request_open"):
        applied(of_masks, request=request)


def asked_for(of_masks):
    return moved(asked(offered(of_masks.scheme.centre, kind="certification")), "submit")


def test_a_request_has_one_application_however_often_the_form_is_sent():
    of_masks = scheme()
    request = asked_for(of_masks)
    applied(of_masks, request=request)

    with pytest.raises(Refused, match="moved_meanwhile"):
        applied(of_masks, request=request)

    assert request.centre.applications.count() == 1
