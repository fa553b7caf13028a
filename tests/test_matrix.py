"""Every address of the project by every role: who opens it, whose things it shows, and that reading writes nothing.

The addresses come from the resolver: a new one needs its permission, or a line in OPEN_TO_ALL, and a line in
ABOUT when it is about a thing that belongs to somebody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.http import HttpResponseForbidden, HttpResponseNotFound
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import permission_denied

from jalon.evidence.models import Receipt
from jalon.journal.queries import latest
from jalon.network.roles import PERMISSIONS, Firm, Rows, Scope
from jalon.network.roles import ROLES as HELD
from jalon.site import urls as root
from jalon.site.views import missing
from tests.factories.people import UserFactory
from tests.two_centres import ROLES, kept, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals", "absences")]

OPENED, REDIRECTED, REFUSED, UNKNOWN, NOT_BY_GET = 200, 302, 403, 404, 405

OPEN_TO_ALL = {
    "front": "leads to the person's language",
    "set_language": "a choice anybody may make; by POST",
    "account_*": "signing in and passwords, allauth's",
    "mfa_*": "the second factor, allauth's, for the account signed in",
    "people:welcome": "leads the person who signed in to the page asked for",
    "people:preferences": "the person's own",
    "network:inbox*": "the person's own",
    "network:acceptance": "whoever has the letter's secret link",
    "committee:feed": "whoever has the secret address",
    "register:*": "the register of certificates",
    "campaigns:*": "campaigns of validation; a maker is named when it consents",
    "products:*": "products validated outside campaigns; a maker is named when it consents",
    "validation_check": "whoever has an opinion on a product; its number and status, never its content",
    "home": "leads to the plan, or a firm's person to its requests, as those pages allow",
    "services:portal_services": "what the centres offer today, without any firm's data",
    "services:firm_registration": "anybody may ask for an account of their firm, by letter",
    "services:firm_opening": "whoever has the letter's secret link",
    "services:satisfaction": "whoever has the letter's secret link",
    "report_check": "whoever has a report of tests; its number and status, never its content",
    "ui:components": "the components, with invented figures",
}


# what the resolver knows


@dataclass(frozen=True)
class Address:
    name: str
    callback: Callable
    parameters: tuple[str, ...]

    @property
    def permission(self) -> str | None:
        return getattr(self.callback, "permission", None)

    @property
    def key(self) -> str:
        return " ".join((self.name, *self.parameters))


def addresses(resolver=None, namespaces: tuple[str, ...] = (), parameters=()) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        found = (*parameters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern, inner, found)
        elif isinstance(pattern, URLPattern):
            yield Address(":".join((*namespaces, pattern.name or "")), pattern.callback, found)


def is_open(address: Address) -> bool:
    return any(
        address.name == name or (name.endswith("*") and address.name.startswith(name[:-1]))
        for name in OPEN_TO_ALL
    )


GUARDED = {address.key: address for address in addresses() if not is_open(address)}


def test_every_view_says_the_permission_it_needs_or_is_open_on_purpose():
    silent = [address.key for address in GUARDED.values() if address.permission not in PERMISSIONS]

    assert silent == []


def test_every_address_has_a_name():
    assert all(address.name and not address.name.endswith(":") for address in addresses())


def test_every_address_about_a_thing_says_whose_it_is():
    unknown = [key for key, address in GUARDED.items() if address.parameters and key not in ABOUT]

    assert unknown == []
    assert sorted(ABOUT.keys() - GUARDED.keys()) == []  # and no line about an address that is gone


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once: what a test writes is undone after it."""
    with django_db_blocker.unblock(), kept(tmp_path_factory.mktemp("documents")) as world:
        yield world


@pytest.fixture
def refusals(monkeypatch):
    """A refusal is drawn as a page once in a test; then its sentence is said alone, which is all that differs."""
    monkeypatch.setattr(root, "handler403", once(permission_denied, HttpResponseForbidden), raising=False)


@pytest.fixture
def absences(monkeypatch):
    """What is not found likewise."""
    monkeypatch.setattr(root, "handler404", once(missing, HttpResponseNotFound))


def once(page: Callable, sentence: Callable) -> Callable:
    """A handler of an error that draws its page the first time only."""
    drawn = []

    def answer(request, exception):
        if drawn:
            return sentence(str(exception))
        drawn.append(page(request, exception))
        return drawn[0]

    return answer


