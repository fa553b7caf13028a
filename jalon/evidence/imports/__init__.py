"""A centre's file: read in a limited process, compared with what is known, recorded in one event."""

from jalon.evidence.imports.importing import import_file
from jalon.evidence.imports.report import Report

__all__ = ("Report", "import_file")
