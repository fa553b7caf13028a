"""Every life is a table that can be walked from its beginning to an end."""

from decimal import Decimal

import pytest

from jalon.kernel.kinds import CATALOGUE
from jalon.kernel.states import (
    CONTRACT,
    LADDER,
    MACHINES,
    NOT_FROM_HERE,
    NOT_YOURS,
    RECOMMENDATION,
    RELEASE,
    RETURN,
    SESSION,
    WORK,
    LadderRules,
    Machine,
    Record,
    Transition,
    ladder_facts,
    problems,
    proposed,
    reachable,
)

LINES = [(machine, line) for machine in MACHINES for line in machine.transitions]
GUARDED = [(machine, line) for machine, line in LINES if line.guards]


def walked(machine, *steps):
    """The state after verbs done by parties, with every guard holding that the line asks for."""
    state = machine.initial
    for verb, by, facts in steps:
        state = machine.next(state, verb, facts, by)
    return state


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reached_and_leads_to_an_end(machine):
    assert problems(machine) == ()
    assert reachable(machine) == frozenset(machine.states)


@pytest.mark.parametrize(("machine", "line"), LINES, ids=lambda one: getattr(one, "verb", ""))
def test_a_line_is_taken_by_those_it_names_when_its_guards_hold(machine, line):
    for party in line.by:
        assert machine.refusals(line.state, line.verb, line.guards, party) == ()
        assert line.verb in machine.allowed(line.state, line.guards, party)
        assert line in machine.waiting(line.state, party)
    assert NOT_YOURS in machine.refusals(line.state, line.verb, line.guards, "a passer-by")


@pytest.mark.parametrize(("machine", "line"), GUARDED, ids=lambda one: getattr(one, "verb", ""))
def test_a_guard_that_does_not_hold_is_named(machine, line):
    refused = machine.refusals(line.state, line.verb, (), line.by[0])

    assert refused
    assert machine.taken(line.state, line.verb, (), line.by[0]) is None


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_verb_the_state_does_not_know_is_refused(machine):
    for state in machine.states:
        for verb in set(machine.verbs) - {line.verb for line in machine.from_state(state)}:
            assert machine.refusals(state, verb, machine.guards) == (NOT_FROM_HERE,)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_table_is_data(machine):
    assert Machine.from_data(machine.to_data()) == machine


def test_going_backward_asks_for_a_reason():
    back = Transition("quoted", "lose", "lost", ("firm",), backward=True)

    assert back.refusals((), "firm") == ("reason_given",)
    assert back.refusals({"reason_given"}, "firm") == ()


@pytest.mark.parametrize("machine", WORK, ids=lambda machine: machine.name)
def test_every_deed_a_life_leaves_is_of_a_known_kind(machine):
    emitted = {kind for line in machine.transitions for kind in line.emits}

    assert emitted <= set(CATALOGUE)


def test_every_guard_that_fails_is_said_at_once():
    facts = {"no_objections": False, "document_issued": False, "your_turn_to_sign": True}

    assert CONTRACT.refusals("submitted", "sign", facts, "centre") == ("no_objections", "document_issued")


def test_a_contract_goes_from_draft_to_force_once_everybody_signed():
    clear = {"no_objections", "document_issued", "your_turn_to_sign"}

    state = walked(
        CONTRACT,
        ("agree", "centre", clear),
        ("agree", "federation", clear),
        ("submit", "centre", clear),
        ("sign", "centre", clear),
        ("sign", "federation", clear),
        ("sign", "ministry", clear | {"others_signed"}),
        ("enter_into_force", "ministry", {"effective_day_came"}),
    )

    assert state == "in_force"


def test_a_contract_is_amended_as_often_as_it_takes():
    signed = {"amendment_signed", "authority_named", "reason_given"}

    assert CONTRACT.next("in_force", "amend", signed, "committee") == "amended"
    assert CONTRACT.next("amended", "amend", signed, "committee") == "amended"


