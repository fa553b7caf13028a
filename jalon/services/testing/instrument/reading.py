"""The cells of an instrument's file, read in a process of its own: a file may ask for anything."""

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _

import jalon

ROOT = str(Path(jalon.__file__).resolve().parents[1])
PROGRAM = f"""
import sys; sys.path.insert(0, {ROOT!r})
from jalon.services.testing.instrument.cells import main; main(sys.argv[1])
"""
SAID = {
    "empty": _("The file is empty: choose the one that holds the results."),
    "other_type": _("This file is neither CSV, XLSX, XLS nor ODS (it looks like: %(detail)s)."),
    "encrypted": _("The file is protected by a password: save it without one."),
}
BEYOND = _("The file cannot be read: open it in the spreadsheet, save it as XLSX, and try again.")
WAIT = 30  # seconds of anybody's clock


class Unreadable(Exception):
    """Nothing of the file could be read; `code` is a refusal of the reader of files."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code, self.detail = code, detail

    @property
    def said(self) -> str:
        """Why, and what to do."""
        return SAID.get(self.code, BEYOND) % {"detail": self.detail}


def cells(path: Path) -> list[list[str]]:
    """The rows of the first sheet, as text. Raises Unreadable."""
    command = [sys.executable, "-I", "-B", "-c", PROGRAM, str(path)]
    try:
        told = subprocess.run(
            command, capture_output=True, timeout=WAIT, check=True, env={"LC_ALL": "C.UTF-8"}
        )
        said = json.loads(told.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable("too_heavy") from error
    if "refused" in said:
        raise Unreadable(*said["refused"])
    return said["rows"]
