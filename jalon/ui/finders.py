"""Noto Sans and Noto Sans Arabic, served from their font packages as `fonts/<name>.ttf`."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.base import File
from django.core.files.storage import Storage

FONTS = {
    "fonts/NotoSans.ttf": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "fonts/NotoSans-Italic.ttf": ("fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf"),
    "fonts/NotoSansArabic.ttf": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}


def font_file(name: str) -> Path:
    """Where a font lies on this machine (documents need it too)."""
    package, file = FONTS[name]
    return Path(find_spec(package).origin).parent / "files" / file


class FontStorage(Storage):
    """The font packages seen as a folder of static files, under names without brackets."""

    prefix = ""

    def _open(self, name, mode="rb"):
        return File(font_file(name).open(mode), name=name)

    def path(self, name):
        return str(font_file(name))

    def exists(self, name):
        return name in FONTS

    def size(self, name):
        return font_file(name).stat().st_size

    def get_modified_time(self, name):
        return datetime.fromtimestamp(font_file(name).stat().st_mtime, tz=UTC)


class FontFinder(BaseFinder):
    """A line of STATICFILES_FINDERS."""

    storage = FontStorage()

    def check(self, **options):
        return []

    def find(self, path, find_all=False, **options):
        found = [str(font_file(path))] if path in FONTS else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns):
        for name in FONTS:
            if not matches_patterns(name, ignore_patterns or ()):
                yield name, self.storage
