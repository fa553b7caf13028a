"""A point at the table: who may vote, what was voted, and what the votes say."""

from dataclasses import dataclass, replace
from functools import cached_property

from jalon.committee.models import Item, Vote, Withdrawal
from jalon.committee.queries.judges import in_conflict, judges
from jalon.committee.queries.sessions import Life, Place, Table, table_of
from jalon.kernel import voting


@dataclass(frozen=True)
class Ballots:
    """Who stands how about one point, and the ballots by what was proposed."""

    item: Item
    table: Table
    withdrawn: dict[int, Withdrawal]
    stayed: dict[int, Withdrawal]
    judges: frozenset[int]
    votes: tuple[Vote, ...]
    conflicts: tuple[Place, ...] = ()

    def is_out(self, place: Place) -> bool:
        """Left the table for this point, or made what it decides."""
        return self.has_left(place.seat.person_id)

    def has_left(self, person_id: int) -> bool:
        return person_id in self.withdrawn or person_id in self.judges

    def is_there(self, place: Place) -> bool:
        """At the table for this point: whoever left it speaks for nobody else either."""
        speaks_for = place.representative
        return place.is_present and not (speaks_for and self.has_left(speaks_for.pk))

    @cached_property
    def members(self) -> list[voting.Member]:
        return [
            voting.Member(
                place.key,
                is_present=self.is_there(place),
                is_withdrawn=self.is_out(place),
                is_chair=place.seat.is_chair,
            )
            for place in self.table.voters
        ]

    @property
    def unanswered(self) -> list[Place]:
        """Members in conflict at the table who have neither left nor said why they stay."""
        answered = {*self.withdrawn, *self.stayed}
        return [
            place
            for place in self.conflicts
            if place.seat.votes and place.is_present and place.seat.person_id not in answered
        ]

    def of(self, motion: str) -> dict[int, Vote]:
        """The last vote of each member on what is proposed, by the key of the person."""
        return {vote.person_id: vote for vote in self.votes if vote.motion == motion}

    def counted(self, motion: str) -> dict[str, str]:
        """The ballots that count: of members who are there and have not left since."""
        cast = self.of(motion)
        able = [place for place in self.table.voters if self.is_there(place) and not self.is_out(place)]
        return {
            place.key: cast[place.seat.person_id].choice for place in able if place.seat.person_id in cast
        }

    def outcome(self, motion: str, *, by_consensus: bool = False) -> voting.Outcome:
        """What the members decide on a motion. By consensus, silence consents."""
        rules = self.table.rules.voting
        if by_consensus:
            rules = replace(rules, majority="consensus", base=None)
        return voting.outcome(rules, self.members, self.counted(motion))

    @property
    def motions(self) -> list[str]:
        return list(dict.fromkeys(vote.motion for vote in self.votes))


def ballots_of(item: Item, life: Life, known_at: int | None = None) -> Ballots:
    table = table_of(life, known_at)
    rows = Withdrawal.objects.known_at(known_at).filter(item=item).select_related("person")
    answers = list(rows.order_by("event__number", "pk"))
    votes = Vote.objects.known_at(known_at).filter(item=item).select_related("person", "event__actor")
    return Ballots(
        item=item,
        table=table,
        withdrawn={row.person_id: row for row in answers if not row.stays},
        stayed={row.person_id: row for row in answers if row.stays},
        judges=frozenset(judges(item)),
        votes=tuple(votes.order_by("event__number", "pk")),
        conflicts=tuple(in_conflict(item, table, life.on)),
    )
