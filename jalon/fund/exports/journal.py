"""The books as plain text, streamed: as many entries as there are fit in little memory."""

from collections.abc import Iterator
from typing import Final

from jalon.contracts.queries import contracts_of
from jalon.fund.models import Entry
from jalon.kernel import ledger
from jalon.network.models import Organisation
from jalon.plan.models import FundingLine, Plan

AT_ONCE: Final = 2000
FORMATS: Final = {"hledger": ledger.hledger, "beancount": ledger.beancount}


def lines(plan: Plan, *, form: str, known_at: int | None = None) -> Iterator[str]:
    """The lines of a journal in one of FORMATS, with what codes are called and the final balances."""
    return FORMATS[form](entries(plan, known_at=known_at), names=names(plan))


def entries(plan: Plan, *, known_at: int | None = None) -> Iterator[ledger.Entry]:
    rows = Entry.objects.known_at(known_at).filter(plan=plan).order_by("number")
    rows = rows.select_related("event", "reverses", "requester", "approver", "payer")
    for row in rows.prefetch_related("postings").iterator(AT_ONCE):
        yield row.as_entry()


def names(plan: Plan) -> dict[str, str]:
    """The French names of contracts, lines and funders by code: the language of the books."""
    centres = {one.code: one.centre.name.fr for one in contracts_of(plan)}
    funding = FundingLine.objects.filter(version__plan=plan).order_by("version__effective_from")
    funders = dict(Organisation.objects.exclude(kind="centre").values_list("code", "name"))
    return (
        {code: name.fr for code, name in funders.items()}
        | {one.code: one.name.fr for one in funding}
        | centres
    )
