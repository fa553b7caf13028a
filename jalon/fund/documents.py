"""What usual documents are called: tranches name them by codes such as work-plan-2026-1."""

import re
from typing import Final

from jalon.kernel.words import Words

USUAL: Final = {
    "work-plan": ("Plan de travail", "برنامج العمل", "Work plan"),
    "activity-report": ("Rapport d'activité", "تقرير الأنشطة", "Activity report"),
}
CODE: Final = re.compile(rf"({'|'.join(USUAL)})(?:-(\d{{4}}))?(?:-(\w+))?")


def document_name(code: str) -> Words | None:
    """Its words with its year and its funding line; None for a code nobody agreed on."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    kind, year, line = found.groups()
    of = ("", "", "") if line is None else (f", ligne {line}", f"، الخط {line}", f", line {line}")
    year = f" {year}" if year else ""
    return Words(*(f"{name}{year}{more}" for name, more in zip(USUAL[kind], of, strict=True)))
