"""Documents that are issued, signed and checked: PAdES signatures in PDF, by pyHanko.

pyHanko is loaded by the first signature: it takes a quarter of a second, which most commands have no use for.
"""

from collections.abc import Iterable

from jalon.evidence.papers.credentials import Credential, CredentialError, of_file, of_the_trial_authority
from jalon.evidence.papers.said import Level, NotAPdf, Signature, Verdict

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


def sign(
    content: bytes, credential: Credential, *, capacity: str, reason: str = "", place: str = ""
) -> bytes:
    """The PDF with one more signature, in the field named for the capacity of who signs. Raises NotAPdf."""
    from jalon.evidence.papers import signing

    return signing.sign(content, credential, capacity=capacity, reason=reason, place=place)


def verify(content: bytes, *, trials: Iterable[bytes] = (), trusted: Iterable[bytes] = ()) -> Verdict:
    """Every signature of a PDF, in the order in which they were made.

    `trials` and `trusted` are DER certificates of the local authorities and of those trusted here. Nothing is
    fetched from outside: no list of revoked certificates is asked for.
    """
    from jalon.evidence.papers import verdict

    return verdict.verify(content, trials=trials, trusted=trusted)
