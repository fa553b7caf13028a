"""What the committee's acts refuse, as sentences; refusals of other parts of Jalon pass through."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

from jalon.committee.sentences import said


class Refused(ValueError):
    """An act that cannot be done: `reasons` are keys of `sentences.REFUSALS`, or sentences as they are."""

    def __init__(self, *reasons: str):
        self.reasons = reasons
        super().__init__(", ".join(reasons))

    @property
    def sentences(self) -> list[str]:
        return said(self.reasons)


def refuse(reasons: Iterable[str]) -> None:
    """Raises Refused with all of them, if any."""
    if found := tuple(reasons):
        raise Refused(*found)


@contextmanager
def passed_on() -> Iterator[None]:
    """What an act of another app refuses is refused here, in its own words."""
    try:
        yield
    except Refused:
        raise
    except ValidationError as error:
        raise Refused(*error.messages) from error
    except Exception as error:
        sentences = getattr(error, "sentences", None) or getattr(error, "reasons", None)
        if not sentences:
            raise
        raise Refused(*(str(one) for one in sentences)) from error