# whose thing an address is about


@dataclass(frozen=True)
class Subject:
    """How to name the thing of a side, and who reaches it: as the permission says, unless told otherwise."""

    named: Callable[[SimpleNamespace, SimpleNamespace], tuple]
    reached: str = "by permission"
    by_post: bool = False
    own: str = ""  # the permission of the thing itself, where the page's own is everybody's


def is_reached(subject: Subject | None, role: str, permission: str, *, is_own: bool) -> bool:
    if subject is None or subject.reached == "by everybody":
        return True
    if subject.reached == AS_ROWS and ROLES[role].rows not in (Rows.FULL, Rows.MASKED):
        return False
    if subject.reached == WHOLE and ROLES[role].rows != Rows.FULL:
        return False
    if subject.reached in (WHOLE, CONSULTED) and role == "auditor":
        return False  # an auditor opens a centre first, on the record
    if subject.reached in (AS_ROWS, WHOLE):
        permission = "evidence.rows"
    return is_own or ROLES[role].reach(permission) == Scope.EVERYWHERE


def of_centre(name: str = "", **said) -> "Subject":
    """A thing of the means of a centre, under the centre's code."""
    return Subject(
        lambda world, side: (side.centre.code, *([getattr(side, name).uid] if name else [])), **said
    )


def decision_on(world, side):
    return world.committee.decisions[side.contract.pk]


def session(world, side) -> tuple:
    return (world.committee.session.uid,)


def point(world, side) -> tuple:
    return (decision_on(world, side).item.uid,)


def decision(world, side) -> tuple:
    return (decision_on(world, side).uid,)


def decision_document(world, side) -> tuple:
    taken = decision_on(world, side)
    return (taken.uid, taken.follow_ups.get().documents[0])


def finding_document(world, side) -> tuple:
    return (side.study.code, side.study.findings.get().documents[0])


def recommendation_document(world, side) -> tuple:
    return (side.asked.uid, side.asked.steps.get(verb="prove").documents[0])


def sharing(world, side) -> tuple:
    return (world.sharing.uid,)


PUBLIC = "by everybody"
CONSULTED = "as the permission says, by auditors after a consultation"
AS_ROWS = "by whoever sees rows, whole or masked"
WHOLE = "by whoever sees whole rows"

