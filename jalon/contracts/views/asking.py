"""What the pages of contracts share: what the reader asks, the contract they may see, its tabs."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.queries.tabs import tabs_of
from jalon.contracts.queries.terms import seen_by, versions_of
from jalon.plan.queries.reading import Reading, reading
from jalon.ui import addresses


def asked_of(request) -> Reading:
    return reading(request.GET, today=timezone.localdate())


def contract_seen(request, code: str) -> Contract:
    """The contract of that code when the person may read it; a hidden one is as one that is not there."""
    return get_object_or_404(seen_by(request.standing), code=code)


def may_draft(request, contract: Contract) -> bool:
    return request.standing.can("contract.draft", contract.centre)


def versions_seen(request, contract: Contract, asked: Reading) -> list[ContractVersion]:
    """Drafts are for those who may write them."""
    found = versions_of(contract, known_at=asked.known_at, drafts=may_draft(request, contract))
    return list(found)


def known(versions: list) -> list:
    if not versions:
        raise Http404(_("Nothing was known of this contract at that moment."))
    return versions


def shared(request, contract: Contract, asked: Reading) -> dict:
    return asked.context() | {
        "contract": contract,
        "plan": contract.plan,
        "crumbs": [(_("Contracts"), addresses.at(request, "contracts:list")), (contract.code, "")],
        "tabs": tabs_of(request, contract),
        "may_draft": may_draft(request, contract),
    }
