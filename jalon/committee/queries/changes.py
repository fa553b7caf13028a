"""What happened to what a person may read: contracts, returns and releases, the committee's decisions."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from jalon.committee.models import Decision
from jalon.committee.sentences import decision_words
from jalon.contracts.models import Contract
from jalon.contracts.queries.terms import seen_by
from jalon.fund.models import Release
from jalon.journal.models import Event
from jalon.journal.verbs import said
from jalon.ui import formats
from jalon.ui.needs import Asker, Change

NOISE = ("contract.draft", "return.reminded")  # what the person wrote alone, what told them already


def changes(asker: Asker, since: datetime) -> Iterator[Change]:
    """In as many queries whatever the number of contracts."""
    may = asker.standing.permissions()
    contracts = {one.code: one for one in seen_by(asker.standing)} if "contract.view" in may else {}
    places = {f"contract:{code}": (code, reverse("contracts:history", args=[code])) for code in contracts}
    if "fund.view" in may:
        places |= of_releases(contracts)
    yield from of_events(contracts, places, since, reads_returns="return.view" in may)
    if "decision.view" in may:
        yield from of_decisions(contracts, since)


def of_releases(contracts: dict[str, Contract]) -> dict[str, tuple[str, str]]:
    rows = Release.objects.filter(contract__code__in=contracts).values_list("uid", "contract__code")
    return {f"release:{uid}": (code, reverse("fund:release", args=[uid])) for uid, code in rows}


def of_events(contracts, places, since: datetime, *, reads_returns: bool) -> Iterator[Change]:
    """The acts on contracts, their returns and releases, each with the page that tells it."""
    named = Q(subject__in=places) | (Q(subject__startswith="return:") if reads_returns else Q(pk=None))
    for event in Event.objects.filter(named, recorded_at__gte=since).order_by("number"):
        code, href = places.get(event.subject) or place_of_return(event.subject)
        if code in contracts and not event.verb.startswith(NOISE):
            centre = contracts[code].centre.code
            yield Change(formats.dotted(centre, said(event.verb)), event.recorded_at, href)


def place_of_return(subject: str) -> tuple[str, str]:
    code, _colon, period = subject.partition(":")[2].partition(":")
    return code, reverse("reporting:return", args=[code, period]) if code and period else ""


def of_decisions(contracts: dict[str, Contract], since: datetime) -> Iterator[Change]:
    """Decisions on those contracts, and those on no contract."""
    rows = Decision.objects.filter(event__recorded_at__gte=since).select_related("item__contract", "event")
    for one in rows.order_by("event__number"):
        if one.item.contract is None or one.item.contract.code in contracts:
            words = decision_words(one.item.kind, one.verb)
            title = formats.dotted(formats.plain_words(one.item.title), words)
            yield Change(title, one.event.recorded_at, reverse("committee:decision", args=[one.uid]))
