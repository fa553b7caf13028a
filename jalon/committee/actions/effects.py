"""What a decision may be on a point, and the act of another app that makes it take effect.

Each effect runs inside the transaction of its decision. Rows are locked (`hold`) before the first event is
written, so that nobody who holds them waits for the journal meanwhile.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jalon.committee.models import Item
from jalon.committee.queries.agenda import PUT_OFF
from jalon.committee.queries.sessions import life_of as life_of_session
from jalon.contracts import actions as contracts
from jalon.contracts.models import Contract
from jalon.contracts.queries.life import life_of as life_of_contract
from jalon.evidence.actions.holding import one_at_a_time
from jalon.fund.actions import releases as fund
from jalon.fund.models import Release
from jalon.fund.queries.released import life_of as life_of_release
from jalon.kernel.states import RELEASE, RETURN
from jalon.kernel.states.reporting import COMMITTEE
from jalon.plan.models import Plan
from jalon.reporting import actions as reporting
from jalon.reporting.models import Return
from jalon.reporting.queries.returns import life_of as life_of_return
from jalon.ui import formats

NOTE, NOT_ADOPTED = "note", "not_adopted"


@dataclass(frozen=True)
class Deed:
    """What a decision says, handed to the act that makes it so. Amounts are centimes."""

    decision: UUID
    by: object
    on: date
    reason: str = ""
    reservation: str = ""
    terms: dict = field(default_factory=dict)

    @property
    def said(self) -> dict:
        return {"by": self.by, "on": self.on, "decision": self.decision}


@dataclass(frozen=True)
class Effect:
    """A decision that may be taken: `asks` are the fields it needs; without `take` it changes nothing."""

    verb: str
    asks: tuple[str, ...] = ()
    take: Callable[[Item, Deed], object] | None = None


def nothing(item: Item, deed: Deed) -> None:
    """A decision that is its own effect."""


TAKE_NOTE = Effect(NOTE, ())
GENERAL = (
    TAKE_NOTE,
    Effect(PUT_OFF, ("reason",)),
    Effect(NOT_ADOPTED, ("motion",)),
)


def report_of(item: Item) -> Return:
    return Return.objects.select_related("contract__centre").get(uid=UUID(item.subject.partition(":")[2]))


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
    state = life_of_return(report_of(item)).state
    able = {line.verb for line in RETURN.waiting(state, COMMITTEE)}
    return [effect for effect in OF_RETURNS if effect.verb in able]


def hold_contract(item: Item) -> None:
    Contract.objects.select_for_update(of=("self",)).get(pk=item.contract_id)


def authorise(item: Item, deed: Deed) -> None:
    """The terms being prepared carry the decision; the parties agree to them and sign."""
    life = life_of_contract(item.contract, on=deed.on)
    draft = life.draft
    contracts.amend(
        item.contract, terms=life.terms, reason=draft.reason, authority=draft.authority, **deed.said
    )


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


def release_of(item: Item) -> Release:
    return Release.objects.select_related("contract__plan").get(uid=UUID(item.subject.partition(":")[2]))


def hold_release(item: Item) -> None:
    Plan.objects.select_for_update(no_key=True).get(pk=item.session.plan_id)


def approve(item: Item, deed: Deed) -> None:
    fund.approve_release(release_of(item), **deed.said)


def refuse_release(item: Item, deed: Deed) -> None:
    fund.refuse_release(release_of(item), reason=deed.reason, **deed.said)


def ask_again(item: Item, deed: Deed) -> None:
    """What was asked is refused; another sum, or a part held back, is asked for in its place."""
    release = release_of(item)
    fund.refuse_release(release, reason=deed.reason, **deed.said)
    fund.propose_release(
        release.contract,
        release.tranche,
        amount=deed.terms["amount"],
        hold_back=deed.terms.get("hold_back") or 0,
        held_until=day(deed.terms.get("held_until")),
        by=deed.by,
        on=deed.on,
    )


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def claw_back(item: Item, deed: Deed) -> None:
    said = deed.said | {"amount": deed.terms["amount"], "reason": deed.reason}
    fund.claw_back(release_of(item), document=paper(item), **said)


def paper(item: Item) -> str:
    """The paper an entry of the books rests on: the session that decided it."""
    session = item.session
    return f"{session.plan.code} · {formats.plain_day(life_of_session(session).on, 'fr')} · {session.number}"


OF_RELEASES = {
    "approve": Effect("approve", (), approve),
    "refuse": Effect("refuse", ("reason",), refuse_release),
    "claw_back": Effect("claw_back", ("amount", "reason"), claw_back),
}
ASK_AGAIN = Effect("ask_again", ("amount", "hold_back", "reason"), ask_again)


def of_releases(item: Item) -> Iterable[Effect]:
    """What may be decided of a release from where it stands."""
    state = life_of_release(release_of(item)).state
    able = dict.fromkeys(line.verb for line in RELEASE.from_state(state))
    found = [OF_RELEASES[verb] for verb in able if verb in OF_RELEASES]
    return [*found, ASK_AGAIN] if state == RELEASE.initial else found


OFFERED: dict[str, Callable[[Item], Iterable[Effect]]] = {
    Item.Kind.RETURN: of_returns,
    Item.Kind.CONTESTED: of_returns,
    Item.Kind.AMENDMENT: of_amendments,
    Item.Kind.RELEASE: of_releases,
}
HELD: dict[str, Callable[[Item], None]] = {
    Item.Kind.RETURN: hold_return,
    Item.Kind.CONTESTED: hold_return,
    Item.Kind.AMENDMENT: hold_contract,
    Item.Kind.RELEASE: hold_release,
}


def effects_of(item: Item) -> list[Effect]:
    """Everything that may be decided on a point now."""
    offered = OFFERED.get(item.kind)
    return [*(offered(item) if offered and item.subject else ()), *GENERAL]


def effect_named(item: Item, verb: str) -> Effect | None:
    return next((one for one in effects_of(item) if one.verb == verb), None)


def hold(item: Item) -> None:
    """Take the turn to change what the point is about, until the transaction ends."""
    act = HELD.get(item.kind)
    if act and item.subject:
        act(item)