ABOUT = {
    "plan:plan code": Subject(lambda world, side: (world.plan.code,), PUBLIC),
    "plan:agreement code": Subject(lambda world, side: (world.plan.code,), PUBLIC),
    "plan:claims code": Subject(lambda world, side: (world.plan.code,), PUBLIC),
    "indicators:sheet code": Subject(lambda world, side: ("TESTS",), PUBLIC),
    "contracts:plan_targets code": Subject(lambda world, side: (world.plan.code,), PUBLIC),
    "contracts:contract code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:history code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:documents code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:undertakings code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:signature code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:act code": Subject(lambda world, side: (side.contract.code,), by_post=True),
    "contracts:workbook code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:workbook_file code": Subject(lambda world, side: (side.contract.code,)),
    "contracts:draft code": Subject(lambda world, side: (side.contract.code,), by_post=True),
    "contracts:draft_removal code": Subject(lambda world, side: (side.contract.code,)),
    "results:note language": Subject(lambda world, side: ("fr",), PUBLIC),
    "results:axis code": Subject(lambda world, side: ("1",), PUBLIC),
    "results:objective code objective": Subject(lambda world, side: ("1", "1.1"), PUBLIC),
    "results:indicator code": Subject(lambda world, side: ("TESTS",), PUBLIC),
    "results:contract code": Subject(lambda world, side: (side.contract.code,), PUBLIC),
    "results:centre code": Subject(lambda world, side: (side.centre.code,), PUBLIC),
    "fund:line code": Subject(lambda world, side: ("1",), PUBLIC),
    "fund:funder code": Subject(lambda world, side: ("MIN",), PUBLIC),
    "fund:contract code": Subject(lambda world, side: (side.contract.code,)),
    "fund:commitment code": Subject(lambda world, side: (side.contract.code,)),
    "fund:books form": Subject(lambda world, side: ("hledger",), PUBLIC),
    "fund:file kind uid sha256": Subject(
        lambda world, side: ("acceptance", side.accepted.uid, side.document)
    ),
    "fund:entry uid": Subject(lambda world, side: (side.entry.uid,)),
    "fund:reversal uid": Subject(lambda world, side: (side.entry.uid,)),
    "fund:month code": Subject(lambda world, side: (side.contract.code,)),
    "fund:sharing uid": Subject(sharing, PUBLIC),
    "fund:sharing_shares uid": Subject(sharing, PUBLIC),
    "fund:sharing_problem uid": Subject(sharing, PUBLIC),
    "fund:sharing_variation uid": Subject(sharing, PUBLIC),
    "fund:sharing_search uid": Subject(sharing, PUBLIC, by_post=True),
    "fund:sharing_proposal uid": Subject(sharing, PUBLIC, by_post=True),
    "fund:tranche code tranche": Subject(lambda world, side: (side.contract.code, "T1")),
    "fund:expected code tranche": Subject(lambda world, side: (side.contract.code, "T1")),
    "fund:tranche_releases code tranche": Subject(
        lambda world, side: (side.contract.code, "T1"), by_post=True
    ),
    "fund:tranche_acceptances code tranche": Subject(
        lambda world, side: (side.contract.code, "T1"), by_post=True
    ),
    "fund:release uid": Subject(lambda world, side: (side.release.uid,)),
    "fund:release_steps uid": Subject(lambda world, side: (side.release.uid,), by_post=True),
    "fund:release_document uid": Subject(lambda world, side: (side.release.uid,), by_post=True),
    "reporting:contract code": Subject(lambda world, side: (side.contract.code,)),
    "reporting:return code period": Subject(lambda world, side: (side.contract.code, "2024-Q1")),
    "reporting:submission code period": Subject(lambda world, side: (side.contract.code, "2024-Q1")),
    "reporting:sending_back code period": Subject(lambda world, side: (side.contract.code, "2024-Q1")),
    "reporting:level code period indicator": Subject(
        lambda world, side: (side.contract.code, "2024-Q1", "LEVEL")
    ),
    "reporting:sample code period": Subject(lambda world, side: (side.contract.code, "2023-Q4")),
    "reporting:enlargement code period": Subject(lambda world, side: (side.contract.code, "2023-Q4")),
    "reporting:population code period": Subject(lambda world, side: (side.contract.code, "2023-Q4")),
    "reporting:sample_step code period verb": Subject(
        lambda world, side: (side.contract.code, "2023-Q4", "verify"), by_post=True
    ),
    "reporting:finding uid": Subject(lambda world, side: (side.sampled.uid,)),
    "reporting:reply uid": Subject(lambda world, side: (side.sampled.uid,)),
    "reporting:seal uid": Subject(lambda world, side: (world.seal.uid,), PUBLIC),
    "reporting:seal_bundle uid": Subject(lambda world, side: (world.seal.uid,), PUBLIC),
    "reporting:question uid": Subject(lambda world, side: (side.question.uid,)),
    "services:new uid": Subject(lambda world, side: (side.request.offered.offering.uid,)),
    "services:request uid": Subject(lambda world, side: (side.request.uid,)),
    "services:notes uid": Subject(lambda world, side: (side.request.uid,)),
    "services:review uid": Subject(lambda world, side: (side.request.uid,)),
    "services:quote uid": Subject(lambda world, side: (side.request.uid,)),
    "services:step uid verb": Subject(lambda world, side: (side.request.uid, "submit")),
    "services:firm_invitation uid": Subject(lambda world, side: (side.request.uid,)),
    "services:firm_ending uid person": Subject(lambda world, side: (side.request.uid, side.acting.uid)),
    "services:firm_reopening uid person": Subject(
        lambda world, side: (side.request.uid, side.acting.uid), by_post=True
    ),
    "services:portal_ask uid": Subject(lambda world, side: (side.request.offered.offering.uid,), PUBLIC),
    "services:portal_request uid": Subject(lambda world, side: (side.request.uid,)),
    "services:portal_receipt uid": Subject(lambda world, side: (side.request.uid,)),
    "services:portal_step uid verb": Subject(lambda world, side: (side.request.uid, "submit")),
    "services:portal_notes uid": Subject(lambda world, side: (side.request.uid,), by_post=True),
    "services:portal_rating uid": Subject(lambda world, side: (side.request.uid,), by_post=True),
    "services:portal_document uid sha256": Subject(
        lambda world, side: (side.invoice.request.uid, side.invoice.document_id)
    ),
    "services:portal_complaint uid": Subject(lambda world, side: (side.request.uid,)),
    "services:desk code": of_centre(),
    "services:desk_rows code figure": Subject(lambda world, side: (side.centre.code, "turnaround")),
    "services:case uid": Subject(lambda world, side: (side.case.uid,)),
    "services:case_step uid verb": Subject(lambda world, side: (side.case.uid, "take_up")),
    "services:case_actions uid": Subject(lambda world, side: (side.case.uid,), by_post=True),
    "services:case_action uid action": Subject(
        lambda world, side: (side.case.uid, side.case.actions.get().uid)
    ),
    "services:receipt uid": Subject(lambda world, side: (side.request.uid,)),
    "services:asking uid": Subject(lambda world, side: (side.request.uid,)),
    "services:new_invoice uid": Subject(lambda world, side: (side.request.uid,)),
    "services:invoice uid": Subject(lambda world, side: (side.invoice.uid,)),
    "services:invoice_paper uid": Subject(lambda world, side: (side.invoice.uid,)),
    "services:credit uid": Subject(lambda world, side: (side.invoice.uid,)),
    "services:payments uid": Subject(lambda world, side: (side.invoice.uid,), by_post=True),
    "services:payment_undoing uid key": Subject(
        lambda world, side: (side.invoice.uid, side.invoice.payments.get().pk), by_post=True
    ),
    "services:new_application uid": Subject(lambda world, side: (side.request.uid,)),
    "services:application uid": Subject(lambda world, side: (side.certificate.application.uid,)),
    "services:judgements uid": Subject(lambda world, side: (side.certificate.application.uid,), by_post=True),
    "services:gap_answers uid": Subject(
        lambda world, side: (side.certificate.application.uid,), by_post=True
    ),
    "services:application_step uid verb": Subject(
        lambda world, side: (side.certificate.application.uid, "admit")
    ),
    "services:certificate uid": Subject(lambda world, side: (side.certificate.uid,)),
    "services:surveillances uid": Subject(lambda world, side: (side.certificate.uid,)),
    "services:certificate_step uid verb": Subject(lambda world, side: (side.certificate.uid, "issue")),
    "services:scheme uid": Subject(lambda world, side: (side.certificate.application.version.scheme.uid,)),
    "services:new_validation uid": Subject(lambda world, side: (side.request.uid,)),
    "services:validation uid": Subject(lambda world, side: (side.validation.uid,)),
    "services:validation_plan uid": Subject(lambda world, side: (side.validation.uid,)),
    "services:validation_orders uid": Subject(lambda world, side: (side.validation.uid,), by_post=True),
    "services:inspections uid": Subject(lambda world, side: (side.validation.uid,), by_post=True),
    "services:observations uid": Subject(lambda world, side: (side.validation.uid,), by_post=True),
    "services:consents uid": Subject(lambda world, side: (side.validation.uid,), by_post=True),
    "services:validation_step uid verb": Subject(lambda world, side: (side.validation.uid, "approve_plan")),
    "services:campaign uid": Subject(lambda world, side: (side.campaign.uid,)),
    "services:campaign_laboratories uid": Subject(lambda world, side: (side.campaign.uid,), by_post=True),
    "services:campaign_step uid verb": Subject(lambda world, side: (side.campaign.uid, "open")),
    "services:portal_consents uid": Subject(lambda world, side: (side.request.uid,)),
    "services:request_tests uid": Subject(lambda world, side: (side.request.uid,)),
    "services:samples uid": Subject(lambda world, side: (side.request.uid,), by_post=True),
    "services:test_orders uid": Subject(lambda world, side: (side.request.uid,), by_post=True),
    "services:reports uid": Subject(lambda world, side: (side.request.uid,), by_post=True),
    "services:sample_labels uid": Subject(lambda world, side: (side.request.uid,)),
    "services:control key": Subject(lambda world, side: (side.control.rule_id,)),
    "services:control_justification key run": Subject(
        lambda world, side: (side.control.rule_id, side.control.pk)
    ),
    "services:report_sendings uid": Subject(lambda world, side: (side.test_report.uid,), by_post=True),
    "services:sample uid": Subject(lambda world, side: (side.sample.uid,)),
    "services:sample_step uid verb": Subject(lambda world, side: (side.sample.uid, "receive")),
    "services:sheet_file": Subject(lambda world, side: (), by_post=True),
    "services:assignments": Subject(lambda world, side: (), by_post=True),
    "services:line uid": Subject(lambda world, side: (side.test_line.uid,)),
    "services:line_step uid verb": Subject(lambda world, side: (side.test_line.uid, "cancel")),
    "services:report uid": Subject(lambda world, side: (side.test_report.uid,)),
    "services:report_file uid": Subject(lambda world, side: (side.test_report.uid,)),
    "services:report_amendment uid": Subject(lambda world, side: (side.test_report.uid,)),
    "services:report_opinion uid": Subject(lambda world, side: (side.test_report.uid,), by_post=True),
    "services:report_step uid verb": Subject(lambda world, side: (side.test_report.uid, "submit")),
    "services:offering uid": Subject(lambda world, side: (side.request.offered.offering.uid,)),
    "services:version uid": Subject(lambda world, side: (side.request.offered.offering.uid,)),
    "services:opening uid": Subject(lambda world, side: (side.request.offered.offering.uid,), by_post=True),
    "services:prices uid": Subject(lambda world, side: (side.request.offered.offering.uid,), by_post=True),
    "evidence:row uid": Subject(lambda world, side: (side.row.uid,), AS_ROWS),
    "evidence:reversal uid": Subject(lambda world, side: (side.row.uid,)),
    "evidence:document sha256": Subject(lambda world, side: (side.document,), WHOLE),
    "evidence:issued uid": Subject(lambda world, side: (side.issued.uid,), own="contract.view"),
    "evidence:issued_file uid sha256": Subject(
        lambda world, side: (side.issued.uid, side.issued.document_id), own="contract.view"
    ),
    "evidence:import_report uid": Subject(lambda world, side: (side.incoming.uid,)),
    "evidence:import_errors uid": Subject(lambda world, side: (side.incoming.uid,)),
    "evidence:import_columns uid": Subject(lambda world, side: (side.incoming.uid,)),
    "evidence:import_recording uid": Subject(lambda world, side: (side.incoming.uid,), by_post=True),
    "evidence:import_checking uid": Subject(lambda world, side: (side.incoming.uid,), by_post=True),
    "evidence:import_abandonment uid": Subject(lambda world, side: (side.incoming.uid,), by_post=True),
    "capacity:centre code": of_centre(),
    "capacity:opening code": of_centre(),
    "capacity:closure code uid": of_centre("laboratory"),
    "capacity:equipment code": of_centre(),
    "capacity:equipment_registration code": of_centre(),
    "capacity:instrument code uid": of_centre("instrument"),
    "capacity:steps code uid": of_centre("instrument", by_post=True),
    "capacity:calibration code uid": of_centre("instrument"),
    "capacity:booking code uid": of_centre("instrument", by_post=True),
    "capacity:cancellation code uid": of_centre("booking", by_post=True),
    "capacity:impact code uid": of_centre("failed"),
    "capacity:uses code uid": of_centre("instrument"),
    "capacity:utilisation code": of_centre(),
    "capacity:people code": of_centre(),
    "capacity:staff_registration code": of_centre(),
    "capacity:person code uid": of_centre("member"),
    "capacity:move code uid": of_centre("member", by_post=True),
    "capacity:authorisation code uid": of_centre("member", by_post=True),
    "capacity:authorisation_end code uid": of_centre("authorisation"),
    "capacity:scope code": of_centre(),
    "capacity:scope_registration code": of_centre(),
    "capacity:scope_change code uid": of_centre("scope_line"),
    "network:organisation code": Subject(lambda world, side: (side.centre.code,), PUBLIC),
    "network:departure code": Subject(lambda world, side: (side.centre.code,)),
    "network:stay code": Subject(lambda world, side: (side.centre.code,)),
    "network:amendment code": Subject(lambda world, side: (side.centre.code,)),
    "network:firm uid": Subject(lambda world, side: (side.firm.uid,), CONSULTED),
    "network:firm_name uid": Subject(lambda world, side: (side.firm.uid,), CONSULTED),
    "network:firm_ice uid": Subject(lambda world, side: (side.firm.uid,), CONSULTED),
    "network:firm_profile uid": Subject(lambda world, side: (side.firm.uid,), CONSULTED),
    "network:merge absorbed kept": Subject(lambda world, side: (side.twin.uid, side.firm.uid)),
    "network:person uid": Subject(lambda world, side: (side.staff.uid,)),
    "network:closure uid": Subject(lambda world, side: (side.staff.uid,)),
    "network:factor_removal uid": Subject(lambda world, side: (side.staff.uid,)),
    "network:reopening uid": Subject(lambda world, side: (side.staff.uid,), by_post=True),
    "network:role_end key": Subject(lambda world, side: (side.membership.pk,)),
    "network:deputy_end key": Subject(lambda world, side: (side.membership.pk,), by_post=True),
    "network:withdrawal uid": Subject(lambda world, side: (side.invitation.uid,), by_post=True),
    "committee:seat_end uid": Subject(lambda world, side: (world.committee.presiding.uid,)),
    "committee:session uid": Subject(session),
    "committee:agenda uid": Subject(session),
    "committee:roll uid": Subject(session),
    "committee:book uid": Subject(session),
    "committee:minutes uid": Subject(session),
    "committee:points uid": Subject(session, by_post=True),
    "committee:answer uid": Subject(session, by_post=True),
    "committee:opening uid": Subject(session, by_post=True),
    "committee:postponement uid": Subject(session, by_post=True),
    "committee:cancellation uid": Subject(session, by_post=True),
    "committee:minutes_issue uid": Subject(session, by_post=True),
    "committee:minutes_correction uid": Subject(session, by_post=True),
    "committee:minutes_signature uid": Subject(session, by_post=True),
    "committee:point uid": Subject(point),
    "committee:removal uid": Subject(point),
    "committee:place uid": Subject(point, by_post=True),
    "committee:withdrawal uid": Subject(point, by_post=True),
    "committee:votes uid": Subject(point, by_post=True),
    "committee:decide uid": Subject(point, by_post=True),
    "committee:decision uid": Subject(decision),
    "committee:follow_up uid": Subject(decision, by_post=True),
    "committee:decision_document uid sha256": Subject(decision_document),
    "committee:standing code": Subject(lambda world, side: (side.contract.code,)),
    "committee:standing_reasons code": Subject(lambda world, side: (side.contract.code,), by_post=True),
    "committee:ladder_step code verb": Subject(
        lambda world, side: (side.contract.code, "alert"), by_post=True
    ),
    "committee:evaluation code": Subject(lambda world, side: (side.study.code,)),
    "committee:findings code": Subject(lambda world, side: (side.study.code,), by_post=True),
    "committee:recommendations code": Subject(lambda world, side: (side.study.code,), by_post=True),
    "committee:finding_document code sha256": Subject(finding_document),
    "committee:recommendation uid": Subject(lambda world, side: (side.asked.uid,)),
    "committee:recommendation_step uid verb": Subject(
        lambda world, side: (side.asked.uid, "reply"), by_post=True
    ),
    "committee:recommendation_document uid sha256": Subject(recommendation_document),
}

