"""Who sits, for whom, and how the committee decides: as they stand on a day, as known at a moment."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jalon.committee.models import Rules, Seat
from jalon.kernel.voting import Rules as VotingRules
from jalon.plan.models import Plan

USUAL = VotingRules()


@dataclass(frozen=True)
class Deciding:
    """How a committee decides: the kernel's rules of voting, and what a vote does not need to know.

    `notice_days` are calendar days between the call and the session; `proxies` is how many others a member
    may represent.
    """

    voting: VotingRules = USUAL
    notice_days: int = 8
    proxies: int = 1
    allows_consensus: bool = True
    row: Rules | None = None  # None: nobody has kept rules yet, these are the usual ones


def seated(plan: Plan, on: date, known_at: int | None = None) -> list[Seat]:
    """The seats of a plan's committee on a day, the chair first: the last word about each person counts."""
    last: dict[int, Seat] = {}
    rows = Seat.objects.known_at(known_at).filter(plan=plan, since__lte=on)
    for row in rows.select_related("person", "organisation").order_by("event__number", "pk"):
        last[row.person_id] = row
    held = [row for row in last.values() if row.until is None or row.until > on]
    return sorted(held, key=lambda row: (not row.is_chair, row.organisation.code, row.pk))


def words_about_seats(plan: Plan, known_at: int | None = None) -> list[Seat]:
    """Everything ever said of the seats, the last word first."""
    rows = Seat.objects.known_at(known_at).filter(plan=plan)
    return list(rows.select_related("person", "organisation", "event").order_by("-event__number", "-pk"))


def rules_on(plan: Plan, on: date, known_at: int | None = None) -> Deciding:
    """The rules in force on a day; before any was kept, the usual ones."""
    known = Rules.objects.known_at(known_at).filter(plan=plan, effective_from__lte=on)
    row = known.order_by("-effective_from", "-event__number").first()
    return from_terms(row.terms, row) if row else Deciding()


def all_rules(plan: Plan, known_at: int | None = None) -> list[Deciding]:
    known = Rules.objects.known_at(known_at).filter(plan=plan).select_related("event__actor")
    return [from_terms(row.terms, row) for row in known.order_by("-effective_from", "-event__number")]


SHARES = ("quorum", "share")
PLAIN = ("quorum_least", "is_quorum_exceeded", "majority", "base", "has_casting_vote")


def from_terms(terms: dict, row: Rules | None = None) -> Deciding:
    """Rules as they are kept: shares are texts such as 1/2. Raises ValueError for what makes no rules."""
    said = {name: Fraction(terms[name]) for name in SHARES if name in terms}
    said |= {name: terms[name] for name in PLAIN if name in terms}
    more = {name: terms[name] for name in ("notice_days", "proxies", "allows_consensus") if name in terms}
    return Deciding(VotingRules(**said), row=row, **more)


def to_terms(deciding: Deciding) -> dict:
    """Rules as JSON keeps them."""
    rules = deciding.voting
    said = {name: str(getattr(rules, name)) for name in SHARES}
    said |= {name: getattr(rules, name) for name in PLAIN}
    return said | {
        "notice_days": deciding.notice_days,
        "proxies": deciding.proxies,
        "allows_consensus": deciding.allows_consensus,
    }
