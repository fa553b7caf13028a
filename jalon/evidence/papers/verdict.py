"""Whether the signatures of a PDF still hold, who they are of, and what vouches for the signer."""

import io
from collections.abc import Iterable, Iterator
from hashlib import sha256

from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from jalon.evidence.papers.said import Level, Signature, Verdict

HARMLESS = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
MOST_SIGNATURES = 50  # a hostile file shall not hold a worker for long


def verify(content: bytes, *, trials: Iterable[bytes] = (), trusted: Iterable[bytes] = ()) -> Verdict:
    """As `papers.verify`."""
    name = sha256(content).hexdigest()
    roots = {Level.SIMPLE: loaded(trials), Level.KNOWN: loaded(trusted)}
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        embedded = reader.embedded_regular_signatures
        if len(embedded) > MOST_SIGNATURES:
            return Verdict(name, problem="too_many")
        found = tuple(judged(one, roots) for one in embedded)
    except (PdfError, ValueError, KeyError, TypeError, RecursionError, IndexError, AttributeError):
        return Verdict(name, problem="not_a_pdf")
    is_open = bool(found) and not found[-1].covers_the_end
    return Verdict(name, found, "added_after" if is_open else "")


def loaded(certificates: Iterable[bytes]) -> list[asn1.Certificate]:
    return [asn1.Certificate.load(one) for one in certificates]


def judged(embedded, roots: dict[Level, list[asn1.Certificate]]) -> Signature:
    try:
        return read(embedded, roots)
    except (SignatureValidationError, ValidationError, PdfError, ValueError, KeyError, TypeError):
        return Signature(
            embedded.field_name,
            "",
            None,
            "",
            Level.UNKNOWN,
            False,
            covers_the_end=False,
            problem="unreadable",
        )


def read(embedded, roots: dict[Level, list[asn1.Certificate]]) -> Signature:
    status = next(iter(statuses(embedded, roots)))
    level, judged_by = status
    problem = problem_of(judged_by)
    return Signature(
        capacity=embedded.field_name,
        signer=name_of(judged_by.signing_cert),
        signed_at=judged_by.signer_reported_dt,
        fingerprint=judged_by.signing_cert.sha256.hex(),
        level=level,
        holds=not problem,
        covers_the_end=judged_by.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        problem=problem,
    )


def statuses(embedded, roots) -> Iterator[tuple[Level, object]]:
    """The best authority that vouches for the signer, with what pyHanko says of the signature."""
    last = None
    for level in (Level.KNOWN, Level.SIMPLE):
        context = ValidationContext(
            trust_roots=roots[level],
            allow_fetching=False,
            moment=embedded.self_reported_timestamp,  # a certificate of one day vouches for that day for ever
        )
        last = validate_pdf_signature(embedded, context)
        if last.trusted:
            yield level, last
    yield Level.UNKNOWN, last


def problem_of(status) -> str:
    if not status.intact:
        return "changed"
    if not status.valid:
        return "broken"
    is_whole = status.coverage in (
        SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION,
    )  # fmt: skip
    if not is_whole or (status.modification_level not in HARMLESS):
        return "changed_after"
    return ""


def name_of(certificate: asn1.Certificate) -> str:
    native = certificate.subject.native
    return str(native.get("common_name") or certificate.subject.human_friendly)
