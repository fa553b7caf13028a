"""Which files are checked while a person waits for the page, and which are left to the worker."""

import zipfile
from pathlib import Path

# Some 10,000 lines, measured: half a second of reading, a second of recording.
LONG_TEXT = 2**20
LONG_UNPACKED = 4 * 2**20


def is_long(path: Path) -> bool:
    """Told by sizes alone, a workbook's by the table of contents of its archive: nothing is opened here."""
    size = path.stat().st_size
    if size > LONG_TEXT or not zipfile.is_zipfile(path):
        return size > LONG_TEXT
    try:
        with zipfile.ZipFile(path) as packed:
            return sum(part.file_size for part in packed.infolist()) > LONG_UNPACKED
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # refused as soon as it is read