ASKED = {
    "fund:expected": "?on=2024-06-30",
    "services:accountant_file": "?since=2024-01-01&until=2099-12-31",
    "reporting:question_new": "?contract=C-CTPC&indicator=TESTS&period=2024-Q1",
    "results:figure": "?indicator=TESTS&period=2024",
    "results:figure_rows": "?indicator=TESTS&period=2024",
    "results:search": "?q=c",
    "services:portal_search": "?q=c",
}

NEVER_SHOWN = {
    # what belongs to the other centre alone, and the roles that may read it all the same
    "Filature du Loukkos": {"administrator"},
    "CTTH-0001": set(),
    "rapport-CTTH.pdf": set(),
    "preuves-CTTH.csv": set(),
    "Personne de CTTH": {"administrator"},
    "staff@ctth.ma": {"administrator"},
    "invitee@ctth.ma": {"administrator"},
}


def paths(world) -> Iterator[tuple[Address, str, bool]]:
    """Every guarded address with its thing, of the own side and of the other's."""
    for key, address in GUARDED.items():
        if key in ABOUT:
            own, other = (
                reverse(address.name, args=ABOUT[key].named(world, side))
                for side in (world.mine, world.theirs)
            )
            yield address, own + ASKED.get(address.name, ""), True
            if other != own:  # else a thing of nobody's side
                yield address, other + ASKED.get(address.name, ""), False
        elif not address.parameters:
            yield address, reverse(address.name) + ASKED.get(address.name, ""), True


