"""The identifier of a firm: fifteen digits, of which nine name the enterprise and four the establishment."""

import unicodedata
from dataclasses import dataclass
from typing import Final

LENGTH: Final = 15
ENTERPRISE_LENGTH: Final = 9
MODULUS: Final = 97


class IceError(ValueError):
    """What is not an ICE; `reason` is 'characters', 'length' or 'control'."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True, order=True)
class Ice:
    """A valid ICE. Raises IceError for anything else than fifteen digits 0-9 with their control digits."""

    number: str

    def __post_init__(self) -> None:
        if not (self.number.isascii() and self.number.isdigit()):
            raise IceError("characters", "An ICE is made of digits only.")
        if len(self.number) != LENGTH:
            raise IceError("length", f"An ICE has {LENGTH} digits, this one has {len(self.number)}.")
        if int(self.number) % MODULUS:
            raise IceError(
                "control", "The last two digits do not agree with the others: one digit is mistyped."
            )

    @property
    def enterprise(self) -> str:
        """The nine digits that name the enterprise: what distinct firms are counted on."""
        return self.number[:ENTERPRISE_LENGTH]

    @property
    def establishment(self) -> str:
        """The four digits that name the establishment within its enterprise."""
        return self.number[ENTERPRISE_LENGTH:13]

    def __str__(self) -> str:
        return self.number


def parse(text: str) -> Ice:
    """The ICE a person typed: spaces and invisible signs anywhere, digits of any script. Raises IceError."""
    digits = digits_in(text)
    if not digits:
        raise IceError("length", f"An ICE has {LENGTH} digits, this one is empty.")
    return Ice(digits)


def digits_in(text: str) -> str:
    """What a person typed without spaces and invisible signs, its digits as 0-9."""
    return "".join(map(_digit, text))


def _digit(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in {"Zs", "Cf"}:
        return ""
    return str(unicodedata.decimal(character, character))
