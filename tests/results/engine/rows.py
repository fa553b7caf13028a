"""Small journals for the engine's tests: the kernel's rows, and the same as the columns of a segment."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st

from jalon.evidence.segments.coding import coded
from jalon.kernel.measures import Row
from jalon.results.engine import SCHEMA

FIRST = date(2023, 11, 1)
KINDS = (
    "test.reported",
    "training.attended",
    "income.invoiced",
    "staff.opening",
    "staff.joined",
    "staff.left",
    "certificate.issued",
    "certificate.suspended",
    "certificate.restored",
    "certificate.withdrawn",
    "level.declared",
)


def table(rows):
    """Rows of the kernel as a tail: a table with the columns of a segment."""
    return coded(plain(rows))


def plain(rows):
    """Rows of the kernel as they are read from the database."""
    return pa.Table.from_pylist([_columns(row) for row in rows], schema=SCHEMA)


def said(row, name):
    value = row.attributes.get(name)
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def apart(rows, names):
    """Rows with some attributes in columns of their own."""
    columns = {
        f"attributes.{name}": pa.array([said(row, name) for row in rows], pa.string()) for name in names
    }
    found = plain(rows)
    for name, column in columns.items():
        found = found.append_column(name, column)
    return found


def _columns(row):
    said = {name: row.dims.get(name) for name in SCHEMA.names if name in row.dims}
    return {
        "id": row.id,
        "moment": row.moment,
        "centre": row.centre,
        "kind": row.kind,
        "on": row.on,
        "quantity": int(row.quantity * 1000),
        "amount": row.amount,
        "enterprise": row.enterprise,
        "establishment": row.establishment,
        "identity": row.identity,
        "attributes": json.dumps(row.attributes),
        "reverses": row.reverses,
        "simulated": False,
    } | said


def reversal(row, number, moment):
    """The row that cancels another one."""
    negated = None if row.amount is None else -row.amount
    return Row(
        **{name: getattr(row, name) for name in ("centre", "kind", "on", "enterprise", "establishment")},
        **{name: getattr(row, name) for name in ("identity", "dims", "attributes")},
        id=number,
        moment=moment,
        quantity=-row.quantity,
        amount=negated,
        reverses=row.id,
    )


days = st.integers(0, 240).map(lambda number: FIRST + timedelta(days=number))
quantities = st.decimals(-5, 5, places=3)
texts = st.sampled_from(("", "a", "b"))
dims = st.fixed_dictionaries(
    {},
    optional={
        "sector": st.sampled_from(("", "10", "13")),
        "firm_size": st.sampled_from(("", "micro", "small", "large")),
        "origin": st.sampled_from(("", "local", "import")),
        "general_interest": st.sampled_from((None, True, False)),
    },
)
attributes = st.fixed_dictionaries(
    {},
    optional={
        "conform": st.booleans(),
        "grade": st.sampled_from(("manager", "other", "")),
        "fte": st.sampled_from(("0.5", "1", "0.333333", "2")),
        "participants": st.sampled_from((1, 12)),
        "valid_until": days.map(date.isoformat),
    },
)


@st.composite
def row(draw, number, moment):
    """A row of any kind that says more or less about itself."""
    return Row(
        id=number,
        moment=moment,
        centre=draw(st.integers(1, 3)),
        kind=draw(st.sampled_from(KINDS)),
        on=draw(days),
        quantity=draw(st.one_of(st.just(Decimal(0)), quantities)),
        amount=draw(st.one_of(st.none(), st.integers(-1000, 100_000))),
        enterprise=draw(st.one_of(st.none(), st.integers(1, 5))),
        establishment=draw(st.one_of(st.none(), st.integers(1, 5))),
        identity=draw(texts),
        dims=draw(dims),
        attributes=draw(attributes),
    )


@st.composite
def journals(draw, longest=24):
    """Rows in the order of their moments; some take back an earlier one."""
    rows, standing, moment = [], [], 1
    for number in range(1, draw(st.integers(0, longest)) + 1):
        moment += draw(st.integers(0, 2))
        if standing and draw(st.integers(0, 4)) == 0:
            undone = standing.pop(draw(st.integers(0, len(standing) - 1)))
            rows.append(reversal(undone, number, moment))
        else:
            rows.append(draw(row(number, moment)))
            standing.append(rows[-1])
    return rows
