"""The published schema is the one in force, and real packs follow it."""

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from jalon.site.packs.folder import SECTIONS, open_folder
from jalon.site.packs.published import json_schema, write_schema
from tests.site.packs.folders import MA_CTI

PUBLISHED = Path(__file__).parents[3] / "docs" / "pack.schema.json"


def test_the_published_schema_is_the_one_in_force(tmp_path):
    write_schema(tmp_path / "schema.json")

    assert (tmp_path / "schema.json").read_text() == PUBLISHED.read_text()


@pytest.mark.parametrize("section", [section.name for section in SECTIONS])
def test_the_moroccan_pack_follows_the_published_schema(section):
    schema = json_schema()
    model = next(one.model for one in SECTIONS if one.name == section)
    validator = jsonschema.Draft202012Validator(schema["$defs"][model.__name__] | {"$defs": schema["$defs"]})

    for item in open_folder(MA_CTI).items[section]:
        assert [error.message for error in validator.iter_errors(as_json(item.tree))] == []


def as_json(tree):
    return json.loads(
        json.dumps(tree, default=lambda one: float(one) if isinstance(one, Decimal) else str(one))
    )


def test_every_file_of_a_pack_has_its_schema():
    definitions = json_schema()["$defs"]

    for section in SECTIONS:
        assert definitions[f"file-{section.name}"]["title"] == section.pattern
