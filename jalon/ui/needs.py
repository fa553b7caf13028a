"""What waits for one person, and what changed: each app says its part, this gathers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Asker:
    """Who asks what waits for them, what their roles let them do, and the day."""

    user: object
    standing: object
    on: date


@dataclass(frozen=True)
class Need:
    """One thing that waits: a sentence in the reader's language, its page, its day when it has one."""

    title: str
    href: str
    due_on: date | None
    kind: str

    def is_late(self, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


@dataclass(frozen=True)
class Change:
    """One thing that happened: a sentence in the reader's language, when, and its page."""

    title: str
    at: datetime
    href: str = ""


Answering = Callable[[Asker], Iterable[Need]]


def needs_of(asker: Asker) -> list[Need]:
    """Everything the apps of JALON_NEEDS say waits for a person; things without a day come last."""
    every = [need for path in settings.JALON_NEEDS for need in answering(path)(asker)]
    return sorted(every, key=lambda need: (need.due_on is None, need.due_on or asker.on, need.kind))


def changes_for(asker: Asker, since: datetime) -> list[Change]:
    """What the apps of JALON_CHANGES say happened since then that the person may read, the latest first."""
    every = [one for path in settings.JALON_CHANGES for one in import_string(path)(asker, since)]
    return sorted(every, key=lambda one: one.at, reverse=True)


def answering(path: str) -> Answering:
    return import_string(path)
