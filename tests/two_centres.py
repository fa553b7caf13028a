"""A small world of two centres, the person's own and another's, with one of everything an address may be about.

It is made once for a file of tests: what a test writes is undone after it, and the world after the last.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jalon.committee.actions.evaluating import find
from jalon.contracts.models import ContractVersion
from jalon.evidence.actions import issue, store_document
from jalon.evidence.imports import Report
from jalon.evidence.models import Import
from jalon.fund.actions.accepting import accept_document
from jalon.journal.actions import recording
from jalon.kernel import ledger
from jalon.kernel.words import Words
from jalon.network.actions import invite
from jalon.network.models import Invitation
from jalon.network.roles import ROLES as HELD
from jalon.network.roles import Firm
from jalon.reporting.actions import open_return
from jalon.reporting.actions.questions import ask
from tests.evidence.making import deed, recorded
from tests.factories import capacity, evaluations
from tests.factories.certification import granted, scheme
from tests.factories.committee import over
from tests.factories.fund import DAY, post
from tests.factories.fund import pledge as pledged
from tests.factories.network import (
    CentreFactory,
    CentreFirmFactory,
    EnterpriseFactory,
    EstablishmentFactory,
    FederationFactory,
    MinistryFactory,
    NetworkFactory,
    holder,
)
from tests.factories.people import UserFactory
from tests.factories.quality import case_of
from tests.factories.releases import asked_for
from tests.factories.results import contract, sheet, version
from tests.factories.services import acting_for, asked, invoiced, offered, ordered
from tests.factories.sharings import shared_out
from tests.factories.testing import on_file
from tests.factories.validation import campaign, opened, under_way
from tests.factories.verification import sampled_thing, sealed_period

ROLES = HELD | {Firm.code: Firm}
LEVEL = {"level": {"kinds": ["level.declared"], "aggregation": "last"}}


@contextmanager
def kept(documents: Path) -> Iterator[SimpleNamespace]:
    """The world in a transaction of its own, within which each test has another."""
    before, settings.JALON_DOCUMENTS = settings.JALON_DOCUMENTS, documents
    try:
        with transaction.atomic():
            yield made()
            transaction.set_rollback(True)
    finally:
        settings.JALON_DOCUMENTS = before


def made() -> SimpleNamespace:
    sheet("TESTS")
    sheet("LEVEL", measures=LEVEL, formula="level", accumulation="level")
    plan = version(start=date(2023, 1, 1), end=date(timezone.localdate().year, 12, 31)).plan
    pledged(plan, amount=2_000_00)
    mine, theirs = place(plan, "CTPC", "Plastiques du Souss"), place(plan, "CTTH", "Filature du Loukkos")
    return SimpleNamespace(
        plan=plan,
        mine=mine,
        theirs=theirs,
        ministry=MinistryFactory(),
        network=NetworkFactory(),
        committee=over(plan, mine.contract, theirs.contract),
        seal=sealed_period(plan),
        sharing=shared_out(plan),
    )


def place(plan, code: str, firm_name: str) -> SimpleNamespace:
    """A centre with its federation, and one thing of every sort: what it did, promised, received and works with."""
    centre = CentreFactory(code=code, federation=FederationFactory())
    signed = promised(plan, centre)
    served, staff = firms(centre, firm_name), person_of(centre)
    letter = store_document(f"Rapport de {code}".encode(), name=f"rapport-{code}.pdf", centre=centre)
    done = deed(f"{code}-0001", enterprise=served["firm"], quantity=Decimal(12), documents=(letter,))
    return SimpleNamespace(
        centre=centre,
        contract=signed.contract,
        draft=drafted(signed),
        document=letter,
        row=recorded(centre, done)[0],
        **served,
        **accounts(centre, staff),
        **vouched(centre, signed.contract),
        **paid(plan, signed.contract, letter),
        **evaluated(plan, centre, signed.contract),
        **asked_of(centre, served["firm"], staff),
        **means(centre),
    )


def promised(plan, centre) -> ContractVersion:
    targets = [("TESTS", "per_period", 2024, 100), ("LEVEL", "level", 2024, 80)]
    return contract(plan, centre, targets=targets, tranches=[("T1", 2024, 500_00, {"rule": "threshold"})])


def firms(centre, name: str) -> dict:
    """A firm and another record of it, which waits to be merged."""
    firm = EstablishmentFactory(enterprise=EnterpriseFactory(name=name)).enterprise
    twin = EnterpriseFactory(name=f"{name} (bis)", pending=True)
    for enterprise in (firm, twin):
        CentreFirmFactory(centre=centre, enterprise=enterprise)
    return {"firm": firm, "twin": twin}


def person_of(centre):
    code = centre.code
    return holder("centre_staff", centre, name=f"Personne de {code}", email=f"staff@{code.lower()}.ma")


def accounts(centre, staff) -> dict:
    """A person of the centre, with the file they brought, and somebody invited."""
    return {
        "staff": staff,
        "membership": staff.memberships.get(),
        "incoming": brought(centre, staff),
        "invitation": invited(centre),
    }


def vouched(centre, held) -> dict:
    """A paper of the contract, its return, a question on a figure, a row that was drawn to be checked."""
    paper = issue(
        f"Contrat de {centre.code}".encode(), kind="contract", subject=f"contract:{held.code}:1",
        permission="contract.view", organisation=centre, by=None,
    )  # fmt: skip
    question = ask(
        held, indicator="TESTS", period="2024-Q1", text=f"Pourquoi, {centre.code} ?", due_on=None, by=None
    )
    return {
        "issued": paper,
        "report": open_return(held, "2024-Q1", by=None, on=date(2024, 4, 1)),
        "question": question,
        "sampled": sampled_thing(held),
    }


def paid(plan, held, letter: str) -> dict:
    """The entry that commits money to the contract, a release asked for, a document that was accepted."""
    accepted = accept_document(held, "report", document="Rapport", documents=(letter,), by=None, on=DAY)
    return {
        "entry": committed(plan, held),
        "release": asked_for(held, UserFactory()),
        "accepted": accepted,
    }


def committed(plan, held):
    place = ledger.Place("1", 2024, held.code, "1")
    entries = ledger.allocate("MIN", place, 500_00, on=DAY), ledger.commit(place, 500_00, on=DAY)
    return post(plan, *entries)[-1]


def evaluated(plan, centre, held) -> dict:
    """An evaluation of the contract with one finding and its document, and what was asked of the centre."""
    study = evaluations.evaluation(plan, code=f"EVAL-{held.code}", contract=held)
    report = (f"rapport-{held.code}.pdf", f"%PDF-1.7 {held.code}".encode())
    find(study, text=Words("Un constat"), files=(report,), by=None)
    return {"study": study, "asked": evaluations.proven(study, centre).asked}


def asked_of(centre, firm, staff) -> dict:
    """A request of the firm with its laboratory's papers, its invoice, a certificate, a product, a campaign."""
    request = asked(offered(centre), enterprise=firm)
    return {
        "request": request,
        "acting": acting_for(firm),
        "case": case_of(request, by=staff),
        **on_file(request),
        "invoice": invoiced(ordered(offered(centre, code="invoiced"), enterprise=firm)),
        "certificate": granted(version=scheme(centre), enterprise=firm),
        "validation": opened(under_way(centre, enterprise=firm)),
        "campaign": campaign(centre, code=f"campagne-{centre.code.lower()}", is_open=False),
    }


