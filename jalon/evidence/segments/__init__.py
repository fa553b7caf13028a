"""The evidence as immutable Parquet files by moment, and what was written since."""

from jalon.evidence.segments.columns import attribute_columns, shared_attributes
from jalon.evidence.segments.health import missing_files, missing_rows
from jalon.evidence.segments.reading import Snapshot, snapshot
from jalon.evidence.segments.writing import compact, saved, write, write_if_many

__all__ = (
    "Snapshot",
    "attribute_columns",
    "compact",
    "missing_files",
    "missing_rows",
    "saved",
    "shared_attributes",
    "snapshot",
    "write",
    "write_if_many",
)
