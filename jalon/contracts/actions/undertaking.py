"""A party reports on what it undertook, with its documents."""

from collections.abc import Iterable
from datetime import date

from jalon.contracts.actions.living import Refused
from jalon.contracts.models import Contract, UndertakingReport
from jalon.contracts.queries.terms import terms_in_force
from jalon.evidence.models import Document
from jalon.journal.actions import recording


def report_undertaking(
    contract: Contract,
    *,
    side: str,
    code: str,
    on: date,
    by,
    note: str = "",
    documents: Iterable[str] = (),
    is_done: bool = True,
) -> UndertakingReport:
    """Say that an undertaking is done, or after all is not. `documents`: SHA-256 of stored files.

    Raises Refused.
    """
    kept = list(documents)
    said = terms_in_force(contract, on=on)
    if not any((one.side, one.code) == (side, code) for one in (said.undertakings if said else ())):
        raise Refused(("no_such_undertaking",))
    if not is_done and not note.strip():
        raise Refused(("reason_given",))
    if Document.objects.filter(sha256__in=kept).count() != len(set(kept)):
        raise Refused(("document_not_stored",))
    payload = {"contract": contract.code, "side": side, "undertaking": code, "done": is_done}
    with recording(
        "undertaking.reported", subject=f"contract:{contract.code}", by=by, payload=payload
    ) as record:
        return record.keep(
            UndertakingReport(
                contract=contract, side=side, code=code, is_done=is_done, on=on, note=note, documents=kept
            )
        )
