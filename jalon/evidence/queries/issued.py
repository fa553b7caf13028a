"""What was issued and signed: whose turn it is, the bytes as they stand, and whether a file still holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from jalon.evidence import documents, papers
from jalon.evidence.models import DocumentSignature, IssuedDocument, TrialAuthority


def issued_on(subject: str, *, kind: str = "", known_at: int | None = None):
    """Documents issued on a subject, the last one first."""
    found = IssuedDocument.objects.known_at(known_at).filter(subject=subject)
    found = found.filter(kind=kind) if kind else found
    return found.select_related("event", "document", "organisation").order_by("-event__number")


def signatures_of(issued: IssuedDocument, *, known_at: int | None = None):
    rows = DocumentSignature.objects.known_at(known_at).filter(issued=issued)
    return rows.select_related("event__actor", "organisation", "document").order_by("position")


def next_capacity(issued: IssuedDocument) -> str | None:
    """Who signs now, None when everybody did."""
    signed = set(issued.signatures.values_list("capacity", flat=True))
    return next((capacity for capacity in issued.capacities if capacity not in signed), None)


def is_complete(issued: IssuedDocument) -> bool:
    return next_capacity(issued) is None


def current_digest(issued: IssuedDocument) -> str:
    """The document with every electronic signature it has; a scan stands beside it."""
    electronic = issued.signatures.exclude(method=DocumentSignature.Method.PAPER)
    last = electronic.order_by("-position").values_list("document_id", flat=True).first()
    return last or issued.document_id


def current_bytes(issued: IssuedDocument) -> bytes:
    return documents.path_of(current_digest(issued)).read_bytes()


def authorities() -> dict[str, list[bytes]]:
    """Certificates (DER): of the local authorities for trials, and of those this installation trusts."""
    trials = [bytes(one) for one in TrialAuthority.objects.values_list("certificate", flat=True)]
    return {"trials": trials, "trusted": list(trusted())}


SUFFIXES = (".pem", ".crt", ".cer")


def trusted() -> Iterator[bytes]:
    folder = settings.JALON_AUTHORITIES
    if not folder:
        return
    for file in sorted(Path(folder).iterdir()):
        if file.suffix.lower() in SUFFIXES:
            yield from (one.public_bytes(Encoding.DER) for one in certificates(file.read_bytes()))


def certificates(content: bytes) -> list[x509.Certificate]:
    if b"-----BEGIN" in content:
        return x509.load_pem_x509_certificates(content)
    return [x509.load_der_x509_certificate(content)]


@dataclass(frozen=True)
class Checked:
    """What is known of a file: whether these very bytes were issued or signed here, and its signatures."""

    verdict: papers.Verdict
    issued: IssuedDocument | None
    signature: DocumentSignature | None = None  # the one after which the bytes were these

    @property
    def is_ours(self) -> bool:
        return self.issued is not None

    @property
    def is_current(self) -> bool:
        return self.issued is not None and current_digest(self.issued) == self.verdict.sha256

    @property
    def holds(self) -> bool:
        """These bytes left this house, and each signature on them still holds."""
        return self.is_ours and self.verdict.holds


def check(content: bytes) -> Checked:
    """What is known of the bytes of a file somebody brings."""
    name = sha256(content).hexdigest()
    verdict = papers.verify(content, **authorities())
    signature = DocumentSignature.objects.filter(document_id=name).select_related("issued").first()
    if signature:
        return Checked(verdict, signature.issued, signature)
    return Checked(verdict, IssuedDocument.objects.filter(document_id=name).order_by("-pk").first())
