"""A kind's terms decide how its rows count: the digest under which the journal keeps them."""

from jalon.evidence.models import Kind
from jalon.kernel.chain import digest


def terms_digest(row: Kind) -> str:
    """SHA-256 of a kind's code and terms, as the event that declared it keeps it."""
    return digest([row.code, row.terms]).hex()
