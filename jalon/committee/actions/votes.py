"""Vote on a point: once a member, whoever casts it."""

from django.db import transaction

from jalon.committee.actions.agenda import decided_or_removed, point_recorded
from jalon.committee.actions.refusing import refuse
from jalon.committee.actions.stepping import hold_turn
from jalon.committee.models import Item, Vote
from jalon.committee.queries.ballots import Ballots, ballots_of
from jalon.committee.queries.sessions import SECRETARY, Life, life_of, parties


@transaction.atomic
def vote(item: Item, *, person, choice: str, motion: str, by) -> Vote:
    """Cast or change a member's vote on what is proposed (`motion`, the verb of the decision).

    Until the decision the last one counts, so nobody votes twice. The member casts it, or who represents
    them, or the secretary for all. Raises Refused.
    """
    session = item.session
    hold_turn(session)
    life = life_of(session)
    refuse(objections(ballots_of(item, life), life, person, by))
    payload = {"point": str(item.uid), "motion": motion}
    with point_recorded("point.voted", session, by, payload) as record:
        return record.keep(Vote(item=item, person=person, choice=choice, motion=motion))


def objections(ballots: Ballots, life: Life, person, by) -> list[str]:
    found = decided_or_removed(ballots.item)
    found += [] if life.state == "held" else ["session_not_held"]
    place = ballots.table.of(person)
    if place is None or not place.seat.votes:
        return [*found, "not_a_member"]
    found += [] if ballots.is_there(place) else ["not_present"]
    found += ["withdrawn"] if person.pk in ballots.withdrawn else []
    found += ["judge_and_party"] if person.pk in ballots.judges else []
    casts = by in (None, person, place.representative) or SECRETARY in parties(life, by)
    return found + ([] if casts else ["not_your_vote"])