def expected(address: Address, role: str, is_own: bool) -> set[int]:
    """The answers to a GET that are right for a role."""
    subject = ABOUT.get(address.key)
    if address.name == "results:state" and role == Firm.code:
        return {REDIRECTED}  # to its own requests
    if address.permission not in ROLES[role].permissions():
        return {REFUSED, NOT_BY_GET} if subject and subject.by_post else {REFUSED}
    if subject and subject.by_post:
        return {NOT_BY_GET}
    permission = (subject and subject.own) or address.permission
    if is_reached(subject, role, permission, is_own=is_own):
        return {OPENED, REDIRECTED}
    return {REFUSED, UNKNOWN}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_its_permissions_say_and_reading_writes_nothing(role, world, readonly_client):
    readonly_client.force_login(person(role, world))

    wrong = []
    for address, path, is_own in paths(world):
        answer = readonly_client.get(path)
        if answer.status_code not in expected(address, role, is_own):
            wrong.append((answer.status_code, path, expected(address, role, is_own)))
        wrong += [(secret, path) for secret in shown(answer) if role not in NEVER_SHOWN[secret]]

    assert wrong == [], "\n".join(map(str, wrong))


def shown(answer) -> list[str]:
    """What of the other centre's own stands in an answer."""
    content = text_of(answer)
    return [secret for secret in NEVER_SHOWN if secret in content]


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_changes_nothing_where_it_may_not(role, world, client):
    client.force_login(person(role, world))
    before = latest()

    wrong = []
    for address, path, is_own in paths(world):
        may = address.permission in ROLES[role].permissions()
        if may and is_reached(ABOUT.get(address.key), role, address.permission, is_own=is_own):
            continue
        answer = client.post(path, {"sure": "on", "reason": "essai", "name": "Autre nom"})
        if answer.status_code not in (REFUSED, UNKNOWN, NOT_BY_GET):
            wrong.append((answer.status_code, path))

    assert wrong == [], "\n".join(map(str, wrong))
    assert latest() == before


