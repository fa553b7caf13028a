"""YAML in, plain values out, with the line and column of every one of them.

Only the plain part of YAML is read: no anchors, no tags, no second document. That keeps a pack readable by
people and leaves nothing for a hostile file to play with. Numbers are exact (`int`, `Decimal`), never floats.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml import events as yaml_events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from jalon.site.packs.problems import Problem, shown

LARGEST_FILE = 1_000_000
DEEPEST = 16

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
POINTED = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}\Z")
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

Place = tuple[str | int, ...]


class Refused(Exception):
    """The file uses something packs do not: where, what, and what to write instead."""

    def __init__(self, mark, what, mend):
        super().__init__(what)
        self.line, self.column, self.what, self.mend = mark.line + 1, mark.column + 1, what, mend


@dataclass
class Page:
    """One file: its plain values, and where each stands. `marks` are of values, `keys` of their names."""

    file: str
    tree: object = None
    marks: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, place: Place, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it that is in the file."""
        while place:
            found = (self.keys.get(place) if of_key else None) or self.marks.get(place)
            if found:
                return found
            place = place[:-1]
        return self.marks.get((), (1, 1))

    def problem(self, place: Place, what: str, mend: str = "", *, of_key=False, severity="error") -> Problem:
        line, column = self.mark(place, of_key=of_key)
        return Problem(self.file, line, column, where(place), what, mend, severity)


def where(place: Place) -> str:
    """`versions[0].axes[2].name`"""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{shown(part)}" for part in place)
    return "".join(parts).lstrip(".")


def read(path: Path, name: str) -> Page:
    """The file as plain values. What cannot be read is a problem of the page, never an exception."""
    page = Page(name)
    text = _text(path, page)
    if text is None:
        return page
    try:
        _build(_events(text), page)
    except Refused as refused:
        page.problems.append(Problem(name, refused.line, refused.column, "", refused.what, refused.mend))
    except MarkedYAMLError as error:
        page.problems.append(_syntax(name, error))
    except (YAMLError, ValueError, RecursionError) as error:
        what = f"This is not YAML: {shown(error)}."
        page.problems.append(Problem(name, 1, 1, "", what, "Save the file as plain text in UTF-8."))
    return page


def _text(path, page):
    try:
        raw = _bytes(path)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        what = f"The byte {raw[error.start]:#04x} is not UTF-8."
        page.problems.append(Problem(page.file, line, column, "", what, "Save the file in UTF-8."))
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
        page.problems.append(Problem(page.file, 0, 0, "", what, "Make it a readable plain file."))
    return None


def _bytes(path):
    if not path.is_file():
        raise OSError("it is not a plain file")
    with path.open("rb") as opened:
        raw = opened.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise OSError(f"it is larger than {LARGEST_FILE // 1000} kB; split it")
    return raw


def _syntax(name, error):
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = shown(error.problem or error.context or "unreadable")
    return Problem(name, line, column, "", f"YAML cannot be read here: {what}.", _syntax_mend(what))


def _syntax_mend(what):
    if r"'\t'" in what or "tab" in what:
        return "Indent with spaces, never with tabs."
    if "mapping values" in what:
        return "Put the text between quotation marks: it holds a colon."
    if "undefined alias" in what or "alias" in what:
        return "Put the text between quotation marks: it begins with “*”."
    return "Check the indentation and the quotation marks of this line and of the one before."


def _events(text) -> Iterator:
    return YAML(typ="safe", pure=True).parse(text)


def _build(events, page):
    """Put the parser's events together without recursion: depth is bounded, nothing is ever expanded."""
    builder = _Builder(page)
    for event in events:
        _refuse_what_packs_do_not_use(event, builder)
        builder.take(event)
    page.tree = builder.root


def _refuse_what_packs_do_not_use(event, builder):
    if isinstance(event, yaml_events.AliasEvent) or getattr(event, "anchor", None):
        raise Refused(
            event.start_mark, "Anchors and aliases (& and *) are not read.", "Write it out in full."
        )
    if getattr(event, "tag", None) and not _is_plain_tag(event):
        raise Refused(
            event.start_mark,
            f"The tag “{shown(event.tag)}” is not read.",
            "Remove it: packs hold plain values.",
        )
    if isinstance(event, yaml_events.DocumentStartEvent):
        builder.documents += 1
        if builder.documents > 1:
            raise Refused(event.start_mark, "A second document starts here.", "Keep one document a file.")


def _is_plain_tag(event):
    return isinstance(event, yaml_events.ScalarEvent) and str(event.tag) == "tag:yaml.org,2002:str"


def _refuse_control_letters(event):
    for letter in event.value:
        if letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs"):
            what = f"The text holds the control character U+{ord(letter):04X}."
            raise Refused(event.start_mark, what, "Remove it.")


class _Builder:
    """A stack of open mappings and sequences, and the place each value goes to."""

    def __init__(self, page):
        self.page = page
        self.root = None
        self.documents = 0
        self.open = []

    def take(self, event):
        if isinstance(event, yaml_events.ScalarEvent):
            _refuse_control_letters(event)
            self._scalar(event)
        elif isinstance(event, yaml_events.MappingStartEvent):
            self._start({}, event)
        elif isinstance(event, yaml_events.SequenceStartEvent):
            self._start([], event)
        elif isinstance(event, (yaml_events.MappingEndEvent, yaml_events.SequenceEndEvent)):
            self.open.pop()

    def _scalar(self, event):
        if self._awaits_key():
            self._key(event)
        else:
            self._put(plain(event), event)

    def _awaits_key(self):
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def _key(self, event):
        level = self.open[-1]
        level.key = event.value
        place = (*level.place, event.value)
        if event.value in level.value:
            first = self.page.keys[place][0]
            level.is_repeated = True
            self.page.problems.append(
                Problem(
                    self.page.file,
                    event.start_mark.line + 1,
                    event.start_mark.column + 1,
                    where(place),
                    f"“{shown(event.value)}” is already written on line {first}.",
                    "Keep one of the two.",
                )
            )
            return
        self.page.keys[place] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _start(self, value, event):
        if self._awaits_key():
            raise Refused(
                event.start_mark, "A key is a single word here.", "Quote it if it holds { } or [ ]."
            )
        if len(self.open) >= DEEPEST:
            raise Refused(event.start_mark, f"Nested more than {DEEPEST} deep.", "Flatten it.")
        place = self._put(value, event)
        self.open.append(_Level(value, place))

    def _put(self, value, event):
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if not self.open:
            self.root = value
            self.page.marks[()] = mark
            return ()
        place = self.open[-1].put(value)
        is_block = isinstance(value, (dict, list))
        self.page.marks.setdefault(place, self.page.keys.get(place, mark) if is_block else mark)
        return place


@dataclass
class _Level:
    value: dict | list
    place: Place
    key: str | None = None
    is_repeated: bool = False

    def put(self, value):
        if isinstance(self.value, list):
            self.value.append(value)
            return (*self.place, len(self.value) - 1)
        place = (*self.place, self.key)
        if not self.is_repeated:
            self.value[self.key] = value
        self.key, self.is_repeated = None, False
        return place


def plain(event):
    """Null, booleans and exact numbers when written bare; text otherwise: `no`, `06` and dates are text."""
    text = event.value
    if event.style in ("'", '"', "|", ">"):
        return text
    if text in NOTHING:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if WHOLE.match(text):
        return int(text)
    return Decimal(text) if POINTED.match(text) else text
