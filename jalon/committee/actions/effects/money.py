"""What the committee decides of money: releases, claw-backs, the sharing of an envelope."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from jalon.committee.actions.effects.effect import Deed, Effect, named
from jalon.committee.models import Item
from jalon.committee.queries.sessions import life_of as life_of_session
from jalon.fund.actions import allocating
from jalon.fund.actions import releases as fund
from jalon.fund.models import Release
from jalon.fund.models.allocation import Proposal, Scenario
from jalon.fund.queries.released import life_of
from jalon.kernel.states import RELEASE
from jalon.plan.models import Plan
from jalon.ui import formats


def release_of(item: Item) -> Release:
    return Release.objects.select_related("contract__plan").get(uid=UUID(named(item)))


def hold_release(item: Item) -> None:
    Plan.objects.select_for_update(no_key=True).get(pk=item.session.plan_id)


def approve(item: Item, deed: Deed) -> None:
    fund.approve_release(release_of(item), **deed.said)


def approve_part(item: Item, deed: Deed) -> None:
    """Less than what was asked for, and why; the rest stays due."""
    said = deed.said | {"amount": deed.terms["amount"], "reason": deed.reason}
    fund.approve_release(release_of(item), **said)


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
    fund.claw_back(release_of(item), document=paper(item), documents=deed.documents, **said)


def paper(item: Item) -> str:
    """The paper an entry of the books rests on: the session that decided it."""
    session = item.session
    return f"{session.plan.code} · {formats.plain_day(life_of_session(session).on, 'fr')} · {session.number}"


OF_RELEASES = {
    "approve": (
        Effect("approve", (), approve),
        Effect("approve_part", ("amount", "reason"), approve_part),
    ),
    "refuse": (Effect("refuse", ("reason",), refuse_release),),
    "claw_back": (Effect("claw_back", ("amount", "reason"), claw_back),),
}
ASK_AGAIN = Effect("ask_again", ("amount", "hold_back", "reason"), ask_again)


def claw_back_due(item: Item, deed: Deed) -> None:
    """All that a tranche released too much by its values of today."""
    code = named(item).rpartition(":")[2]
    said = deed.said | {"reason": deed.reason, "documents": deed.documents}
    fund.claw_back_due(item.contract, code, document=paper(item), **said)


def complement(item: Item, deed: Deed) -> None:
    """What a tranche is found to be due since it was paid: asked for, and approved by the fund officer."""
    code = named(item).rpartition(":")[2]
    fund.propose_release(item.contract, code, reason=deed.reason, **deed.said)


OF_TRANCHES = {
    "claw_back_due": Effect("claw_back_due", ("reason",), claw_back_due),
    "complement": Effect("complement", (), complement),
}


def of_releases(item: Item) -> Iterable[Effect]:
    """What may be decided of a release from where it stands; of a tranche, what its true-up proposes."""
    if item.subject.startswith("tranche:"):
        return (OF_TRANCHES[item.proposal.get("verb", "claw_back_due")],)
    state = life_of(release_of(item)).state
    able = dict.fromkeys(line.verb for line in RELEASE.from_state(state))
    found = [effect for verb in able for effect in OF_RELEASES.get(verb, ())]
    return [*found, ASK_AGAIN] if state == RELEASE.initial else found


def proposal_of(item: Item) -> Proposal:
    return Proposal.objects.select_related("sharing__scenario__plan").get(uid=UUID(named(item)))


def hold_sharing(item: Item) -> None:
    scenario = proposal_of(item).sharing.scenario
    Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)


def adopt(item: Item, deed: Deed) -> None:
    allocating.adopt(proposal_of(item), reason=deed.reason, **deed.said)


def refuse_sharing(item: Item, deed: Deed) -> None:
    allocating.refuse(proposal_of(item), reason=deed.reason, **deed.said)


OF_SHARINGS = (Effect("adopt", (), adopt), Effect("refuse", ("reason",), refuse_sharing))


def of_sharings(item: Item) -> Iterable[Effect]:
    return OF_SHARINGS
