"""What can be asked about organisations, firms and people."""

import hmac
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q, QuerySet, UUIDField
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from jalon.journal.models import Event
from jalon.kernel import chain
from jalon.kernel.measures import canonical_enterprise
from jalon.kernel.words import fold
from jalon.network.access import Standing
from jalon.network.models import (
    CentreFirm,
    Departure,
    Enterprise,
    EnterpriseProfile,
    FirmAccount,
    FirmInvitation,
    Invitation,
    Membership,
    Merge,
    Organisation,
)
from jalon.network.similarity import near_duplicates
from jalon.people.models import User

ARABIC = re.compile("[\u0621-\u064a]")
ARTICLES = ("ال", "لل")  # the, for the
SHORTEST_WORD = 3


def ice_sentence(reason: str) -> str:
    """What is wrong with an ICE (`kernel.ice.IceError.reason`), and what to do, in the reader's language."""
    return {
        "characters": _("An ICE is made of digits only: remove letters and signs."),
        "length": _("An ICE has 15 digits: copy it whole, leading zeros included."),
        "control": _("The last two digits do not agree with the others: one digit is mistyped."),
    }[reason]


# search


def matching(text: str) -> Q:
    """Enterprises one of whose words begins with each word typed, or whose number does; neither accents nor
    the Arabic article matter.
    """
    found = Q()
    for word in fold(text).split():
        found &= named(word) | numbered(word)
    return found


def named(word: str) -> Q:
    found = Q()
    for form in spellings(word):
        found |= Q(search__startswith=form) | Q(search__contains=f" {form}")
    return found


def spellings(word: str) -> set[str]:
    """An Arabic word with its article, as it stands after « for », and without; what is left must still be a
    word.
    """
    bare = next((word.removeprefix(sign) for sign in ARTICLES if word.startswith(sign)), word)
    if not ARABIC.match(word):
        return {word}
    # a word may begin like the article without having it: الكترونيات is written الإلكترونيات with it
    roots = {root for root in (word, bare) if len(root) >= SHORTEST_WORD}
    return {word} | roots | {sign + root for sign in ARTICLES for root in roots}


def numbered(word: str) -> Q:
    if not word.isdigit():
        return Q()
    return Q(number__startswith=word[:9]) if len(word) <= 9 else Q(establishments__ice__startswith=word)


