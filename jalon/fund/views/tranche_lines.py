"""Tranches as rows: each with where it stands, what may be released, and why not or who is waited for."""

from collections.abc import Sequence

from jalon.contracts.models import Contract
from jalon.fund.queries.explanations import names_in
from jalon.fund.queries.tranches import Due, dues
from jalon.fund.sentences import STATES, WAITING, marked
from jalon.ui import addresses

MOST_REASONS = 3
TO_ACT = ("due", "to_claw_back")


def tranches_of(request, contract: Contract, asked) -> list[dict]:
    """The tranches of one contract."""
    found = dues(contract.plan, on=asked.on, known_at=asked.known_at, contracts=[contract])
    return list(lines(request, asked, found).values())


def lines(request, asked, found: Sequence[Due]) -> dict[tuple[str, str], dict]:
    """Each tranche as a row, by contract and code; names are read once."""
    reasons = [reason for one in found for reason in one.outcome.reasons[:MOST_REASONS]]
    names = names_in(reasons, on=asked.on, known_at=asked.known_at)
    return {one.key: line(request, one, names) for one in found}


def line(request, one: Due, names) -> dict:
    return {
        "due": one,
        "now": one.amount if one.state in TO_ACT else 0,
        "name": one.terms.name if one.terms.name.fr else one.terms.code,
        "href": addresses.at(request, "fund:tranche", one.contract.code, one.terms.code),
        "state": STATES[one.state],
        "waits": WAITING.get(one.state, ""),
        "why": [marked(reason, names) for reason in one.outcome.reasons[:MOST_REASONS]],
    }
