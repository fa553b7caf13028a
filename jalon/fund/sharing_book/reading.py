"""The cells of a workbook that came back, as a problem to solve, or as everything that is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jalon.evidence.reading import Fault, Read, cells, column_letters, numbers
from jalon.fund.sharing_book import layout
from jalon.fund.sharing_book.layout import Column, Sheet
from jalon.kernel import allocation
from jalon.kernel.money import centimes
from jalon.kernel.words import fold

LONGEST = {"key": 80, "name": 200, "needs": 2000}
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell, as a code; the words are the forms'."""

    sheet: str
    cell: str
    code: str
    detail: str = ""


@dataclass
class Said:
    """What a workbook says: the problem, when nothing is wrong, and what candidates are called."""

    problem: allocation.Problem | None = None
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(told: list[dict]) -> Said:
    """The problem that the sheets describe."""
    reader = _Reader(told)
    said = Said(problems=reader.problems)
    rules = reader.rules()
    candidates = reader.candidates(said.names)
    weights = reader.weights(candidates)
    limits = reader.limits(candidates)
    if not said.problems:
        try:
            said.problem = as_problem(rules, candidates, weights, limits)
        except allocation.ProblemError as error:
            said.problems.append(Problem(layout.CANDIDATES.words.fr, "", "impossible", str(error)))
    return said


def as_problem(rules: Mapping[str, Any], candidates, weights, limits) -> allocation.Problem:
    return allocation.Problem(
        rules["envelope"],
        candidates,
        weights,
        limits,
        fairness_of(rules),
        rules.get("spend_at_least") or 0,
    )


def fairness_of(rules: Mapping[str, Any]) -> allocation.Fairness | None:
    if not rules.get("fair_among"):
        return None
    least, spread = rules.get("least"), rules.get("spread")
    return allocation.Fairness(
        rules["fair_among"],
        None if least is None else Fraction(least),
        None if spread is None else Fraction(spread),
        bool(rules.get("is_max_min")),
    )


class _Reader:
    def __init__(self, told: list[dict]):
        self.told = told
        self.problems: list[Problem] = []
        self.sheet = ""

    def wrong(self, cell: str, code: str, detail: str = "") -> None:
        self.problems.append(Problem(self.sheet, cell, code, detail))

    def rules(self) -> dict[str, Any]:
        """The first sheet: a label and an answer a row."""
        rows = self.rows_of(layout.RULES)
        known = headed(layout.RULES)
        found: dict[str, Any] = {}
        for number, row in enumerate(rows, start=1):
            column = known.get(fold(str(row[0]))) if row else None
            if column:
                found[column.code] = self.parsed(column, (row[1:2] or [""])[0], f"B{number}")
        if rows and found.get("envelope") is None:
            self.wrong("", "required", layout.RULES.columns[0].words.fr)
        if found.get("fair_among"):
            found["fair_among"] = tag_of(found["fair_among"])
        return found

    def rows_of(self, sheet: Sheet) -> list[list]:
        names = {fold(text) for text in sheet.words.as_mapping().values()}
        said = next((one for one in self.told if fold(one["name"]) in names), None)
        self.sheet = said["name"] if said else sheet.words.fr
        if said is None and sheet in (layout.RULES, layout.CANDIDATES):
            self.wrong("", "sheet_missing", sheet.words.fr)
        return said["rows"] if said else []

    def table(self, sheet: Sheet) -> list[tuple[int, dict[str, Any], dict[str, Decimal]]]:
        """The rows with their number, their values by column, and their results by code."""
        rows = self.rows_of(sheet)
        if not rows:
            return []
        columns = self.heads(sheet, rows[0])
        return [
            (number, *self.row(columns, number, row))
            for number, row in enumerate(rows[1:], start=2)
            if any(cell != "" for cell in row)
        ]

    def heads(self, sheet: Sheet, head: list) -> dict[int, Column]:
        known, columns = headed(sheet), {}
        for place, cell in enumerate(head):
            text = str(cell).strip()
            column = known.get(fold(text))
            if column is None and text.startswith(layout.RESULT) and sheet is layout.CANDIDATES:
                column = Column(text, sheet.words, "number")
            if column is None and text:
                self.wrong(address(place, 1), "unknown_column", text)
            elif column:
                columns[place] = column
        for column in sheet.columns:
            if column.is_required and column not in columns.values():
                self.wrong("", "column_missing", column.words.fr)
        return columns

    def row(self, columns: Mapping[int, Column], number: int, cells_of: list):
        values: dict[str, Any] = {}
        results: dict[str, Decimal] = {}
        for place, column in columns.items():
            cell = cells_of[place] if place < len(cells_of) else ""
            value = self.parsed(column, cell, address(place, number))
            if column.code.startswith(layout.RESULT):
                if value:
                    results[column.code.removeprefix(layout.RESULT).strip()] = value
            else:
                values[column.code] = value
            if column.is_required and cell == "":
                self.wrong(address(place, number), "required", column.words.fr)
        return values, results

    def parsed(self, column: Column, cell, where: str):
        value = PARSERS[column.kind](cell, LONGEST.get(column.code, 80)) if cell != "" else None
        if isinstance(value, Read):
            value = value.value
        if isinstance(value, Fault):
            self.wrong(where, value.code, value.detail)
            return None
        return value

    def candidates(self, names: dict[str, str]) -> list[allocation.Candidate]:
        found: dict[str, allocation.Candidate] = {}
        for number, said, results in self.table(layout.CANDIDATES):
            key = said.get("key")
            if not key or said.get("cap") is None:
                continue
            if key in found:
                self.wrong(f"A{number}", "twice", key)
                continue
            made = self.candidate(number, said, results)
            if made:
                found[key] = made
                names |= {key: said["name"]} if said.get("name") else {}
        for one in found.values():
            for need in one.needs:
                if need not in found:
                    self.wrong("", "needs_unknown", f"{one.key}: {need}")
        if not found and not self.problems:
            self.wrong("", "no_candidate")
        return list(found.values())

    def candidate(self, number: int, said, results) -> allocation.Candidate | None:
        floor, is_whole = said.get("floor") or 0, bool(said.get("is_whole"))
        tags = {tag: said[tag] for tag in layout.TAGS if said.get(tag)}
        try:
            needs = tuple(said.get("needs") or ())
            return allocation.Candidate(said["key"], said["cap"], floor, is_whole, results, tags, needs)
        except allocation.ProblemError:
            self.wrong(f"A{number}", "floor_over_cap" if not is_whole else "floor_of_whole", said["key"])
            return None

    def weights(self, candidates) -> dict[str, Decimal]:
        found = {}
        for _number, said, _results in self.table(layout.WEIGHTS):
            if said.get("result") and said.get("weight") is not None:
                found[said["result"]] = said["weight"]
        known = {name for one in candidates for name in one.results}
        return found or dict.fromkeys(sorted(known), Decimal(1))

    def limits(self, candidates) -> list[allocation.Limit]:
        found = []
        known = {pair for one in candidates for pair in one.tags.items()}
        for number, said, _results in self.table(layout.LIMITS):
            tag, value = tag_of(said.get("tag") or ""), said.get("value") or ""
            if (tag, value) not in known:
                self.wrong(f"B{number}", "nobody_carries", f"{said.get('tag')} {value}")
                continue
            found.append(allocation.Limit(tag, value, said.get("at_least") or 0, said.get("at_most")))
        return found


