"""A page that no longer holds: every form of the work that acts on a living thing is refused, with a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jalon.services import actions
from jalon.services.actions import key_of_review
from jalon.services.certification.actions import revise_scheme
from tests.factories import certification as certifying
from tests.factories import quality
from tests.factories import validation as making
from tests.factories.network import CentreFactory, EnterpriseFactory, holder
from tests.factories.services import acting_for, asked, moved, offered
from tests.factories.testing import received
from tests.test_matrix import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_papers")]

SENTENCE = "relisez, puis décidez"


@dataclass
class Page:
    """A form as it was drawn: where it posts, what was typed, what must not be written, and who looks."""

    address: str
    said: dict
    written: Callable
    centre: object = None
    role: str = "centre_director"
    person: object = None
    seen: dict = field(default_factory=lambda: {"turn": 0})


def day() -> str:
    return timezone.localdate().isoformat()


def file():
    return SimpleUploadedFile("f.pdf", b"%PDF-1.7 proof")


def of(name, thing, said, written, **more) -> Page:
    return Page(reverse(f"services:{name}", args=[thing.uid]), said, written, thing.centre, **more)


def plan():
    validation = making.planned()
    return of("validation_plan", validation, {}, validation.plans.all, seen={"turn": 0, "after": 0})


def plan_moved():
    validation = making.stepped(making.planned(), "approve_plan")
    seen = {"turn": 0, "after": validation.plans.get().pk}
    return of("validation_plan", validation, {}, validation.plans.all, seen=seen)


def orders():
    validation = making.stepped(making.planned(), "approve_plan")
    said = {"samples": [received(validation.request).pk]}
    return of("validation_orders", validation, said, validation.request.test_orders.all)


def inspection():
    validation = making.in_tests()
    clause = validation.version.clauses.get(code="6.1")
    said = {"clause": clause.pk, "verdict": "pass", "on": day(), "text": "Lisible"}
    return of("inspections", validation, said, validation.inspections.all, role="centre_staff")


def observation():
    """The validation was withdrawn while the page was read."""
    validation = making.stepped(making.concluded(), "withdraw")
    return of("observations", validation, {"on": day(), "text": "Vu"}, validation.observations.all)


def consent():
    validation = making.in_tests()
    said = {"is_given": "yes", "on": day(), "means": "signed", "contact": "Rachid Alami"}
    return of("consents", validation, said, validation.consents.all)


def own_consent():
    """The firm's page showed one file; a second product is being validated since."""
    firm = EnterpriseFactory()
    validation = making.opened(making.under_way(enterprise=firm))
    making.opened(validation.request, version=validation.version)
    address = reverse("services:portal_consents", args=[validation.request.uid])
    return Page(
        address, {"is_given": "yes"}, validation.consents.all, person=acting_for(firm), seen={"turn": 1}
    )


def laboratory():
    campaign = making.campaign()
    said = {"centre": CentreFactory().pk}
    return of(
        "campaign_laboratories", campaign, said, lambda: campaign.laboratories.exclude(centre=campaign.centre)
    )


def judgement():
    application = certifying.evaluated(verdicts=())
    evaluator = application.evaluators.get().person
    said = {"requirement": "R1", "verdict": "met", "text": "Vu"}
    return of("judgements", application, said, application.judgements.all, person=evaluator)


def gap_answer():
    application = moved(certifying.evaluated(verdicts=("gap", "met")), "find_gaps")
    gap = application.judgements.get(verdict="gap")
    return of("gap_answers", application, {"gap": gap.pk, "text": "Corrigé"}, gap.answers.all)


def surveillance():
    certificate = certifying.certified()
    return of("surveillances", certificate, {"on": day(), "text": "Vu"}, certificate.surveillances.all)


def scheme():
    """Another version was written while the page was read."""
    version = certifying.scheme()
    revise_scheme(version.scheme, terms=certifying.TERMS | {"starts_on": date(2021, 1, 1)}, by=None)
    said = {
        "name_fr": "Masques", "starts_on": day(), "product_family": "masks", "requirements": "R1: Filtration",
        "validity_months": 36, "surveillance_months": 12, "years_without_advice": 2,
    }  # fmt: skip
    written = version.scheme.versions.filter(number=3).all
    return of("scheme", version.scheme, said, written, seen={"after": 1})


def case_action():
    case = quality.concluded()
    said = {"text": "Changer", "owner": holder("centre_staff", case.centre).pk, "due_on": day()}
    return of("case_actions", case, said, case.actions.all, role="quality_manager")


