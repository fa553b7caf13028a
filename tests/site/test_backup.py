"""What a backup says of itself, before anything of it is put in place."""

import hashlib
import json

import pytest

from jalon.site.backup import DUMP, FORMAT, MANIFEST, BackupError, checked

CONTENT = b"rows"


def unpacked(folder, manifest) -> None:
    (folder / DUMP).write_bytes(CONTENT)
    if manifest is not None:
        (folder / MANIFEST).write_text(manifest if isinstance(manifest, str) else json.dumps(manifest))


def whole(**parts) -> dict:
    digest = hashlib.sha256(CONTENT).hexdigest()
    return {"format": FORMAT, "parts": {DUMP: {"sha256": digest}} | parts}


def test_a_whole_backup_is_read(tmp_path):
    unpacked(tmp_path, whole())

    assert checked(tmp_path) == whole()


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (None, "it has no manifest.json"),
        ('{"format":', "its manifest.json cannot be read"),
        ("[]", "its manifest.json cannot be read"),
        ("{}", "its manifest.json cannot be read"),
        ({"format": 99, "parts": {}}, "has format 99"),
        ({"format": FORMAT, "parts": {}}, "database.dump is no longer in it"),
        (whole(**{"documents/ab/abc": {"sha256": ""}}), "documents/ab/abc is no longer in it"),
        (whole(**{"documents/../../outside": {"sha256": ""}}), "which no backup of Jalon holds"),
        (whole(**{"/etc/passwd": {"sha256": ""}}), "which no backup of Jalon holds"),
    ],
)
def test_a_backup_that_was_changed_is_refused_with_its_reason(tmp_path, manifest, said):
    unpacked(tmp_path, manifest)

    with pytest.raises(BackupError, match=said):
        checked(tmp_path)
