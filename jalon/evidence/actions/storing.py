from typing import BinaryIO

from jalon.evidence import documents
from jalon.evidence.models import Document, DocumentName
from jalon.journal.actions import recording

LONGEST_NAME = 300


def store_document(content: bytes | BinaryIO, *, name: str = "", centre=None, by=None) -> str:
    """Keep a file by the SHA-256 of its bytes, and what a centre calls it; its digest.

    The bytes are safely on disk before anything refers to them. The same bytes again add at most a name.
    """
    sha256, size, media_type = documents.keep(content)
    if not Document.objects.filter(pk=sha256).exists():
        payload = {"sha256": sha256, "size": size, "media_type": media_type}
        with recording("document.stored", subject=f"document:{sha256}", by=by, payload=payload) as event:
            event.covers([bytes.fromhex(sha256)])
            stored = {"size": size, "media_type": media_type, "event_id": event.event_id}
            Document.objects.get_or_create(sha256=sha256, defaults=stored)
    if name:
        DocumentName.objects.get_or_create(document_id=sha256, centre=centre, name=name[-LONGEST_NAME:])
    return sha256
