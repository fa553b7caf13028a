"""Accept for a contract what its evidence does not hold: a document, money of another funder, a cost."""

from datetime import date

from jalon.contracts.models import Contract
from jalon.contracts.queries import version_in_force
from jalon.fund.actions.refusing import Refused
from jalon.fund.models import Acceptance
from jalon.fund.queries.background import accepted_of
from jalon.journal.actions import recording

Kind = Acceptance.Kind


def accept_document(
    contract: Contract, code: str, *, document: str, documents: tuple[str, ...] = (), by, on: date
) -> Acceptance:
    """The document a tranche asks for by its code is accepted. Raises Refused."""
    return accept(contract, Kind.DOCUMENT, code, document=document, documents=documents, by=by, on=on)


def accept_money(
    contract: Contract,
    kind: str,
    code: str,
    *,
    year: int,
    amount: int,
    document: str,
    documents: tuple[str, ...] = (),
    by,
    on: date,
) -> Acceptance:
    """What a funder (`code`) brought in a year is verified, or what was spent in all. Raises Refused."""
    told = {"document": document, "documents": documents, "by": by, "on": on}
    return accept(contract, kind, code, year=year, amount=amount, **told)


def withdraw_acceptance(acceptance: Acceptance, *, document: str, by, on: date) -> Acceptance:
    """What was accepted is so no longer, on the document that says why. Raises Refused."""
    of = acceptance
    same = {"year": of.year, "amount": of.amount, "is_accepted": False}
    return accept(of.contract, of.kind, of.code, document=document, by=by, on=on, **same)


def accept(
    contract: Contract,
    kind: str,
    code: str,
    *,
    year: int = 0,
    amount: int = 0,
    is_accepted: bool = True,
    document: str,
    documents: tuple[str, ...] = (),
    by,
    on: date,
) -> Acceptance:
    if reasons := against(contract, kind, code, year, amount, is_accepted, document):
        raise Refused(reasons)
    verb = "release.ground_accepted" if is_accepted else "release.ground_withdrawn"
    payload = {"contract": contract.code, "kind": str(kind), "code": code, "amount": amount}
    with recording(verb, subject=f"contract:{contract.code}", by=by, payload=payload) as record:
        version = version_in_force(contract, on=on)
        return record.keep(
            Acceptance(
                contract=contract,
                kind=kind,
                code=code,
                year=year,
                amount=amount,
                on=on,
                document=document.strip(),
                documents=list(documents),
                is_accepted=is_accepted,
                simulated=bool(version and version.simulated),
            )
        )


def against(contract, kind, code, year, amount, is_accepted, document) -> list[str]:
    found = [] if document.strip() else ["payment_document"]
    found += ["not_positive"] if amount < 0 else []
    standing = accepted_of([contract], None).get(contract.pk, ())
    same = [one for one in standing if (one.kind, one.code, one.year) == (kind, code, year)]
    if is_accepted != bool(same) or any(one.amount != amount for one in same):
        return found
    return [*found, "already_said"]
