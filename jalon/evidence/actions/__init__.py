"""What can be done with evidence: record, correct, reverse, attest; store documents; declare kinds."""

from jalon.evidence.actions.attesting import attest_received_to
from jalon.evidence.actions.copying import allocate, copy_rows
from jalon.evidence.actions.recording import Deed, DeedError, NotLive, correct, record, reverse
from jalon.evidence.actions.registering import register_kinds
from jalon.evidence.actions.storing import store_document

__all__ = (
    "Deed",
    "DeedError",
    "NotLive",
    "allocate",
    "attest_received_to",
    "copy_rows",
    "correct",
    "record",
    "register_kinds",
    "reverse",
    "store_document",
)
