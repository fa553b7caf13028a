"""Addresses that stay where the reader is: same plan, same day, same moment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse

KEPT = ("plan", "on", "known_at", "perimeter", "counted_from")
PAGE = "page"


def here(request: HttpRequest, **changes) -> str:
    """This page, some query parameters changed; None or "" takes one away; a change goes back to page 1."""
    query = request.GET.copy()
    if changes and PAGE not in changes:
        query.pop(PAGE, None)
    return _address(request.path, _changed(query, changes))


def at(request: HttpRequest, name: str, *args, query: dict | None = None, **kwargs) -> str:
    """Another page (a URL name and its arguments) at the same plan, day and moment."""
    return keeping(request, reverse(name, args=args or None, kwargs=kwargs or None), **(query or {}))


def keeping(request: HttpRequest, path: str, **changes) -> str:
    """A path with the plan, day and moment of this page, and other parameters."""
    query = {name: [value] for name in KEPT if (value := request.GET.get(name))}
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
    return f"{path}?{urlencode(query, doseq=True)}" if query else path  # a page has hundreds: no QueryDict


def if_any(name: str, *args) -> str:
    """The address of a page, or nothing when this installation does not have it."""
    try:
        return reverse(name, args=args or None)
    except NoReverseMatch:
        return ""


def origin() -> str:
    """What stands before every address of a letter nobody asked for by a page."""
    host = next((name for name in settings.ALLOWED_HOSTS if name.strip(".*")), "localhost").lstrip(".")
    if settings.SESSION_COOKIE_SECURE:
        return f"https://{host}"
    return f"http://{host}:{settings.JALON_PORT}"


def _changed(query: QueryDict, changes: dict) -> QueryDict:
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, (list, tuple)):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return query


def _address(path: str, query: QueryDict) -> str:
    return f"{path}?{query.urlencode()}" if query else path
