"""What reporting costs: the fields people typed and the time they spent, per return and per plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from jalon.reporting.models import Remark, Return


@dataclass(frozen=True)
class Burden:
    fields: int = 0
    seconds: int = 0
    remarks: int = 0
    returns: int = 0

    @property
    def minutes(self) -> int:
        """Whole minutes, at least one when any time was spent."""
        return -(-self.seconds // 60)

    def __add__(self, other: "Burden") -> "Burden":
        return Burden(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def burdens(reports: Iterable[Return], known_at: int | None = None) -> dict[int, Burden]:
    """The burden of each return that was written upon, by its key, in one query."""
    rows = Remark.objects.known_at(known_at).filter(report__in=list(reports)).values("report")
    counted = rows.annotate(fields=Sum("fields_typed"), seconds=Sum("seconds_spent"), remarks=Count("pk"))
    return {row.pop("report"): Burden(**row, returns=1) for row in counted}


def burden_of(report: Return, known_at: int | None = None) -> Burden:
    return burdens([report], known_at).get(report.pk, Burden())


def total(found: Iterable[Burden]) -> Burden:
    return sum(found, Burden())
