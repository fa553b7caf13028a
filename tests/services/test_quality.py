"""Cases: handled by who took no part, put right by actions that were done, closed by who did not act."""

import pytest
from django.db import IntegrityError

from jalon.evidence.actions import store_document
from jalon.journal.lives import Refused
from jalon.services.models import Case
from jalon.services.quality.actions import complain
from jalon.services.quality.queries.cases import eligible, facts_of, involved, named, told_to_firm
from tests.factories import capacity, testing
from tests.factories.certification import evaluated, granted
from tests.factories.network import CentreFactory, holder
from tests.factories.quality import concluded, done, keeper, opened, planned, stepped, taken_up
from tests.factories.services import acting_for, asked, moved, ordered
from tests.factories.testing import today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.JALON_DOCUMENTS = tmp_path


def proof(centre):
    return store_document(b"%PDF proof", name="proof.pdf", centre=centre)


def refusal(case, verb, **said):
    with pytest.raises(Refused) as error:
        stepped(case, verb, **said)
    return error.value.reasons


# who handles


def test_who_entered_or_verified_the_results_does_not_handle_the_complaint():
    lines = testing.authorised()
    request = lines[0].order.request
    case = opened(request.centre, kind="complaint", about={"request": request})

    for verb in ("enter", "verify", "authorise"):
        step = lines[0].steps.filter(verb=verb).get()
        assert refusal(case, "take_up", by=step.person) == ("handler_uninvolved",)
    assert taken_up(case).state == "taken_up"


def test_who_moved_the_request_does_not_handle_its_complaint_and_the_firm_is_not_counted():
    centre_person, firm_person = (
        holder("quality_manager", CentreFactory()),
        holder("centre_staff", CentreFactory()),
    )
    request = moved(asked(), "submit", by=firm_person)
    request.steps.get()
    moved(request, "review", by=centre_person)
    case = opened(request.centre, kind="complaint", about={"request": request})

    assert involved(case) == {centre_person.pk}  # who filed it did so as the firm


def test_who_evaluated_or_decided_does_not_handle_the_appeal():
    certificate = granted()
    application = certificate.application
    case = opened(application.centre, kind="appeal", about={"request": application.request})

    evaluator = application.evaluators.get().person_id
    decider = application.steps.get(verb="grant").person_id
    assert {evaluator, decider} <= involved(case)


def test_an_appeal_on_a_certificate_looks_at_the_whole_application():
    certificate = granted()
    by_request = opened(certificate.centre, about={"request": certificate.application.request})
    by_certificate = opened(certificate.centre, kind="appeal", about={"certificate": certificate})

    assert involved(by_certificate) >= involved(by_request) > set()


def test_who_only_judged_a_requirement_took_part():
    application = evaluated()
    judge = application.judgements.first().person_id

    assert judge in involved(opened(application.centre, about={"request": application.request}))


def test_who_calibrated_the_instrument_does_not_handle_its_case():
    thing = capacity.ordered()
    by = keeper(thing.centre)
    capacity.moved(thing, "receive", by=by)
    case = opened(thing.centre, about={"equipment": thing})

    assert refusal(case, "take_up", by=by) == ("handler_uninvolved",)


def test_who_handles_a_case_is_not_kept_from_going_on_with_it():
    request = moved(asked(), "submit")
    by = keeper(request.centre)
    case = opened(request.centre, kind="complaint", about={"request": request})

    concluded(case, by=by)

    assert case.state == "concluded"


def test_where_everybody_took_part_nobody_is_eligible_and_the_case_stays():
    request = asked()
    alone = keeper(request.centre)
    moved(request, "submit")
    moved(request, "review", by=alone)
    case = opened(request.centre, kind="complaint", about={"request": request})

    assert list(eligible(case, today())) == []
    assert refusal(case, "take_up", by=alone) == ("handler_uninvolved",)
    assert refusal(case, "reject", by=alone) == ("handler_uninvolved",)

    second = keeper(request.centre)
    assert list(eligible(case, today())) == [second]


def test_the_staff_of_another_centre_is_not_eligible():
    case = opened()
    keeper(CentreFactory())

    assert list(eligible(case, today())) == []


def test_nobody_signed_in_is_not_uninvolved():
    assert not facts_of(opened(), by=None)["handler_uninvolved"]


# what is written


def test_a_cause_and_for_a_complaint_an_answer_are_written_before_the_actions():
    complaint = taken_up(kind="complaint")

    assert set(refusal(complaint, "conclude")) == {"cause_written", "answer_written"}
    assert refusal(complaint, "conclude", brought=("cause_written",)) == ("answer_written",)
    assert stepped(taken_up(), "conclude", brought=("cause_written",)).state == "concluded"


