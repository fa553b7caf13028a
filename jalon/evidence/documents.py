"""The files themselves, by the SHA-256 of their bytes, under the data folder."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 2**20

_SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/vnd.ms-office"),
)


def path_of(sha256: str) -> Path:
    return Path(settings.JALON_DOCUMENTS) / sha256[:2] / sha256


def keep(content: bytes | BinaryIO) -> tuple[str, int, str]:
    """Store the bytes once, safely on disk before anything refers to them: digest, size, media type."""
    folder = Path(settings.JALON_DOCUMENTS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".incoming-", delete=False) as draft:
        try:
            sha256, size, start = _copy(content, draft)
            _place(Path(draft.name), path_of(sha256))
        finally:
            Path(draft.name).unlink(missing_ok=True)
    return sha256, size, media_type(start)


def _copy(content: bytes | BinaryIO, draft) -> tuple[str, int, bytes]:
    digest, size, start = hashlib.sha256(), 0, b""
    for chunk in _chunks(content):
        start = start or chunk[:16]
        digest.update(chunk)
        size += len(chunk)
        draft.write(chunk)
    draft.flush()
    os.fsync(draft.fileno())
    return digest.hexdigest(), size, start


def _chunks(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while chunk := content.read(CHUNK):
        yield chunk


def _place(draft: Path, final: Path) -> None:
    if final.exists():
        return
    final.parent.mkdir(mode=0o700, exist_ok=True)
    draft.rename(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself must survive a power cut
    finally:
        os.close(folder)


def media_type(start: bytes) -> str:
    """Told by the bytes, never by the name a person gave."""
    return next((kind for sign, kind in _SIGNS if start.startswith(sign)), "application/octet-stream")


def is_whole(sha256: str) -> bool:
    """Whether the file is there with the bytes it is named for."""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
