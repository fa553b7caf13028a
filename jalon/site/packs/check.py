"""Everything wrong in a pack, found in one go."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from jalon.kernel import formula, kinds
from jalon.kernel.words import fold
from jalon.site.packs import schema
from jalon.site.packs.folder import SECTIONS, Item, Pages, open_folder
from jalon.site.packs.parts import LONGEST_TEXT, Part
from jalon.site.packs.problems import NOTE, Problem, shown
from jalon.site.packs.references import found, unknown_references
from jalon.site.packs.validation import validated

MOST_PROBLEMS = 1000  # nobody mends more at once, and a hostile file has no end of them


@dataclass
class Checked:
    """What a folder says and what is wrong with it; `folder` is there only when nothing is an error."""

    problems: list[Problem] = field(default_factory=list)
    folder: schema.Folder | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_error]


def check(path: Path | str) -> list[Problem]:
    """Every problem of the pack, in the order of its files and lines. An empty list is a pack to load."""
    return checked(path).problems


def checked(path: Path | str) -> Checked:
    """The pack as its models when it can be loaded, and its problems in any case."""
    pages = open_folder(Path(path))
    problems = list(pages.problems)
    parts: dict[str, list[Part]] = {section.name: [] for section in SECTIONS}
    for item in (item for items in pages.items.values() for item in items):
        part, found_there = validated(item)
        problems += found_there
        if part is not None:
            parts[item.section.name].append(part)
            problems += _notes(item, part)
    for rule in (_repeated_codes, _repeated_names, unknown_references, _formulas, _missing_words, _circles):
        problems += islice(rule(pages), MOST_PROBLEMS)
    problems += _outside_plans(pages, parts)
    result = Checked(_bounded(sorted(set(problems), key=_order)))
    if not result.errors:
        result.folder = schema.Folder.model_construct(
            **{name: tuple(found_parts) for name, found_parts in parts.items() if name != "pack"},
            pack=parts["pack"][0],
        )
    return result


def _bounded(problems):
    """The first of them, and how many more there are."""
    left = len(problems) - MOST_PROBLEMS
    if left <= 0:
        return problems
    more = Problem("", 0, 0, "", f"There are at least {left} problems more.", "Mend these first.", NOTE)
    return [*problems[:MOST_PROBLEMS], more]


def _order(problem):
    return problem.severity == NOTE, problem


def _notes(item: Item, part: Part) -> Iterator[Problem]:
    for note in part.notes():
        yield item.problem(note.place, note.what, note.mend, severity=NOTE)


VERSIONED = ("indicators", "services", "claims")


def _repeated_codes(pages: Pages) -> Iterator[Problem]:
    """Two parts of a section that answer to one code (where parts have versions, one code and version)."""
    for items in pages.items.values():
        first: dict[tuple, Item] = {}
        for item in items:
            if not isinstance(item.tree, dict) or "code" not in item.tree:
                continue
            version = item.tree.get("number", 1) if item.section.name in VERSIONED else None
            key = (str(item.tree["code"]), str(version))
            if key in first:
                other = first[key]
                line, _ = other.page.mark((*other.place, "code"))
                what = f"“{shown(key[0])}” is already on line {line} of {other.page.file}."
                yield item.problem(("code",), what, "Give each its own code.")
            first.setdefault(key, item)
    yield from _core_kinds_redefined(pages)


def _repeated_names(pages: Pages) -> Iterator[Problem]:
    """Lines name a service by its code or its words: two of them cannot answer to one name."""
    first: dict[str, str] = {}
    for item in pages.items["services"]:
        if not isinstance(item.tree, dict):
            continue
        code = str(item.tree.get("code", ""))
        for place, text in (((), code), *found(item.tree, "name.*")):
            name = fold(text) if isinstance(text, str) else ""
            other = first.setdefault(name, code)
            if name and other != code:
                what = f"“{shown(text)}” already names the service “{shown(other)}”."
                yield item.problem(place or ("code",), what, "Give each service names of its own.")


def _core_kinds_redefined(pages):
    for item in pages.items["kinds"]:
        if isinstance(item.tree, dict) and item.tree.get("code") in kinds.CATALOGUE:
            what = f"“{item.tree['code']}” is in the catalogue of Jalon."
            yield item.problem(("code",), what, "Give this kind another code.")


def _formulas(pages: Pages) -> Iterator[Problem]:
    """A formula uses the measures of its sheet, all of them and nothing else."""
    for item in pages.items["indicators"]:
        if not isinstance(item.tree, dict) or not isinstance(item.tree.get("formula"), (str, int)):
            continue
        if len(str(item.tree["formula"])) > LONGEST_TEXT:  # told already: the text is too long
            continue
        measures = item.tree.get("measures")
        yield from _formula(
            item, str(item.tree["formula"]), set(measures) if isinstance(measures, dict) else None
        )


def _formula(item, text, measures):
    try:
        used = formula.names(text)
    except formula.FormulaSyntaxErrors as error:
        for problem in error.problems:
            what = f"Character {problem.position} of the formula: {problem.sentence}"
            yield item.problem(("formula",), what, "See the formula language in docs/packs.md.")
        return
    if measures is None:
        return
    for name in sorted(used - measures):
        known = ", ".join(sorted(map(str, measures)))
        yield item.problem(
            ("formula",), f"“{shown(name)}” is not a measure of this sheet.", f"Known: {known}."
        )
    for name in sorted(measures - used, key=str):
        yield item.problem(
            ("measures", name), f"The formula does not use “{shown(name)}”.", "Use or remove it."
        )


def _missing_words(pages: Pages) -> Iterator[Problem]:
    """Texts without one of the pack's languages: shown in French, marked, so only a note."""
    sheet = next((item.tree for item in pages.items["pack"]), None)
    said = sheet.get("languages") if isinstance(sheet, dict) else None
    languages = (
        [one for one in said if isinstance(one, str)] if isinstance(said, list) else ["fr", "ar", "en"]
    )
    for item in (item for items in pages.items.values() for item in items):
        for place, text in _words(item.tree):
            for language in languages:
                if language != "fr" and not text.get(language):
                    what = f"The text has no “{shown(language)}”."
                    yield item.problem(place, what, "French is shown instead.", severity=NOTE)


