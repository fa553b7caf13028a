"""The bricks of a pack's schema: words, codes, and parts that can object to themselves."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from jalon.kernel import words


class Objection(NamedTuple):
    """Something wrong in a part that is otherwise well-formed; `place` starts from the part."""

    place: tuple[str | int, ...]
    what: str
    mend: str


class Part(BaseModel):
    """A piece of a pack. Unknown keys are refused; `objections` block a load, `notes` do not."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, str_strip_whitespace=True
    )

    def objections(self) -> Iterator[Objection]:
        yield from ()

    def notes(self) -> Iterator[Objection]:
        yield from ()

    @model_validator(mode="after")
    def _object(self):
        found = list(self.objections())
        if found:
            raise PydanticCustomError("objections", "This part has objections.", {"found": found})
        return self


LONGEST_TEXT = 20_000

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
NAME = r"^[a-z][a-z0-9_]*$"
CURRENCY = r"^[A-Z]{3}$"
PUBLISHED = r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"
ADDRESS = r"^(https?://\S+)?$"
KIND = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
KINDS = r"^[a-z][a-z0-9_]*\.([a-z][a-z0-9_]*|\*)$"

Code = Annotated[str, StringConstraints(pattern=CODE, max_length=40)]
LongCode = Annotated[str, StringConstraints(pattern=CODE, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Name = Annotated[str, StringConstraints(pattern=NAME, max_length=40)]
Figure = Annotated[Decimal, Field(max_digits=24, decimal_places=3)]
Dirhams = Annotated[
    Decimal, Field(ge=0, max_digits=16, decimal_places=2, description="An amount in dirhams, exact.")
]
Year = Annotated[int, Field(ge=1900, le=2200)]


class Words(Part):
    """A text in French (required), Arabic and English."""

    fr: Text
    ar: str = Field("", max_length=LONGEST_TEXT)
    en: str = Field("", max_length=LONGEST_TEXT)

    def plain(self) -> words.Words:
        return words.Words(fr=self.fr, ar=self.ar, en=self.en)


def repeated(parts: Iterable, *names: str, of: str) -> Iterator[Objection]:
    """Two parts of a list that answer to the same key."""
    seen: dict[tuple, int] = {}
    for position, part in enumerate(parts):
        key = tuple(getattr(part, name) for name in names)
        if key in seen:
            said = ", ".join(str(word) for word in key)
            what = f"“{said}” is already the {of} number {seen[key] + 1} of this list."
            yield Objection((position, names[0]), what, "Give each its own, or remove one.")
        seen.setdefault(key, position)


def under(name: str, objections: Iterable[Objection]) -> Iterator[Objection]:
    for objection in objections:
        yield objection._replace(place=(name, *objection.place))


def out_of_order(start: date | None, end: date | None, *, at: str, after: str) -> Iterator[Objection]:
    if start and end and end < start:
        yield Objection((at,), f"{end} is before {after} {start}.", "Put the dates in order.")


def over_the_envelope(envelope, parts, *, name: str) -> Iterator[Objection]:
    """Parts may leave money unassigned; they may not promise more than there is."""
    total = sum((part.envelope for part in parts if part.envelope is not None), Decimal(0))
    if envelope is not None and total > envelope:
        what = f"The {name.replace('_', ' ')} add up to {total:f}, above the envelope of {envelope:f}."
        yield Objection((name,), what, "Lower a part or raise the envelope.")
