"""What a centre offers on a day, and at what price."""

from collections.abc import Mapping
from datetime import date

from jalon.services.models import Offering, OfferingVersion, Opening, Price


def versions_on(day: date, *, centre=None) -> dict[int, OfferingVersion]:
    """The version in force of each offering that is open on the day, by offering."""
    openings = Opening.objects.filter(starts_on__lte=day)
    if centre is not None:
        openings = openings.filter(offering__centre=centre)
    last = openings.order_by("offering_id", "-starts_on", "-id").distinct("offering_id")
    found = Opening.objects.filter(pk__in=last.values("pk"), version__isnull=False).select_related(
        "version__offering__centre", "version__offering__service"
    )
    return {opening.offering_id: opening.version for opening in found}


def is_offered(version: OfferingVersion, day: date) -> bool:
    """Whether firms may still ask for what this is a version of."""
    last = Opening.objects.filter(offering=version.offering_id, starts_on__lte=day)
    opening = last.order_by("-starts_on", "-id").first()
    return bool(opening and opening.version_id)


def prices_on(day: date, offering: Offering) -> list[Price]:
    """The price list of the day, by code."""
    known = Price.objects.filter(offering=offering, starts_on__lte=day)
    return list(known.order_by("code", "-starts_on", "-id").distinct("code"))


def unanswered(version: OfferingVersion, answers: Mapping[str, object]) -> list[str]:
    """The codes of the questions that must be answered and are not."""
    asked = [question["code"] for question in version.questions if question.get("is_required")]
    return [code for code in asked if answers.get(code) in (None, "")]
