"""A recommendation moves: approved, addressed, answered, acted on, proven, closed by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from jalon.committee.actions.refusing import refuse
from jalon.committee.models import Recommendation, RecommendationStep
from jalon.committee.queries.recommendations import Life, evaluators_of, life_of, parties
from jalon.evidence.actions import store_document
from jalon.journal.actions import recording
from jalon.kernel.states import RECOMMENDATION
from jalon.kernel.states.committee import COMMITTEE
from jalon.network.models import Organisation

EVENTS = {
    "approve": "recommendation.approved",
    "reject": "recommendation.rejected",
    "address": "recommendation.addressed",
    "reply": "recommendation.replied",
    "act": "recommendation.acted",
    "prove": "recommendation.proven",
    "send_back": "recommendation.sent_back",
    "close": "recommendation.closed",
}
DECIDED = ("approve", "reject")


@dataclass(frozen=True)
class Said:
    """What goes with a step: a text, documents (name, content), the decision, whom and by when."""

    text: str = ""
    files: Sequence[tuple[str, bytes]] = ()
    decision: UUID | None = None
    addressed_to: Organisation | None = None
    due_on: date | None = None


@transaction.atomic
def step(asked: Recommendation, verb: str, *, by, on: date, **said) -> RecommendationStep:
    """Do a verb of the life of a recommendation. Raises Refused with every reason.

    `said`: text, files, decision, addressed_to, due_on, as in `Said`.
    """
    with_it = Said(**said)
    hold(asked)
    life = life_of(asked)
    facts = facts_of(life, with_it, by)
    acting = as_whom(life, with_it, by, on)
    refuse(f"advice.{key}" for key in refusals(life, verb, facts, acting, by))
    return written(life, verb, facts, acting, with_it, by=by, on=on)


def hold(asked: Recommendation) -> None:
    Recommendation.objects.select_for_update(no_key=True).get(pk=asked.pk)


def as_whom(life: Life, said: Said, by, on: date) -> tuple[str, ...]:
    """What the person is to the recommendation; with a decision, the committee speaks."""
    return (COMMITTEE,) if said.decision else parties(life, by, on=on)


def facts_of(life: Life, said: Said, by) -> dict[str, bool]:
    has_text = bool(said.text.strip())
    return {
        "decision_minuted": said.decision is not None,
        "reason_given": has_text,
        "reply_written": has_text,
        "action_described": has_text,
        "addressee_named": (said.addressed_to or life.addressee) is not None,
        "due_day_given": (said.due_on or life.due_on) is not None,
        "document_given": bool(said.files),
        "closer_is_another": by is not None and by.pk not in life.actors,
    }


def refusals(life: Life, verb: str, facts: dict, acting: Sequence[str], by) -> list[str]:
    """Why nothing of what a person is lets them do it, as keys of the least of these refusals."""
    tried = (RECOMMENDATION.refusals(life.state, verb, facts, by=one) for one in acting or ("nobody",))
    found = list(min(tried, key=len))
    judges_itself = verb in DECIDED and by is not None and by.pk in evaluators_of(life.asked)
    return found + (["evaluator_decides"] if judges_itself else [])


def written(life: Life, verb: str, facts, acting, said: Said, *, by, on: date) -> RecommendationStep:
    lines = (RECOMMENDATION.taken(life.state, verb, facts, one) for one in acting)
    following = next(line.next for line in lines if line)
    documents = [
        store_document(content, name=name, centre=life.addressee, by=by) for name, content in said.files
    ]
    made = RecommendationStep(recommendation=life.asked, verb=verb, state=following, on=on, person=by)
    made.text, made.documents, made.decision = said.text.strip(), documents, said.decision
    if verb == "address":
        made.addressed_to, made.due_on = said.addressed_to or life.addressee, said.due_on or life.due_on
    payload = {"evaluation": life.asked.evaluation.code, "recommendation": life.asked.code}
    payload |= {"documents": documents, "decision": str(said.decision or "")}
    subject = f"recommendation:{life.asked.uid}"
    with recording(EVENTS[verb], subject=subject, by=by, payload=payload) as record:
        return record.keep(made)


def approve(asked: Recommendation, *, by, on: date, decision: UUID, addressed_to=None, due_on=None) -> None:
    """The committee approves a recommendation, and addresses it when it is said to whom and by when."""
    with transaction.atomic():
        step(asked, "approve", by=by, on=on, decision=decision)
        to, day = addressed_to or asked.addressed_to, due_on or asked.due_on
        if to and day:
            step(asked, "address", by=by, on=on, decision=decision, addressed_to=to, due_on=day)
