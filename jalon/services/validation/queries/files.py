"""Files and campaigns: the lists of a centre, the public list, what a product is on a day."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jalon.kernel.disclosure import suppressed
from jalon.network.models import Organisation
from jalon.services.models import (
    Campaign,
    Opinion,
    PublicationConsent,
    Request,
    SpecificationVersion,
    Validation,
    ValidationStep,
)

OPEN_REQUESTS = ("submitted", "in_review", "quoted", "accepted", "planned", "in_progress", "suspended")
SHOWN = ("open", "paused", "closed")
"""Campaigns everybody may read of."""

GROUPED = {
    **dict.fromkeys(Validation.IN_HAND, "in_hand"),
    **dict.fromkeys(("favourable", "favourable_with_reservations", "follow_up"), "validated"),
    "unfavourable": "not_validated",
    "withdrawn": "withdrawn",
    "abandoned": "abandoned",
}
STANDINGS = {
    "favour": "validated",
    "favour_with_reservations": "validated_with_reservations",
    "reject": "not_validated",
    "correct": "in_hand",
    "withdraw": "withdrawn",
}
"""What a product is once a verb was done; the other verbs change nothing of it."""

LISTED = ("validated", "validated_with_reservations", "withdrawn")


def with_names(validations):
    more = ("centre", "request__enterprise", "version__specification", "campaign")
    return validations.select_related(*more)


def validations_of(standing, state: str = ""):
    """The files of the centres whose work a person sees, the latest first."""
    seen = Validation.objects.filter(centre__in=standing.organisations_where("work.view"))
    return with_names(seen.filter(state=state) if state else seen).order_by("-id")


def waiting_for(standing):
    """The requests for a validation that have no file yet."""
    centres = standing.organisations_where("work.receive")
    waiting = Request.objects.filter(
        centre__in=centres, validations=None, offered__kind="validation", state__in=OPEN_REQUESTS
    )
    return waiting.select_related("centre", "enterprise").order_by("-id")


def versions_of(centre: Organisation):
    """The last version of each specification of a centre."""
    found = SpecificationVersion.objects.filter(specification__centre=centre)
    last = found.order_by("specification_id", "-number").distinct("specification_id").values("pk")
    return SpecificationVersion.objects.filter(pk__in=last).select_related("specification")


# campaigns


def campaigns_of(standing):
    """The campaigns the person's centres lead or validate in, the latest first."""
    centres = standing.organisations_where("work.view")
    seen = Campaign.objects.filter(Q(centre__in=centres) | Q(laboratories__centre__in=centres))
    return seen.select_related("centre", "version__specification").distinct().order_by("-id")


def joined_by(centre: Organisation):
    """The campaigns in which a centre takes files today."""
    found = Campaign.objects.filter(state="open", laboratories__centre=centre)
    return found.select_related("version__specification").order_by("-id")


def facts_of_campaign(campaign: Campaign) -> dict[str, bool]:
    return {
        "specification_published": bool(campaign.version.standard) and campaign.version.clauses.exists(),
        "laboratories_named": campaign.laboratories.exists(),
        "every_file_settled": not campaign.validations.filter(state__in=Validation.IN_HAND).exists(),
    }


def laboratories_of(campaign: Campaign):
    keys = campaign.laboratories.values("centre")
    return Organisation.objects.filter(pk__in=keys).order_by("code")


def grouped(states: Mapping[str, int], opinions: Mapping[str, int] = {}) -> dict[str, int]:
    """Files by how far they are; a closed one is where its last opinion left it."""
    found: Counter = Counter()
    for state, count in states.items():
        if state != "closed":
            found[GROUPED[state]] += count
    for kind, count in opinions.items():
        found["not_validated" if kind == Opinion.Kind.UNFAVOURABLE else "validated"] += count
    return dict(found)


def counted(validations) -> dict[str, int]:
    """How many files are where; two questions."""
    states = dict(validations.order_by().values_list("state").annotate(Count("id")))
    closed = validations.filter(state="closed")
    last = (
        Opinion.objects.filter(validation__in=closed)
        .order_by("validation_id", "-turn")
        .distinct("validation_id")
    )
    kinds = Counter(last.values_list("kind", flat=True)) if states.get("closed") else {}
    return grouped(states, kinds)


# what everybody reads


@dataclass(frozen=True)
class Standing:
    """What a product is on a day, and since when."""

    standing: str
    since: date