def action_done():
    owner = holder("centre_staff", centre := CentreFactory())
    action = quality.planned(quality.concluded(quality.opened(centre)), owner=owner)
    address = reverse("services:case_action", args=[action.case.uid, action.uid])
    said = {"on": day(), "file": file()}
    return Page(address, said, lambda: [one for one in [action] if reported(one)], person=owner)


def reported(action) -> bool:
    action.refresh_from_db()
    return hasattr(action, "done")


def review():
    """Somebody else reviewed the contract while the page was read."""
    request = moved(asked(), "submit", "review")
    actions.review(request, ticked={}, rule="simple", by=None)

    def written():
        return request.reviews.exclude(rule="simple")

    seen = {"turn": request.turn, "after": 0}
    assert key_of_review(request) > 0
    return of("review", request, {"rule": "guarded"}, written, seen=seen)


def version():
    found = offered()
    actions.revise(found.offering, terms={"kind": "testing", "name": found.name}, by=None)
    said = {"kind": "testing", "name_fr": "Essais"}
    return of(
        "version", found.offering, said, found.offering.versions.filter(number=3).all, seen={"after": 1}
    )


def opening():
    """What would be opened is not what the page showed."""
    offering = (found := offered()).offering
    before = offering.openings.count()
    actions.revise(offering, terms={"kind": "testing", "name": found.name}, by=None)
    said, seen = {"starts_on": day(), "open": ""}, {"after": 1}
    return of("opening", offering, said, lambda: offering.openings.all()[before:], seen=seen)


PAGES = {
    "services:validation_plan": plan,
    "services:validation_orders": orders,
    "services:inspections": inspection,
    "services:observations": observation,
    "services:consents": consent,
    "services:portal_consents": own_consent,
    "services:campaign_laboratories": laboratory,
    "services:judgements": judgement,
    "services:gap_answers": gap_answer,
    "services:surveillances": surveillance,
    "services:scheme": scheme,
    "services:case_actions": case_action,
    "services:case_action": action_done,
    "services:review": review,
    "services:version": version,
    "services:opening": opening,
}
A_STEP = "a step of a life: `move` asks for the turn"
ELSEWHERE = {
    **dict.fromkeys(
        (
            *("services:quote", "services:step", "services:portal_step", "services:case_step"),
            *("services:application_step", "services:certificate_step"),
            *("services:validation_step", "services:campaign_step"),
        ),
        A_STEP,
    ),
    **dict.fromkeys(
        (
            *("services:new", "services:portal_ask", "services:new_case", "services:portal_complaint"),
            *("services:new_offering", "services:new_scheme", "services:new_campaign", "services:advice"),
            *("services:new_application", "services:new_validation"),
        ),
        "begins something new: what it is about is asked for its state",
    ),
    **dict.fromkeys(
        ("services:notes", "services:portal_notes", "services:asking", "services:portal_rating"),
        "a word more in a log: it decides nothing",
    ),
    **dict.fromkeys(
        (
            *("services:new_invoice", "services:credit", "services:payments"),
            *("services:payment_undoing", "services:prices"),
        ),
        "has no turn: what is left, or the day it holds from, is looked at under a lock",
    ),
    **dict.fromkeys(
        ("services:firm_invitation", "services:firm_ending", "services:firm_reopening"),
        "about an account, not a life",
    ),
}


def test_every_form_of_the_work_that_is_posted_is_here_or_says_why_not(client):
    forms = {
        address.name
        for address in addresses()
        if address.name.startswith("services:")
        and address.permission
        and not address.callback.__module__.startswith("jalon.services.testing")
        and takes_a_post(client, address)
    }

    assert forms == PAGES.keys() | ELSEWHERE.keys()


def takes_a_post(client, address) -> bool:
    """Whether a stranger is led to sign in rather than told that the page is only read."""
    filled = {
        name: {"uid": UID, "person": UID, "action": UID, "key": 1}.get(name, "x")
        for name in address.parameters
    }
    return client.post(reverse(address.name, kwargs=filled)).status_code == 302


UID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("make", [*PAGES.values(), plan_moved], ids=lambda make: make.__name__)
def test_who_acts_on_a_page_that_no_longer_holds_is_told_so_and_nothing_is_written(client, make):
    page = make()
    before = [one.pk for one in page.written()]
    client.force_login(page.person or holder(page.role, page.centre))

    answer = client.post(page.address, page.said | page.seen, follow=True)

    assert SENTENCE in answer.content.decode()
    assert [one.pk for one in page.written()] == before
