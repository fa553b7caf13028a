"""What is said of a paper that is signed or checked, whatever library reads it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NotAPdf(Exception):
    """These bytes are no PDF that can be signed."""


class Level(StrEnum):
    """What vouches for the name in a certificate."""

    SIMPLE = "simple"  # the local authority for trials: somebody signed in here
    KNOWN = "known"  # an authority this installation was told to trust
    UNKNOWN = "unknown"  # nobody known here


@dataclass(frozen=True)
class Signature:
    capacity: str
    signer: str
    signed_at: datetime | None  # by the signer's own clock
    fingerprint: str
    level: Level
    holds: bool
    covers_the_end: bool  # nothing was added after it
    problem: str = ""  # a code: changed, broken, changed_after, unreadable


@dataclass(frozen=True)
class Verdict:
    """What the bytes of a file say by themselves; whether they were issued here, the caller knows."""

    sha256: str
    signatures: tuple[Signature, ...] = ()
    problem: str = ""  # a code: not_a_pdf, too_many, added_after

    @property
    def holds(self) -> bool:
        return not self.problem and all(one.holds for one in self.signatures)
