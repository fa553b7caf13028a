"""What holds of a release before a verb: the facts its machine asks about, and what is refused beside it."""

from datetime import date

from jalon.contracts.queries.suspensions import suspension_of
from jalon.fund.models import Release
from jalon.fund.queries.ledger import held_along
from jalon.fund.queries.released import Life
from jalon.fund.queries.tranches import Due, NoTranche, due_now
from jalon.kernel.ledger import Account, Key
from jalon.kernel.payment import objections
from jalon.kernel.states import RELEASE

CLAWED = (Account.PAID, Account.SPENT)
UNVALIDATED = ("value_missing", "value_not_validated", "not_computable")


def against_proposing(due: Due, amount: int, hold_back: int, held_until: date | None) -> list[str]:
    """What keeps a sum of a tranche from being asked for, as keys."""
    found = list(objections(due.outcome, amount))
    if due.amount < amount + hold_back and not found:
        found.append("more_than_due")
    if suspension_of(due.contract):
        found.append("contract_suspended")
    if due.open_release:
        found.append("already_open")
    if hold_back < 0:
        found.append("not_positive")
    if hold_back > 0 and (held_until is None or held_until <= due.on):
        found.append("held_until_missing")
    return list(dict.fromkeys(found))


def against_giving_back(life: Life, amount: int, document: str, left: int | None = None) -> list[str]:
    if left not in (None, life.owed):
        return ["changed_since"]
    found = [] if amount > 0 else ["not_positive"]
    found += ["more_than_owed"] if amount > life.owed else []
    return found + ([] if document.strip() else ["payment_document"])


def facts(life: Life, verb: str, *, by, on: date, said) -> dict[str, bool]:
    """The guards of a verb, as they hold now."""
    found = PEOPLE[verb](life, by) if verb in PEOPLE else {}
    found["reason_given"] = bool(said.reason)
    found["decision_minuted"] = said.decision is not None
    found["payment_document"] = bool(said.document)
    found["document_given"] = bool(said.document) and 0 < said.amount <= life.to_justify
    found["documents_cover_all"] = found["document_given"] and said.amount == life.to_justify
    found["claws_back_all"] = said.amount == clawable(life)
    found["nothing_owed"] = life.owed == 0
    if verb == "approve":
        found |= of_money(life, on, said.amount)
        found["not_blocked"] &= suspension_of(life.release.contract) is None
    return found | still_due(life, on) if verb in ("order", "pay") else found


def still_due(life: Life, on: date) -> dict[str, bool]:
    """Whether what was approved still rests on validated values that earn it, as they are known now."""
    try:
        again = due_now(life.release.contract, life.release.tranche, on=on)
    except NoTranche:
        return {"values_validated": False, "not_blocked": False}
    lost = any(reason.key in UNVALIDATED for reason in again.outcome.reasons)
    return {"values_validated": not lost, "not_blocked": again.outcome.amount >= 0}


def of_money(life: Life, on: date, amount: int) -> dict[str, bool]:
    """Whether so much of a release still holds: computed again on what is known now."""
    release = life.release
    try:
        again = due_now(release.contract, release.tranche, on=on)
    except NoTranche:
        return {"values_validated": False, "not_blocked": False, "commitment_covers": covers(release, amount)}
    others = sum(one.waits(on) for one in again.releases if one.release.pk != release.pk)
    lost = any(value.stage != "validated" for value in again.facts.values.values())
    return {
        "values_validated": not lost,
        "not_blocked": not again.outcome.blocked and again.outcome.amount - others >= amount,
        "commitment_covers": covers(release, amount),
    }


def covers(release: Release, amount: int) -> bool:
    """Whether the commitment of the release's line and year holds an amount."""
    key = Key(Account.COMMITMENT.value, release.contract.code, release.funding_line, release.year, "")
    return held_along(release.contract.plan, [key]).get(key, 0) >= amount


def clawable(life: Life) -> int:
    return sum(life.held.get(account, 0) for account in CLAWED)


def is_another(by, *people) -> bool:
    return by is not None and all(person is None or person.pk != by.pk for person in people)


PEOPLE = {
    "approve": lambda life, by: {"approver_is_another": is_another(by, life.person("propose"))},
    "order": lambda life, by: {"approver_is_another": is_another(by, life.person("propose"))},
    "pay": lambda life, by: {
        "payer_is_another": is_another(by, *map(life.person, ("propose", "approve", "order")))
    },
}


def refusals(life: Life, verb: str, known: dict[str, bool], *, party: str, said) -> list[str]:
    """What keeps a party from a verb, as keys."""
    if verb == "justify" and said.left not in (None, life.to_justify):
        return ["changed_since"]
    found = list(RELEASE.refusals(life.state, verb, known, by=party))
    if verb == "approve":
        found += against_part(said, life.release.amount)
    if verb == "claw_back" and not found:
        found += against_amount(said, clawable(life), "payment_document")
    if found == ["documents_cover_all"]:
        return against_amount(said, life.to_justify, "document_given")
    return found


def against_part(said, asked: int) -> list[str]:
    """What is wrong with the part of a release that is approved."""
    found = ["not_positive"] if said.amount <= 0 else []
    found += ["more_than_asked"] if said.amount > asked else []
    return found + (["part_reason"] if 0 < said.amount < asked and not said.reason else [])


def against_amount(said, most: int, document: str) -> list[str]:
    """What is wrong with a sum and its document."""
    found = ["not_positive"] if said.amount <= 0 else []
    found += ["more_than_paid"] if said.amount > most else []
    return found + ([] if said.document else [document])
