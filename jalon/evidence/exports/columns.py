"""The columns of an export: those of an import, so that it can come back, then what recording added."""

from dataclasses import dataclass
from typing import Literal

from jalon.evidence.queries import catalogue
from jalon.evidence.reading.columns import NAMES

Type = Literal["text", "day", "number", "money", "flag", "moment", "instant"]
ADDED = (
    "service_name",
    "moment",
    "uid",
    "centre",
    "reverses",
    "simulated",
    "recorded_at",
    "recorded_by",
    "hash",
)
TYPES: dict[str, Type] = {
    "on": "day",
    "quantity": "number",
    "amount": "money",
    "general_interest": "flag",
    "high_value": "flag",
    "simulated": "flag",
    "moment": "moment",
    "recorded_at": "instant",
}


@dataclass(frozen=True)
class Columns:
    names: tuple[str, ...]
    attributes: tuple[str, ...]

    @property
    def types(self) -> list[Type]:
        return [TYPES.get(name, "text") for name in self.names]


def columns() -> Columns:
    """All attributes any kind knows have their column, so that two exports of one day have the same."""
    attributes = tuple(sorted({name for kind in catalogue().values() for name in kind.attributes}))
    said = tuple(name for name in NAMES if name != "action")
    return Columns((*said, *(f"attributes.{name}" for name in attributes), *ADDED), attributes)