def test_a_case_without_any_action_is_not_put_right():
    case = concluded()

    assert refusal(case, "act") == ("every_action_done",)


def test_an_action_that_is_not_done_keeps_the_case_open():
    case = concluded()
    owner = holder("centre_staff", case.centre)
    first = planned(case, owner=owner)
    planned(case, owner=owner, text="Former")

    done(first, document=proof(case.centre))

    assert refusal(case, "act") == ("every_action_done",)


def test_a_case_opened_again_needs_a_new_action():
    case = acted()

    stepped(case, "reopen", reason="Recommence")
    stepped(case, "conclude", brought=("cause_written",), cause="Autre")

    assert refusal(case, "act") == ("every_action_done",)


def acted(case=None, owner=None):
    case = concluded(case)
    owner = owner or holder("centre_staff", case.centre)
    done(planned(case, owner=owner), document=proof(case.centre))
    return stepped(case, "act")


def test_whether_it_works_is_checked_by_somebody_who_did_not_act():
    owner = holder("quality_manager", CentreFactory())
    case = acted(owner=owner)
    declared = case.steps.get(verb="act").person

    for by in (owner, declared):
        assert "checker_is_another" in refusal(case, "close", by=by, brought=("effectiveness_checked",))
    assert refusal(case, "close") == ("effectiveness_checked",)
    assert stepped(case, "close", brought=("effectiveness_checked",)).state == "closed"


def test_a_closed_case_is_opened_again_with_a_reason():
    case = stepped(acted(), "close", brought=("effectiveness_checked",))

    assert refusal(case, "reopen", reason="") == ("reason_given",)
    assert stepped(case, "reopen").state == "taken_up"


def test_an_action_is_reported_by_its_owner_or_who_handles_cases_once_with_proof():
    case = concluded()
    action = planned(case, owner=holder("centre_staff", case.centre))

    with pytest.raises(Refused) as error:
        done(action, document=proof(case.centre), by=holder("centre_staff", case.centre))
    assert error.value.reasons == ("not_the_owner",)
    done(action, document=proof(case.centre))
    with pytest.raises(Refused) as error:
        done(action, document=proof(case.centre))
    assert error.value.reasons == ("already_done",)


def test_no_action_is_written_before_the_case_is_taken_up():
    case = opened()

    with pytest.raises(Refused) as error:
        planned(case, owner=keeper(case.centre))

    assert error.value.reasons == ("no_actions_now",)


# what a case is about


def test_a_case_is_about_one_thing_at_most():
    request = asked()
    thing = capacity.ordered(request.centre)

    with pytest.raises(IntegrityError, match="about_one_thing"):
        opened(request.centre, about={"request": request, "equipment": thing})


def test_an_appeal_names_what_it_contests():
    with pytest.raises(IntegrityError, match="names_what_it_contests"):
        opened(kind="appeal")


def test_a_thing_is_found_by_its_number_in_its_own_centre_only():
    request = asked()
    thing = capacity.ordered(request.centre, code="TR-07")

    assert named(request.centre, request.number.lower()) == {"request": request}
    assert named(request.centre, "tr-07") == {"equipment": thing}
    assert named(CentreFactory(), request.number) is None
    for nonsense in ("", "-", "CTPC-", f"{request.centre.code}-2026-", f"{request.centre.code}-X-9" * 9):
        assert named(request.centre, nonsense) is None


def test_a_certificate_is_found_by_its_number():
    certificate = granted()

    assert named(certificate.centre, certificate.number) == {"certificate": certificate}


def test_cases_have_numbers_without_a_gap():
    centre = CentreFactory()

    assert [opened(centre).serial for _ in range(3)] == [1, 2, 3]


# the firm


def test_the_firm_reads_the_answer_and_not_the_cause():
    request = ordered()
    by = acting_for(request.enterprise)
    case = complain(request, kind="complaint", title="Retard", text="Trop long", by=by, on=today())
    concluded(case)

    (told,) = told_to_firm(request)

    assert (told.case, told.answer) == (case, "Essai refait")


def test_the_firm_reads_why_its_complaint_was_not_founded():
    request = ordered()
    case = complain(request, kind="complaint", title="Retard", text="Trop long", by=None, on=today())
    stepped(case, "reject", reason="Le délai a été tenu")

    assert [one.answer for one in told_to_firm(request)] == ["Le délai a été tenu"]


def test_what_the_centre_wrote_for_itself_is_not_told_to_the_firm():
    request = ordered()
    opened(request.centre, about={"request": request})

    assert told_to_firm(request) == []
    assert Case.objects.count() == 1
