"""What stands around every page: the rail, the plans, the languages, who is reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from jalon.ui import addresses
from jalon.ui.formats import language_of

LANGUAGE_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


@dataclass(frozen=True)
class Entry:
    """One section of the rail; `icon` is a lucide name.

    `covers` are the beginnings of the paths that belong to it (its own by default), `beside` of those it
    takes in for whoever has no section of their own for them.
    """

    name: str
    href: str
    icon: str = "circle"
    covers: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_current: bool = False
    count: str = ""  # the address that says how many things wait there


@dataclass(frozen=True)
class PlanChoice:
    """A plan in the selector, with the version the page is reading; `name` and `version` may be Words."""

    code: str
    name: object
    version: object = ""
    is_current: bool = False


@dataclass(frozen=True)
class LanguageChoice:
    code: str
    name: str
    href: str
    is_current: bool


class Shell:
    """Read by `ui/base.html` only, so that a fragment pays for none of it."""

    def __init__(self, request: HttpRequest):
        self.request = request

    @cached_property
    def rail(self) -> list[Entry]:
        return with_current(_called(getattr(settings, "JALON_RAIL", None), self.request), self.request.path)

    @cached_property
    def plans(self) -> list[PlanChoice]:
        return list(_called(getattr(settings, "JALON_PLANS", None), self.request))

    @cached_property
    def plan(self) -> PlanChoice | None:
        return next((choice for choice in self.plans if choice.is_current), None)

    @cached_property
    def languages(self) -> list[LanguageChoice]:
        current = language_of(get_language())
        address = self.request.get_full_path()
        return [
            LanguageChoice(
                code, LANGUAGE_NAMES.get(code, name), translate_url(address, code), code == current
            )
            for code, name in settings.LANGUAGES
        ]

    @property
    def is_demo(self) -> bool:
        return bool(getattr(settings, "JALON_DEMO", False))

    @cached_property
    def search_url(self) -> str:
        return _called(getattr(settings, "JALON_SEARCH", None), self.request) or ""

    @property
    def sign_out_url(self) -> str:
        return addresses.if_any("account_logout")

    @property
    def sign_in_url(self) -> str:
        return addresses.if_any("account_login")

    @property
    def preferences_url(self) -> str:
        return addresses.if_any("people:preferences")


def with_current(entries: Sequence[Entry], path: str) -> list[Entry]:
    """The entry with the longest matching path is the current one; where none matches, there is none."""
    current = _nearest(entries, path, _own) or _nearest(entries, path, lambda entry: entry.beside)
    return [replace(entry, is_current=entry is current) for entry in entries]


def _own(entry: Entry) -> tuple[str, ...]:
    return entry.covers or (entry.href.partition("?")[0],)


def _nearest(entries: Sequence[Entry], path: str, stems: Callable[[Entry], Sequence[str]]) -> Entry | None:
    def matching(entry: Entry) -> int:
        return max((len(stem) for stem in stems(entry) if _is_under(path, stem)), default=0)

    nearest = max(entries, key=matching, default=None)
    return nearest if nearest and matching(nearest) else None


def _is_under(path: str, stem: str) -> bool:
    """Whether a path begins with a stem, or is the one address a stem without its last slash names."""
    return path.startswith(stem) if stem.endswith("/") else path == f"{stem}/"


def _called(dotted: str | None, request: HttpRequest):
    return import_string(dotted)(request) if dotted else []
