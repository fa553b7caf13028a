"""On which terms a plan's returns are sampled: the calendar in force on a day, else what is usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jalon.kernel.sampling import by_rate
from jalon.plan.models import Plan
from jalon.reporting.queries.calendar import calendar_of

USUAL: Mapping = {
    "share": "0.1",
    "least": 5,
    "most": 40,
    "amounts": ["10000", "100000"],
    "tolerated": "0.05",
}


@dataclass(frozen=True)
class Sampling:
    """A share of each stratum, within two numbers; amounts part strata; more errors call for more."""

    share: Decimal
    least: int
    most: int
    tolerated: Decimal
    amounts: tuple[Decimal, ...] = field(default=())

    @classmethod
    def from_data(cls, data: Mapping) -> "Sampling":
        """The terms as a calendar or a sample keeps them; what it leaves out is as usual."""
        said = {**USUAL, **data}
        return cls(
            share=Decimal(str(said["share"])),
            least=int(said["least"]),
            most=int(said["most"]),
            tolerated=Decimal(str(said["tolerated"])),
            amounts=tuple(Decimal(str(amount)) for amount in said["amounts"]),
        )

    @property
    def data(self) -> dict:
        return {
            "share": str(self.share),
            "least": self.least,
            "most": self.most,
            "tolerated": str(self.tolerated),
            "amounts": [str(amount) for amount in self.amounts],
        }

    def sizes(self, things) -> dict[str, int]:
        """How many things to draw in each stratum."""
        wanted = by_rate(things, self.share, minimum=max(self.least, 1))
        return {key: min(size, max(self.most, self.least, 1)) for key, size in wanted.items()}


def sampling_of(plan: Plan, *, on: date, known_at: int | None = None) -> Sampling:
    """The terms of sampling of a plan on a day."""
    return Sampling.from_data(calendar_of(plan, on=on, known_at=known_at).sampling)
