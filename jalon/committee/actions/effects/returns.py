"""What the committee decides of returns, from where their lives stand."""

from collections.abc import Iterable
from uuid import UUID

from jalon.committee.actions.effects.effect import Deed, Effect, named
from jalon.committee.models import Item
from jalon.evidence.actions.holding import one_at_a_time
from jalon.kernel.states import RETURN
from jalon.kernel.states.reporting import COMMITTEE
from jalon.reporting import actions as reporting
from jalon.reporting.models import Return
from jalon.reporting.queries.returns import life_of


def report_of(item: Item) -> Return:
    return Return.objects.select_related("contract__centre").get(uid=UUID(named(item)))


def hold_return(item: Item) -> None:
    report = Return.objects.select_for_update(of=("self",), no_key=True).get(pk=report_of(item).pk)
    one_at_a_time(report.contract.centre_id)  # rejected rows are reversed in its evidence


def validate(item: Item, deed: Deed) -> None:
    reporting.validate(report_of(item), **deed.said)


def validate_with_reservation(item: Item, deed: Deed) -> None:
    reporting.validate(report_of(item), reservation=deed.reservation, **deed.said)


def refuse(item: Item, deed: Deed) -> None:
    reporting.refuse(report_of(item), reason=deed.reason, **deed.said)


def lift(item: Item, deed: Deed) -> None:
    reporting.lift(report_of(item), **deed.said)


def reopen(item: Item, deed: Deed) -> None:
    reporting.reopen(report_of(item), reason=deed.reason, **deed.said)


OF_RETURNS = (
    Effect("validate", (), validate),
    Effect(
        "validate_with_reservation",
        ("reservation",),
        validate_with_reservation,
    ),
    Effect("refuse", ("reason",), refuse),
    Effect("lift", (), lift),
    Effect("reopen", ("reason",), reopen),
)


def of_returns(item: Item) -> Iterable[Effect]:
    """What the life of the return lets the committee do from where it stands."""
    state = life_of(report_of(item)).state
    able = {line.verb for line in RETURN.waiting(state, COMMITTEE)}
    return [effect for effect in OF_RETURNS if effect.verb in able]
