"""Documents: a typst template and its words become a PDF/A that reads the same in twenty years."""

import json
from datetime import datetime
from pathlib import Path

import typst

from jalon.ui.finders import FONTS, font_file


def typeset(template: Path, content: dict, *, at: datetime) -> bytes:
    """The PDF/A of a template that reads `sys.inputs.content`; same words and instant, same bytes."""
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False, sort_keys=True)},
        font_paths=sorted({str(font_file(name).parent) for name in FONTS}),
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
        timestamp=int(at.timestamp()),
    )
