"""What a reader may see of a row: all of it, or what stays when the firm must not be recognised."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jalon.evidence.models import Evidence
from jalon.kernel.periods import containing
from jalon.network.queries import pseudonym
from jalon.network.roles import Rows

DIMENSIONS = (
    *("axis", "funding_line", "service", "sector", "ecosystem", "region", "firm_size", "origin"),
    *("general_interest", "high_value", "campaign"),
)


@dataclass(frozen=True)
class ShownRow:
    """A row as one reader may see it. `day` is None when only the month may be known."""

    uid: str
    centre: str
    kind: str
    month: str
    quantity: Decimal
    unit: str
    simulated: bool
    is_reversal: bool
    is_masked: bool
    firm: str = ""
    day: dt.date | None = None
    amount: int | None = None
    external_id: str = ""
    identity: str = ""
    dimensions: Mapping[str, object] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)
    documents: tuple[str, ...] = ()


def shown(row: Evidence, view: Rows, *, plan: str) -> ShownRow | None:
    """The row for a reader; None for one who sees none. Reads `row.centre` and `row.enterprise`."""
    if view == Rows.FULL:
        return whole(row)
    return masked(row, plan) if view == Rows.MASKED else None


def whole(row: Evidence) -> ShownRow:
    return ShownRow(
        **common(row),
        is_masked=False,
        firm=row.enterprise.name if row.enterprise else "",
        day=row.on,
        amount=row.amount,
        external_id=row.external_id,
        identity=row.identity,
        attributes=row.attributes,
        documents=tuple(row.documents),
    )


def masked(row: Evidence, plan: str) -> ShownRow:
    """The firm and what is counted by pseudonyms of the plan, the month; no amount, attribute or document.

    A certificate's number would name the firm as surely as its name does.
    """
    return ShownRow(
        **common(row),
        is_masked=True,
        firm=pseudonym(plan, row.enterprise.uid) if row.enterprise else "",
        identity=pseudonym(plan, f"{row.centre_id} {row.identity}") if row.identity else "",
    )


def common(row: Evidence) -> dict:
    return {
        "uid": str(row.uid),
        "centre": row.centre.code,
        "kind": row.kind,
        "month": containing("month", row.on).code,
        "quantity": row.quantity,
        "unit": row.unit,
        "simulated": row.simulated,
        "is_reversal": row.reverses_id is not None,
        "dimensions": {
            name: getattr(row, name) for name in DIMENSIONS if getattr(row, name) not in ("", None)
        },
    }