def headed(sheet: Sheet) -> dict[str, Column]:
    return {fold(text): column for column in sheet.columns for text in column.words.as_mapping().values()}


def tag_of(text: str) -> str:
    """The tag a word names, in any language; else the word itself."""
    for tag, words in layout.TAGS.items():
        if fold(text) in {fold(one) for one in (tag, *words.as_mapping().values())}:
            return tag
    return text


def address(place: int, number: int) -> str:
    return f"{column_letters(place)}{number}"


def text(cell, longest: int):
    return cells.limited(cell, longest)


def money(cell, _longest: int):
    """Centimes from dirhams."""
    said = number(cell, 2)
    if isinstance(said, Fault):
        return said
    return centimes(said) if said >= 0 else Fault("negative")


def number(cell, places: int = 6):
    said = numbers.number(cell)
    if isinstance(said, Read):
        said = said.value
    if isinstance(said, Fault) or said is None:
        return said or Fault("not_a_number")
    if said != round(said, places):
        return Fault("too_precise", str(places))
    return said if abs(said) < LARGEST else Fault("too_large")


def share(cell, _longest: int):
    """A rate from 0 to 1, written so or in percent."""
    is_percent = isinstance(cell, str) and cell.strip().endswith("%")
    said = number(cell.strip().removesuffix("%") if is_percent else cell)
    if isinstance(said, Fault):
        return said
    rate = said / 100 if is_percent or said > 1 else said
    return rate if 0 <= rate <= 1 else Fault("not_a_share")


def yes_no(cell, _longest: int):
    said = fold(str(cells.text(cell)))
    if said in cells.YES:
        return True
    return False if said in cells.NO else Fault("not_yes_no")


def some(cell, longest: int):
    said = cells.limited(cell, longest)
    if isinstance(said, Fault):
        return said
    return [part.strip() for part in said.replace(",", ";").split(";") if part.strip()]


PARSERS: dict[str, Callable] = {
    "text": text,
    "money": money,
    "number": lambda cell, _longest: number(cell),
    "share": share,
    "yes_no": yes_no,
    "list": some,
}
