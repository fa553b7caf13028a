"""Files from outside, read, checked and digested in a process of its own with limits.

Nothing here knows Django or the database: `process.main` is what runs; `evidence.imports` starts it and takes
over what it hands out. Another app that opens files from outside takes what stands here, in such a process
too: `sheets` under its own `Limits`, the reading of `cells` and `numbers`, and `Refusal`.
"""

from jalon.evidence.reading import cells, numbers
from jalon.evidence.reading.faults import Fault, Read, Refusal
from jalon.evidence.reading.limits import Limits
from jalon.evidence.reading.sheets import Sheet, sheets
from jalon.evidence.reading.shown import Percent, Unsaved
from jalon.evidence.reading.workbooks import column_letters

__all__ = (
    "Fault",
    "Limits",
    "Percent",
    "Read",
    "Refusal",
    "Sheet",
    "Unsaved",
    "cells",
    "column_letters",
    "numbers",
    "sheets",
)
