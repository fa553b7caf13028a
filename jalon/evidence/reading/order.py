"""What the limited process is told, and the way it speaks: frames on its pipes.

While it works it sends PROGRESS: a stage, how many lines are done, of how many. It sends NUMBERS when lines
name enterprises by nine digits, and waits to hear which exist; ASKED (what it found, and what only the
database knows), NAMED with the name of every line, DONE, and waits for an answer.
FIRST and DIGESTS follow for lines never seen before; SAID, DONE for lines seen before, after which it waits
to hear which say something else; AGAIN for those, DONE. REFUSED ends it at any time.
"""

import datetime as dt
import json
import struct
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from jalon.evidence.reading.limits import Limits
from jalon.evidence.terms import kind_from, terms_of
from jalon.kernel.kinds import Kind
from jalon.kernel.service import DERIVED, Catalogue, Service
from jalon.kernel.words import Words

HEAD = struct.Struct(">cI")
REFUSED, ASKED, NAMED, FIRST, DIGESTS, SAID, AGAIN, DONE = b"R", b"A", b"N", b"F", b"D", b"S", b"G", b"E"
PROGRESS, NUMBERS = b"P", b"I"
LARGEST_FRAME = 2**28


@dataclass(frozen=True)
class Order:
    """Everything that is needed to read a file without asking the database.

    `mapping`: the centre's headers and our columns; `values`: for a column what the centre writes and what it
    means, "" standing for a blank or a column that is not there.
    `references`: for a type of column its codes and the names of each; an empty one is not checked.
    `services`: the catalogue of services, for what a line leaves to its service.
    `registered`: of the enterprises the file names by nine digits, those that exist; heard while it is read.
    """

    path: str
    centre: str
    centre_id: int
    source: str
    today: dt.date
    catalogue: Mapping[str, Kind]
    plan_starts_on: dt.date | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    references: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    services: Catalogue = field(default_factory=dict)
    registered: Collection[str] = ()
    take_good_lines: bool = False
    limits: Limits = field(default_factory=Limits)

    def dumped(self) -> bytes:
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        said["today"] = self.today.isoformat()
        said["plan_starts_on"] = self.plan_starts_on and self.plan_starts_on.isoformat()
        said["limits"] = asdict(self.limits)
        said["catalogue"] = [
            (code, kind.words.as_mapping(), terms_of(kind)) for code, kind in self.catalogue.items()
        ]
        said["services"] = {
            code: [[version.words.as_mapping(), *terms_of_service(version)] for version in versions]
            for code, versions in self.services.items()
        }
        return json.dumps(said, default=dict).encode() + b"\n"

    @classmethod
    def loaded(cls, line: bytes) -> "Order":
        said = json.loads(line)
        said["today"] = dt.date.fromisoformat(said["today"])
        starts_on = said["plan_starts_on"]
        said["plan_starts_on"] = dt.date.fromisoformat(starts_on) if starts_on else None
        said["limits"] = Limits(**said["limits"])
        said["catalogue"] = {
            code: kind_from(code, Words.from_mapping(words), terms)
            for code, words, terms in said["catalogue"]
        }
        said["services"] = {
            code: [service_from(code, *version) for version in versions]
            for code, versions in said["services"].items()
        }
        return cls(**said)


def terms_of_service(version: Service) -> tuple:
    derived = (getattr(version, name) for name in DERIVED)
    return (version.effective_from.isoformat(), version.kinds, *derived)


def service_from(code: str, words: dict, effective_from: str, kinds: list[str], *derived) -> Service:
    said = dict(zip(DERIVED, derived, strict=True))
    day = dt.date.fromisoformat(effective_from)
    return Service(code, Words.from_mapping(words), day, kinds=tuple(kinds), **said)


def send(pipe: BinaryIO, sign: bytes, content: bytes | dict) -> None:
    if isinstance(content, dict):
        content = json.dumps(content, separators=(",", ":")).encode()
    pipe.write(HEAD.pack(sign, len(content)) + content)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame, or None when the other side went away."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    sign, size = HEAD.unpack(head)
    content = pipe.read(size) if size <= LARGEST_FRAME else b""
    return (sign, content) if len(content) == size else None
