"""What a tranche released so far, by the books; what is held back, and what is still open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, QuerySet, Sum

from jalon.fund.models import Posting, Release, ReleaseStep
from jalon.kernel.ledger import Account, Place
from jalon.kernel.states import RELEASE

LEFT = (Account.PAYABLE, Account.PAID, Account.SPENT)  # released to the centre and not claimed back
UNDONE = ("refused", "cancelled")
BEFORE_PAYMENT = ("proposed", "approved", "ordered")


@dataclass(frozen=True)
class Life:
    """A release with its steps in the order of their events, and what its entries hold now, in centimes."""

    release: Release
    steps: tuple[ReleaseStep, ...]
    held: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else RELEASE.initial

    @property
    def is_undone(self) -> bool:
        return self.state in UNDONE

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody before the money leaves."""
        return self.state in BEFORE_PAYMENT

    @property
    def amount(self) -> int:
        """What was approved of it, in centimes; what is asked for until somebody approves."""
        approved = self.step("approve")
        return approved.amount if approved else self.release.amount

    @property
    def is_in_part(self) -> bool:
        """Whether less was approved than was asked for."""
        return self.amount < self.release.amount

    @property
    def is_decided(self) -> bool:
        """Whether the committee has decided on it."""
        return any(step.decision for step in self.steps if step.verb in ("propose", "approve", "refuse"))

    @property
    def released(self) -> int:
        """What left its commitment and was not claimed back."""
        return sum(self.held.get(account, 0) for account in LEFT)

    @property
    def to_justify(self) -> int:
        return self.held.get(Account.PAID, 0)

    @property
    def owed(self) -> int:
        return self.held.get(Account.OWED, 0)

    def step(self, verb: str) -> ReleaseStep | None:
        """The last step of a verb."""
        return next((step for step in reversed(self.steps) if step.verb == verb), None)

    def person(self, verb: str):
        step = self.step(verb)
        return step.person if step else None

    def waits(self, on: date) -> int:
        """What it holds back on a day, in centimes."""
        release = self.release
        is_held = release.held_until and on < release.held_until and not self.is_undone
        return release.held_back if is_held else 0


def releases_of(
    contracts: Iterable, known_at: int | None = None, tranches: Iterable[str] | None = None
) -> dict[tuple[int, str], list[Life]]:
    """The releases of contracts by contract and tranche, the first one first, in three queries."""
    rows = Release.objects.filter(contract__in=list(contracts))
    rows = rows if tranches is None else rows.filter(tranche__in=sorted(tranches))
    found: defaultdict[tuple[int, str], list[Life]] = defaultdict(list)
    for life in lives(rows, known_at):
        found[life.release.contract_id, life.release.tranche].append(life)
    return dict(found)


def lives(rows: QuerySet[Release], known_at: int | None = None) -> list[Life]:
    """The life of each release, as known at a moment."""
    rows = rows.known_at(known_at).select_related("contract__centre", "contract__plan", "event")
    releases = list(rows.defer("event__payload").order_by("event__number", "pk"))
    if not releases:
        return []
    steps: defaultdict[int, list[ReleaseStep]] = defaultdict(list)
    known = ReleaseStep.objects.known_at(known_at).filter(release__in=releases)
    known = known.select_related("event", "person").defer("event__payload")
    for step in known.order_by("event__number", "pk"):
        steps[step.release_id].append(step)
    held = in_books(releases, known_at)
    return [Life(one, tuple(steps[one.pk]), held.get(one.subject, {})) for one in releases]


def life_of(release: Release, known_at: int | None = None) -> Life:
    return lives(Release.objects.filter(pk=release.pk), known_at)[0]


def in_books(releases: Sequence[Release], known_at: int | None) -> dict[str, dict[str, int]]:
    """What the entries of releases hold by account: those that say they come from them."""
    lines = Posting.objects.known_at(known_at).filter(entry__subject__in=[one.subject for one in releases])
    rows = lines.values_list(F("entry__subject"), "account").annotate(total=Sum("amount")).order_by()
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for subject, account, total in rows:
        found[subject][account] = int(total)
    return found


def places_of(release: Release, account: str) -> list[tuple[Place, int]]:
    """What an account holds of a release, axis by axis and activity by activity."""
    lines = Posting.objects.filter(entry__subject=release.subject, account=account)
    rows = lines.values_list("axis", "activity").annotate(total=Sum("amount")).order_by("axis", "activity")
    where = (release.funding_line, release.year, release.contract.code)
    return [(Place(*where, axis, activity), int(total)) for axis, activity, total in rows if total > 0]
