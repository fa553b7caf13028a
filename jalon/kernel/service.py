"""What a service of the catalogue says of its deeds when their source does not say it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from jalon.kernel.words import Words, fold

DERIVED: Final = ("axis", "funding_line", "general_interest", "high_value")


class Sayer(Protocol):
    """A kind or a service: whatever may say the derived dimensions."""

    @property
    def axis(self) -> str: ...
    @property
    def funding_line(self) -> str: ...
    @property
    def general_interest(self) -> bool | None: ...
    @property
    def high_value(self) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class Service:
    """One version of a service. `kinds` are the deeds it leaves, when only some; "" and None say nothing."""

    code: str
    words: Words
    effective_from: dt.date
    axis: str = ""
    funding_line: str = ""
    general_interest: bool | None = None
    high_value: bool | None = None
    kinds: tuple[str, ...] = ()

    def leaves(self, kind: str) -> bool:
        """Whether deeds of this kind are done under the service."""
        return not self.kinds or any(
            kind == one or (one.endswith(".*") and kind.startswith(one[:-1])) for one in self.kinds
        )


Catalogue = Mapping[str, Sequence[Service]]
"""The versions of each service by code, in the order in which they take effect."""


def in_force(versions: Iterable[Service], on: dt.date) -> Service | None:
    """The last of the versions, given in order of effect, that holds on the day; None before the first."""
    held = [version for version in versions if version.effective_from <= on]
    return held[-1] if held else None


def derived(name: str, said: object, *sayers: Sayer | None) -> object:
    """A dimension of DERIVED: what the source said, else what the first sayer that knows says of it."""
    if said not in ("", None):
        return said
    found = (getattr(sayer, name) for sayer in sayers if sayer is not None)
    return next((value for value in found if value not in ("", None)), said)


def recognised(catalogue: Catalogue) -> dict[str, str]:
    """Codes by what people write for them, folded: the code, and its words in any language and version."""
    found = {fold(code): code for code in catalogue}
    for code, versions in catalogue.items():
        for version in versions:
            for text in version.words.as_mapping().values():
                found.setdefault(fold(text), code)
    found.pop("", None)
    return found
