"""The few documents of the simulated life: one page each, which says that it is simulated."""

from jalon.evidence import documents as files
from jalon.evidence.models import Document, DocumentName
from jalon.journal.actions import recording

TITLES = {
    "deliverable": "Procès-verbal de réception d'un livrable",
    "partnership": "Convention de partenariat",
}


def store(centre, at) -> dict[str, tuple[str, ...]]:
    """The papers of a centre by what they prove, each under its own event as any stored document."""
    return {use: (kept(use, title, centre, at),) for use, title in TITLES.items()}


def kept(use: str, title: str, centre, at) -> str:
    sha256, size, media_type = files.keep(
        pdf(f"{title} - {centre.code}", "DOCUMENT SIMULÉ : il ne prouve rien.")
    )
    payload = {"sha256": sha256, "size": size, "media_type": media_type}
    with recording("document.stored", subject=f"document:{sha256}", payload=payload, at=at) as event:
        event.covers([bytes.fromhex(sha256)])
        Document.objects.create(sha256=sha256, size=size, media_type=media_type, event_id=event.event_id)
        DocumentName.objects.create(
            document_id=sha256, centre=centre, name=f"{use}-{centre.code.lower()}-simule.pdf"
        )
    return sha256


def pdf(*lines: str) -> bytes:
    """One page with these lines, as small as a PDF can be."""
    text = b" T* ".join(
        b"(" + line.encode("cp1252").replace(b"(", b"[").replace(b")", b"]") + b") Tj" for line in lines
    )
    drawn = b"BT /F1 14 Tf 20 TL 60 760 Td " + text + b" ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    )
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return written + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
