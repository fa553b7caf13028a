"""Money of contracts: committed as the contract in force promises it, returned to its line when unused."""

import datetime as dt
from collections.abc import Mapping

from jalon.contracts.models import Contract
from jalon.contracts.queries import allocations_of, version_in_force
from jalon.fund.actions.ledger import Grounds, post_all, writing
from jalon.fund.models import Entry
from jalon.fund.queries.ledger import parts
from jalon.fund.queries.ledger_contracts import committed_by_steps
from jalon.kernel import ledger

Promised = tuple[str, str, int]  # line, axis, year


class NothingToCommit(ValueError):
    """The books already hold what the contract promises."""


def commit(contract: Contract, *, by, on: dt.date, grounds: Grounds | None = None, under=None) -> list[Entry]:
    """Bring the commitments of a contract to what its version in force promises, by line, axis and year.

    What an amendment took away returns to its line. Raises NothingToCommit when nothing changes, and Refused
    when a line does not hold enough.
    """
    version = version_in_force(contract, on=on)
    if version is None:
        raise NothingToCommit
    subject = f"contract:{contract.code}"
    with writing("fund.committed", plan=contract.plan, by=by, subject=subject, under=under) as record:
        entries = steps_to(contract, promised_in(version), on=on)
        if not entries:
            raise NothingToCommit
        return post_all(
            record,
            entries,
            plan=contract.plan,
            grounds=grounds or Grounds(subject=subject),
            simulated=version.simulated,
        )


def steps_due(contract: Contract, *, on: dt.date) -> list[ledger.Entry]:
    """What `commit` would write."""
    version = version_in_force(contract, on=on)
    return steps_to(contract, promised_in(version), on=on) if version else []


def promised_in(version) -> dict[Promised, int]:
    return {
        (row.funding_line_code, row.axis_code, row.year): row.amount
        for row in allocations_of([version])
        if row.amount
    }


def steps_to(contract: Contract, promised: Mapping[Promised, int], *, on: dt.date) -> list[ledger.Entry]:
    """What returns to lines first: it may be what another commitment is made of."""
    held = committed_by_steps(contract)
    changes = {one: promised.get(one, 0) - held.get(one, 0) for one in {*promised, *held}}
    less = [
        ledger.uncommit(place_of(contract, one), -change, on=on)
        for one, change in sorted(changes.items())
        if change < 0
    ]
    more = [
        ledger.commit(place_of(contract, one), change, on=on)
        for one, change in sorted(changes.items())
        if change > 0
    ]
    return less + more


def place_of(contract: Contract, one: Promised) -> ledger.Place:
    line, axis, year = one
    return ledger.Place(line, year, contract.code, axis)


def uncommit(contract: Contract, *, reason: str, by, on: dt.date, under=None) -> list[Entry]:
    """Return every unused commitment to its line: the contract ends, the centre leaves."""
    subject = f"contract:{contract.code}"
    with writing("fund.uncommitted", plan=contract.plan, by=by, subject=subject, under=under) as record:
        unused = [
            part
            for part in parts(contract.plan, contract=contract.code, account=ledger.Account.COMMITMENT)
            if part.amount > 0
        ]
        if not unused:
            raise NothingToCommit
        entries = [ledger.uncommit(part.place, part.amount, on=on, reason=reason) for part in unused]
        version = version_in_force(contract, on=on)
        return post_all(
            record,
            entries,
            plan=contract.plan,
            grounds=Grounds(subject=subject),
            simulated=bool(version and version.simulated),
        )
