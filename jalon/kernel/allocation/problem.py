"""What is to be shared, among whom, under which rules; amounts are centimes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


class ProblemError(ValueError):
    """A problem that says nothing: unknown names, amounts the wrong way round."""


@dataclass(frozen=True)
class Candidate:
    """A contract or a project that asks for money.

    `cap` is the most it can use (the cost of a project that is all or nothing, `is_whole`), `floor` the least
    it gets in any case (a whole one with a floor is required). `results` is what its whole cap is expected to
    bring, by result; a part of it brings its share. `tags` place it on a line, an axis, at a centre. `needs`
    names candidates without which it goes no further: yes only if they are, or for a share, never a larger
    part of its cap than they get of theirs.
    """

    key: str
    cap: int
    floor: int = 0
    is_whole: bool = False
    results: Mapping[str, Decimal] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.floor <= self.cap or self.cap == 0:
            raise ProblemError(f"{self.key} asks for between {self.floor} and {self.cap} centimes")
        if self.is_whole and self.floor not in (0, self.cap):
            raise ProblemError(f"{self.key} is all or nothing: its floor is 0 or its cost")


@dataclass(frozen=True)
class Limit:
    """At least and at most so many centimes for the candidates that carry a tag (`line`, `equipment`)."""

    tag: str
    value: str
    at_least: int = 0
    at_most: int | None = None

    @property
    def rule(self) -> str:
        return f"{self.tag}:{self.value}"


@dataclass(frozen=True)
class Fairness:
    """What the groups of a tag (centres) owe each other, in shares of what each group asked.

    `least`: every group gets at least this share. `spread`: no group's share is more than so many times
    another's. `is_max_min`: the smallest share is made as large as it can be before results are looked at.
    """

    tag: str
    least: Fraction | None = None
    spread: Fraction | None = None
    is_max_min: bool = False

    def __post_init__(self) -> None:
        if self.spread is not None and self.spread < 1:
            raise ProblemError("a spread is at least 1")
        if self.least is not None and not 0 <= self.least <= 1:
            raise ProblemError("a least share is between 0 and 1")


@dataclass(frozen=True)
class Problem:
    """An envelope to share for the largest weighted sum of expected results.

    `weights` say what one unit of each result is worth; a result without a weight counts for nothing.
    `spend_at_least` obliges to share out so much. Raises ProblemError.
    """

    envelope: int
    candidates: Sequence[Candidate]
    weights: Mapping[str, Decimal]
    limits: Sequence[Limit] = ()
    fairness: Fairness | None = None
    spend_at_least: int = 0

    def __post_init__(self) -> None:
        keys = {one.key for one in self.candidates}
        if len(keys) < len(self.candidates):
            raise ProblemError("a candidate is there twice")
        for one in self.candidates:
            if missing := set(one.needs) - keys:
                raise ProblemError(f"{one.key} needs {', '.join(sorted(missing))}, not a candidate")
        if self.envelope < 0:
            raise ProblemError("an envelope is not negative")

    def gain(self, candidate: Candidate) -> Decimal:
        """What the whole cap of a candidate is expected to bring, weighted."""
        return sum(
            (value * self.weights.get(name, Decimal(0)) for name, value in candidate.results.items()),
            Decimal(0),
        )

    def tagged(self, tag: str, value: str) -> list[Candidate]:
        """The candidates that carry a tag."""
        return [one for one in self.candidates if one.tags.get(tag) == value]

    def groups(self) -> dict[str, list[Candidate]]:
        """The groups among which it must be fair, by name."""
        found: dict[str, list[Candidate]] = {}
        if self.fairness:
            for one in self.candidates:
                found.setdefault(one.tags.get(self.fairness.tag, ""), []).append(one)
        return dict(sorted(found.items()))


def asked(group: Sequence[Candidate]) -> int:
    """What candidates ask for together."""
    return sum(one.cap for one in group)
