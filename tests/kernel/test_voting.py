"""What a committee decides."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.kernel.voting import Member, Rules, VoteError, outcome, quorum_needed


def committee(count, **said):
    return [Member(f"m{n}", is_chair=n == 0, **said) for n in range(count)]


def ballots(text):
    words = {"f": "for", "a": "against", "o": "abstain"}
    return {f"m{n}": words[letter] for n, letter in enumerate(text) if letter in words}


def result(rules, text, *, count=None, members=None):
    return outcome(rules, members or committee(count or len(text)), ballots(text)).result


@pytest.mark.parametrize(
    ("majority", "text", "expected"),
    [
        ("simple", "ffaoo", "adopted"),
        ("simple", "ofaao", "rejected"),
        ("simple", "ooooo", "rejected"),
        ("absolute", "fffoo", "adopted"),
        ("absolute", "ffooo", "rejected"),
        ("qualified", "ffa", "adopted"),
        ("qualified", "ffaa", "rejected"),
        ("consensus", "foo", "adopted"),
        ("consensus", "---", "adopted"),
        ("consensus", "ffa", "rejected"),
    ],
)
def test_each_majority(majority, text, expected):
    assert result(Rules(majority=majority), text) == expected


def test_the_chair_settles_a_tie():
    assert result(Rules(), "fa") == "adopted"
    assert result(Rules(), "af") == "rejected"
    assert outcome(Rules(), committee(2), ballots("fa")).is_by_casting_vote


def test_a_tie_stays_one_without_a_casting_vote():
    assert result(Rules(has_casting_vote=False), "fa") == "tied"
    assert result(Rules(), "ofa") == "tied"


def test_a_qualified_majority_has_no_casting_vote():
    assert result(Rules(majority="qualified", share=Fraction(2, 3)), "fa") == "rejected"


def test_too_few_members_decide_nothing():
    members = [Member("m0"), Member("m1", is_present=False), Member("m2", is_present=False)]

    assert outcome(Rules(), members, {"m0": "for"}).result == "no_quorum"


def test_half_of_the_members_are_enough_unless_it_must_be_exceeded():
    assert quorum_needed(Rules(), 6) == 3
    assert quorum_needed(Rules(is_quorum_exceeded=True), 6) == 4
    assert quorum_needed(Rules(), 5) == 3


def test_a_member_in_conflict_lowers_the_base():
    members = [*committee(4), Member("w", is_withdrawn=True)]

    found = outcome(Rules(majority="absolute"), members, ballots("fffa"))

    assert (found.base, found.needed, found.members) == (4, 3, 4)
    assert [one.key for one in found.explanation.children][:1] == ["vote.withdrawn"]


def test_the_withdrawal_of_a_member_can_make_the_majority():
    rules = Rules(majority="absolute")
    five = [Member(f"m{n}") for n in range(4)]

    assert outcome(rules, [*five, Member("w")], ballots("ff--")).result == "rejected"
    assert outcome(rules, [*five[:3], Member("w", is_withdrawn=True)], ballots("ff-")).result == "adopted"


def test_everybody_withdrawn_leaves_nobody_to_decide():
    assert outcome(Rules(), committee(3, is_withdrawn=True), {}).result == "nobody"


def test_every_objection_is_said_at_once():
    members = [Member("in"), Member("out", is_present=False), Member("conflict", is_withdrawn=True)]

    with pytest.raises(VoteError) as refused:
        outcome(Rules(), members, {"out": "for", "conflict": "against", "stranger": "for", "in": "perhaps"})

    assert {one.key for one in refused.value.objections} == {
        "vote.absent_member",
        "vote.withdrawn_member",
        "vote.unknown_member",
        "vote.unknown_ballot",
    }


VOTES = st.lists(st.sampled_from("fao"), min_size=1, max_size=12).map("".join)
RULES = st.builds(
    Rules,
    majority=st.sampled_from(["simple", "absolute", "qualified", "consensus"]),
    base=st.none() | st.sampled_from(["expressed", "present", "members"]),
    share=st.fractions(Fraction(1, 2), 1, max_denominator=6),
)


@given(RULES, VOTES)
def test_a_vote_more_for_never_turns_a_decision_down(rules, text):
    before = outcome(rules, committee(len(text)), ballots(text))

    for n, letter in enumerate(text):
        if letter != "f" and before.is_adopted:
            more = text[:n] + "f" + text[n + 1 :]
            assert result(rules, more) == "adopted"


@given(RULES, VOTES)
def test_the_needed_votes_are_what_decides(rules, text):
    found = outcome(rules, committee(len(text)), ballots(text))

    if rules.majority != "consensus" and not found.is_by_casting_vote:
        assert found.is_adopted == (found.votes_for >= found.needed)
    assert found.votes_for + found.votes_against + found.abstentions == found.present
