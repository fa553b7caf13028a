"""What can be done with evidence: record, correct, reverse, attest; store documents; declare kinds."""

from jalon.evidence.actions.attesting import attest_received_to
from jalon.evidence.actions.copying import allocate, copy_rows
from jalon.evidence.actions.issuing import (
    SignatureRefused,
    issue,
    issue_stored,
    receive_scan,
    receive_signed,
    sign,
    sign_simply,
)
from jalon.evidence.actions.recording import (
    Deed,
    DeedError,
    NotLive,
    correct,
    record,
    record_in,
    reverse,
    reverse_all,
)
from jalon.evidence.actions.registering import register_kinds
from jalon.evidence.actions.storing import store_document

__all__ = (
    "Deed",
    "DeedError",
    "NotLive",
    "SignatureRefused",
    "allocate",
    "attest_received_to",
    "copy_rows",
    "correct",
    "issue",
    "issue_stored",
    "receive_scan",
    "receive_signed",
    "record",
    "record_in",
    "register_kinds",
    "reverse",
    "reverse_all",
    "sign",
    "sign_simply",
    "store_document",
)