def found_firms(firms: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    """Firms by name or number, through the records they absorbed too; only the kept records."""
    kept = firms.filter(kept=None).order_by("search", "pk")
    if not fold(text):
        return kept
    matched = Enterprise.objects.filter(matching(joined_digits(text)))
    return kept.filter(Q(pk__in=matched.values("pk")) | Q(pk__in=matched.values("kept")))


def joined_digits(text: str) -> str:
    """An ICE is often typed in groups: 001 561 191 000 066."""
    digits = "".join(text.split())
    return digits if fold(digits).isdigit() else text


def found_organisations(organisations: Iterable[Organisation], text: str) -> list[Organisation]:
    """Organisations by code or name in any language: they are few enough to be read."""
    words = fold(text).split()
    return [organisation for organisation in organisations if begins_each(organisation, words)]


def begins_each(organisation, words: list[str]) -> bool:
    names = organisation.name.as_mapping().values()
    text = " " + fold(" ".join([organisation.code, *names]))
    return all(f" {word}" in text for word in words)


def registered_numbers(numbers: Iterable[str]) -> list[str]:
    """Those of these enterprise numbers that the register has."""
    known = Enterprise.objects.filter(number__in=list(numbers))
    return list(known.values_list("number", flat=True))


# who sees what


def firms_visible_to(standing: Standing) -> QuerySet[Enterprise]:
    """A firm's data stay in its centre: the firms of the centres read in full, all of them for who keeps
    the records.

    An auditor reads those of the centres consulted that day.
    """
    if keeps_records(standing):
        return Enterprise.objects.all()
    if not standing.can("firm.view"):
        return Enterprise.objects.none()
    return Enterprise.objects.filter(served_by(standing.organisations_in_full()))


def keeps_records(standing: Standing) -> bool:
    return any(
        "firm.register" in held.role.allows and held.role.scope == "everywhere" for held in standing.holdings
    )


def served_by(centres) -> Q:
    return Q(pk__in=CentreFirm.objects.filter(centre__in=centres).values("enterprise"))


def sees_firm(standing: Standing, firm: Enterprise) -> bool:
    """The predicate of `firms_visible_to`."""
    if keeps_records(standing):
        return True
    if not standing.can("firm.view"):
        return False
    centres = Organisation.objects.filter(firms__enterprise=firm)
    return any(standing.row_view(centre) == "full" for centre in centres)


def firms_absorbable_by(standing: Standing) -> QuerySet[Enterprise]:
    """The records a person may merge into another: a centre only those that no other centre knows."""
    own = standing.organisations_where("firm.merge")
    elsewhere = CentreFirm.objects.exclude(centre__in=own).values("enterprise")
    records = firms_visible_to(standing).filter(kept=None)
    if not standing.can("firm.merge"):
        return records.none()
    return records if keeps_records(standing) else records.exclude(pk__in=elsewhere)


def people_visible_to(standing: Standing) -> QuerySet[User]:
    """The people who hold, held or will hold a role where the person may read the list of people; of firms,
    for who may close their accounts.
    """
    where = standing.organisations_where("people.view")
    seen = Q(memberships__organisation__in=where)
    if standing.can("people.deactivate"):
        seen |= Q(firm_account__isnull=False)  # who keeps the accounts keeps those of firms too
    return User.objects.filter(seen).distinct()


def pseudonym(plan: str, enterprise_uid) -> str:
    """A firm's name for those who may not know it: the same within a plan, different from plan to plan."""
    secret = hmac.new(settings.SECRET_KEY.encode(), f"pseudonyms of {plan}".encode(), sha256).digest()
    drawn = hmac.new(secret, str(enterprise_uid).encode(), sha256).hexdigest().upper()
    return f"F-{drawn[:4]}-{drawn[4:8]}"


def pending_at(known_at: int | None = None) -> list[int]:
    """The enterprises whose number was not known at the moment: they are counted apart from the others."""
    waiting = Enterprise.objects.filter(number=None)
    if known_at is not None:
        later = Event.objects.filter(verb="firm.completed", number__gt=known_at)
        uids = later.values_list(Cast(Substr("subject", len("firm:") + 1), UUIDField()))
        waiting = waiting.union(Enterprise.objects.filter(uid__in=uids))
    return list(waiting.values_list("pk", flat=True))


# departures


def departure_of(centre: Organisation, known_at: int | None = None) -> Departure | None:
    """The departure of a centre that stands; None when it never left, or after all did not."""
    said = Departure.objects.known_at(known_at).filter(centre=centre).order_by("event__number")
    last = said.select_related("event__actor").last()
    return last if last and last.left_on else None


# profiles


class Profile(NamedTuple):
    """Size, sector and region by their codes, empty where unknown."""

    size: str = ""
    sector: str = ""
    region: str = ""


UNKNOWN = Profile()


def firm_profiles_on(pairs: Sequence[tuple[int | None, date]]) -> list[Profile]:
    """The profile of each (enterprise id, day), in the order asked and in one query; unknown before the
    first.
    """
    asked = {enterprise for enterprise, _day in pairs if enterprise is not None}
    starts, profiles = profile_history(asked)
    known = []
    for enterprise, day in pairs:
        place = bisect_right(starts[enterprise], day) if enterprise in starts else 0
        known.append(profiles[enterprise][place - 1] if place else UNKNOWN)
    return known


def profile_history(enterprises: Iterable[int]) -> tuple[dict[int, list[date]], dict[int, list[Profile]]]:
    starts, profiles = defaultdict(list), defaultdict(list)
    rows = (
        EnterpriseProfile.objects.filter(enterprise__in=enterprises)
        .order_by("enterprise", "starts_on")
        .values_list("enterprise", "starts_on", "size", "sector__code", "region__code")
    )
    for enterprise, starts_on, size, sector, region in rows.iterator():
        starts[enterprise].append(starts_on)
        profiles[enterprise].append(Profile(size, sector or "", region or ""))
    return starts, profiles


# merges


def merge_digest(merge) -> bytes:
    """What the chain covers of a merge: which record counts as which (never their names), and why."""
    return chain.digest(("jalon.merge.1", merge.absorbed.uid, merge.kept.uid, merge.reason))


def consultation_digest(opened) -> bytes:
    """What the chain covers of a consultation: who opened which centre's rows, for which day, and why."""
    values = (opened.user.uid, opened.centre.code, opened.on, opened.reason)
    return chain.digest(("jalon.consultation.1", *values))


def merges_of(event_id: int) -> list[bytes]:
    """The digests of the merges an event recorded, in the order of their ids: `jalon verify` compares
    them.
    """
    merges = Merge.objects.filter(event=event_id).select_related("absorbed", "kept").order_by("pk")
    return [merge_digest(merge) for merge in merges]


def finals_at(known_at: int | None = None) -> dict[int, int]:
    """The record each absorbed one counted as at a moment, by their keys."""
    merges = Merge.objects.all() if known_at is None else Merge.objects.filter(event__number__lte=known_at)
    into = dict(merges.values_list("absorbed", "kept"))
    canonical = canonical_enterprise(into.items())
    return {one: canonical(one) or one for one in into}


def final_records() -> QuerySet:
    """(absorbed id, final id) of every merged record."""
    return Enterprise.objects.exclude(kept=None).values_list("pk", F("kept"))


def likely_duplicates(
    standing: Standing, *, at_most: int = 200
) -> list[tuple[Enterprise, Enterprise, float]]:
    """(record to absorb, record to keep, share of likeness): the one with an ICE, else the oldest, is
    kept.
    """
    seen = firms_visible_to(standing).filter(kept=None).in_bulk()
    absorbable = set(firms_absorbable_by(standing).values_list("pk", flat=True))
    pairs = []
    for one, other, share in near_duplicates({key: firm.name for key, firm in seen.items()}):
        kept, absorbed = sorted((seen[one], seen[other]), key=lambda firm: (firm.number is None, firm.pk))
        if absorbed.pk in absorbable and absorbed.simulated == kept.simulated:
            pairs.append((absorbed, kept, share))
    return pairs[:at_most]


def invitation_of(token: str) -> Invitation | None:
    found = Invitation.objects.filter(token_digest=sha256(token.encode()).hexdigest())
    return found.select_related("organisation").first()


def firm_invitation_of(token: str) -> FirmInvitation | None:
    found = FirmInvitation.objects.filter(token_digest=sha256(token.encode()).hexdigest())
    return found.select_related("centre", "enterprise").first()


def firm_account_of(user) -> FirmAccount | None:
    """For which firm an account acts."""
    return FirmAccount.objects.filter(user=user).select_related("enterprise__kept").first()


def deputies_at(day: date, organisation_id: int) -> dict[int, User]:
    """Who stood in for whom in an organisation on a day, by the deputy's key."""
    return {row.user_id: row.deputy_for for row in deputies_in(organisation_id) if is_held(row, day)}


def deputies_in(organisation_id: int) -> list[Membership]:
    """Every time somebody stood in for another in an organisation."""
    rows = Membership.objects.filter(organisation=organisation_id, deputy_for__isnull=False)
    return list(rows.select_related("deputy_for").order_by("pk"))


def is_held(membership: Membership, day: date) -> bool:
    return membership.starts_on <= day and (membership.ends_on is None or day < membership.ends_on)
