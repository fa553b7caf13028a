"""From rows to a number: a closed list of aggregations, and the plain computation every engine must equal."""

from jalon.kernel.measures.evaluate import (
    NOBODY_LEFT,
    Departures,
    Value,
    canonical_enterprise,
    evaluate,
    finished,
    gone,
    is_one,
    live,
    peak,
)
from jalon.kernel.measures.indicator import Ratio, indicator_value, ratio_of
from jalon.kernel.measures.measure import (
    AGGREGATIONS,
    DIMENSIONS,
    OPERATORS,
    Condition,
    Measure,
    MeasureError,
    Row,
    measure_from,
)
from jalon.kernel.measures.partial import Latest, Partial, merged, partial_of
from jalon.kernel.measures.received import Receipt, receipt, receipt_of_all
from jalon.kernel.reasons import NotComputable

__all__ = (
    "AGGREGATIONS",
    "DIMENSIONS",
    "NOBODY_LEFT",
    "OPERATORS",
    "Condition",
    "Departures",
    "Latest",
    "Measure",
    "MeasureError",
    "NotComputable",
    "Partial",
    "Ratio",
    "Receipt",
    "Row",
    "Value",
    "canonical_enterprise",
    "evaluate",
    "finished",
    "gone",
    "indicator_value",
    "is_one",
    "live",
    "measure_from",
    "merged",
    "partial_of",
    "peak",
    "ratio_of",
    "receipt",
    "receipt_of_all",
)
