"""Requests: who may do what to one, what holds of it, and the lists of a centre."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string

from jalon.kernel.states import roles
from jalon.services.models import (
    Application,
    ContractReview,
    Offering,
    OfferingVersion,
    Quote,
    Request,
    TestLine,
    Validation,
)
from jalon.services.queries.catalogue import is_offered, unanswered
from jalon.services.queries.invoices import ACCEPTED
from jalon.services.queries.satisfaction import is_asked, took_part

REVIEWED = (
    "need_understood",
    "method_suitable",
    "capacity",
    "equipment_valid",
    "staff_authorised",
    "subcontracting_told",
    "rule_agreed",
    "impartiality",
)
"""The points of a contract review, in their order (ISO/IEC 17025:2017, 7.1)."""

DECLINED = ("closed", "declined", "lost", "expired", "cancelled", "transferred")
"""Where nothing more comes of a request that was never ordered."""

REVIEWABLE = ("in_review", "quoted", "expired")
"""Where a review is written: once the firm accepted, what was agreed stands."""

PLAYED = {
    "work.receive": (roles.RECEPTION,),
    "work.lead": (roles.TECHNICAL_LEAD,),
    "work.do": (roles.OPERATOR,),
    "work.verify": (roles.VERIFIER,),
    "work.authorise": (roles.AUTHORISER,),
    "work.certify": (roles.CERTIFIER,),
    "work.quality": (roles.QUALITY,),
    "work.direct": (roles.DIRECTOR,),
    "work.invoice": (roles.FINANCE,),
}
"""What a permission lets a person be in the lives of the work."""


def roles_in(standing, centre) -> tuple[str, ...]:
    """Everything a person is in the work of a centre."""
    return tuple(role for may, played in PLAYED.items() if standing.can(may, centre) for role in played)


def roles_at(standing, request: Request) -> tuple[str, ...]:
    """Everything a person is to a request: of its centre, or of the one asked to take it over."""
    found = roles_in(standing, request.centre)
    offer = transfer_of(request)
    if offer and standing.can("work.direct", offer):
        found += (roles.RECEIVING_CENTRE,)
    return found


def transfer_of(request: Request):
    """The centre that is asked to take a request over, None when none is."""
    if request.state != "transfer_offered":
        return None
    step = request.steps.order_by("-turn").first()
    return type(request.centre).objects.get(code=step.said_with_it["centre"])


def facts_of(request: Request, *, on: date, by=None) -> dict[str, bool]:
    """What holds of a request by its records, for a person; what a form brings is added by the act."""
    need, review = request.needs.last(), request.reviews.last()
    quote, sent = request.quotes.order_by("-revision").first(), sent_quote(request)
    return {
        "need_described": bool(need and need.text.strip() and not unanswered(request.offered, need.answers)),
        "service_offered": is_offered(request.offered, on),
        "contract_reviewed": is_complete(review),
        "quote_written": bool(quote and quote != sent and quote.lines.exists() and quote.valid_until >= on),
        "quote_valid": bool(sent and on <= sent.valid_until),
        "validity_over": bool(sent and on > sent.valid_until),
        "funding_available": bool(sent and is_funded(sent, on)),
        "satisfaction_asked": is_asked(request),
        "settled_by_another": by is not None and not took_part(by, request),
    }


def is_complete(review: ContractReview | None) -> bool:
    """Every point is ticked or said not to apply; an empty review is not."""
    return bool(review) and all(review.ticked.get(point) in ("yes", "not_applicable") for point in REVIEWED)


def sent_quote(request: Request) -> Quote | None:
    """The revision the firm has: the last one a step sent."""
    step = request.steps.filter(verb__in=("quote", "revise")).order_by("-turn").first()
    return request.quotes.filter(revision=step.said_with_it["revision"]).first() if step else None


def review_of(quote: Quote | None) -> ContractReview | None:
    """The review a quote was sent on, with the decision rule the firm accepts; later ones change no quote."""
    return quote and quote.request.reviews.filter(event__number__lte=quote.event.number).last()


def agreed_review(request: Request) -> ContractReview | None:
    """The review whose decision rule the firm agreed to: that of the quote it accepted."""
    accepted = request.quotes.filter(acceptance__isnull=False).order_by("-revision").first()
    return review_of(accepted) or request.reviews.last()


def is_funded(quote: Quote, on: date) -> bool:
    """Whether what a quote says is funded is left on its line; JALON_LEFT_ON_LINE knows the books."""
    if not quote.funded_amount:
        return True
    if not settings.JALON_LEFT_ON_LINE:
        return False
    left = import_string(settings.JALON_LEFT_ON_LINE)
    return left(quote.funding_line_code, on=on) >= quote.funded_amount


def is_final(request: Request) -> bool:
    """Whether no test, file of a product or application of a request still goes on."""
    is_certified = request.offered.kind == OfferingVersion.Kind.CERTIFICATION
    sought = Application.objects.filter(request=request) if is_certified else Application.objects.none()
    going = (
        TestLine.objects.filter(order__request=request).exclude(state__in=TestLine.machine.final),
        request.validations.filter(state__in=Validation.UNSETTLED),
        sought.exclude(state__in=Application.machine.final),
        sought.filter(certificate__state="granted"),
    )
    return not any(found.exists() for found in going)


def requests_of(standing, state: str = ""):
    """The requests of the centres whose work a person sees, the latest first."""
    seen = Request.objects.filter(centre__in=standing.organisations_where("work.view"))
    seen = seen.filter(state=state) if state else seen
    return seen.select_related("centre", "enterprise", "offered__offering").order_by("-id")


def counted_by_state(standing) -> Mapping[str, int]:
    """How many requests each state has, over the same centres."""
    rows = (
        Request.objects.filter(centre__in=standing.organisations_where("work.view"))
        .order_by()
        .values_list("state")
        .annotate(Count("id"))
    )
    return Counter(dict(rows))


def offerings_of(standing):
    """The catalogue of the centres whose work a person sees."""
    centres = standing.organisations_where("work.view")
    return Offering.objects.filter(centre__in=centres).select_related("centre", "service")


def offered_to(standing) -> list[Request]:
    """The requests other centres ask the person's own to take over."""
    centres = set(standing.organisations_where("work.direct").values_list("code", flat=True))
    waiting = Request.objects.filter(state="transfer_offered").select_related("centre", "enterprise")
    return [one for one in waiting if (asked := transfer_of(one)) and asked.code in centres]


def may_lead_to_certificate(request: Request) -> bool:
    """What asks for a certificate and still stands, or another service that was ordered."""
    if request.offered.kind == OfferingVersion.Kind.CERTIFICATION:
        return request.state not in DECLINED
    return request.state in ACCEPTED
