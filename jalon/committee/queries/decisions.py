"""The register of decisions: what was decided, what must follow, and whether it did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jalon.committee.models import Decision, FollowUp
from jalon.contracts.models import Contract
from jalon.network.access import Standing
from jalon.network.roles import Scope
from jalon.plan.models import Plan

DONE, LATE, OPEN, NONE = "done", "late", "open", "none"


@dataclass(frozen=True)
class Followed:
    """A decision with what was said of it since; `state` is that of its follow-up on a day."""

    decision: Decision
    follow_ups: tuple[FollowUp, ...]
    on: date

    @property
    def state(self) -> str:
        if any(one.is_done for one in self.follow_ups):
            return DONE
        if not (self.decision.due_on or self.decision.terms.get("to_do")):
            return NONE
        is_late = self.decision.due_on is not None and self.decision.due_on < self.on
        return LATE if is_late else OPEN

    @property
    def item(self):
        return self.decision.item


def register(
    plan: Plan, standing: Standing, *, on: date, known_at: int | None = None, **wanted
) -> list[Followed]:
    """The decisions of a plan a person may read, the last one first.

    `wanted`: kind, verb, centre (code), session (number); empty ones do not filter.
    """
    rows = Decision.objects.known_at(known_at).filter(item__session__plan=plan)
    rows = chosen(seen(rows, standing), **wanted).order_by("-event__number")
    rows = rows.select_related("item__session", "item__contract__centre", "actor", "event__actor")
    return followed(list(rows), on, known_at)


def seen(rows, standing: Standing):
    """Of somebody whose role reaches some contracts only, the decisions on those contracts."""
    reaches_all = any(
        holding.role.reach("decision.view") == Scope.EVERYWHERE for holding in standing.holdings
    )
    if reaches_all:
        return rows
    own = Contract.objects.filter(centre__in=standing.organisations_where("decision.view"))
    return rows.filter(item__contract__in=own)


def chosen(rows, *, kind: str = "", verb: str = "", centre: str = "", session: int | None = None):
    filters = {
        "item__kind": kind,
        "verb": verb,
        "item__contract__centre__code": centre,
        "item__session__number": session,
    }
    return rows.filter(**{name: value for name, value in filters.items() if value})


def followed(decisions: Iterable[Decision], on: date, known_at: int | None = None) -> list[Followed]:
    decisions = list(decisions)
    said: Mapping[int, list[FollowUp]] = defaultdict(list)
    rows = FollowUp.objects.known_at(known_at).filter(decision__in=decisions)
    for row in rows.select_related("event__actor").order_by("event__number"):
        said[row.decision_id].append(row)
    return [Followed(one, tuple(said[one.pk]), on) for one in decisions]
