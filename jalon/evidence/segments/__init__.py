"""The evidence as immutable Parquet files by moment, and what was written since."""

from jalon.evidence.segments.reading import Snapshot, snapshot
from jalon.evidence.segments.writing import compact, write, write_if_many

__all__ = ("Snapshot", "compact", "snapshot", "write", "write_if_many")
