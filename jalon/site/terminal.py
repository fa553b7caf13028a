"""Text for a terminal: sentences and tables as wide as its window, and as wide as they are for a file."""

import os
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO

MARGIN = GAP = "  "
TAKING_NO_COLUMN = ("Mn", "Me", "Cf")  # marks above a letter, and what only says a direction
FIGURE_AND_UNIT = re.compile(r"(?<=\d) (?=\S)")


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self, width: int | None) -> Iterator[str]:
        """Columns as wide as what they hold, or less: then their words go on to the next line."""
        texts = [self.head, *self.rows]
        if width is not None:
            texts = [[kept_whole(text) for text in row] for row in texts]
        widths = self.fitted(texts, width)
        for row in texts:
            cells = [wrapped(text, room) for text, room in zip(row, widths, strict=True)]
            for parts in zip_longest(*cells, fillvalue=""):
                yield MARGIN + GAP.join(map(padded, parts, widths)).rstrip()

    def fitted(self, texts: Sequence[Sequence[str]], width: int | None) -> list[int]:
        """The widest column gives way first, down to its longest word: a figure is never cut."""
        held = list(zip(*texts, strict=True))
        widths = [max(map(columns, texts)) for texts in held]
        if width is None:
            return widths
        least = [max(columns(word) for text in texts for word in text.split(" ")) for texts in held]
        room = width - len(MARGIN) - len(GAP) * (len(widths) - 1)
        while sum(widths) > room and (free := [n for n, one in enumerate(widths) if one > least[n]]):
            widths[max(free, key=widths.__getitem__)] -= 1
        return widths


def written(parts: Iterable[str | Table], width: int | None = None) -> Iterator[str]:
    """The lines of a text; without a width, each as long as it is."""
    for part in parts:
        if isinstance(part, Table):
            yield from part.lines(width)
        else:
            yield from [part] if width is None else wrapped(kept_whole(part), width)


def width_of(stream: TextIO) -> int | None:
    """The columns of the terminal a stream writes on; None for a file or a pipe, which take any line."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def wrapped(text: str, width: int) -> list[str]:
    if columns(text) <= width:
        return [text]
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def kept_whole(text: str) -> str:
    """A figure stays on one line with its unit."""
    return FIGURE_AND_UNIT.sub("\N{NO-BREAK SPACE}", text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(unicodedata.category(letter) not in TAKING_NO_COLUMN for letter in text)
