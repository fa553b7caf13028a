"""Evidence as files others can read: CSV, XLSX, Parquet, JSON lines."""

from jalon.evidence.exports.exporting import FORMATS, export

__all__ = ("FORMATS", "export")
