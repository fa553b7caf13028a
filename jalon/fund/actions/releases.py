"""The life of a release: proposed, approved, ordered and paid by three people, justified, claimed back.

Each action asks the machine of releases, keeps a step and writes its entry in the books, all under one event.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from jalon.contracts.models import Contract
from jalon.fund.actions import ledger_payments as books
from jalon.fund.actions.ledger import Grounds, People, hold
from jalon.fund.actions.refusing import Refused
from jalon.fund.models import Release, ReleaseStep
from jalon.fund.queries import guards
from jalon.fund.queries.kept import facts_to_data
from jalon.fund.queries.released import Life, life_of, places_of
from jalon.fund.queries.tranches import Due, due_now
from jalon.journal.actions import Recording, recording
from jalon.journal.queries import latest
from jalon.kernel.ledger import Account, Place
from jalon.kernel.payment import conditions_to_data
from jalon.kernel.states import RELEASE

EVENTS = {
    "approve": "release.approved",
    "refuse": "release.refused",
    "cancel": "release.cancelled",
    "order": "release.ordered",
    "pay": "release.paid",
    "justify": "release.justified",
    "claw_back": "release.clawed_back",
    "settle": "release.settled",
}


@dataclass(frozen=True)
class Said:
    """What a step says besides its verb."""

    amount: int = 0
    reason: str = ""
    document: str = ""
    documents: tuple[str, ...] = ()
    decision: UUID | None = None
    known_at: int | None = None
    explanation: dict | None = None


@transaction.atomic
def propose_release(
    contract: Contract,
    tranche: str,
    *,
    by,
    on: date,
    known_at: int | None = None,
    amount: int | None = None,
    hold_back: int = 0,
    held_until: date | None = None,
) -> Release:
    """Ask for what is due of a tranche, or a part of it, as known at a moment. Raises Refused, NoTranche.

    `amount` centimes (all that is due less `hold_back`, unless said); what is held back stays due and waits
    until `held_until`.
    """
    hold(contract.plan)
    known_at = latest() if known_at is None else known_at
    found = due_now(contract, tranche, on=on, known_at=known_at)
    amount = found.amount - hold_back if amount is None else amount
    if reasons := guards.against_proposing(found, amount, hold_back, held_until):
        raise Refused(reasons)
    made = as_release(found, amount=amount, hold_back=hold_back, held_until=held_until, known_at=known_at)
    payload = {"contract": contract.code, "tranche": found.terms.code, "amount": amount, "known_at": known_at}
    with recording("release.proposed", subject=made.subject, by=by, payload=payload) as record:
        record.keep(made)
        record.keep(step(made, "propose", RELEASE.initial, Said(amount), by=by, on=on))
    return made


def as_release(due: Due, *, amount: int, hold_back: int, held_until: date | None, known_at: int) -> Release:
    """What a release keeps of the tranche it was computed from."""
    return Release(
        uid=uuid4(),
        contract=due.contract,
        tranche=due.terms.code,
        period=due.period.code,
        funding_line=due.terms.funding_line,
        axis=due.terms.axis,
        year=due.terms.year,
        due=due.outcome.amount,
        amount=amount,
        held_back=hold_back,
        held_until=held_until if hold_back else None,
        on=due.on,
        known_at=known_at,
        terms=terms_to_data(due),
        facts=facts_to_data(due.facts),
        explanation=due.explanation.to_data(),
        simulated=due.is_simulated,
    )


def terms_to_data(due: Due) -> dict:
    said = {
        "amount": due.terms.amount,
        "due_on": due.terms.due_on.isoformat() if due.terms.due_on else None,
        "rule": due.rule.to_data(),
        "conditions": conditions_to_data(due.tranche.conditions),
        "version": due.version.number,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def approve_release(release: Release, *, by, on: date, decision: UUID | None = None) -> Life:
    """Another person says yes, on the committee's decision: the sum leaves its commitment. Raises Refused."""
    said = Said(release.amount, decision=decision)
    with stepping(release, "approve", party="approver", by=by, on=on, said=said) as (record, life):
        people = People(life.person("propose"), by)
        books.release(**entry(release, record, by=by, on=on, people=people, decision=decision))
    return life_of(release)


def refuse_release(release: Release, *, reason: str, by, on: date, decision: UUID | None = None) -> Life:
    said = Said(reason=reason.strip(), decision=decision)
    with stepping(release, "refuse", party="approver", by=by, on=on, said=said):
        pass
    return life_of(release)


def cancel_release(release: Release, *, reason: str, by, on: date) -> Life:
    """Give a release up before it is paid; what left its commitment goes back to it. Raises Refused."""
    state = life_of(release).state
    party = "requester" if state == RELEASE.initial else "approver"
    said = Said(reason=reason.strip())
    with stepping(release, "cancel", party=party, by=by, on=on, said=said) as (record, life):
        if life.released:
            told = entry(release, record, by=by, on=on)
            books.unrelease(**told, reason=said.reason)
    return life_of(release)


def order(release: Release, *, document: str = "", by, on: date) -> Life:
    """The order to pay a release. Raises Refused."""
    document = document.strip() or f"{release.contract.code} · {release.tranche}"
    said = Said(release.amount, document=document)
    with stepping(release, "order", party="approver", by=by, on=on, said=said) as (record, life):
        people = People(life.person("propose"), by)
        books.order(**entry(release, record, by=by, on=on, people=people), document=document)
    return life_of(release)


def pay(release: Release, *, document: str, documents: tuple[str, ...] = (), by, on: date) -> Life:
    """A third person records the payment and its document. Raises Refused."""
    said = Said(release.amount, document=document.strip(), documents=documents)
    with stepping(release, "pay", party="payer", by=by, on=on, said=said) as (record, life):
        people = People(life.person("propose"), life.person("approve"), by)
        told = entry(release, record, by=by, on=on, people=people, documents=documents)
        books.pay(**told, document=said.document)
    return life_of(release)


