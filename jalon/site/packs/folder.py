"""A pack's folder: which file holds what, each read as plain values with their places."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from jalon.site.packs import schema
from jalon.site.packs.problems import Problem, did_you_mean
from jalon.site.packs.reading import Page, Place, read

MOST_FILES = 500


@dataclass(frozen=True)
class Section:
    """Where a part of a pack is written: one file or a folder of files, one part a file or a list of them."""

    name: str
    model: type[BaseModel]
    is_folder: bool = False
    is_list: bool = True

    @property
    def pattern(self) -> str:
        return f"{self.name}/*.yaml" if self.is_folder else f"{self.name}.yaml"


SECTIONS = (
    Section("pack", schema.PackSheet, is_list=False),
    Section("regions", schema.Region),
    Section("sectors", schema.Sector),
    Section("organisations", schema.Organisation),
    Section("kinds", schema.Kind),
    Section("services", schema.Service),
    Section("plans", schema.Plan, is_folder=True, is_list=False),
    Section("agreements", schema.Agreement),
    Section("indicators", schema.Indicator, is_folder=True),
    Section("contracts", schema.Contract, is_folder=True, is_list=False),
    Section("evaluations", schema.Evaluation),
    Section("claims", schema.Claim),
)


@dataclass
class Item:
    """One part of a section, still as plain values, and where it stands."""

    section: Section
    page: Page
    place: Place
    tree: object

    def problem(self, place: Place, what: str, mend: str = "", **terms) -> Problem:
        return self.page.problem((*self.place, *place), what, mend, **terms)


@dataclass
class Pages:
    """Everything read from a folder, by section, with what could not be read."""

    path: Path
    items: dict[str, list[Item]] = field(default_factory=lambda: {section.name: [] for section in SECTIONS})
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # sections with a file that could not be read

    def codes(self, section: str) -> set[str]:
        """The codes a section declares, right or wrong otherwise: one mistake must not look like ten."""
        trees = (item.tree for item in self.items[section])
        return {str(tree["code"]) for tree in trees if isinstance(tree, dict) and "code" in tree}


def open_folder(path: Path) -> Pages:
    """Read every file of the pack; nothing is ever raised for what stands in them."""
    pages = Pages(path)
    if not path.is_dir():
        pages.problems.append(
            Problem(str(path), 0, 0, "", "There is no such folder.", "Give the folder of a pack.")
        )
        return pages
    found = sorted(_files(path))
    if len(found) > MOST_FILES:
        what = f"The folder holds more than {MOST_FILES} files."
        pages.problems.append(
            Problem(path.name, 0, 0, "", what, "Give the folder of a pack, not one above it.")
        )
        return pages
    for name in found:
        _take(name, pages)
    if not (path / "pack.yaml").is_file():
        pages.problems.append(
            Problem(
                "pack.yaml",
                0,
                0,
                "",
                "The file is missing.",
                "Write at least code, name, version and author.",
            )
        )
    return pages


def _files(path: Path) -> Iterator[str]:
    """YAML files of the folder and of those inside it, as names; bounded, never following a link out."""
    for count, file in enumerate(_candidates(path)):
        if count > MOST_FILES:
            return
        yield file.relative_to(path).as_posix()


def _candidates(path):
    """However deep: a file in a folder too many is named as unexpected, never passed over."""
    for folder, inside, names in os.walk(path):
        inside[:] = [name for name in inside if not name.startswith(".")]
        yield from (Path(folder, name) for name in names if name.lower().endswith((".yaml", ".yml")))


def _take(name, pages):
    section = next((section for section in SECTIONS if _belongs(name, section)), None)
    if section is None:
        pages.problems.append(_unexpected(name))
        return
    page = read(_inside(pages.path, name), name)
    pages.problems += page.problems
    if page.problems and page.tree is None:
        pages.unread.add(section.name)
    if page.tree is None and not page.problems and section.is_list:
        return
    if page.tree is not None or not page.problems:
        pages.items[section.name] += _items(section, page, pages)


def _inside(folder, name):
    """The file itself, or a place that cannot be read when a link leads out of the pack."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) else folder


def _belongs(name, section):
    if section.is_folder:
        folder, _, file = name.partition("/")
        return folder == section.name and file.endswith(".yaml") and "/" not in file
    return name == section.pattern


def _unexpected(name):
    mend = did_you_mean(name, [section.pattern for section in SECTIONS]) or "Rename it, or remove it."
    return Problem(name, 0, 0, "", "Nothing of a pack is written in this file.", mend)


def _items(section, page, pages):
    if not section.is_list:
        return [Item(section, page, (), page.tree)]
    if not isinstance(page.tree, list):
        what = f"“{page.file}” holds a list: each part begins with “- ”."
        pages.problems.append(page.problem((), what, "Put “- ” before the first key of each part."))
        pages.unread.add(section.name)
        return []
    return [Item(section, page, (position,), tree) for position, tree in enumerate(page.tree)]
