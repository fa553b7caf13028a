"""What a person signs with: a certificate file of their own, or one made on the spot for trials.

The local authority for trials says that somebody signed in here pressed the button, and no more: what it
certifies is a *simple* signature and is shown as one, never as qualified. Its key stays in the data folder;
its certificate is in the database, so that old signatures are still recognised after the key is lost.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

TRIAL_NAME = "Jalon, authority for trials"
YEARS = 10
SEVERAL_MINUTES = dt.timedelta(minutes=5)  # clocks differ
LONGEST_NAME = 64  # X.520: what a common name holds


class CredentialError(Exception):
    """A certificate cannot be used; `reason`: unreadable, password, no_key, expired, not_for_signing."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Credential:
    """A private key, its certificate and those that lead to an authority."""

    key: object
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def of_file(content: bytes, password: str, *, at: dt.datetime) -> Credential:
    """The certificate of a PKCS#12 file (.p12, .pfx). Raises CredentialError."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError as error:
        raise CredentialError("password" if "password" in str(error).lower() else "unreadable") from error
    if key is None or certificate is None:
        raise CredentialError("no_key")
    check(certificate, at)
    return Credential(key, certificate, tuple(others))


def check(certificate: x509.Certificate, at: dt.datetime) -> None:
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise CredentialError("expired")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise CredentialError("not_for_signing")


def of_the_trial_authority(name: str, *, at: dt.datetime) -> tuple[Credential, x509.Certificate]:
    """A certificate for one signature of a person, and that of the authority that gives it."""
    authority_key, authority = the_trial_authority(at)
    key = ec.generate_private_key(ec.SECP256R1())
    # a signature carries the time of the machine, also when the act it signs is of a simulated past
    until = max(at, dt.datetime.now(dt.UTC)) + dt.timedelta(days=1)
    builder = (
        begun(common_name(name), authority.subject, key, at - SEVERAL_MINUTES, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(issuer_of(authority_key), critical=False)
    )
    return Credential(key, builder.sign(authority_key, hashes.SHA256()), (authority,)), authority


def the_trial_authority(at: dt.datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The authority of this data folder, made the first time it is asked for."""
    file = Path(settings.JALON_KEYS) / "trials.pem"
    if not file.exists():
        keep(file, a_new_authority(at))
    content = file.read_bytes()
    return serialization.load_pem_private_key(content, None), x509.load_pem_x509_certificate(content)


def a_new_authority(at: dt.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = common_name(TRIAL_NAME)
    builder = (
        begun(name, name, key, at - dt.timedelta(days=1), at + dt.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def keep(file: Path, content: bytes) -> None:
    """Write a key once, for this account only; of two processes at once, the first one's stays."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def begun(subject, issuer, key, starts, ends) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        subject_name=subject,
        issuer_name=issuer,
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=starts,
        not_valid_after=ends,
    )


def common_name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:LONGEST_NAME])])


def usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_cert_sign=not signs,
        crl_sign=not signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def issuer_of(key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
