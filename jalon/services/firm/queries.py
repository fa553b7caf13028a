"""What the account of a firm sees: its own requests and what was delivered to it, nothing of others."""

from django.db.models import Case, Q, When

from jalon.evidence.models import Document
from jalon.kernel.words import fold
from jalon.network.models import Enterprise, FirmAccount
from jalon.services.models import Invoice, OfferingVersion, Request

DELIVERED = ("delivered", "contested", "closed")
WAITING = ("information_asked", "quoted")
MOST_SEARCHED = 1000


def requests_seen(account: FirmAccount):
    """The firm's requests; until a centre vouches for the account, those it wrote itself."""
    firm = account.firm
    own = Request.objects.filter(Q(enterprise=firm) | Q(enterprise__kept=firm))
    if not account.is_vouched:
        own = own.filter(event__actor=account.user)
    return own.select_related("centre", "enterprise", "offered__offering__centre").order_by("-id")


def waiting_first(requests):
    """Those the firm has to answer before the others, the latest of each first."""
    return requests.order_by(Case(When(state__in=WAITING, then=0), default=1), "-id")


def documents_of(request: Request) -> list[Document]:
    """What was delivered, once it was."""
    if request.state not in DELIVERED:
        return []
    step = request.steps.filter(verb="deliver").order_by("-turn").first()
    return list(Document.objects.filter(pk__in=step.said_with_it.get("documents", []))) if step else []


def invoices_seen(request: Request) -> list[Invoice]:
    return list(request.invoices.select_related("centre").order_by("id"))


def found_services(
    versions: list[OfferingVersion], text: str = "", *, kind: str = "", centre: str = ""
) -> list[OfferingVersion]:
    """Services whose name, summary, standards or centre has each word typed, in any language."""
    words = fold(text).split()
    kept = (one for one in versions if not kind or one.kind == kind)
    kept = (one for one in kept if not centre or one.offering.centre.code == centre)
    found = [one for one in kept if all(word in written(one) for word in words)]
    return sorted(found, key=lambda one: (one.name.fr, one.offering.centre.code))


def written(version: OfferingVersion) -> str:
    centre = version.offering.centre
    words = (version.name, version.summary, centre.name)
    texts = (text for one in words for text in one.as_mapping().values())
    return fold(" ".join([centre.code, *version.standards, *texts]))


def found_requests(account: FirmAccount, text: str) -> list[Request]:
    """The firm's requests whose number, service or centre has each word typed, the latest first."""
    words = fold(text).split()
    seen = requests_seen(account)[:MOST_SEARCHED] if words else ()
    return [one for one in seen if all(word in fold(one.number) + written(one.offered) for word in words)]


def accounts_of(firm: Enterprise):
    """Who acts for a firm, or did."""
    kept = firm.final
    held = FirmAccount.objects.filter(Q(enterprise=kept) | Q(enterprise__kept=kept))
    return held.select_related("user").order_by("id")
