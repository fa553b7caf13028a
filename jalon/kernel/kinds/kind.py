"""What a kind of deed is: its unit, its sign, what a row of it must say."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

from jalon.kernel.words import Words, fold

AttributeType = Literal["bool", "decimal", "text", "choice", "date"]

LONGEST_TEXT = 500


# Engines add the millionths of attributes up in 64 bits.
MOST_SAID = Decimal(10) ** 9
PLACES_SAID = 6


@dataclass(frozen=True)
class Attribute:
    """A thing a kind's rows may say of themselves. `choices` maps the codes of a choice to their words."""

    type: AttributeType
    words: Words
    choices: Mapping[str, Words] = field(default_factory=dict)
    required: bool = False

    def holds(self, value: object) -> bool:
        """Whether the value, typed or as stored in JSON, is one of this attribute."""
        if self.type == "bool":
            return isinstance(value, bool)
        if self.type == "decimal":
            number = decimal_of(value)
            return number is not None and abs(number) < MOST_SAID and number == round(number, PLACES_SAID)
        if self.type == "date":
            return date_of(value) is not None
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
            return False
        return self.type == "text" or value in self.choices

    def choice(self, text: str) -> str | None:
        """The code of a choice from its code or its words in any language, or None."""
        wanted = fold(text.strip())
        for code, words in self.choices.items():
            if wanted in {fold(code), fold(words.fr), fold(words.ar), fold(words.en)} - {""}:
                return code
        return None


@dataclass(frozen=True)
class Kind:
    """A kind of deed.

    `sign` is the kind's own: people type positive quantities and amounts, a kind with -1 counts them down.
    `opens` is None unless the kind is a status of an identity: True puts it in force, False ends it.
    `needs_one_of` names fields of which a row must say at least one. `default_quantity` stands for a
    quantity left blank; None means it must be said. `axis`, `funding_line`, `general_interest` and
    `high_value` are what a row says when neither it nor its service does.
    """

    code: str
    words: Words
    unit: str = ""
    sign: Literal[1, -1] = 1
    needs_firm: bool = False
    needs_document: bool = False
    needs_amount: bool = False
    needs_identity: bool = False
    needs_one_of: tuple[str, ...] = ()
    countable_only: bool = False
    allows_zero: bool = False
    allows_negative: bool = False
    default_quantity: Decimal | None = None
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    opens: bool | None = None
    axis: str = ""
    funding_line: str = ""
    general_interest: bool | None = None
    high_value: bool | None = None
    required_attributes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        if self.sign not in (1, -1):
            raise ValueError(f"{self.code}: the sign of a kind is 1 or -1")
        required = tuple(name for name, attribute in self.attributes.items() if attribute.required)
        object.__setattr__(self, "required_attributes", required)

    @property
    def is_opening(self) -> bool:
        """Whether its rows say a stock as it stood at the start (`staff.opening`)."""
        return is_opening(self.code)


def is_opening(code: str) -> bool:
    """Whether a kind's rows say a stock as it stood at the start: its code ends in `.opening`."""
    return code.endswith(".opening")


def decimal_of(value: object) -> Decimal | None:
    """The exact number of an attribute, from a Decimal, an integer or plain text; None when it is not one."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def date_of(value: object) -> dt.date | None:
    """The day of an attribute, from a date or its ISO text; None when it is not one."""
    if isinstance(value, dt.datetime):
        return None
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def catalogue(kinds: Iterable[Kind]) -> dict[str, Kind]:
    """The kinds by code. Raises ValueError when two of them have one code."""
    by_code: dict[str, Kind] = {}
    for kind in kinds:
        if kind.code in by_code:
            raise ValueError(f"two kinds are called {kind.code}")
        by_code[kind.code] = kind
    return by_code


def matching(patterns: Iterable[str], kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The codes the patterns name, sorted: a code as it is, or `certificate.*` for all of a family.

    Raises ValueError naming a pattern that names nothing.
    """
    codes: set[str] = set()
    for pattern in patterns:
        found = {code for code in kinds if code == pattern or _in_family(code, pattern)}
        if not found:
            raise ValueError(f"no kind is called {pattern}")
        codes |= found
    return tuple(sorted(codes))


def _in_family(code: str, pattern: str) -> bool:
    return pattern.endswith(".*") and code.startswith(pattern[:-1])


def signed(kind: Kind, quantity: Decimal, amount: int | None) -> tuple[Decimal, int | None]:
    """Quantity and amount (centimes) as they are stored: with the kind's sign.

    >>> signed(CATALOGUE["staff.left"], Decimal(1), None)
    (Decimal('-1'), None)
    """
    if kind.sign == 1:
        return quantity, amount
    return -quantity, None if amount is None else -amount


def stored(kind: Kind, attributes: Mapping[str, object]) -> dict[str, object]:
    """The attributes as JSON keeps them: numbers as plain text, days as ISO text, without blanks, by name."""
    said = {name: value for name, value in sorted(attributes.items()) if value is not None}
    return {name: _as_json(kind.attributes[name], value) for name, value in said.items()}


def _as_json(attribute: Attribute, value: object) -> object:
    if attribute.type == "decimal" and (number := decimal_of(value)) is not None:
        return format(number, "f")
    return value.isoformat() if isinstance(value, dt.date) else value
