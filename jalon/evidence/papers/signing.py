"""A PAdES signature added to a PDF, without touching a byte of what was there."""

import io

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from jalon.evidence.papers.credentials import Credential
from jalon.evidence.papers.said import NotAPdf

ROOM_FOR_A_CHAIN = 16384  # bytes kept for the signature: the certificates of a real authority fit


def sign(
    content: bytes, credential: Credential, *, capacity: str, reason: str = "", place: str = ""
) -> bytes:
    """As `papers.sign`."""
    signer = signers.SimpleSigner(
        signing_cert=as_asn1(credential.certificate),
        signing_key=key_of(credential),
        cert_registry=SimpleCertificateStore.from_certs([as_asn1(one) for one in credential.chain]),
    )
    asked = signers.PdfSignatureMetadata(
        field_name=capacity,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason or None,
        location=place or None,
    )
    out = io.BytesIO()
    try:
        signers.PdfSigner(asked, signer, new_field_spec=fields.SigFieldSpec(capacity)).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content)), output=out, bytes_reserved=ROOM_FOR_A_CHAIN
        )
    except PdfError as error:
        raise NotAPdf from error
    return out.getvalue()


def as_asn1(certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def key_of(credential: Credential) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(
        credential.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