def justify(
    release: Release,
    *,
    amount: int,
    document: str,
    documents: tuple[str, ...] = (),
    activity: str | None = None,
    by,
    on: date,
) -> Life:
    """The centre shows what paid money was spent on: all of it, or a part. Raises Refused."""
    said = Said(amount, document=document.strip(), documents=documents)
    with stepping(release, "justify", party="centre", by=by, on=on, said=said) as (record, _life):
        told = entry(release, record, by=by, on=on, amount=amount, documents=documents)
        books.justify(**told, document=said.document, activity=activity)
    return life_of(release)


def claw_back(
    release: Release,
    *,
    amount: int,
    document: str,
    decision: UUID | None,
    by,
    on: date,
    reason: str = "",
    due: Due | None = None,
) -> Life:
    """Claim paid money back, on the committee's decision: what is not justified first. Raises Refused.

    `due` is the tranche computed again, whose explanation the step keeps.
    """
    because = {"known_at": due.known_at, "explanation": due.explanation.to_data()} if due else {}
    said = Said(amount, reason.strip(), document.strip(), decision=decision, **because)
    with stepping(release, "claw_back", party="approver", by=by, on=on, said=said) as (record, life):
        for account, place, part in taken_from(life, amount):
            told = entry(release, record, by=by, on=on, amount=part, place=place, decision=decision)
            books.claw_back(**told, document=said.document, out_of=account, reason=said.reason)
    return life_of(release)


@transaction.atomic
def claw_back_due(
    contract: Contract, tranche: str, *, document: str, decision: UUID | None, by, on: date, reason: str = ""
) -> list[Life]:
    """Claim back all that a tranche released too much as of now, from its last release on. Raises Refused."""
    hold(contract.plan)
    found = due_now(contract, tranche, on=on, known_at=latest())
    left = -found.amount
    if left <= 0:
        raise Refused(["nothing_due"])
    done = []
    for life in reversed(found.releases):
        part = min(left, life.held.get(Account.PAID, 0) + life.held.get(Account.SPENT, 0))
        if part > 0:
            told = {"document": document, "decision": decision, "by": by, "on": on, "reason": reason}
            done.append(claw_back(life.release, amount=part, due=found, **told))
            left -= part
    return done


def give_back(release: Release, *, amount: int, document: str, by, on: date) -> Life:
    """The accountant records what the centre gave back of what it owes. Raises Refused."""
    with transaction.atomic():
        hold(release.contract.plan)
        life = life_of(release)
        if reasons := guards.against_giving_back(life, amount, document):
            raise Refused(reasons)
        payload = {"contract": release.contract.code, "tranche": release.tranche, "amount": amount}
        with recording("release.given_back", subject=release.subject, by=by, payload=payload) as record:
            told = entry(release, record, by=by, on=on, amount=amount)
            books.cash_in(**told, document=document.strip())
    return life_of(release)


def settle(release: Release, *, by, on: date, closing: bool) -> Life:
    """Nothing is owed and the contract closes. Raises Refused."""
    with stepping(release, "settle", party="approver", by=by, on=on, said=Said(), contract_closing=closing):
        pass
    return life_of(release)


@contextmanager
def stepping(
    release: Release, verb: str, *, party: str, by, on: date, said: Said, **known: bool
) -> Iterator[tuple[Recording, Life]]:
    """Do a verb as a party, in one event; the entry of the caller goes under the same. Raises Refused."""
    with transaction.atomic():
        hold(release.contract.plan)
        life = life_of(release)
        facts = guards.facts(life, verb, by=by, on=on, said=said) | known
        if reasons := guards.refusals(life, verb, facts, party=party, said=said):
            raise Refused(reasons)
        state = RELEASE.next(life.state, verb, facts, by=party)
        payload = {"contract": release.contract.code, "tranche": release.tranche, "amount": said.amount}
        if said.decision:
            payload["decision"] = str(said.decision)
        with recording(EVENTS[verb], subject=release.subject, by=by, payload=payload) as record:
            record.keep(step(release, verb, state, said, by=by, on=on))
            yield record, life


def step(release: Release, verb: str, state: str, said: Said, *, by, on: date) -> ReleaseStep:
    return ReleaseStep(
        release=release,
        verb=verb,
        state=state,
        on=on,
        person=by,
        amount=said.amount,
        reason=said.reason,
        document=said.document,
        documents=list(said.documents),
        decision=said.decision,
        known_at=said.known_at,
        explanation=said.explanation,
    )


def entry(
    release: Release,
    record: Recording,
    *,
    by,
    on: date,
    amount: int | None = None,
    place: Place | None = None,
    people: People | None = None,
    decision: UUID | None = None,
    documents: tuple[str, ...] = (),
) -> dict:
    """What every entry of a release says."""
    said = {
        "plan": release.contract.plan,
        "place": place or place_of(release),
        "amount": release.amount if amount is None else amount,
        "by": by,
        "on": on,
        "under": record,
        "grounds": Grounds(tuple(documents), decision, release.subject),
        "simulated": release.simulated,
    }
    return said | ({"people": people} if people else {})


def place_of(release: Release) -> Place:
    return Place(release.funding_line, release.year, release.contract.code, release.axis)


def taken_from(life: Life, amount: int) -> Iterator[tuple[Account, Place, int]]:
    """Where a claw-back takes from: money not justified yet, then spending, activity by activity."""
    for account in (Account.PAID, Account.SPENT):
        for place, held in places_of(life.release, account):
            part = min(amount, held)
            if part > 0:
                yield account, place, part
                amount -= part