def standings_on(validations: Iterable[Validation], day: date) -> dict[int, Standing]:
    """What each product is on a day, from the steps of its file; absent before its first opinion."""
    found: dict[int, Standing] = {}
    steps = ValidationStep.objects.filter(
        thing__in=[one.pk for one in validations], verb__in=tuple(STANDINGS)
    )
    for step in steps.order_by("thing", "turn"):
        since = date.fromisoformat(step.said_with_it["on"])
        if since <= day:
            found[step.thing_id] = Standing(STANDINGS[step.verb], since)
    return found


def consenting(validations: Collection[int] | None = None) -> set[int]:
    """The files whose maker consents today to be named: its last word."""
    found = PublicationConsent.objects.all()
    found = found if validations is None else found.filter(validation__in=validations)
    last = found.order_by("validation_id", "-id").distinct("validation_id")
    return {one.validation_id for one in last if one.is_given}


def consent_of(validation: Validation) -> PublicationConsent | None:
    return validation.consents.select_related("contact", "event__actor").order_by("-id").first()


def shown_campaigns():
    return Campaign.objects.filter(state__in=SHOWN).select_related("centre", "version").order_by("-id")


Listed = tuple[Validation, Standing]


def listed(campaign: Campaign, day: date) -> list[Listed]:
    """The products of a campaign, of the makers who consent, each as it stood on the day; three questions."""
    return named_among(campaign.validations.all(), day)


def named_among(files: QuerySet[Validation], day: date) -> list[Listed]:
    """Those of some files that a public list names on a day: validated once, their makers consent today."""
    keys = consenting(files.order_by().values("pk"))
    known = list(with_names(Validation.objects.filter(pk__in=keys)).order_by("product", "id"))
    standing = standings_on(known, day)
    return [
        (one, standing[one.pk]) for one in known if one.pk in standing and standing[one.pk].standing in LISTED
    ]


def outside_campaigns(day: date, *, search: str = "", centre: str = "") -> list[Listed]:
    """The products validated on the request of their maker alone that answer a search; three questions."""
    files = Validation.objects.filter(campaign=None)
    files = files.filter(centre__code=centre) if centre else files
    for word in search.split():
        files = files.filter(
            Q(product__icontains=word)
            | Q(request__enterprise__name__icontains=word)
            | Q(version__specification__code__icontains=word)
            | Q(version__standard__icontains=word)
            | numbered(word)
        )
    return named_among(files, day)


def numbered(word: str) -> Q:
    """The number of a file as it is written, or its last part."""
    code, _mark, rest = word.upper().rpartition("-V-")
    year, _dash, serial = rest.rpartition("-")
    if not serial.isdecimal():
        return Q(pk__in=())
    asked = Q(serial=int(serial[:9]))
    if year.isdecimal():
        asked &= Q(year=int(year[:4]))
    return asked & Q(centre__code__iexact=code) if code else asked


def validators():
    """The centres that gave an opinion on a product outside campaigns."""
    given = Opinion.objects.filter(validation__campaign=None)
    return Organisation.objects.filter(pk__in=given.values("validation__centre")).order_by("code")


def opinions_on(validations: Iterable[Validation], day: date) -> dict[int, Opinion]:
    """The last opinion given on each product up to a day; one question."""
    given = Opinion.objects.filter(validation__in=[one.pk for one in validations], on__lte=day)
    last = given.order_by("validation_id", "-turn").distinct("validation_id")
    return {one.validation_id: one for one in last.defer("verdicts", "text", "reservations")}


def named_in(campaigns: Iterable[Campaign], day: date) -> Counter:
    """How many products each campaign names; three questions for all of them."""
    files = list(Validation.objects.filter(campaign__in=list(campaigns), pk__in=consenting()))
    standing = standings_on(files, day)
    return Counter(
        one.campaign_id for one in files if one.pk in standing and standing[one.pk].standing in LISTED
    )


def unnamed(campaign: Campaign) -> dict[str, int | None]:
    """How many files stand where, of the makers who are not named; None where the number would name them."""
    keys = consenting(campaign.validations.values("pk"))
    counts = counted(campaign.validations.exclude(pk__in=keys))
    hidden = suppressed(counts)
    return {group: None if group in hidden else count for group, count in counts.items()}


def opinion_of(validation: Validation) -> Opinion | None:
    return validation.opinions.select_related("issued__event").order_by("-turn").first()


def published():
    """The products on which an opinion was given: what the code on the paper leads to."""
    given = Opinion.objects.values("validation")
    return with_names(Validation.objects.filter(pk__in=given))
