"""The life of a release: proposed, approved, ordered and paid by three people, justified, claimed back.

Each action asks the machine of releases, keeps a step and writes its entry in the books, all under one event.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from jalon.contracts.models import Contract
from jalon.fund.actions import ledger_payments as books
from jalon.fund.actions.ledger import People, hold
from jalon.fund.actions.refusing import Refused
from jalon.fund.actions.release_steps import Said, committed, drawn, entry, step, stepping, taken_from
from jalon.fund.models import Release
from jalon.fund.queries import guards
from jalon.fund.queries.kept import facts_to_data
from jalon.fund.queries.released import Life, life_of
from jalon.fund.queries.tranches import Due, due_now
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.ledger import Account
from jalon.kernel.payment import conditions_to_data
from jalon.kernel.states import RELEASE


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
    decision: UUID | None = None,
    reason: str = "",
) -> Release:
    """Ask for what is due of a tranche, or a part of it, as known at a moment. Raises Refused, NoTranche.

    `amount` centimes (all that is due less `hold_back`, unless said); what is held back stays due and waits
    until `held_until`. `decision` is the committee's, when it is what asks: it needs no other one.
    """
    hold(contract.plan)
    known_at = latest() if known_at is None else known_at
    found = due_now(contract, tranche, on=on, known_at=known_at)
    amount = found.amount - hold_back if amount is None else amount
    if reasons := guards.against_proposing(found, amount, hold_back, held_until):
        raise Refused(reasons)
    made = as_release(found, amount=amount, hold_back=hold_back, held_until=held_until, known_at=known_at)
    payload = {"contract": contract.code, "tranche": found.terms.code, "amount": amount, "known_at": known_at}
    payload |= {"decision": str(decision)} if decision else {}
    with recording("release.proposed", subject=made.subject, by=by, payload=payload) as record:
        record.keep(made)
        said = Said(amount, reason.strip(), decision=decision)
        record.keep(step(made, "propose", RELEASE.initial, said, by=by, on=on))
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


def approve_release(
    release: Release,
    *,
    by,
    on: date,
    decision: UUID | None = None,
    amount: int | None = None,
    reason: str = "",
) -> Life:
    """Another person says yes, on the committee's decision: the sum leaves its commitment. Raises Refused.

    `amount` centimes may be less than what was asked for, with its `reason`: the rest stays due.
    """
    amount = release.amount if amount is None else amount
    party = {"party": "approver", "by": by, "on": on}

    def said(life: Life) -> Said:
        return Said(amount, reason.strip(), decision=decision or life.steps[0].decision)

    with stepping(release, "approve", said=said, **party) as (record, life):
        told = {"people": People(life.person("propose"), by), "decision": said(life).decision}
        for place, part in committed(release, amount):
            books.release(**entry(release, record, by=by, on=on, amount=part, place=place, **told))
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
        for place, part in drawn(release, Account.PAYABLE, life.released):
            told = entry(release, record, by=by, on=on, amount=part, place=place)
            books.unrelease(**told, reason=said.reason)
    return life_of(release)


def order(release: Release, *, document: str = "", by, on: date) -> Life:
    """The order to pay a release. Raises Refused."""
    document = document.strip() or f"{release.contract.code} · {release.tranche}"
    party = {"party": "approver", "by": by, "on": on}

    def said(life: Life) -> Said:
        return Said(life.amount, document=document)

    with stepping(release, "order", said=said, **party) as (record, life):
        people = People(life.person("propose"), by)
        for place, part in drawn(release, Account.PAYABLE, life.amount):
            told = entry(release, record, by=by, on=on, amount=part, place=place, people=people)
            books.order(**told, document=document)
    return life_of(release)


def pay(release: Release, *, document: str, documents: tuple[str, ...] = (), by, on: date) -> Life:
    """A third person records the payment and its document. Raises Refused."""
    document, party = document.strip(), {"party": "payer", "by": by, "on": on}

    def said(life: Life) -> Said:
        return Said(life.amount, document=document, documents=documents)

    with stepping(release, "pay", said=said, **party) as (record, life):
        people = People(life.person("propose"), life.person("approve"), by)
        for place, part in drawn(release, Account.PAYABLE, life.amount):
            told = {"amount": part, "place": place, "people": people, "documents": documents}
            books.pay(**entry(release, record, by=by, on=on, **told), document=document)
    return life_of(release)


def justify(
    release: Release,
    *,
    amount: int,
    document: str,
    documents: tuple[str, ...] = (),
    activity: str | None = None,
    left: int | None = None,
    by,
    on: date,
) -> Life:
    """The centre shows what paid money was spent on: all of it, or a part. Raises Refused.

    `left` is what was still to be shown when the page was read: a part sent twice counts once.
    """
    said = Said(amount, document=document.strip(), documents=documents, left=left)
    with stepping(release, "justify", party="centre", by=by, on=on, said=said) as (record, _life):
        for place, part in drawn(release, Account.PAID, amount):
            told = entry(release, record, by=by, on=on, amount=part, place=place, documents=documents)
            books.justify(**told, document=said.document, activity=activity)
    return life_of(release)


def claw_back(
    release: Release,
    *,
    amount: int,
    document: str,
    documents: tuple[str, ...] = (),
    decision: UUID | None,
    by,
    on: date,
    reason: str = "",
    due: Due | None = None,
) -> Life:
    """Claim paid money back, on the committee's decision: what is not justified first. Raises Refused.

    `documents` are the files the decision rests on; `due` is the tranche computed again, whose explanation
    the step keeps.
    """
    because = {"known_at": due.known_at, "explanation": due.explanation.to_data()} if due else {}
    said = Said(amount, reason.strip(), document.strip(), documents, decision, **because)
    with stepping(release, "claw_back", party="approver", by=by, on=on, said=said) as (record, life):
        for account, place, part in taken_from(life, amount):
            told = {"amount": part, "place": place, "decision": decision, "documents": documents}
            told = entry(release, record, by=by, on=on, **told)
            books.claw_back(**told, document=said.document, out_of=account, reason=said.reason)
    return life_of(release)


@transaction.atomic
def claw_back_due(
    contract: Contract,
    tranche: str,
    *,
    document: str,
    documents: tuple[str, ...] = (),
    decision: UUID | None,
    by,
    on: date,
    reason: str = "",
) -> list[Life]:
    """Claim back all that a tranche released too much as of now, from its last release on. Raises Refused."""
    hold(contract.plan)
    found = due_now(contract, tranche, on=on, known_at=latest())
    left = -found.amount
    if left <= 0:
        raise Refused(["nothing_due"])
    done, told = [], {"document": document, "documents": documents, "decision": decision, "reason": reason}
    for life in reversed(found.releases):
        part = min(left, life.held.get(Account.PAID, 0) + life.held.get(Account.SPENT, 0))
        if part > 0:
            done.append(claw_back(life.release, amount=part, due=found, by=by, on=on, **told))
            left -= part
    return done


def give_back(
    release: Release,
    *,
    amount: int,
    document: str,
    documents: tuple[str, ...] = (),
    left: int | None = None,
    by,
    on: date,
) -> Life:
    """The accountant records what the centre gave back of what it owes. Raises Refused.

    `left` is what was owed when the page was read.
    """
    with transaction.atomic():
        hold(release.contract.plan)
        life = life_of(release)
        if reasons := guards.against_giving_back(life, amount, document, left):
            raise Refused(reasons)
        payload = {"contract": release.contract.code, "tranche": release.tranche, "amount": amount}
        with recording("release.given_back", subject=release.subject, by=by, payload=payload) as record:
            for place, part in drawn(release, Account.OWED, amount):
                told = entry(release, record, by=by, on=on, amount=part, place=place, documents=documents)
                books.cash_in(**told, document=document.strip())
    return life_of(release)


def settle(release: Release, *, by, on: date, closing: bool) -> Life:
    """Nothing is owed and the contract closes. Raises Refused."""
    with stepping(release, "settle", party="approver", by=by, on=on, said=Said(), contract_closing=closing):
        pass
    return life_of(release)
