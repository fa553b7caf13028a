"""One file issued for many subjects at once: a collective paper, under one event."""

from collections.abc import Mapping

from jalon.evidence.models import IssuedDocument
from jalon.journal.actions import recording


def issue_for_all(
    sha256: str,
    subjects: Mapping[str, Mapping[str, object]],
    *,
    kind: str,
    permission: str,
    by,
    organisation=None,
    simulated: bool = False,
) -> list[IssuedDocument]:
    """Issue a stored file for each subject, with the facts told of it; nobody signs it."""
    payload = {"kind": kind, "sha256": sha256, "capacities": [], "subjects": len(subjects)}
    with recording("document.issued", subject=f"document:{sha256}", by=by, payload=payload) as record:
        return record.keep_all(
            IssuedDocument(
                kind=kind,
                subject=subject,
                document_id=sha256,
                permission=permission,
                organisation=organisation,
                facts=dict(facts),
                simulated=simulated,
            )
            for subject, facts in subjects.items()
        )
