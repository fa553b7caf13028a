"""The journal of the books: lines of entries by what they are filtered on, and their sum."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet, Sum

from jalon.fund.models import Account, Entry, Posting, Step
from jalon.fund.queries.ledger import along
from jalon.kernel.ledger.entry import OF_A_CONTRACT
from jalon.plan.models import Plan

A_PAGE = 50
DISBURSED = ("paid", "spent", "owed")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "committed": tuple(sorted(account.value for account in OF_A_CONTRACT)),
    "disbursed": DISBURSED,
}
"""Accounts read together: all that was promised to contracts, all that was paid and not given back."""

PLACES = ("contract", "line", "axis", "activity", "source")
NONE = "-"  # asks for what has no axis, no activity


@dataclass(frozen=True)
class Wanted:
    """What a person asks of the journal. `contracts` are those whose lines they may read, None for all."""

    on: dt.date
    known_at: int | None = None
    account: str = ""
    year: int | None = None
    step: str = ""
    since: dt.date | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    contracts: tuple[str, ...] | None = None

    @property
    def where(self) -> dict:
        """The filter on the dimensions of a line."""
        found = {name: "" if code == NONE else code for name, code in self.places.items() if code}
        if self.account in GROUPS:
            found["account__in"] = GROUPS[self.account]
        elif self.account:
            found["account"] = self.account
        if self.year:
            found["year"] = self.year
        return found | self.reach

    @property
    def reach(self) -> dict:
        return {} if self.contracts is None else {"contract__in": ("", *self.contracts)}

    @property
    def is_a_balance(self) -> bool:
        """Whether the sum is what an account holds, not what happened in some days or steps."""
        return not self.step and not self.since


@dataclass(frozen=True)
class Page:
    """Lines, and the keys of the pages before and after: the place of a line in the books."""

    rows: list[Posting]
    newer: str = ""
    older: str = ""


def wanted_of(query: Mapping[str, str], *, on: dt.date, known_at: int | None, contracts=None) -> Wanted:
    """What an address asks; what is not known asks for nothing."""
    account, step, year = query.get("account", ""), query.get("step", ""), query.get("year", "")
    return Wanted(
        on=on,
        known_at=known_at,
        account=account if account in (*Account.values, *GROUPS) else "",
        step=step if step in Step.values else "",
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        places={name: query.get(name, "")[:60] for name in PLACES},
        contracts=contracts,
    )


def lines(plan: Plan, wanted: Wanted) -> QuerySet[Posting]:
    rows = Posting.objects.known_at(wanted.known_at).filter(entry__plan=plan, entry__on__lte=wanted.on)
    rows = rows.filter(**wanted.where)
    if wanted.since:
        rows = rows.filter(entry__on__gte=wanted.since)
    return rows.filter(entry__step=wanted.step) if wanted.step else rows


def total(plan: Plan, wanted: Wanted) -> int:
    """The sum of every line that is wanted, in centimes; of a balance, without reading the lines."""
    if wanted.is_a_balance:
        return sum(along(plan, "account", on=wanted.on, known_at=wanted.known_at, **wanted.where).values())
    return int(lines(plan, wanted).aggregate(total=Sum("amount"))["total"] or 0)


def page_of(rows: QuerySet[Posting], keys: Mapping[str, str]) -> Page:
    """The page after or before the line a key names, the latest first; the first without a key."""
    newer_than, older_than = number(keys.get("after", "")), number(keys.get("before", ""))
    rows = rows.select_related("entry", "event")
    if newer_than:
        rows = rows.filter(pk__gt=newer_than).order_by("pk")
    else:
        rows = rows.order_by("-pk")
        rows = rows.filter(pk__lt=older_than) if older_than else rows
    found = list(rows[: A_PAGE + 1])
    is_more, found = len(found) > A_PAGE, found[:A_PAGE]
    if newer_than:
        found.reverse()
    first, last = (str(found[0].pk), str(found[-1].pk)) if found else ("", "")
    has_newer = is_more if newer_than else bool(older_than)
    return Page(found, first if has_newer else "", last if is_more or newer_than else "")


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def entry_of(uid, *, known_at: int | None = None) -> Entry | None:
    rows = Entry.objects.known_at(known_at).filter(uid=uid).prefetch_related("postings")
    people = ("requester", "approver", "payer", "event__actor")
    return rows.select_related("plan", "event", "reverses", "reversed_by", *people).first()


def of_contract(wanted: Wanted, code: str) -> Wanted:
    return replace(wanted, places=wanted.places | {"contract": code})