def means(centre) -> dict:
    """An instrument that failed and is booked, a laboratory, a person, what they may do, a scope line."""
    instrument = capacity.ordered(centre, code=f"TR-{centre.code}")
    member = capacity.person(centre, name=f"Analyste de {centre.code}")
    return {
        "laboratory": capacity.laboratory(centre),
        "instrument": instrument,
        "failed": capacity.calibrated(instrument, passed=False),
        "booking": capacity.booked(instrument),
        "member": member,
        "authorisation": capacity.authorised(member),
        "scope_line": capacity.scope_line(centre),
    }


def drafted(signed: ContractVersion) -> ContractVersion:
    with recording("contract.drafted", subject=f"contract:{signed.contract.code}") as record:
        return ContractVersion.objects.create(
            contract=signed.contract,
            number=2,
            effective_from=signed.effective_from,
            starts_on=signed.starts_on,
            ends_on=signed.ends_on,
            event_id=record.event_id,
        )


def invited(centre) -> Invitation:
    return invite(
        email=f"invitee@{centre.code.lower()}.ma", role="centre_staff", organisation=centre, language="fr",
        by=None, at=timezone.now(), link=str,
    )  # fmt: skip


def brought(centre, by) -> Import:
    """A file that was checked and not recorded yet."""
    return Import.objects.create(
        centre=centre,
        by=by,
        at=timezone.now(),
        file_name=f"preuves-{centre.code}.csv",
        file_sha256="0" * 64,
        state=Import.State.CHECKED,
        report=Report(f"preuves-{centre.code}.csv", centre.code, lines=1, new=1).as_json(),
    )


def person(role: str, world):
    """The holder of a role, for whom `world.mine` is the own side wherever the role has one."""
    if role == Firm.code:
        return acting_for(world.mine.firm)
    seats = {
        "centre": world.mine.centre, "federation": world.mine.centre.federation,
        "ministry": world.ministry, "network": world.network,
    }  # fmt: skip
    return holder(role, seats[ROLES[role].held_in[0]])