@pytest.mark.parametrize("role", ROLES)
def test_only_its_director_says_up_to_when_a_centre_is_complete(role, world, client):
    client.force_login(person(role, world))

    for side in (world.mine, world.theirs):
        client.post(reverse("evidence:received_to"), {"centre": side.centre.pk, "day": "2024-03-31"})

    said = set(Receipt.objects.values_list("centre__code", flat=True))
    assert said == ({"CTPC"} if role == "centre_director" else set())


def test_nobody_opens_anything_without_signing_in(world, readonly_client, client):
    before = latest()
    sign_in = reverse("account_login")

    for address, path, _is_own in paths(world):
        for answer in (readonly_client.get(path), client.post(path)):
            asked = answer.status_code == REDIRECTED and answer["Location"].startswith(sign_in)
            assert asked or answer.status_code == NOT_BY_GET, (address.key, answer.status_code)
    assert latest() == before


def test_a_person_without_a_role_opens_nothing_but_their_own_account(world, client):
    client.force_login(UserFactory())

    opened = [path for _address, path, _own in paths(world) if client.get(path).status_code < REFUSED]

    assert opened == []
    assert client.get(reverse("people:preferences")).status_code == OPENED


def test_what_is_not_there_is_not_found(world, client):
    client.force_login(person("administrator", world))

    for name in ("network:firm", "network:person", "network:closure"):
        assert client.get(reverse(name, args=(uuid4(),))).status_code == UNKNOWN
    for name in ("results:indicator", "results:axis", "results:contract", "plan:plan", "contracts:contract"):
        assert client.get(reverse(name, args=("NONE",))).status_code == UNKNOWN


# the rows behind a figure: what each role sees of those of a centre

SEES_ROWS = {
    "centre_director": ("mine",),
    "centre_staff": ("mine",),
    "quality_manager": ("mine",),
}


@pytest.mark.parametrize("role", HELD)
@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_figure_is_the_same_for_all_and_its_rows_are_not(role, side, world, readonly_client):
    readonly_client.force_login(person(role, world))
    found = getattr(world, side)
    asked = {"indicator": "TESTS", "period": "2024", "centre": found.centre.code}

    page = text_of(readonly_client.get(reverse("results:figure"), asked))
    file = text_of(readonly_client.get(reverse("results:figure_rows"), asked))

    whole = side in SEES_ROWS.get(role, ())
    assert ">12 " in page or ">12<" in page
    assert (found.firm.name in page, found.firm.name in file) == (whole, whole)
    assert whole or found.row.external_id not in page + file
