"""Documents that are issued, signed and checked: PAdES signatures in PDF, by pyHanko."""

from jalon.evidence.papers.credentials import Credential, CredentialError, of_file, of_the_trial_authority
from jalon.evidence.papers.signing import NotAPdf, sign
from jalon.evidence.papers.verdict import Level, Signature, Verdict, verify

__all__ = (
    "Credential",
    "CredentialError",
    "Level",
    "NotAPdf",
    "Signature",
    "Verdict",
    "of_file",
    "of_the_trial_authority",
    "sign",
    "verify",
)
