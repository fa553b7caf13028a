"""The figures of a centre over a period, from the evidence and the orders; the rows behind each, as many.

Turn-around is what was recorded with each service delivered: working days without those of waiting for the
firm. Non-conformity of imports is read as the indicator of that name reads it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models import Case as If
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from jalon.evidence.models import Evidence
from jalon.kernel.quantiles import MEDIAN, NINE_IN_TEN, counted, mean, percentile
from jalon.kernel.words import Words
from jalon.plan.queries.catalogue import service_names
from jalon.services.models import (
    Asking,
    Invoice,
    OfferingVersion,
    Request,
    RequestStep,
    Satisfaction,
    TestLine,
)

SATISFIED = 4  # of five


def share(part, whole) -> Decimal | None:
    """None without a whole: no data is not zero."""
    return Decimal(part) / whole if whole else None


def instants(since: date, until: date) -> tuple[datetime, datetime]:
    """The first instant of a period, and the first after it."""
    return tuple(
        timezone.make_aware(datetime.combine(day, time.min)) for day in (since, until + timedelta(days=1))
    )


def named_services(centre, on: date) -> dict[str, Words]:
    """What services are called, by the code their deeds carry: the plan's, then the centre's own."""
    own = OfferingVersion.objects.filter(offering__centre=centre).order_by("offering", "number")
    return {
        **dict(own.values_list("offering__code", "name")),
        **service_names(on=on),
    }


# turn-around


@dataclass(frozen=True)
class TurnAround:
    """The working days services took: how many were delivered, and how long for most of them."""

    service: str
    tally: Mapping[Decimal, int]

    @property
    def count(self) -> int:
        return counted(self.tally)

    @property
    def mean(self) -> Decimal | None:
        return mean(self.tally)

    @property
    def median(self) -> Decimal | None:
        return percentile(self.tally, MEDIAN)

    @property
    def ninth(self) -> Decimal | None:
        return percentile(self.tally, NINE_IN_TEN)


def delivered(centre, since: date, until: date, *, service: str | None = None) -> QuerySet[Evidence]:
    """The services delivered in a period whose turn-around was recorded."""
    found = evidence_of(centre, since, until).filter(DELIVERED)
    return found if service is None else found.filter(service=service)


@dataclass(frozen=True)
class Imports:
    """Tests of imported products that bear a statement, and those of them stated as not conforming."""

    stated: Decimal
    nonconforming: Decimal

    @property
    def rate(self) -> Decimal | None:
        return share(self.nonconforming, self.stated)


@dataclass(frozen=True)
class Worked:
    """What the evidence of a centre says of a period: turn-around of all services and of each, imports."""

    turn_around: TurnAround
    by_service: tuple[TurnAround, ...]
    imports: Imports


DELIVERED = Q(kind="service.delivered") & Q(attributes__has_key="working_days")
IMPORTS = Q(kind="test.reported") & Q(origin="import") & Q(attributes__has_key="conform")
STANDING = Count("id", filter=Q(reverses=None)) - Count("id", filter=Q(reverses__isnull=False))
"""Rows less those reversed: a reversal repeats its row: both fall in the same group and cancel out."""


def worked(centre, since: date, until: date) -> Worked:
    """The evidence of a period read once, and counted by the database.

    A test reported stands for as many as it says, as the indicator of imports counts them.
    """
    rows = Evidence.objects.filter(centre=centre, on__gte=since, on__lte=until).order_by()
    said = (KeyTextTransform(name, "attributes") for name in ("working_days", "conform"))
    each: dict[str, Counter[Decimal]] = defaultdict(Counter)
    tests: Counter[str] = Counter()
    found = rows.filter(DELIVERED | IMPORTS).values_list("kind", "service", *said)
    found = found.annotate(times=STANDING, quantity=Sum("quantity"))
    for kind, service, days, conform, times, quantity in found:
        if kind == "service.delivered":
            each[service][Decimal(days)] += times
        else:
            tests[conform] += quantity
    every = sum(each.values(), Counter())  # adding leaves out what cancelled out
    imports = Imports(Decimal(tests.total()), Decimal(tests["false"]))
    by_service = tuple(TurnAround(service, +tally) for service, tally in sorted(each.items()) if +tally)
    return Worked(TurnAround("", every), by_service, imports)


def evidence_of(centre, since: date, until: date) -> QuerySet[Evidence]:
    return Evidence.objects.live().filter(centre=centre, on__gte=since, on__lte=until)


def requests_behind(rows) -> dict[str, Request]:
    """The requests that left these rows of evidence, by the name the rows give them; one question."""
    names = [row.external_id.removeprefix("request:") for row in rows if is_of_request(row)]
    found = Request.objects.filter(uid__in=names).select_related("centre", "enterprise")
    return {f"request:{one.uid}": one for one in found}


def is_of_request(row: Evidence) -> bool:
    return row.source == "services" and row.external_id.startswith("request:")


def requests_of_tests(rows) -> dict[str, Request]:
    """The requests whose tests left these rows, by the name the rows give them; one question."""
    names = [row.external_id.removeprefix("test:") for row in rows if row.source == "services"]
    lines = TestLine.objects.filter(uid__in=names).select_related(
        "order__request__centre", "order__request__enterprise"
    )
    return {f"test:{line.uid}": line.order.request for line in lines}


# satisfaction


@dataclass(frozen=True)
class Satisfied:
    """What firms answered: of the orders they were asked about, and of all they said of orders served."""

    asked: int
    responded: int
    answers: int
    points: int
    satisfied: int

    def __add__(self, other: "Satisfied") -> "Satisfied":
        return Satisfied(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def response(self) -> Decimal | None:
        return share(self.responded, self.asked)

    @property
    def mean(self) -> Decimal | None:
        return share(self.points, self.answers)

    @property
    def share(self) -> Decimal | None:
        return share(self.satisfied, self.answers)


SERVED = Exists(RequestStep.objects.filter(thing=OuterRef("request"), verb="deliver"))


def orders_asked(centre, since: date, until: date) -> QuerySet[Request]:
    """The orders whose firm was asked in a period, whether it answered or not."""
    return orders_asked_in(since, until).filter(centre=centre).order_by("-id")


def orders_asked_in(since: date, until: date) -> QuerySet[Request]:
    first, end = instants(since, until)
    asked = Asking.objects.filter(event__recorded_at__gte=first, event__recorded_at__lt=end)
    answered = Satisfaction.objects.filter(request=OuterRef("pk"))
    found = Request.objects.filter(pk__in=asked.values("request"))
    return found.annotate(is_answered=Exists(answered)).order_by()


def answers(centre, since: date, until: date) -> QuerySet[Satisfaction]:
    """What firms answered in a period; who was not served has nothing to say of a service."""
    return answers_in(since, until).filter(request__centre=centre).order_by("-id")


def answers_in(since: date, until: date) -> QuerySet[Satisfaction]:
    first, end = instants(since, until)
    found = Satisfaction.objects.filter(SERVED, event__recorded_at__gte=first, event__recorded_at__lt=end)
    return found.order_by()


def satisfaction(centre, since: date, until: date) -> Satisfied:
    """Two questions."""
    orders = orders_asked(centre, since, until).aggregate(**ASKED)
    said = answers(centre, since, until).aggregate(**ANSWERED)
    return Satisfied(**orders, **said | {"points": said["points"] or 0})


ASKED = {"asked": Count("id"), "responded": Count("id", filter=Q(is_answered=True))}
ANSWERED = {
    "answers": Count("id"),
    "points": Sum("score"),
    "satisfied": Count("id", filter=Q(score__gte=SATISFIED)),
}


# imported products


def imports_stated(centre, since: date, until: date) -> QuerySet[Evidence]:
    return evidence_of(centre, since, until).filter(IMPORTS)


# income


@dataclass(frozen=True)
class Income:
    """What was invoiced for a service, without tax, less what was credited, in centimes."""

    service: str
    count: int
    amount: int
    general_interest: int
    unsaid: int  # of services of which nobody said whether they are of general interest

    @property
    def share(self) -> Decimal | None:
        """The part of general interest in what is known of either; None when nothing is."""
        said = self.amount - self.unsaid
        return share(self.general_interest, said) if said > 0 else None


SIGNED = If(
    When(kind=Invoice.Kind.CREDIT_NOTE, then=-F("amount")),
    default=F("amount"),
    output_field=BigIntegerField(),
)
FLAG = "request__offered__general_interest"


def invoiced(centre, since: date, until: date, *, service: str | None = None) -> QuerySet[Invoice]:
    """Invoices and credit notes of a period; their years first, which an index knows."""
    found = Invoice.objects.filter(
        centre=centre,
        kind__in=Invoice.Kind.values,
        year__gte=since.year,
        year__lte=until.year,
        on__gte=since,
        on__lte=until,
    )
    return found if service is None else found.filter(request__offered__offering__code=service)


def income(centre, since: date, until: date) -> tuple[Income, list[Income]]:
    """Of all services together, then of each; one question."""
    rows = invoiced(centre, since, until).order_by().values("request__offered__offering__code", FLAG)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows.annotate(count=Count("id"), total=Sum(SIGNED)):
        for key in ("", row["request__offered__offering__code"]):
            parts = found[key]
            amount = int(row["total"])
            parts[0] += row["count"]
            parts[1] += amount
            parts[2] += amount if row[FLAG] else 0
            parts[3] += amount if row[FLAG] is None else 0
    every = Income("", *found.pop("", (0, 0, 0, 0)))
    return every, [Income(service, *parts) for service, parts in sorted(found.items())]
