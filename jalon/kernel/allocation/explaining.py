"""A sharing in sentences: what was shared, what holds it back, what more would bring, why not that one."""

from decimal import Decimal

from jalon.kernel.allocation.blocking import rule_said
from jalon.kernel.allocation.problem import Candidate
from jalon.kernel.allocation.solution import Solution
from jalon.kernel.sentences import Sentence, said

MORE = 10_000_000
"""Centimes: what a price is said for, one hundred thousand dirhams."""


def explain(solution: Solution) -> Sentence:
    """The sharing as a whole: proof, each result, and each rule that holds something back with its price."""
    problem = solution.problem
    proof = said("allocation.proven") if solution.is_proven else said("allocation.gap", gap=solution.gap)
    results = [
        said("allocation.result", result=name, value=value) for name, value in solution.results.items()
    ]
    prices = sorted(solution.prices.items(), key=lambda one: -abs(one[1]))
    whole = [one for one in problem.candidates if one.is_whole]
    return said(
        "allocation.shared",
        proof,
        *results,
        *(_price_said(solution, rule, price) for rule, price in prices),
        envelope_amount=problem.envelope,
        shared_amount=solution.total,
        left_amount=problem.envelope - solution.total,
        candidates=len(problem.candidates),
        served=sum(share > 0 for share in solution.shares.values()),
        projects=len(whole),
        gain=solution.gain,
    )


def _price_said(solution: Solution, rule: str, price: Decimal) -> Sentence:
    exact = "exact" if solution.is_price_exact else "near"
    return said(
        f"allocation.price_{exact}",
        rule_said(solution.problem, rule),
        more_amount=MORE,
        gain=price * MORE / 100,
    )


def why(solution: Solution, key: str) -> Sentence:
    """Why a candidate gets what it gets: its cap, its floor, what it needs, or what its money brings
    elsewhere.
    """
    one = next(candidate for candidate in solution.problem.candidates if candidate.key == key)
    share = solution.shares[key]
    values = {"candidate": key, "share_amount": share, "asked_amount": one.cap}
    if share == one.cap:
        return said("allocation.whole", **values)
    by_key = {candidate.key: candidate for candidate in solution.problem.candidates}
    for need in one.needs:
        if share * by_key[need].cap >= solution.shares[need] * one.cap:
            return said("allocation.held_by_need", needed=need, **values)
    return _outdone(solution, one, values)


def _outdone(solution: Solution, one: Candidate, values: dict[str, object]) -> Sentence:
    """What its money brings here and elsewhere, by the prices of the rules it stands under."""
    rules = {"envelope", *(f"{tag}:{value}" for tag, value in one.tags.items())}
    elsewhere = {rule: price for rule, price in solution.prices.items() if rule in rules and price > 0}
    cost = sum(elsewhere.values(), Decimal(0)) * one.cap / 100
    gain = solution.problem.gain(one)
    key = "allocation.outdone" if gain < cost else "allocation.does_not_fit"
    if solution.shares[one.key] > 0:
        key = "allocation.in_part"
    return said(
        key, *(rule_said(solution.problem, rule) for rule in elsewhere), gain=gain, elsewhere=cost, **values
    )
