"""Suspend a contract, and take it up again: nothing of it is released meanwhile."""

from datetime import date
from uuid import UUID

from jalon.contracts.models import Contract, Suspension
from jalon.journal.actions import recording


def suspend(contract: Contract, *, reason: str, by, on: date, decision: UUID | None = None) -> Suspension:
    return said(
        contract, "contract.suspended", is_suspended=True, reason=reason, by=by, on=on, decision=decision
    )


def resume(contract: Contract, *, reason: str, by, on: date, decision: UUID | None = None) -> Suspension:
    return said(
        contract, "contract.resumed", is_suspended=False, reason=reason, by=by, on=on, decision=decision
    )


def said(
    contract: Contract, verb: str, *, is_suspended: bool, reason: str, by, on: date, decision
) -> Suspension:
    payload = {"on": on.isoformat(), "decision": str(decision or "")}
    with recording(verb, subject=f"contract:{contract.code}", by=by, payload=payload) as record:
        row = Suspension(contract=contract, is_suspended=is_suspended, on=on, reason=reason.strip())
        row.decision = decision
        return record.keep(row)
