"""From a solver's floats to centimes, checked again in whole numbers: no rule is taken on trust."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from jalon.kernel.allocation.problem import Candidate, Problem, asked

Shares = Mapping[str, int]
SNAP = 0.01
"""What a float may be off a whole centime and still mean it."""


def in_centimes(problem: Problem, parts: Iterable[float]) -> dict[str, int]:
    """The centimes of each candidate from the parts (0 to 1) of its cap, in the order of the candidates.

    Parts of a centime are dropped, so that no ceiling is passed; the centimes lost go back where a floor
    lacks them, then where they bring the most, one each, within every limit.
    """
    shares = {one.key: _centimes(one, part) for one, part in zip(problem.candidates, parts, strict=True)}
    by_key = {one.key: one for one in problem.candidates}
    for one in problem.candidates:
        beside = (_beside(one, by_key[need], shares) for need in one.needs)
        shares[one.key] = max(min([shares[one.key], *beside]), 0 if one.is_whole else one.floor)
    tally = _Tally(problem, shares)
    _mend(problem, tally)
    _fill(problem, tally)
    return tally.shares


def _centimes(one: Candidate, part: float) -> int:
    if one.is_whole:
        return one.cap if part > 0.5 else 0
    exact = part * one.cap
    whole = round(exact) if abs(exact - round(exact)) <= SNAP else int(exact)
    return min(max(whole, one.floor), one.cap)


def _beside(one: Candidate, needed: Candidate, shares: Shares) -> int:
    """The most a candidate may have beside what the one it needs has."""
    return one.cap if shares[needed.key] == needed.cap else shares[needed.key] * one.cap // needed.cap


class _Tally:
    """Shares while centimes are given out, with what is still free under the envelope and each limit."""

    def __init__(self, problem: Problem, shares: dict[str, int]) -> None:
        self.shares = shares
        self._by_key = {one.key: one for one in problem.candidates}
        self._free = {"": problem.envelope - sum(shares.values())}
        self._under: dict[str, list[str]] = {one.key: [""] for one in problem.candidates}
        for limit in problem.limits:
            if limit.at_most is not None:
                group = problem.tagged(limit.tag, limit.value)
                self._free[limit.rule] = limit.at_most - sum(shares[one.key] for one in group)
                for one in group:
                    self._under[one.key].append(limit.rule)

    def give(self, one: Candidate, wanted: int) -> int:
        """Gives up to so many centimes, as many as there is room for; how many."""
        given = min(wanted, self._room(one))
        self.shares[one.key] += given
        for rule in self._under[one.key]:
            self._free[rule] -= given
        return given

    def _room(self, one: Candidate) -> int:
        if one.is_whole:
            return 0
        most = [one.cap, *(_beside(one, self._by_key[need], self.shares) for need in one.needs)]
        rooms = [min(most) - self.shares[one.key], *(self._free[rule] for rule in self._under[one.key])]
        return max(0, min(rooms))


def _mend(problem: Problem, tally: _Tally) -> None:
    """Gives what each least amount lacks to those under it who have room."""
    least = [(list(problem.candidates), problem.spend_at_least)]
    least += [(problem.tagged(one.tag, one.value), one.at_least) for one in problem.limits if one.at_least]
    for group, wanted in least:
        lacking = wanted - _got(group, tally.shares)
        for one in group:
            if lacking <= 0:
                break
            lacking -= tally.give(one, lacking)


def _fill(problem: Problem, tally: _Tally) -> None:
    """A centime more to each share that gains by it, the best first, where rounding left one."""
    partial = [(problem.gain(one) / one.cap, one) for one in problem.candidates if not one.is_whole]
    for gain, one in sorted(partial, key=lambda pair: -pair[0]):
        if gain > 0:
            tally.give(one, 1)


def broken_rules(problem: Problem, shares: Shares) -> list[str]:
    """The rules that the shares break, in whole centimes; none for a solution.

    What is held against another rounded amount may be off by its centime: a share by that of the share it
    needs, a group by one for each of its candidates.
    """
    broken = [f"cap:{one.key}" for one in problem.candidates if not _is_within(one, shares[one.key])]
    total = sum(shares.values())
    if not problem.spend_at_least <= total <= problem.envelope:
        broken.append("envelope")
    for limit in problem.limits:
        spent = _got(problem.tagged(limit.tag, limit.value), shares)
        if spent < limit.at_least or (limit.at_most is not None and spent > limit.at_most):
            broken.append(limit.rule)
    by_key = {one.key: one for one in problem.candidates}
    for one in problem.candidates:
        for need in one.needs:
            if not _is_beside(one, by_key[need], shares):
                broken.append(f"needs:{one.key}:{need}")
    return broken + _unfair(problem, shares)


def _is_within(one: Candidate, share: int) -> bool:
    return share in (one.floor, one.cap) if one.is_whole else one.floor <= share <= one.cap


def _is_beside(one: Candidate, needed: Candidate, shares: Shares) -> bool:
    had, by = shares[one.key], shares[needed.key]
    centime = 0 if one.is_whole or needed.is_whole else 1
    return (had - centime) * needed.cap <= (by + centime) * one.cap


def _unfair(problem: Problem, shares: Shares) -> list[str]:
    fairness = problem.fairness
    if fairness is None:
        return []
    groups = problem.groups()
    low = {name: Fraction(_got(group, shares) - len(group), asked(group)) for name, group in groups.items()}
    high = {name: Fraction(_got(group, shares) + len(group), asked(group)) for name, group in groups.items()}
    broken = []
    if fairness.least is not None and any(share < fairness.least for share in high.values()):
        broken.append("fair:least")
    if fairness.spread is not None and max(low.values()) > fairness.spread * min(high.values()):
        broken.append("fair:spread")
    return broken


def _got(group: Iterable[Candidate], shares: Shares) -> int:
    return sum(shares[one.key] for one in group)
