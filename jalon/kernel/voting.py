"""A vote: who counts, whether enough are there, and what the majority says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from jalon.kernel.sentences import Sentence, said

Ballot = Literal["for", "against", "abstain"]
Majority = Literal["simple", "absolute", "qualified", "consensus"]
Base = Literal["expressed", "present", "members"]
Result = Literal["adopted", "rejected", "tied", "no_quorum", "nobody"]

BALLOTS: tuple[Ballot, ...] = ("for", "against", "abstain")
BASES: Mapping[Majority, Base] = {
    "simple": "expressed",
    "absolute": "members",
    "qualified": "expressed",
    "consensus": "present",
}
"""Of whom a majority is taken when the rules do not say: ballots for and against, those present, all members.
"""


class VoteError(ValueError):
    """Ballots or rules that make no vote; `objections` lists them all."""

    def __init__(self, objections: Sequence[Sentence]) -> None:
        super().__init__(", ".join(f"{one.key} {dict(one.values)}" for one in objections))
        self.objections = tuple(objections)


@dataclass(frozen=True, slots=True)
class Member:
    """A member with a vote. `key` is a code; `is_withdrawn` for a conflict of interest on this very item."""

    key: str
    is_present: bool = True
    is_withdrawn: bool = False
    is_chair: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How a committee decides; all of it is its own data.

    `quorum` is the share of the members who must be there (more than it when `is_quorum_exceeded`), and never
    fewer than `quorum_least`. `share` is what a qualified majority must reach.
    """

    quorum: Fraction = Fraction(1, 2)
    quorum_least: int = 1
    is_quorum_exceeded: bool = False
    majority: Majority = "simple"
    share: Fraction = Fraction(2, 3)
    base: Base | None = None
    has_casting_vote: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.quorum <= 1 or not 0 < self.share <= 1:
            raise ValueError("a quorum and a majority are shares between 0 and 1")
        if self.majority not in BASES or self.base not in (None, *BASES.values()):
            raise ValueError(f"no majority is called {self.majority}, or no base {self.base}")

    @property
    def counted(self) -> Base:
        """Of whom the majority is taken."""
        return self.base or BASES[self.majority]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the vote says and why. `votes_for`, `votes_against`, `abstentions` count ballots cast.

    `members` and `present` are without those withdrawn; `needed` is the least number of votes for that adopts
    (of a consensus: the votes against allowed, 0).
    """

    result: Result
    votes_for: int
    votes_against: int
    abstentions: int
    members: int
    present: int
    quorum: int
    base: int
    needed: int
    is_by_casting_vote: bool
    explanation: Sentence

    @property
    def is_adopted(self) -> bool:
        return self.result == "adopted"


def quorum_needed(rules: Rules, members: int) -> int:
    """How many of so many members must be there."""
    wanted = rules.quorum * members
    whole = wanted.numerator // wanted.denominator
    least = whole + 1 if rules.is_quorum_exceeded or whole < wanted else whole
    return max(least, rules.quorum_least)


def objections(members: Sequence[Member], ballots: Mapping[str, Ballot]) -> list[Sentence]:
    """All that is wrong with the ballots: strangers, absent or withdrawn members who vote, two chairs."""
    known = {member.key: member for member in members}
    found = [said("vote.unknown_member", member=key) for key in ballots if key not in known]
    found += [
        said("vote.absent_member", member=key)
        for key in ballots
        if key in known and not known[key].is_present
    ]
    found += [
        said("vote.withdrawn_member", member=key)
        for key in ballots
        if key in known and known[key].is_withdrawn
    ]
    found += [said("vote.unknown_ballot", member=key) for key, one in ballots.items() if one not in BALLOTS]
    if len(known) < len(members):
        found.append(said("vote.member_twice"))
    if sum(member.is_chair for member in members) > 1:
        found.append(said("vote.two_chairs"))
    return found


def outcome(rules: Rules, members: Sequence[Member], ballots: Mapping[str, Ballot]) -> Outcome:
    """What a committee decides. Those withdrawn lower the number of members, of those present and the base.

    A member present without a ballot abstains, except in a consensus, where silence consents. A tie is
    settled by the chair's own ballot where the rules give it weight and the chair voted for or against.
    Raises VoteError with every objection.
    """
    wrong = objections(members, ballots)
    if wrong:
        raise VoteError(wrong)
    able = [member for member in members if not member.is_withdrawn]
    count = _count(rules, able, ballots)
    quorum = quorum_needed(rules, len(able))
    result, is_casting = _result(rules, able, ballots, count, quorum)
    needed = _needed(rules, count)
    explanation = _explained(rules, members, count, quorum, needed, result, is_casting)
    return Outcome(
        result,
        count.votes_for,
        count.against,
        count.abstentions,
        count.members,
        count.present,
        quorum,
        count.base,
        needed,
        is_casting,
        explanation,
    )


@dataclass(frozen=True, slots=True)
class _Count:
    votes_for: int
    against: int
    abstentions: int
    members: int
    present: int
    base: int


def _count(rules: Rules, able: Sequence[Member], ballots: Mapping[str, Ballot]) -> _Count:
    cast = list(ballots.values())
    votes_for, against = cast.count("for"), cast.count("against")
    present = sum(member.is_present for member in able)
    bases = {"expressed": votes_for + against, "present": present, "members": len(able)}
    return _Count(votes_for, against, present - votes_for - against, len(able), present, bases[rules.counted])


def _needed(rules: Rules, count: _Count) -> int:
    """The least number of votes for that adopts."""
    if rules.majority == "consensus":
        return 0
    if rules.majority == "qualified":
        wanted = rules.share * count.base
        return max(-(-wanted.numerator // wanted.denominator), 1)
    return count.base // 2 + 1


def _result(
    rules: Rules, able: Sequence[Member], ballots: Mapping[str, Ballot], count: _Count, quorum: int
) -> tuple[Result, bool]:
    if not count.present:
        return "nobody", False
    if count.present < quorum:
        return "no_quorum", False
    if rules.majority == "consensus":
        return ("rejected" if count.against else "adopted"), False
    if count.votes_for >= _needed(rules, count):
        return "adopted", False
    is_tied = rules.majority != "qualified" and 2 * count.votes_for == count.base and count.votes_for > 0
    if not is_tied:
        return "rejected", False
    chair = next((ballots.get(member.key) for member in able if member.is_chair), None)
    if not rules.has_casting_vote or chair not in ("for", "against"):
        return "tied", False
    return ("adopted" if chair == "for" else "rejected"), True


def _explained(
    rules: Rules,
    members: Sequence[Member],
    count: _Count,
    quorum: int,
    needed: int,
    result: Result,
    is_casting: bool,
) -> Sentence:
    withdrawn = sum(member.is_withdrawn for member in members)
    lines = []
    if withdrawn:
        lines.append(said("vote.withdrawn", members=len(members), withdrawn=withdrawn, left=count.members))
    lines.append(
        said(
            "vote.quorum_met" if count.present >= quorum else "vote.quorum_missed",
            present=count.present,
            members=count.members,
            quorum=quorum,
        )
    )
    if result not in ("no_quorum", "nobody"):
        ballots = {
            "votes_for": count.votes_for,
            "votes_against": count.against,
            "abstentions": count.abstentions,
        }
        key = f"vote.majority_{rules.majority}"
        lines.append(said(key, **ballots, of=rules.counted, base=count.base, needed=needed))
    if is_casting:
        lines.append(said("vote.casting_vote"))
    return said(f"vote.{result}", *lines)
