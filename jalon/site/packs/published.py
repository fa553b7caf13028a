"""The schema of packs as a file, so that editors check and complete as one writes."""

import json
from pathlib import Path

from jalon.site.packs.folder import SECTIONS
from jalon.site.packs.schema import Folder

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict:
    """One schema; each file's own is at `#/$defs/file-NAME`."""
    whole = Folder.model_json_schema(ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    for section in SECTIONS:
        definitions[f"file-{section.name}"] = _of_file(section)
    return {
        "$schema": DIALECT,
        "title": "A pack of Jalon",
        **{key: value for key, value in whole.items() if key != "title"},
        "$defs": dict(sorted(definitions.items())),
    }


def _of_file(section):
    part = {"$ref": f"#/$defs/{section.model.__name__}"}
    return {"title": section.pattern, **({"type": "array", "items": part} if section.is_list else part)}


def write_schema(path: Path | str) -> None:
    """Write `docs/pack.schema.json`; the same models always give the same bytes."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    Path(path).write_text(text + "\n", encoding="utf-8")