def test_a_contested_return_is_verified_again_then_validated():
    state = walked(
        RETURN,
        ("submit", "centre", {"period_ended", "checks_settled"}),
        ("draw", "verifier", {"snapshot_sealed", "verifier_is_no_author"}),
        ("verify", "verifier", {"every_item_has_a_finding"}),
        ("contest", "centre", {"within_days_to_answer", "reason_given"}),
        ("verify", "verifier", {"reply_considered"}),
        ("bring", "ministry", {"answer_given_or_time_over"}),
        ("validate", "committee", {"decision_minuted"}),
    )

    assert state == "validated"


def test_nobody_pays_what_they_approved():
    said = {"payment_document", "values_validated", "not_blocked"}

    assert RELEASE.refusals("ordered", "pay", said, "payer") == ("payer_is_another",)


def test_a_release_is_justified_in_parts():
    assert RELEASE.next("paid", "justify", {"document_given"}) == "paid"
    assert RELEASE.next("paid", "justify", {"document_given", "documents_cover_all"}) == "justified"


def test_a_recommendation_is_closed_by_somebody_else():
    assert RECOMMENDATION.refusals("proven", "close", (), "other") == ("closer_is_another",)
    assert RECOMMENDATION.refusals("proven", "close", {"closer_is_another"}, "addressee") == (NOT_YOURS,)


def test_a_session_without_quorum_is_not_held():
    assert SESSION.refusals("called", "hold", {"day_came"}, "chair") == ("quorum_present",)


# Faulty tables


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((Transition("a", "go", "b"), Transition("x", "go", "b")), "x is never reached"),
        ((Transition("a", "go", "b"), Transition("a", "stay", "c")), "c leads to no end"),
        ((Transition("a", "go", "b"), Transition("b", "back", "a")), "b is not final"),
        ((Transition("a", "go", "b"), Transition("a", "go", "b")), "written twice"),
    ],
)
def test_a_faulty_table_is_refused(lines, said):
    with pytest.raises(ValueError, match=said):
        Machine("m", "a", ("b",), lines)


# The ladder


def test_a_contract_behind_climbs_the_ladder_step_by_step():
    behind = {"late": 6, "computable": 10}

    assert proposed("normal", Record(**behind)) == "alert"
    assert proposed("alert", Record(**behind, periods_behind=1)) is None
    assert proposed("alert", Record(**behind, periods_behind=2)) == "ask_reasons"
    assert proposed("reasons_asked", Record(**behind, days=15)) is None
    assert proposed("reasons_asked", Record(**behind, days=16)) == "support"
    assert proposed("quarterly_support", Record(**behind, quarters=2)) == "reevaluate"
    assert proposed("reevaluation", Record(**behind, periods_behind=3)) == "suspend"


def test_a_contract_that_catches_up_comes_back_to_normal_from_every_step():
    better = Record(late=1, computable=10)

    for state in ("alert", "quarterly_support", "reevaluation"):
        assert proposed(state, better) == "clear"
    assert proposed("normal", better) is None


def test_a_contract_nobody_can_measure_has_neither_fallen_nor_caught_up():
    facts = ladder_facts(Record(late=0, computable=0), LadderRules())

    assert not facts["falls_behind"]
    assert not facts["caught_up"]


def test_the_bounds_of_the_ladder_are_data():
    rules = LadderRules.from_data({"late_share": "0.2", "days_to_answer": 30})

    assert proposed("normal", Record(late=2, computable=10), rules) == "alert"
    assert LadderRules.from_data(rules.to_data()) == rules
    assert rules.late_share == Decimal("0.2")


def test_everything_wrong_with_the_bounds_is_said_at_once():
    with pytest.raises(ValueError, match=r"days_to_answer.*late_share.*lateness"):
        LadderRules.from_data({"late_share": 2, "days_to_answer": -1, "lateness": 1})


def test_a_serious_failure_alerts_if_the_plan_says_so():
    serious = Record(late=0, computable=10, is_serious=True)

    assert proposed("normal", serious) == "alert"
    assert proposed("normal", serious, LadderRules(serious_alerts=False)) is None
    assert set(LADDER.guards) >= {"falls_behind", "caught_up"}
