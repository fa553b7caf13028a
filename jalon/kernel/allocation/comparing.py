"""Two sharings side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jalon.kernel.allocation.solution import Solution
from jalon.kernel.sentences import Sentence, said


@dataclass(frozen=True, slots=True)
class Move:
    """What a candidate gets in both, in centimes; None where it is no candidate."""

    key: str
    before: int | None
    after: int | None

    @property
    def change(self) -> int:
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True)
class Comparison:
    """The candidates whose share changes, largest change first, and each result in both."""

    moves: tuple[Move, ...]
    results: Mapping[str, tuple[Decimal, Decimal]]
    totals: tuple[int, int]
    gains: tuple[Decimal, Decimal]
    explanation: Sentence


def compare(before: Solution, after: Solution) -> Comparison:
    """The second sharing against the first. Their gains compare only when both weigh results alike."""
    keys = dict.fromkeys([*before.shares, *after.shares])
    every = [Move(key, before.shares.get(key), after.shares.get(key)) for key in keys]
    moves = tuple(sorted((one for one in every if one.change), key=lambda one: (-abs(one.change), one.key)))
    first, second = before.results, after.results
    zero = Decimal(0)
    results = {name: (first.get(name, zero), second.get(name, zero)) for name in sorted({*first, *second})}
    lines = [
        said("allocation.result_changed", result=name, before=old, after=new)
        for name, (old, new) in results.items()
        if old != new
    ]
    alike = before.problem.weights == after.problem.weights
    explanation = said(
        "allocation.compared" if alike else "allocation.compared_other_weights",
        *lines,
        more=sum(one.change > 0 for one in moves),
        less=sum(one.change < 0 for one in moves),
        moved_amount=sum(one.change for one in moves if one.change > 0),
        before_amount=before.total,
        after_amount=after.total,
        before_gain=before.gain,
        after_gain=after.gain,
    )
    return Comparison(moves, results, (before.total, after.total), (before.gain, after.gain), explanation)
