"""What every contender is asked: 500 measures, 50 centres, 16 quarters, also parted by three dimensions."""

from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jalon.kernel.measures import Condition, Measure
from jalon.kernel.periods import periods
from jalon.results.engine.bench.data import KINDS

ON: Final = date(2025, 12, 31)
QUARTERS: Final = periods("quarter", date(2022, 1, 1), ON)
DIMENSIONS: Final = ("", "firm_size", "origin", "region")


class Filter(NamedTuple):
    """A condition, as a measure and as SQL say it."""

    condition: Condition | None
    sql: str


FILTERS: Final = (
    Filter(None, "true"),
    Filter(Condition("origin", "=", "import"), "origin = 'import'"),
    Filter(Condition("firm_size", "in", ("micro", "small")), "firm_size IN ('micro', 'small')"),
    Filter(Condition("attributes.conform", "=", False), "conform = 'false'"),
    Filter(Condition("general_interest", "=", True), "general_interest"),
)
AGGREGATIONS: Final = (("count", "rows"), ("sum", "quantity"), ("sum", "amount"), ("distinct", "enterprise"))

MEASURES: Final = {
    f"{kind} {place} {aggregation} {of}": Measure(
        (kind,), aggregation, of, (each.condition,) if each.condition else ()
    )
    for kind in KINDS
    for place, each in enumerate(FILTERS)
    for aggregation, of in AGGREGATIONS
}

# The relation each contender answers with: a row a figure that is not 0.
ANSWER: Final = pa.schema(
    [
        ("dimension", pa.int32()),
        ("measure", pa.int32()),
        ("centre", pa.int32()),
        ("window", pa.int32()),
        ("category", pa.string()),
        ("total", pa.int64()),
    ]
)


def digest(answer: pa.Table) -> dict[str, int]:
    """What two equal answers have in common, whatever the order of their rows."""
    answer = answer.filter(pc.not_equal(answer["total"], 0))
    words = answer["category"].cast(pa.string()).combine_chunks().dictionary_encode()
    codes = np.array(
        [int.from_bytes(word.encode()[:6], "big") for word in words.dictionary.to_pylist()] or [0]
    )
    place = codes[words.indices.to_numpy()] if answer.num_rows else codes[:0]
    for name, factor in (("dimension", 7), ("measure", 1009), ("centre", 104_729), ("window", 1_299_709)):
        place = place * 31 + answer[name].to_numpy().astype("int64") * factor
    totals = answer["total"].to_numpy()
    with np.errstate(over="ignore"):
        mixed = int((totals * (place * place % 1_000_003 + 1)).sum()) % 2**63
    return {"figures": answer.num_rows, "total": int(totals.sum()), "mixed": mixed}


def added(left: dict[str, int], right: dict[str, int]) -> dict[str, int]:
    """The digest of two parts of an answer together."""
    whole = {name: left.get(name, 0) + value for name, value in right.items()}
    return whole | {"mixed": whole["mixed"] % 2**63}
