"""Decide on a point: the vote is counted, the decision is kept, and what it says happens, at once."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from jalon.committee.actions import effects
from jalon.committee.actions.agenda import decided_or_removed, point_recorded
from jalon.committee.actions.refusing import passed_on, refuse
from jalon.committee.actions.stepping import hold_turn
from jalon.committee.models import Decision, Item
from jalon.committee.queries.agenda import PUT_OFF
from jalon.committee.queries.ballots import Ballots, ballots_of
from jalon.committee.queries.sessions import Life, life_of, parties
from jalon.committee.sentences import as_data
from jalon.evidence.actions import store_document
from jalon.journal.actions import numbered
from jalon.kernel.voting import Outcome

WITHOUT_VOTE = (PUT_OFF, effects.NOTE)


@dataclass(frozen=True)
class FollowUpAsked:
    """Who must do what by when, after a decision."""

    to_do: str = ""
    actor: object = None
    due_on: date | None = None


@dataclass(frozen=True)
class Motion:
    """What is to be decided: the verb, what it needs, and the files it rests on, each a name and its bytes.

    Amounts in `terms` are centimes.
    """

    verb: str
    by_consensus: bool = False
    reason: str = ""
    reservation: str = ""
    terms: Mapping = field(default_factory=dict)
    follow_up: FollowUpAsked = field(default_factory=FollowUpAsked)
    files: Sequence[tuple[str, bytes]] = ()

    @property
    def voted(self) -> str:
        """The verb that was voted on: of what is not adopted, the one refused."""
        return self.terms.get("motion", "") if self.verb == effects.NOT_ADOPTED else self.verb


def decide(
    item: Item, verb: str, *, by, on: date, follow_up: FollowUpAsked | None = None, **said
) -> Decision:
    """Take a decision, in one transaction with all that follows from it.

    `said`: reason, reservation, terms, by_consensus, files. Raises Refused with every reason; a decision
    whose effect is refused is not taken.
    """
    motion = Motion(verb, follow_up=follow_up or FollowUpAsked(), **said)
    with transaction.atomic():
        session = item.session
        hold_turn(session)
        effects.hold(item)
        life = life_of(session)
        ballots = ballots_of(item, life)
        effect = effects.effect_named(item, verb)
        refuse(objections(item, life, ballots, effect, motion, by))
        outcome = counted(ballots, motion)
        return taken(item, effect, motion, outcome, by=by, on=on)


def objections(item, life: Life, ballots: Ballots, effect, motion: Motion, by) -> list[str]:
    """Everything that keeps a decision from being taken, before its effect is tried."""
    found = decided_or_removed(item)
    found += [] if life.state == "held" else ["session_not_held"]
    found += [] if parties(life, by) else ["not_yours"]
    if effect is None:
        return [*found, "unknown_verb"]
    found += missing(effect, motion)
    if motion.verb != PUT_OFF:
        found += ["conflict_unanswered"] if ballots.unanswered else []
    return found or list(against_vote(ballots, motion))


def missing(effect: effects.Effect, motion: Motion) -> list[str]:
    said = {
        "reason": motion.reason.strip(),
        "reservation": motion.reservation.strip(),
        "amount": motion.terms.get("amount"),
        "motion": motion.terms.get("motion"),
    }
    words = {"amount": "amount_missing", "motion": "unknown_verb"}
    return list(
        dict.fromkeys(words.get(name, "reason_given") for name in effect.asks if not said.get(name, True))
    )


def against_vote(ballots: Ballots, motion: Motion):
    """What the votes say against it. Nothing is voted on to put a point off, or to take note."""
    if motion.verb in WITHOUT_VOTE:
        return
    if motion.by_consensus and not ballots.table.rules.allows_consensus:
        yield "consensus_not_allowed"
    if not motion.by_consensus and not ballots.counted(motion.voted):
        yield "no_vote_yet"
        return
    adopted = ballots.outcome(motion.voted, by_consensus=motion.by_consensus).is_adopted
    if motion.verb == effects.NOT_ADOPTED:
        if adopted:
            yield "adopted_after_all"
    elif not adopted:
        yield "not_adopted"


def counted(ballots: Ballots, motion: Motion) -> Outcome | None:
    if motion.verb in WITHOUT_VOTE:
        return None
    return ballots.outcome(motion.voted, by_consensus=motion.by_consensus)


def taken(item, effect, motion: Motion, outcome: Outcome | None, *, by, on: date) -> Decision:
    documents = stored(item, motion, by)
    decision = Decision(
        uid=uuid.uuid4(),
        item=item,
        verb=motion.verb,
        by_consensus=motion.by_consensus,
        tally=tally(outcome),
        terms=terms_kept(motion, documents),
        reason=motion.reason.strip(),
        reservation=motion.reservation.strip(),
        due_on=motion.follow_up.due_on,
        actor=motion.follow_up.actor,
    )
    payload = {"point": str(item.uid), "decision": str(decision.uid), "verb": motion.verb}
    payload |= {"documents": documents} if documents else {}
    with point_recorded("decision.taken", item.session, by, payload) as record:
        with numbered() as numbers, passed_on():
            if effect.take:
                effect.take(item, deed_of(decision, by=by, on=on))
        decision.effects = list(numbers)
        record.payload["effects"] = decision.effects
        return record.keep(decision)


def deed_of(decision: Decision, *, by, on: date) -> effects.Deed:
    said = {name: getattr(decision, name) for name in ("reason", "reservation", "terms", "actor", "due_on")}
    return effects.Deed(decision.uid, by, on, documents=tuple(decision.documents), **said)


def stored(item: Item, motion: Motion, by) -> list[str]:
    """The files of a decision, kept under the names they were given."""
    centre = item.contract.centre if item.contract else None
    return [store_document(content, name=name, centre=centre, by=by) for name, content in motion.files]


def terms_kept(motion: Motion, documents: list[str]) -> dict:
    more = {"to_do": motion.follow_up.to_do.strip(), "documents": documents}
    return {**motion.terms, **{name: said for name, said in more.items() if said}}


NUMBERS = ("votes_for", "votes_against", "abstentions", "members", "present", "quorum", "base", "needed")


def tally(outcome: Outcome | None) -> dict:
    """The count as a decision keeps it, with the explanation of its result."""
    if outcome is None:
        return {}
    said = {name: getattr(outcome, name) for name in NUMBERS}
    return said | {
        "result": outcome.result,
        "is_by_casting_vote": outcome.is_by_casting_vote,
        "explanation": as_data(outcome.explanation),
    }
