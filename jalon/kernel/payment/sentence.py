"""The sentences of an explanation: a key and its numbers, no language, down to the evidence."""

import datetime as dt
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any, Final

from jalon.kernel.formula import plain
from jalon.kernel.money import dirhams
from jalon.kernel.payment.sentences import SENTENCES
from jalon.kernel.reasons import NotComputable

Said = int | Decimal | dt.date | str

GIVEN: Final = "given"
"""The operation of a leaf: its figure is read, not computed."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure rests on, for a page to link to: codes, a period, the key of a value, a document."""

    indicator: str = ""
    contract: str = ""
    period: str = ""
    value: str = ""
    document: str = ""


@dataclass(frozen=True)
class Sentence:
    """One step of an explanation: a key of `SENTENCES`, what it says, and the steps it rests on.

    `figure` is its exact number: centimes for money, 0 to 1 for a rate, None for a remark or for what could
    not be computed. `how` is the operation of `operations` that makes it out of the figures of its
    children.
    """

    key: str
    values: Mapping[str, Said] = field(default_factory=dict)
    children: tuple["Sentence", ...] = ()
    evidence: Reference | None = None
    figure: Fraction | None = None
    how: str = GIVEN

    def __post_init__(self) -> None:
        if self.key not in SENTENCES:
            raise ValueError(f"no sentence is written for {self.key}")

    @property
    def number(self) -> Decimal | None:
        """The figure as a decimal of 28 digits."""
        return None if self.figure is None else decimal(self.figure)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Sentence"]]:
        """Every sentence with its depth, from the top down."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)

    def leaves(self) -> Iterator["Sentence"]:
        """The figures that were read: what the rest is computed from."""
        if self.how == GIVEN:
            if self.figure is not None:
                yield self
        else:
            for child in self.children:
                yield from child.leaves()

    def to_data(self) -> dict[str, Any]:
        """The explanation as JSON can hold it: stored with a decision, it is read back as it was."""
        data: dict[str, Any] = {"key": self.key, "how": self.how}
        if self.values:
            data["values"] = {name: _written(value) for name, value in self.values.items()}
        if self.figure is not None:
            data["figure"] = str(self.figure)
        if self.evidence is not None:
            said = {name: getattr(self.evidence, name) for name in Reference.__slots__}
            data["evidence"] = {name: text for name, text in said.items() if text}
        if self.children:
            data["children"] = [child.to_data() for child in self.children]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Sentence":
        """The explanation that `to_data` wrote."""
        return cls(
            data["key"],
            {name: _read(value) for name, value in data.get("values", {}).items()},
            tuple(cls.from_data(child) for child in data.get("children", ())),
            Reference(**data["evidence"]) if "evidence" in data else None,
            Fraction(data["figure"]) if "figure" in data else None,
            data["how"],
        )


def decimal(figure: Fraction) -> Decimal:
    """A fraction as a decimal of 28 digits."""
    return Decimal(figure.numerator) / Decimal(figure.denominator)


def _written(value: Said) -> object:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return {"day": value.isoformat()} if isinstance(value, dt.date) else value


def _read(value: Any) -> Said:
    if not isinstance(value, dict):
        return value
    return Decimal(value["number"]) if "number" in value else dt.date.fromisoformat(value["day"])


Show = Callable[[str, Said], str]
"""How a page shows a value: its kind (see `sentences`), then the value."""


def write(sentence: Sentence, language: str = "en", show: Show | None = None) -> str:
    """One sentence as people read it. `show` formats each value; without it, plainly."""
    words = SENTENCES[sentence.key].in_language(language)[0]
    return _Writer(language, show).vformat(words, (), sentence.values)


class _Writer(string.Formatter):
    """Hands each value to `show` with the kind its placeholder names."""

    def __init__(self, language: str, show: Show | None) -> None:
        self.language, self.show = language, show

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "reason":
            code, _, detail = str(value).partition(":")
            return NotComputable(code, detail).sentence(self.language)
        return (self.show or plainly)(format_spec, value)


def plainly(kind: str, value: Said) -> str:
    """A value without the habits of any language. A rate is cut, never rounded up over its bound."""
    if kind == "money" and isinstance(value, int):
        return f"{dirhams(value)} DH"
    if kind == "dirhams":
        return f"{value} DH"
    if kind == "percent" and isinstance(value, Decimal):
        return f"{plain((value * 100).quantize(Decimal('0.01'), ROUND_FLOOR))} %"
    return plain(value) if isinstance(value, Decimal) else str(value)
