"""Follow a decision up: what was done, with its proof."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from jalon.committee.actions.agenda import point_recorded
from jalon.committee.actions.refusing import refuse
from jalon.committee.models import Decision, FollowUp
from jalon.evidence.actions import store_document
from jalon.network.access import can, memberships_on


@transaction.atomic
def follow_up(
    decision: Decision,
    *,
    text: str,
    by,
    on: date,
    files: Sequence[tuple[str, bytes]] = (),
    is_done: bool = False,
) -> FollowUp:
    """Say what was done about a decision; the end of it needs a document (name, content). Raises Refused."""
    Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    refuse(objections(decision, text, files, is_done, by, on))
    documents = [store_document(content, name=name, centre=decision.actor, by=by) for name, content in files]
    payload = {"decision": str(decision.uid), "is_done": is_done, "documents": documents}
    with point_recorded("decision.followed", decision.item.session, by, payload) as record:
        return record.keep(
            FollowUp(decision=decision, text=text.strip(), documents=documents, is_done=is_done)
        )


def objections(decision: Decision, text: str, files, is_done: bool, by, on: date) -> list[str]:
    found = [] if may_follow(decision, by, on) else ["not_yours_to_follow"]
    found += ["done_already"] if decision.follow_ups.filter(is_done=True).exists() else []
    found += [] if text.strip() else ["text_missing"]
    return found + (["proof_missing"] if is_done and not files else [])


def may_follow(decision: Decision, by, on: date) -> bool:
    """Whoever holds a role where it must be done, or keeps the committee's record."""
    if by is None or can(by, "committee.record", on=on):
        return True
    return memberships_on(on).filter(user=by, organisation=decision.actor_id).exists()
