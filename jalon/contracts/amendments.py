"""What an amendment changes, by kind, and what a target has been through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jalon.contracts.terms import Target, Terms

PERIOD, TARGET, BASELINE, MONEY = "period", "target", "baseline", "money"
INDICATOR, PARTY, TRANCHE, UNDERTAKING, OBJECTIVE = (
    "indicator",
    "party",
    "tranche",
    "undertaking",
    "objective",
)


def kinds(old: Terms | None, new: Terms) -> tuple[str, ...]:
    """The kinds of an amendment, derived from the difference of the two terms."""
    if old is None:
        return ()
    return tuple(kind for kind, said in SAID.items() if said(old) != said(new))


def values(terms: Terms) -> dict:
    """Targets of indicators that are there on both sides are compared by `kept`."""
    return {(one.indicator, one.year): shown(one) for one in terms.targets}


def shown(one: Target) -> tuple:
    return one.shape, one.value, one.tolerance, one.approximate


def objectives(terms: Terms) -> list[tuple]:
    return [(one.code, one.name, one.axis, one.global_objective) for one in terms.objectives]


SAID = {
    PERIOD: lambda terms: (terms.starts_on, terms.ends_on),
    INDICATOR: lambda terms: {one.indicator for one in terms.targets},
    TARGET: values,
    BASELINE: lambda terms: terms.baselines,
    MONEY: lambda terms: terms.allocations,
    TRANCHE: lambda terms: terms.tranches,
    PARTY: lambda terms: terms.parties,
    UNDERTAKING: lambda terms: terms.undertakings,
    OBJECTIVE: objectives,
}


@dataclass(frozen=True)
class Change:
    """A target as one version says it: None when the version takes it away."""

    version: object
    target: Target | None


@dataclass(frozen=True)
class Course:
    """Everything a target has been through: who, why, by which decision stand on the versions."""

    indicator: str
    year: int
    changes: tuple[Change, ...]


def courses(versions: Iterable, terms: dict) -> list[Course]:
    """Each target that changed after it was first promised, in the order of the versions."""
    ordered = list(versions)
    keys = dict.fromkeys(
        (one.indicator, one.year) for version in ordered for one in terms[version.pk].targets
    )
    found = (Course(*key, tuple(changes(key, ordered, terms))) for key in sorted(keys))
    return [course for course in found if len(course.changes) > 1]


def changes(key: tuple, versions: list, terms: dict) -> Iterator[Change]:
    last: object = ()
    for version in versions:
        target = next((one for one in terms[version.pk].targets if (one.indicator, one.year) == key), None)
        said = shown(target) if target else ()
        if said != last:
            yield Change(version, target)
        last = said
