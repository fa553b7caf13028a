"""What a reader may ask of a page: on which day, as known at which moment; what cannot be read is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from jalon.journal.queries import MomentError, moment_of

EARLIEST, FARTHEST = date(1950, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Reading:
    """A day and a moment; `known_at` is None when everything known now is asked."""

    on: date
    known_at: int | None
    problems: tuple[str, ...] = ()

    def context(self) -> dict:
        """What the toolbar of a page shows."""
        return {"on": self.on, "known_at": self.known_at, "problems": self.problems}


def reading(query: Mapping, *, today: date) -> Reading:
    """The `on` and `known_at` of a query; what cannot be read is replaced by its usual value and told."""
    problems: list[str] = []
    on = day_of(query.get("on", ""), today, problems)
    known_at = known_moment(query.get("known_at", ""), problems)
    return Reading(on, known_at, tuple(problems))


def not_there(chosen, text: str) -> tuple[str, ...]:
    """What is said when no version has the number a reader asked for."""
    if chosen or not text:
        return ()
    return (_("There is no version “%(text)s” here: the one in force is shown.") % {"text": text[:20]},)


def day_of(text: str, today: date, problems: list[str]) -> date:
    if not text.strip():
        return today
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= FARTHEST:
        problems.append(
            _("“%(text)s” is no day we can read: write it as 2025-03-31. Today is shown.")
            % {"text": text[:40]}
        )
        return today
    return day


def known_moment(text: str, problems: list[str]) -> int | None:
    if not text.strip():
        return None
    try:
        return moment_of(text)
    except MomentError as error:
        problems.append(_("%(error)s What is known now is shown.") % {"error": error})
        return None
