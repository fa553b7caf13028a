"""Compiles the translations: .mo files are not kept, they are made at setup and when they are older."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile

PACKAGE = Path(__file__).resolve().parents[1]


def translations() -> Iterator[Path]:
    yield from sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Compile what is newer than its compiled form; gives how many files there were."""
    found = [source for source in translations() if is_newer(source)]
    for source in found:
        compile_one(source)
    return len(found)


def is_newer(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = pofile.read_po(file, abort_invalid=True)
    draft = source.with_suffix(".mo.new")
    with draft.open("wb") as file:
        mofile.write_mo(file, catalogue)
    draft.rename(source.with_suffix(".mo"))


if __name__ == "__main__":
    print(f"{compile_all()} translation files compiled.")
