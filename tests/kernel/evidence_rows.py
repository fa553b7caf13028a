"""Rows of evidence for the tests of measures: ready ones, and Hypothesis strategies."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import count

from hypothesis import strategies as st

from jalon.kernel.kinds import CATALOGUE, signed
from jalon.kernel.measures import Row
from jalon.kernel.periods import parse, periods

YEAR = parse("2024")
QUARTERS = periods("quarter", YEAR.start, YEAR.end)

_ids = count(1)


def row(kind="test.reported", *, on="2024-03-05", quantity=1, amount=None, **said):
    """A row as it is stored: the kind's sign applied to what people type."""
    number = next(_ids)
    quantity, amount = signed(CATALOGUE[kind], Decimal(str(quantity)), amount)
    terms = {"id": number, "moment": number, "centre": 1} | said
    return Row(kind=kind, on=dt.date.fromisoformat(on), quantity=quantity, amount=amount, **terms)


def reversal(one, **said):
    """The row that cancels another: same content and day, numbers negated."""
    amount = None if one.amount is None else -one.amount
    number = next(_ids)
    terms = {"id": number, "moment": number, "quantity": -one.quantity, "amount": amount, "reverses": one.id}
    return replace(one, **terms | said)


def centimes_or_none(kind):
    return st.integers(0, 10**9) if CATALOGUE[kind].needs_amount else st.none()


@st.composite
def journals(draw, kinds, *, max_size=14):
    """Rows of some kinds in three centres around 2024, recorded in order; later rows may cancel earlier ones."""
    rows = []
    for number in range(1, draw(st.integers(0, max_size)) + 1):
        live = [one for one in rows if one.reverses is None and one.id not in {r.reverses for r in rows}]
        if live and draw(st.integers(0, 4)) == 0:
            rows.append(reversal(draw(st.sampled_from(live)), id=number, moment=number))
        else:
            rows.append(draw(_rows(kinds, number)))
    return rows


@st.composite
def _rows(draw, kinds, number):
    kind = draw(st.sampled_from(kinds))
    day = draw(st.dates(dt.date(2023, 7, 1), dt.date(2025, 6, 30)))
    attributes = {}
    if kind.startswith("staff."):
        attributes["fte"] = str(draw(st.sampled_from([Decimal("0.5"), Decimal(1), Decimal("2.25")])))
    if CATALOGUE[kind].opens and draw(st.booleans()):
        attributes["valid_until"] = draw(st.dates(dt.date(2023, 7, 1), dt.date(2026, 1, 1))).isoformat()
    return row(
        kind,
        id=number,
        moment=number,
        on=day.isoformat(),
        quantity=draw(st.decimals(Decimal("0.001"), Decimal(10_000), places=3)),
        amount=draw(centimes_or_none(kind)),
        centre=draw(st.integers(1, 3)),
        enterprise=draw(st.none() | st.integers(1, 5)),
        establishment=draw(st.none() | st.integers(1, 5)),
        identity=draw(st.sampled_from(["", "A", "B", "C"])),
        dims={"origin": draw(st.sampled_from(["", "local", "import"]))},
        attributes=attributes,
    )
