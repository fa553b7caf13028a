"""The files of a seal, written to disk as they come: a period may hold more rows than memory should."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZipFile

from jalon.evidence.queries.sealable import Sealable
from jalon.kernel.chain import merkle_root
from jalon.kernel.seals import SealedRow, SealedValue, entry, index_line, pem, value_bytes


class RowChanged(ValueError):
    """A row that is not what was recorded: it is never sealed."""

    def __init__(self, row: int):
        self.row = row
        super().__init__(f"evidence row {row} does not match its digest: it was changed")


class Written:
    """A file being written, and the SHA-256 of what is in it."""

    def __init__(self, file: BufferedWriter):
        self.file, self.sha256 = file, sha256()

    def write(self, content: bytes) -> None:
        self.file.write(content)
        self.sha256.update(content)


@dataclass(frozen=True)
class Rows:
    """What was written of the rows: how many, their root, and the SHA-256 of both files."""

    count: int
    root: bytes
    digests: Mapping[str, bytes]


def write_rows(folder: Path, rows: Iterable[Sealable]) -> Rows:
    """`rows.jsonl` and `index.jsonl`, each row against the hash it was recorded with."""
    hashes = []
    with (folder / "rows.jsonl").open("wb") as lines, (folder / "index.jsonl").open("wb") as index:
        written, indexed = Written(lines), Written(index)
        for one in rows:
            row = SealedRow(one.id, one.moment, one.values)
            line = row.line
            digest = sha256(line).digest()
            if digest != one.hash:
                raise RowChanged(one.id)
            written.write(line + b"\n")
            indexed.write(index_line(row, digest))
            hashes.append(digest)
    digests = {"rows.jsonl": written.sha256.digest(), "index.jsonl": indexed.sha256.digest()}
    return Rows(len(hashes), merkle_root(hashes), digests)


def write_values(folder: Path, values: Iterable[SealedValue]) -> bytes:
    """`values.json`, in the order given; its SHA-256."""
    with (folder / "values.json").open("wb") as file:
        written = Written(file)
        written.write(b"[")
        for place, value in enumerate(values):
            written.write((b"," if place else b"") + value_bytes(value))
        written.write(b"]")
    return written.sha256.digest()


def write_bytes(folder: Path, name: str, content: bytes) -> bytes:
    (folder / name).write_bytes(content)
    return sha256(content).digest()


def write_bundle(folder: Path, signature: bytes, public_key: bytes) -> Path:
    """The ZIP of the files in the folder, with the signature of the manifest and its public key."""
    write_bytes(folder, "signature", signature)
    write_bytes(folder, "public.pem", pem(public_key))
    files = sorted(file for file in folder.iterdir() if file.is_file())
    bundle = folder / "bundle.zip"
    with ZipFile(bundle, "w") as archive:
        for file in files:
            with file.open("rb") as content, archive.open(entry(file.name), "w", force_zip64=False) as inside:
                copyfileobj(content, inside, 2**20)
    return bundle
