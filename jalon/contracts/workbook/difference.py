"""What a workbook would change, counted part by part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jalon.contracts.terms import Terms
from jalon.plan.queries.differences import Pair, paired

HEAD = ("effective_from", "starts_on", "ends_on", "reason", "note", "authority", "source")


@dataclass(frozen=True)
class Difference:
    """Pairs that differ, by part: what is new has no old side, what goes has no new one."""

    parts: dict[str, list[Pair]]

    @property
    def count(self) -> int:
        return sum(map(len, self.parts.values()))

    def __bool__(self) -> bool:
        return self.count > 0


def difference(old: Terms | None, new: Terms) -> Difference:
    """Everything in which two terms differ; the act of signing is not looked at."""
    changed = {
        "head": [pair for pair in head(old, new) if pair.is_changed],
        "objectives": changes(objectives(old), objectives(new), lambda one: one[0]),
        "targets": changes(targets(old), targets(new), lambda one: (one[0], one[1].indicator, one[1].year)),
        "baselines": changes(old and old.baselines, new.baselines, lambda one: one.indicator),
        "money": changes(
            old and old.allocations, new.allocations, lambda one: (one.funding_line, one.axis, one.year)
        ),
        "tranches": changes(tranches(old), tranches(new), lambda one: one[1].code),
        "undertakings": changes(old and old.undertakings, new.undertakings, lambda one: (one.side, one.code)),
        "past": changes(old and old.past_totals, new.past_totals, lambda one: (one.indicator, one.year)),
    }
    return Difference({name: pairs for name, pairs in changed.items() if pairs})


def head(old: Terms | None, new: Terms) -> list[Pair]:
    return [Pair(old and getattr(old, name), getattr(new, name)) for name in HEAD]


def objectives(terms: Terms | None) -> list[tuple]:
    """Objectives without their targets, with their place: moving one is a change."""
    found = terms.objectives if terms else ()
    return [(one.code, one.name, one.axis, one.global_objective, place) for place, one in enumerate(found)]


def targets(terms: Terms | None) -> list[tuple]:
    return [(one.code, target) for one in (terms.objectives if terms else ()) for target in one.targets]


def tranches(terms: Terms | None) -> list[tuple]:
    return list(enumerate(terms.tranches if terms else ()))


def changes(old: Iterable | None, new: Iterable, key: Callable[[Any], Any]) -> list[Pair]:
    return [pair for pair in paired(old or (), new, key) if pair.is_changed]
