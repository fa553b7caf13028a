"""What keeps money from moving, all of it at once, in words."""

from collections.abc import Iterable

from jalon.fund.sentences import said


class Refused(ValueError):
    """A step the life of a release does not allow; `reasons` are keys of `sentences.REFUSALS`."""

    def __init__(self, reasons: Iterable[str]):
        self.reasons = tuple(reasons)
        super().__init__(", ".join(self.reasons))

    @property
    def sentences(self) -> list[str]:
        return said(self.reasons)
