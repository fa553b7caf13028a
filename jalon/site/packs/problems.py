"""What is wrong in a pack, said so that its author can mend it."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

ERROR = "error"
NOTE = "note"
LONGEST_WORD = 80
LONGEST_SHOWN = 60
MOST_COMPARED = 500  # looking for the nearest among more would take longer than the reader has


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. A `note` does not stop a pack from being loaded."""

    file: str
    line: int
    column: int
    where: str
    what: str
    mend: str = ""
    severity: str = ERROR

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = f" ({self.where})" if self.where else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{place}: {self.severity}: {self.what}{where}{mend}"


def shown(value: object) -> str:
    """A value from a file, short and on one line, so that a message cannot be flooded or forged."""
    text = str(value)
    text = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """The sentence that offers the nearest known words, or the whole list when it is short."""
    names = sorted({str(name) for name in known})
    compared = names if len(names) <= MOST_COMPARED else []
    near = difflib.get_close_matches(str(word)[:LONGEST_WORD], compared, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    if names and len(names) <= 12:
        return f"Known: {', '.join(names)}."
    return ""
