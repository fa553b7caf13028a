"""The committee in words: verbs and states of a session, what refuses, what a vote said."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from jalon.kernel.sentences import Sentence
from jalon.ui import formats

VERBS = {
    "call": _("Call"),
    "hold": _("Open the session"),
    "postpone": _("Postpone"),
    "cancel": _("Cancel"),
    "minute": _("Issue the minutes"),
    "correct": _("Correct the minutes"),
    "sign": _("Sign the minutes"),
}

STATES = {
    "called": _("called"),
    "held": _("held"),
    "minuted": _("minutes issued"),
    "signed": _("minutes signed"),
    "cancelled": _("cancelled"),
}

REFUSALS = {
    "not_from_here": _("The session is not at a stage where this can be done."),
    "not_yours": _("The chair or the secretary of the session does this."),
    "day_came": _("The session has not begun: its day and hour have not come."),
    "quorum_present": _("Not enough members are here: record who is present or represented."),
    "reason_given": _("Say why."),
    "every_item_decided_or_put_off": _("Some points are neither decided nor put off."),
    "minutes_in_both_languages": _("The minutes are not issued in French and in Arabic yet."),
    "notice_too_short": _(
        "The rules ask for more days of notice: choose a later day, or say why it is urgent."
    ),
    "day_is_past": _("A session is called for a day to come."),
    "nobody_is_seated": _("Nobody has a seat on that day: give the committee its seats first."),
    "title_missing": _("Give the point a title in French."),
    "on_the_agenda": _("This is already on the agenda of a session."),
    "agenda_is_closed": _("The minutes are issued: the agenda no longer changes."),
    "decided": _("This point is already decided."),
    "removed": _("This point was taken off the agenda."),
    "session_not_held": _("The session is not open: open it first, once the quorum is there."),
    "not_a_member": _("This person has no seat that votes."),
    "not_present": _("This member is neither present nor represented."),
    "withdrawn": _("This member left the table for this point."),
    "judge_and_party": _(
        "This member verified, evaluated or requested what is decided: somebody else decides it."
    ),
    "not_your_vote": _("A member votes, or whoever represents them, or the secretary records it."),
    "not_your_answer": _("A member answers for themselves, or the secretary records it."),
    "not_in_conflict_twice": _("This member has already left the table for this point."),
    "representative_missing": _("Say who represents the member."),
    "represents_itself": _("A member does not represent themselves."),
    "representative_not_a_member": _("Only a member with a seat represents another."),
    "too_many_proxies": _("This member already represents as many others as the rules allow."),
    "no_representation": _("The rules of this committee do not let a member be represented."),
    "conflict_unanswered": _(
        "A member whose organisation is party to this contract has not been asked to leave."
    ),
    "unknown_verb": _("This cannot be decided of this point."),
    "not_adopted": _("The vote did not adopt this."),
    "adopted_after_all": _("The vote adopted this: record the decision itself."),
    "no_vote_yet": _("Nobody has voted on this: record the votes, or decide by consensus."),
    "consensus_not_allowed": _("The rules ask for a vote."),
    "amount_missing": _("Say how much."),
    "text_missing": _("Write what was done."),
    "proof_missing": _("Attach the document that proves it is done."),
    "done_already": _("This decision is already followed up to its end."),
    "not_yours_to_follow": _("Whoever must act says what was done, or the secretary."),
    "not_the_chair": _("Only the chair of the session signs here."),
    "not_the_secretary": _("The secretary signs here, and is somebody else than the chair."),
    "not_your_turn": _("Somebody else signs first: the chair, then the secretary."),
    "signed_by_all": _("Everybody has signed."),
    "minutes_changed": _(
        "Other minutes were issued while this page was open, and nothing was signed: read them first."
    ),
    "rules_unreadable": _("A share is written 1/2 or 0.5, between 0 and 1."),
    "seat_ends_before": _("A seat ends on or after the day it begins."),
    "no_seat": _("This person has no seat to end."),
    "ladder.not_from_here": _("The contract does not stand where this can be done."),
    "ladder.not_yours": _(
        "Somebody else does this: the ministry alerts and asks for reasons, the committee decides the rest."
    ),
    "ladder.falls_behind": _("Too few of its validated targets are late for an alert."),
    "ladder.still_behind": _("It has not been behind for enough validated periods in a row."),
    "ladder.caught_up": _("By its last validated values, it has not caught up."),
    "ladder.reasons_accepted": _("The committee says why the reasons are accepted."),
    "ladder.answered_or_time_over": _("The centre has not answered, and its days are not over."),
    "ladder.support_time_over": _("Its quarters of support are not over."),
    "ladder.decision_minuted": _("Only a decision of the committee does this: put it on an agenda."),
    "ladder.reason_given": _("Say why."),
    "ladder.contract_closing": _("The contract is not being closed."),
    "advice.not_from_here": _("The recommendation is not at a stage where this can be done."),
    "advice.not_yours": _(
        "This is done by somebody else: the committee, whoever it is addressed to, or whoever closes it."
    ),
    "advice.decision_minuted": _("Only a decision of the committee does this: put it on an agenda."),
    "advice.reason_given": _("Say why."),
    "advice.addressee_named": _("Say to whom it is addressed."),
    "advice.due_day_given": _("Say by when."),
    "advice.reply_written": _("Write the reply."),
    "advice.action_described": _("Say what was done."),
    "advice.document_given": _("Attach the document that proves it."),
    "advice.closer_is_another": _("Somebody else than who acted closes it."),
    "advice.evaluator_decides": _("Who evaluated does not decide on what the evaluation asks."),
    "advice.code_taken": _("This code is taken: choose another."),
    "advice.text_missing": _("Write it in French."),
    "advice.led_to_unknown": _("The plan has no such axis or objective."),
}

DECISIONS = {
    "note": _("Take note"),
    "put_off": _("Put off to another session"),
    "not_adopted": _("Record that it is not adopted"),
    "return.validate": _("Validate"),
    "return.validate_with_reservation": _("Validate with a reservation"),
    "return.refuse": _("Refuse the return"),
    "return.lift": _("Lift the reservation"),
    "return.reopen": _("Reopen the return"),
    "amendment.authorise": _("Authorise the amendment"),
    "amendment.send_back": _("Send back to the parties"),
    "amendment.discard": _("Refuse the amendment: its draft is discarded"),
    "release.approve": _("Approve the release"),
    "release.approve_part": _("Release in part: the rest stays due"),
    "release.refuse": _("Refuse the release"),
    "release.ask_again": _("Refuse, and ask for another amount"),
    "release.claw_back": _("Claim money back"),
    "release.claw_back_due": _("Claim back what was released too much"),
    "release.complement": _("Pay the complement: the fund officer approves it"),
    "allocation.adopt": _("Adopt the sharing"),
    "allocation.refuse": _("Refuse the sharing"),
    "recommendation.approve": _("Approve the recommendation"),
    "recommendation.reject": _("Reject the recommendation"),
    "recommendation.address": _("Address it to whoever must act"),
    "recommendation.send_back": _("Send back: the proof is not enough"),
    "recommendation.close": _("Close the recommendation"),
    "standing.support": _("Put the contract under quarterly support"),
    "standing.reevaluate": _("Have the contract re-evaluated"),
    "standing.suspend": _("Suspend the contract: nothing is released"),
    "standing.clear": _("Put the contract back to normal"),
    "standing.resume": _("Take the contract up again"),
    "evaluation.open": _("Open the evaluation"),
}
SAME_AS = {"contested": "return"}

STANDINGS = {
    "normal": _("normal"),
    "alert": _("alert"),
    "reasons_asked": _("reasons asked"),
    "quarterly_support": _("quarterly support"),
    "reevaluation": _("re-evaluation"),
    "suspended": _("suspended"),
    "ended": _("ended"),
}

STEPS_OF_LADDER = {
    "alert": _("Alert the contract"),
    "ask_reasons": _("Ask for reasons"),
    "support": _("Put the contract under quarterly support"),
    "reevaluate": _("Have the contract re-evaluated"),
    "suspend": _("Suspend the contract: nothing is released"),
    "clear": _("Put the contract back to normal"),
    "resume": _("Take the contract up again"),
}

STEPS_OF_ADVICE = {
    "approve": _("Approve"),
    "reject": _("Reject"),
    "address": _("Address it"),
    "reply": _("Reply"),
    "act": _("Say what was done"),
    "prove": _("Prove it with a document"),
    "send_back": _("Send back"),
    "close": _("Close"),
}

STATES_OF_ADVICE = {
    "proposed": _("proposed"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "addressed": _("waits for a reply"),
    "replied": _("replied, to be done"),
    "acted": _("done, to be proven"),
    "proven": _("proven, to be closed"),
    "closed": _("closed"),
}

MAJORITIES = {
    "simple": _("simple majority: more votes for than against"),
    "absolute": _("absolute majority: more than half of all members"),
    "qualified": _("qualified majority: a share of the votes"),
    "consensus": _("consensus: nobody against"),
}

BASES = {
    "expressed": _("votes for and against"),
    "present": _("members present or represented"),
    "members": _("all members"),
}

VOTES = {
    "vote.adopted": _("Adopted."),
    "vote.rejected": _("Not adopted."),
    "vote.tied": _("Not adopted: as many votes for as against."),
    "vote.no_quorum": _("No decision: the quorum is not there."),
    "vote.nobody": _("No decision: nobody is there."),
    "vote.withdrawn": _(
        "Of %(members)s members, %(withdrawn)s left the table for this point; %(left)s remain."
    ),
    "vote.quorum_met": _(
        "%(present)s members of %(members)s are present or represented; the quorum is %(quorum)s."
    ),
    "vote.quorum_missed": _(
        "%(present)s members of %(members)s are present or represented, short of the quorum of %(quorum)s."
    ),
    "vote.majority_simple": _(
        "%(votes_for)s for, %(votes_against)s against, %(abstentions)s abstained; %(needed)s needed (%(of)s)."
    ),
    "vote.majority_absolute": _(
        "%(votes_for)s for, %(votes_against)s against, %(abstentions)s abstained; an absolute majority is"
        " %(needed)s of %(base)s (%(of)s)."
    ),
    "vote.majority_qualified": _(
        "%(votes_for)s for, %(votes_against)s against, %(abstentions)s abstained; the qualified majority is"
        " %(needed)s of %(base)s (%(of)s)."
    ),
    "vote.majority_consensus": _(
        "By consensus: %(votes_against)s against among %(base)s members present or represented."
    ),
    "vote.casting_vote": _("The vote of the chair decides between equal votes."),
    "vote.unknown_member": _("A vote was given by somebody who has no seat."),
    "vote.absent_member": _("A vote was given for a member who is not there."),
    "vote.withdrawn_member": _("A vote was given by a member who left the table."),
    "vote.unknown_ballot": _("A vote is for, against, or an abstention."),
    "vote.member_twice": _("A member is counted twice."),
    "vote.two_chairs": _("Two members chair the session: correct the seats."),
}


def said(reasons: Iterable[str]) -> list[str]:
    """What keeps a verb from being done, as sentences."""
    return [str(REFUSALS.get(reason, reason)) for reason in reasons]


def decision_words(kind: str, verb: str) -> str:
    """What a decision on a kind of point is called."""
    own = DECISIONS.get(f"{SAME_AS.get(kind, kind)}.{verb}")
    return str(own or DECISIONS.get(verb, verb))


def vote_sentence(sentence: Sentence) -> str:
    """One line of the explanation of a vote in the reader's language."""
    values = {name: value_said(value) for name, value in sentence.values.items()}
    return str(VOTES[sentence.key]) % values


def value_said(value) -> str:
    if isinstance(value, str):
        return str(BASES.get(value, value))
    return formats.plain_number(value)


def explained(sentence: Sentence) -> list[tuple[int, str]]:
    """The whole explanation of a vote, each line with its depth."""
    return [(depth, vote_sentence(one)) for depth, one in sentence.walk()]


def as_data(sentence: Sentence) -> dict:
    """A sentence as JSON keeps it; `from_data` reads it back."""
    values = {
        name: str(one) if isinstance(one, (Decimal, Fraction)) else one
        for name, one in sentence.values.items()
    }
    return {"key": sentence.key, "values": values, "children": [as_data(one) for one in sentence.children]}


def from_data(data: Mapping) -> Sentence:
    return Sentence(data["key"], data["values"], tuple(from_data(one) for one in data["children"]))


FOLLOWED = {
    "done": _("done"),
    "late": _("late"),
    "open": _("to do"),
    "none": _("nothing to follow"),
}
