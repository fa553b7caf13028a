"""From a product's file to its opinion: what each clause needs, who may conclude, what it leaves as evidence."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.evidence.queries.issued import current_bytes
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.kernel.words import Words
from jalon.services.certification.actions import note_advice
from jalon.services.models import Inspection, PlannedClause, Specification, SpecificationVersion
from jalon.services.testing.actions import order_tests, step_lines
from jalon.services.testing.actions import test_again as again
from jalon.services.testing.actions.reports import deliver_if_done
from jalon.services.validation import actions
from jalon.services.validation.actions import Planned
from jalon.services.validation.queries.judging import facts_of_validation, judged, orders_for, verdict_on
from tests.factories import validation as making
from tests.factories.network import CentreFactory, holder
from tests.factories.services import moved
from tests.factories.testing import ALL, analyst, authorised, clause, received, specified
from tests.factories.validation import concluded, in_tests, opened, planned, stepped, to_conclude, today, ways

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_papers")]


def concluding(validation, verb="favour", *, by=None, **said):
    by = by or holder("centre_director", validation.centre)
    told = {"text": "Conforme", "address": "https://jalon.test/", "at": timezone.now()} | said
    told |= {"by": by, "roles": ALL, "turn": validation.turn, "on": today()}
    return actions.give_opinion(validation, verb, **told)


def verdicts(validation) -> dict[str, str | None]:
    return {one.clause.code: one.verdict for one in judged(validation)}


# the plan


def test_a_plan_says_of_every_clause_what_judges_it():
    validation = opened()
    first, *_rest = validation.version.clauses.all()
    actions.plan(validation, [Planned(first, "inspection")], by=None)

    with pytest.raises(Refused, match="every_clause_planned"):
        stepped(validation, "approve_plan")


def test_a_plan_in_which_nothing_applies_is_not_approved():
    validation = opened()
    left_out = [
        Planned(one, "not_applicable", reason="Sans objet") for one in validation.version.clauses.all()
    ]
    actions.plan(validation, left_out, by=None)

    with pytest.raises(Refused, match="every_clause_planned"):
        stepped(validation, "approve_plan")


def test_a_specification_without_a_clause_is_not_planned():
    validation = opened_without_clauses()
    actions.plan(validation, [], by=None)

    facts = facts_of_validation(validation, on=today(), by=None)

    assert not facts["every_clause_planned"]
    assert not facts["every_clause_judged"]
    assert not facts["every_verdict_passes"] and not facts["safety_verified"]


def opened_without_clauses():
    request = making.under_way()
    with recording("specification.written") as record:
        held = record.keep(Specification(centre=request.centre, code="vide"))
        version = record.keep(SpecificationVersion(specification=held, number=1, title=Words("Vide")))
    return opened(request, version=version)


def test_a_clause_left_out_says_why():
    validation = opened()
    first, *_rest = validation.version.clauses.all()

    with pytest.raises(Refused, match="every_clause_planned"):
        actions.plan(validation, [Planned(first, "not_applicable", reason=" ")], by=None)


def test_the_tests_of_another_file_judge_nothing_here():
    other = planned()
    (order,) = orders_for(other)
    validation = opened()
    first, *_rest = validation.version.clauses.all()

    with pytest.raises(Refused, match="order_of_the_file"):
        actions.plan(validation, [Planned(first, "test", order)], by=None)


def test_an_approved_plan_is_not_written_again():
    validation = stepped(planned(), "approve_plan")

    with pytest.raises(Refused, match="plan_here"):
        actions.plan(validation, ways(validation), by=None)


# what is judged


def test_a_clause_takes_the_worst_of_what_its_results_state():
    validation = making.judged(value="68.0")  # within 70, in the guard band of 4

    assert verdicts(validation) == {"5.2": "fail", "6.1": "pass"}
    assert verdict_on(judged(validation)) == "fail"


def test_results_that_are_not_authorised_judge_nothing():
    validation = in_tests()

    assert verdicts(validation) == {"5.2": None, "6.1": None}
    with pytest.raises(Refused, match="every_clause_judged"):
        stepped(validation, "review")


def test_an_empty_inspection_judges_nothing():
    validation = in_tests()
    marking = validation.version.clauses.get(code="6.1")
    told = {"verdict": "pass", "on": today(), "today": today(), "by": holder("centre_staff")}

    with pytest.raises(Refused, match="inspection_written"):
        actions.inspect(validation, marking, text="  ", **told)
    assert verdicts(validation)["6.1"] is None


def test_the_database_keeps_an_empty_inspection_out():
    validation = in_tests()
    marking = validation.version.clauses.get(code="6.1")
    empty = Inspection(validation=validation, clause=marking, verdict="pass", on=today(), text="")

    with pytest.raises(IntegrityError), transaction.atomic():
        with recording("validation.inspected") as record:
            empty.person = holder("centre_staff")
            record.keep(empty)


def test_tests_that_were_all_cancelled_judge_nothing():
    validation = in_tests()
    (order,) = orders_for(validation)
    step_lines(list(order.lines.all()), "cancel", by=None, roles=ALL, reason="Arrêt")

    assert verdicts(validation)["5.2"] is None


def test_a_blank_limit_is_no_limit_and_not_zero():
    measured = clause("7", characteristic=clause().characteristic, upper=None)
    centre = CentreFactory()
    version = making.masks(centre, making.BREATHING, measured)
    validation = in_tests(opened(making.under_way(centre), version=version))
    (order,) = orders_for(validation)

    # a result without a limit states nothing, whatever its value: the clause is looked at, not tested
    assert PlannedClause.objects.get(plan__validation=validation, clause__code="7").way == "inspection"
    assert not order.lines.filter(clause__code="7").exists()
    assert verdicts(validation)["7"] is None


def test_a_result_without_a_limit_judges_nothing_even_when_the_plan_names_it():
    centre = CentreFactory()
    version = making.masks(centre, clause("7", upper=None))
    validation = opened(making.under_way(centre), version=version)
    lines = order_tests(validation.request, version, [received(validation.request)], by=None)
    actions.plan(validation, [Planned(version.clauses.get(), "test", lines[0].order)], by=None)
    authorised(lines, value="0")

    assert verdicts(validation) == {"7": None}
    with pytest.raises(Refused, match="nothing_to_test"):
        actions.order_all(validation, by=None)


def test_the_samples_of_another_product_of_the_request_do_not_judge_this_one():
    validation = opened()
    ours, theirs = received(validation.request), received(validation.request)
    other = opened(validation.request, version=validation.version)
    actions.order_all(other, by=None, samples=[theirs])
    actions.order_all(validation, by=None, samples=[ours])
    actions.plan(validation, ways(validation), by=None)

    tested = next(one for one in judged(validation) if one.clause.code == "5.2")
    assert {line.sample for line in tested.lines} == {ours}


def test_a_test_without_a_decision_rule_states_nothing_and_judges_nothing():
    request = making.under_way(rule="no_statement")
    validation = making.judged(opened(request))

    assert verdicts(validation)["5.2"] is None
    with pytest.raises(Refused, match="every_clause_judged"):
        stepped(validation, "review")


def test_a_clause_tested_again_waits_for_the_new_result():
    validation = making.judged()
    (order,) = orders_for(validation)
    line = order.lines.get(clause__code="5.2")
    moved(line, "report")
    again(line, by=None, roles=ALL)

    assert verdicts(validation)["5.2"] is None


def test_a_clause_is_inspected_on_a_day_that_has_come_and_only_as_planned():
    validation = in_tests()
    breathing, marking = validation.version.clauses.all()
    told = {"verdict": "pass", "text": "Vu", "today": today(), "by": holder("centre_staff")}

    with pytest.raises(Refused, match="day_not_future"):
        actions.inspect(validation, marking, on=today() + timedelta(1), **told)
    with pytest.raises(Refused, match="not_to_inspect"):
        actions.inspect(validation, breathing, on=today(), **told)


def test_a_result_tested_for_another_specification_judges_the_product_too():
    request = making.under_way()
    sample = received(request)
    other = specified(request.centre, clause("A1", upper=Decimal(50)), code="autre")
    lines = order_tests(request, other, [sample], by=None)
    validation = opened(request, version=making.masks(request.centre, clause("5.2", nature="safety")))
    assert actions.order_all(validation, by=None) == []  # nothing is tested twice
    actions.plan(validation, ways(validation), by=None)
    stepped(stepped(validation, "approve_plan"), "test")
    assert verdicts(validation) == {"5.2": None}

    operator = analyst(validation.centre)
    authorised(lines, operator=operator, value="60.0")  # above 50, below 70

    assert verdicts(validation) == {"5.2": "pass"}
    assert lines[0].measurements.get().stated.verdict == "fail"
    stepped(validation, "review")
    with pytest.raises(Refused, match="reviewer_is_no_tester"):
        concluding(validation, by=operator)


# who concludes


def test_who_tested_does_not_conclude():
    centre = CentreFactory()
    operator = analyst(centre, role="centre_director")
    validation = to_conclude(opened(making.under_way(centre)), operator=operator)

    with pytest.raises(Refused) as error:
        concluding(validation, by=operator)
    assert error.value.reasons == ("reviewer_is_no_tester",)


def test_who_inspected_does_not_conclude():
    centre = CentreFactory()
    inspector = holder("centre_director", centre)
    validation = to_conclude(opened(making.under_way(centre)), inspector=inspector)

    with pytest.raises(Refused, match="reviewer_is_no_tester"):
        concluding(validation, by=inspector)


def test_an_opinion_is_somebodys():
    validation = to_conclude()
    told = {"roles": ALL, "turn": validation.turn, "on": today(), "at": timezone.now(), "address": ""}

    with pytest.raises(Refused, match="reviewer_is_no_tester"):
        actions.give_opinion(validation, "favour", text="Conforme", by=None, **told)


def advised(validation, **said):
    told = {"text": "Conception", "on": today() - timedelta(30), "by": None} | said
    note_advice(validation.centre, validation.request.enterprise, **told)


def test_who_advised_the_firm_does_not_conclude():
    validation = to_conclude()
    adviser = holder("centre_director", validation.centre)
    advised(validation, person=adviser)

    with pytest.raises(Refused, match="reviewer_is_no_designer"):
        concluding(validation, by=adviser)


@pytest.mark.parametrize(("family", "is_refused"), [("Masques", True), ("gants", False)])
def test_a_centre_does_not_validate_what_it_designed(family, is_refused):
    validation = planned()
    advised(validation, product_family=family)

    if is_refused:
        with pytest.raises(Refused, match="centre_did_not_design"):
            stepped(validation, "approve_plan")
    else:
        assert stepped(validation, "approve_plan").state == "plan_approved"


def test_design_help_given_meanwhile_keeps_the_centre_from_concluding():
    validation = to_conclude()
    advised(validation, product_family="masques", on=date(2010, 1, 1))

    with pytest.raises(Refused, match="centre_did_not_design"):
        concluding(validation)


# what is concluded


def test_what_fails_is_not_favoured():
    with pytest.raises(Refused, match="every_verdict_passes"):
        concluding(to_conclude(looked="fail"))


def test_no_reservation_covers_a_condition_of_safety():
    request = making.under_way(rule="four_way")
    validation = to_conclude(opened(request), value="71.0")  # beyond 70 by less than the band

    assert verdicts(validation)["5.2"] == "conditional_fail"
    with pytest.raises(Refused) as error:
        concluding(validation, "favour_with_reservations", reservations="À surveiller")
    assert error.value.reasons == ("safety_verified",)


def test_reservations_cover_a_clause_of_conformity_that_is_not_sure():
    centre = CentreFactory()
    version = making.masks(centre, clause("4.1"), clause("5.2", nature="safety", upper=Decimal(90)))
    request = making.under_way(centre, rule="four_way")
    validation = to_conclude(opened(request, version=version), value="71.0")

    with pytest.raises(Refused, match="reservations_written"):
        concluding(validation, "favour_with_reservations")
    opinion = concluding(validation, "favour_with_reservations", reservations="Étiqueter")

    assert validation.state == "favourable_with_reservations"
    assert [one["verdict"] for one in opinion.verdicts] == ["conditional_fail", "pass"]


def test_a_favourable_opinion_leaves_its_paper_its_evidence_and_delivers_the_request():
    validation = concluded()

    opinion = validation.opinions.get()
    deed = Evidence.objects.get(kind="product.validated")
    assert current_bytes(opinion.issued).startswith(b"%PDF")
    assert (deed.external_id, deed.quantity, deed.centre) == (
        f"validation:{validation.uid}",
        1,
        validation.centre,
    )
    assert deed.attributes == {
        "family": "masques",
        "specification": "NM EN 14683",
        "reservations": False,
    }
    assert deed.documents == [opinion.issued.document_id]
    validation.request.refresh_from_db()
    assert validation.request.state == "delivered"
    assert Evidence.objects.filter(kind="service.delivered").count() == 1


def test_an_unfavourable_opinion_validates_nothing_and_waits_for_the_firm():
    validation = concluded(verb="reject", looked="fail")

    assert not Evidence.objects.filter(kind="product.validated").exists()
    validation.request.refresh_from_db()
    assert validation.request.state == "in_progress"

    stepped(validation, "close")
    validation.request.refresh_from_db()
    assert validation.request.state == "delivered"


def test_a_corrected_product_is_judged_anew():
    validation = concluded(verb="reject", looked="fail")
    stepped(validation, "correct")

    assert verdicts(validation) == {"5.2": None, "6.1": None}
    assert orders_for(validation) == []
    concluded(validation)
    assert validation.state == "favourable"
    assert [one.kind for one in validation.opinions.all()] == ["unfavourable", "favourable"]
    assert Evidence.objects.filter(kind="product.validated").count() == 1


def test_the_report_of_a_test_does_not_deliver_a_request_that_waits_for_an_opinion():
    validation = to_conclude()
    (order,) = orders_for(validation)
    moved(order.lines.get(clause__code="5.2"), "report")
    deliver_if_done(validation.request, by=None, roles=ALL, on=today())

    assert validation.request.state == "in_progress"


def test_a_stale_page_concludes_nothing():
    validation = to_conclude()
    told = {"text": "Conforme", "by": holder("centre_director", validation.centre), "roles": ALL}

    with pytest.raises(Refused, match="moved_meanwhile"):
        actions.give_opinion(
            validation, "favour", turn=validation.turn - 1, on=today(), at=timezone.now(), address="", **told
        )
    assert not validation.opinions.exists()


# afterwards


def test_a_product_is_followed_until_its_day():
    validation = concluded()
    with pytest.raises(Refused, match="follow_up_planned"):
        stepped(validation, "follow")

    stepped(validation, "follow", until=today() + timedelta(90))
    with pytest.raises(Refused, match="follow_up_over"):
        stepped(validation, "close")

    assert stepped(validation, "close", on=today() + timedelta(90)).state == "closed"


def test_a_validation_is_withdrawn_with_a_reason_and_its_evidence_stays():
    validation = concluded()
    actions.observe(
        validation, on=today(), today=today(), is_favourable=False, text="Lot non conforme", by=None
    )

    with pytest.raises(Refused, match="reason_given"):
        stepped(validation, "withdraw", reason="")
    stepped(validation, "withdraw", reason="Lot non conforme")

    assert validation.state == "withdrawn"
    assert Evidence.objects.filter(kind="product.validated").count() == 1


def test_only_a_validated_product_is_observed():
    with pytest.raises(Refused, match="not_validated"):
        actions.observe(opened(), on=today(), today=today(), is_favourable=True, text="Vu", by=None)
