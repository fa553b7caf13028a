"""What the committee decides of amendments."""

from collections.abc import Iterable

from jalon.committee.actions.effects.effect import Deed, Effect
from jalon.committee.models import Item
from jalon.contracts import actions as contracts
from jalon.contracts.models import Contract


def hold_contract(item: Item) -> None:
    Contract.objects.select_for_update(of=("self",)).get(pk=item.contract_id)


def authorise(item: Item, deed: Deed) -> None:
    """The terms being prepared carry the decision; what parties agreed to stands, and they sign."""
    contracts.authorise(item.contract, **deed.said)


def send_back(item: Item, deed: Deed) -> None:
    contracts.send_back(item.contract, side="ministry", reason=deed.reason, by=deed.by, on=deed.on)


def discard(item: Item, deed: Deed) -> None:
    contracts.discard_draft(item.contract, by=deed.by, on=deed.on)


OF_AMENDMENTS = (
    Effect("authorise", (), authorise),
    Effect("send_back", ("reason",), send_back),
    Effect("discard", ("reason",), discard),
)


def of_amendments(item: Item) -> Iterable[Effect]:
    return OF_AMENDMENTS
