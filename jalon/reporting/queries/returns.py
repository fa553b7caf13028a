"""Where a return stands: the steps known at a moment, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jalon.contracts.models import Contract
from jalon.kernel.periods import Period, parse
from jalon.kernel.states import RETURN
from jalon.reporting.models import Return, ReturnStep

SETTLED = ("validated", "validated_with_reservation", "refused", "closed")
VALIDATED = ("validated", "validated_with_reservation", "closed")


@dataclass(frozen=True)
class Life:
    """A return and its steps, in the order of their events."""

    report: Return
    steps: tuple[ReturnStep, ...] = ()

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else RETURN.initial

    @property
    def submissions(self) -> tuple[ReturnStep, ...]:
        return tuple(step for step in self.steps if step.verb == "submit")

    @property
    def submission(self) -> ReturnStep | None:
        """The submission that counts; None while the return is being written (again)."""
        return self.submissions[-1] if self.is_submitted else None

    @property
    def round(self) -> int:
        """Each submission begins a round: its values, sample and decision stand under that number."""
        return len(self.submissions)

    @property
    def is_submitted(self) -> bool:
        return bool(self.submissions) and self.state not in ("open", "reopened")

    @property
    def known_at(self) -> int | None:
        """The moment frozen by the submission; None while nothing is frozen."""
        return self.submission.known_at if self.submission else None

    @property
    def period(self) -> Period:
        return parse(self.report.period)


def life_of(report: Return, known_at: int | None = None) -> Life:
    return lives([report], known_at)[report.pk]


def lives(reports: Iterable[Return], known_at: int | None = None) -> dict[int, Life]:
    """The life of each return, by its key, in one query."""
    reports = list(reports)
    steps: Mapping[int, list[ReturnStep]] = defaultdict(list)
    rows = ReturnStep.objects.known_at(known_at).filter(report__in=reports)
    for step in rows.select_related("event", "event__actor").order_by("event__number", "pk"):
        steps[step.report_id].append(step)
    return {report.pk: Life(report, tuple(steps[report.pk])) for report in reports}


def return_of(contract: Contract, period: Period | str, known_at: int | None = None) -> Return | None:
    code = period if isinstance(period, str) else period.code
    known = Return.objects.known_at(known_at).filter(contract=contract, period=code)
    return known.select_related("contract", "contract__centre", "contract__plan").first()