def _words(tree, place=()):
    """Mappings that look like words, anywhere in a tree (its depth was bounded at reading)."""
    if isinstance(tree, dict):
        if "fr" in tree:
            yield place, tree
            return
        for key, branch in tree.items():
            yield from _words(branch, (*place, key))
    elif isinstance(tree, list):
        for position, branch in enumerate(tree):
            yield from _words(branch, (*place, position))


def _outside_plans(pages: Pages, parts) -> Iterator[Problem]:
    """Contracts that leave the years of their plan."""
    plans = {plan.code: plan for plan in parts["plans"]}
    for item in pages.items["contracts"]:
        plan = plans.get(item.tree.get("plan")) if isinstance(item.tree, dict) else None
        if plan:
            yield from _outside_plan(item, plan)


def _outside_plan(item, plan):
    first = min(version.starts_on for version in plan.versions)
    last = max(version.ends_on for version in plan.versions)
    for key, is_out in (
        ("starts_on", lambda day: day < str(first)),
        ("ends_on", lambda day: day > str(last)),
    ):
        for place, day in found(item.tree, f"versions.*.{key}"):
            if isinstance(day, str) and len(day) == 10 and is_out(day):
                what = f"{shown(day)} is outside the plan {plan.code}, {first} to {last}."
                yield item.problem(place, what, "Keep the contract inside its plan.")


def _circles(pages: Pages) -> Iterator[Problem]:
    """Plans that follow each other without end."""
    before = {}
    for item in pages.items["plans"]:
        if isinstance(item.tree, dict) and item.tree.get("previous"):
            before[str(item.tree.get("code"))] = (str(item.tree["previous"]), item)
    for code, (_, item) in before.items():
        seen, at = [code], before[code][0]
        while at in before and at not in seen:
            seen.append(at)
            at = before[at][0]
        if at == code and len(seen) > 1:
            what = f"These plans follow each other in a circle: {' → '.join(map(shown, seen))}."
            yield item.problem(("previous",), what, "Remove one “previous”.")
