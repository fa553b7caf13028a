"""The minutes of a session as they stand: the document, and who signed it."""

from jalon.committee.models import Session
from jalon.evidence.models import IssuedDocument
from jalon.evidence.queries.issued import issued_on


def minutes_issued(session: Session, known_at: int | None = None) -> IssuedDocument | None:
    """The last minutes issued of a session."""
    return issued_on(f"session:{session.uid}", kind="minutes", known_at=known_at).first()
