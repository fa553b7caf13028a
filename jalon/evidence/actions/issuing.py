"""Documents of this house: issued once, signed by each in turn, never set again."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from jalon.evidence import documents, papers
from jalon.evidence.actions.storing import store_document
from jalon.evidence.models import DocumentSignature, IssuedDocument, TrialAuthority
from jalon.evidence.papers import credentials
from jalon.evidence.queries.issued import authorities, current_bytes, next_capacity
from jalon.journal.actions import recording

Method = DocumentSignature.Method


class SignatureRefused(Exception):
    """A signature cannot be added; `reason` says why.

    complete: everybody signed; not_your_turn: `capacity` signs now; not_a_continuation: the copy does not
    begin with the bytes issued here; not_signed: it holds no new signature; broken: its new signature does
    not hold; not_a_pdf.
    """

    def __init__(self, reason: str, capacity: str = ""):
        self.reason, self.capacity = reason, capacity
        super().__init__(f"{reason} {capacity}".strip())


def issue(content: bytes, *, name: str = "", by, organisation=None, **told) -> IssuedDocument:
    """Keep a document as it was issued; see `issue_stored`."""
    with transaction.atomic():
        sha256 = store_document(content, name=name, centre=organisation, by=by)
        return issue_stored(sha256, by=by, organisation=organisation, **told)


def issue_stored(
    sha256: str,
    *,
    kind: str,
    subject: str,
    permission: str,
    by,
    capacities: Sequence[str] = (),
    organisation=None,
    facts: dict | None = None,
    simulated: bool = False,
) -> IssuedDocument:
    """Issue a file that is stored. `capacities` sign it in that order; `permission` reads it.

    Raises ValueError when the file is gone, or is no longer the one that was stored.
    """
    if not documents.is_whole(sha256):
        raise ValueError(f"the file {sha256} is not as it was stored")
    payload = {"kind": kind, "sha256": sha256, "capacities": list(capacities)}
    with recording("document.issued", subject=subject, by=by, payload=payload) as record:
        return record.keep(
            IssuedDocument(
                kind=kind,
                subject=subject,
                document_id=sha256,
                capacities=list(capacities),
                permission=permission,
                organisation=organisation,
                facts=facts or {},
                simulated=simulated,
            )
        )


def sign_simply(issued: IssuedDocument, *, capacity: str, by, at: dt.datetime, organisation=None, place=""):
    """A simple signature: the local authority for trials vouches that this person was signed in here."""
    credential, authority = papers.of_the_trial_authority(by.get_full_name() or by.email, at=at)
    return sign(
        issued,
        capacity=capacity,
        credential=credential,
        by=by,
        at=at,
        organisation=organisation,
        place=place,
        method=Method.SIMPLE,
        authority=authority,
    )


def sign(
    issued: IssuedDocument,
    *,
    capacity: str,
    credential: papers.Credential,
    by,
    at: dt.datetime,
    organisation=None,
    place: str = "",
    method: str = Method.CERTIFICATE,
    authority=None,
) -> DocumentSignature:
    """Add a party's signature to the bytes as the last party left them. Raises SignatureRefused."""
    with transaction.atomic():
        content = in_turn(issued, capacity)
        try:
            signed = papers.sign(content, credential, capacity=capacity, reason=issued.subject, place=place)
        except papers.NotAPdf as error:
            raise SignatureRefused("not_a_pdf") from error
        mark = credential.fingerprint
        return keep(
            issued,
            signed,
            capacity,
            method,
            mark,
            by=by,
            at=at,
            organisation=organisation,
            authority=authority,
        )


def receive_signed(
    issued: IssuedDocument, content: bytes, *, capacity: str, by, at: dt.datetime, organisation=None
) -> DocumentSignature:
    """Take a copy signed elsewhere: it continues the bytes issued here, and its new signature holds."""
    with transaction.atomic():
        before = in_turn(issued, capacity)
        if not content.startswith(before) or len(content) == len(before):
            raise SignatureRefused("not_a_continuation")
        verdict = papers.verify(content, **authorities())
        if verdict.problem == "not_a_pdf":
            raise SignatureRefused("not_a_pdf")
        if len(verdict.signatures) != len(papers.verify(before, **authorities()).signatures) + 1:
            raise SignatureRefused("not_signed")
        if not verdict.holds:
            raise SignatureRefused("broken")
        mark = verdict.signatures[-1].fingerprint
        return keep(
            issued, content, capacity, Method.ELSEWHERE, mark, by=by, at=at, organisation=organisation
        )


def receive_scan(
    issued: IssuedDocument, content: bytes, *, capacity: str, by, at: dt.datetime, organisation=None
) -> DocumentSignature:
    """Take the scan of a copy signed on paper: kept with its digest, shown as what nobody here can check."""
    with transaction.atomic():
        in_turn(issued, capacity)
        return keep(issued, content, capacity, Method.PAPER, "", by=by, at=at, organisation=organisation)


def in_turn(issued: IssuedDocument, capacity: str) -> bytes:
    """The bytes to sign, when it is this capacity's turn; two people signing at once wait for each other."""
    IssuedDocument.objects.select_for_update().get(pk=issued.pk)
    waited = next_capacity(issued)
    if waited is None:
        raise SignatureRefused("complete")
    if waited != capacity:
        raise SignatureRefused("not_your_turn", waited)
    return current_bytes(issued)


def keep(
    issued, content, capacity, method, mark, *, by, at, organisation, authority=None
) -> DocumentSignature:
    sha256 = store_document(content, by=by)
    payload = {"document": str(issued.uid), "capacity": capacity, "method": str(method), "sha256": sha256}
    with recording("document.signed", subject=issued.subject, by=by, payload=payload) as record:
        if authority is not None:
            keep_authority(record, authority)
        return record.keep(
            DocumentSignature(
                issued=issued,
                position=issued.signatures.count() + 1,
                capacity=capacity,
                organisation=organisation,
                method=method,
                document_id=sha256,
                fingerprint=mark,
                on=at.date(),
            )
        )


def keep_authority(record, certificate) -> None:
    """Remember a local authority, once, so that what it certified is recognised after its key is lost."""
    mark = credentials.fingerprint(certificate)
    if not TrialAuthority.objects.filter(fingerprint=mark).exists():
        record.keep(TrialAuthority(fingerprint=mark, certificate=credentials.der(certificate)))
