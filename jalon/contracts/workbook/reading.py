"""The cells of a workbook that came back, as terms, or as everything that is wrong with them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jalon.contracts.terms import FIRST_YEAR, LAST_YEAR
from jalon.contracts.workbook import layout
from jalon.contracts.workbook.layout import Column, Library, Sheet, label
from jalon.evidence.reading import Fault, Percent, Read, Unsaved, cells, column_letters, numbers
from jalon.kernel.words import LANGUAGES, fold

THOUSAND_OR_NOT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
LONGEST = {"code": 40, "text": 5000, "source": 2000, "document": 300}


@dataclass(frozen=True)
class Problem:
    """What is wrong in a cell: the sentences are in `sentences.py`."""

    sheet: str
    cell: str
    value: str
    code: str
    detail: str = ""


@dataclass
class Row:
    """The values of a row by column, years by their number, and where each stands."""

    sheet: str
    number: int
    values: dict[str | int, object] = field(default_factory=dict)
    places: dict[str | int, str] = field(default_factory=dict)
    texts: dict[str | int, str] = field(default_factory=dict)

    def get(self, name, default=""):
        value = self.values.get(name)
        return default if value is None else value

    def years(self) -> Iterator[tuple[int, object]]:
        for name, value in self.values.items():
            if isinstance(name, int) and value is not None:
                yield name, value


class Tables:
    """Every sheet of the workbook read cell by cell; `problems` gathers what could not be."""

    def __init__(self, told: list[dict], library: Library):
        self.told = told
        self.library = library
        self.problems: list[Problem] = []
        self.readers = {name: recognised(library, name) for name in CHOICES}
        self.rows = {sheet.code: list(self.table(sheet)) for sheet in layout.SHEETS[1:]}
        self.fields = self.contract()

    def wrong(self, row: Row, name, code: str, detail: str = "") -> None:
        place = row.places.get(name, f"A{row.number}")
        self.problems.append(Problem(row.sheet, place, row.texts.get(name, ""), code, detail))

    def found(self, sheet: Sheet) -> dict | None:
        names = {fold(text) for text in sheet.words.as_mapping().values()}
        said = next((one for one in self.told if fold(one["name"]) in names), None)
        if said is None:
            name = sheet.words.fr
            self.problems.append(Problem(name, "", "", "sheet_missing", name))
        return said

    def contract(self) -> Row:
        """The first sheet: a label and an answer a row."""
        said = self.found(layout.CONTRACT)
        answers = Row(said["name"] if said else "", 1)
        known = headed(layout.FIELDS)
        for number, line in enumerate(said["rows"] if said else (), start=1):
            column = known.get(fold(str(line[0]))) if line else None
            if column and [number - 1, 1] in said["errors"]:
                self.failed(answers, column.code, f"B{number}")
            elif column:
                self.take(answers, column, column.code, (line[1:2] or [""])[0], f"B{number}", said)
        for column in layout.FIELDS:
            if said and column.is_required and answers.values.get(column.code) is None:
                self.missing(answers, column)
        return answers

    def missing(self, row: Row, column: Column) -> None:
        if not any(p.sheet == row.sheet and p.cell == row.places.get(column.code) for p in self.problems):
            self.wrong(row, column.code, "required", column.words.fr)

    def table(self, sheet: Sheet) -> Iterator[Row]:
        said = self.found(sheet)
        if said is None or not said["rows"]:
            return
        columns = self.heads(sheet, said)
        for number, line in enumerate(said["rows"][1:], start=2):
            row = self.row(said, columns, number, line)
            self.settle_percents(row)
            if any(value is not None and value != "" for value in row.values.values()) or row.texts:
                self.check_required(sheet, row)
                yield row

    def heads(self, sheet: Sheet, said: dict) -> dict[int, Column]:
        known, columns = headed(sheet.columns), {}
        for place, cell in enumerate(said["rows"][0]):
            column = known.get(fold(str(cell))) or year_column(sheet, cell)
            if column and column.code not in {one.code for one in columns.values()}:
                columns[place] = column
            elif str(cell).strip():
                code = "column_twice" if column else "unknown_column"
                self.problems.append(Problem(said["name"], address(place, 1), shown(cell), code))
        for column in sheet.columns:
            if column.kind != "unit" and column not in columns.values():
                detail = column.words.fr
                self.problems.append(Problem(said["name"], "A1", "", "column_missing", detail))
        return columns

    def row(self, said: dict, columns: dict[int, Column], number: int, line: list) -> Row:
        row = Row(said["name"], number)
        for place, column in columns.items():
            cell = line[place] if place < len(line) else ""
            name = int(column.code) if column.code.isdigit() else column.code
            if [number - 1, place] in said["errors"]:
                self.failed(row, name, address(place, number))
            elif column.kind != "unit":
                self.take(row, column, name, cell, address(place, number), said)
        return row

    def failed(self, row: Row, name, place: str) -> None:
        row.places[name], row.texts[name], row.values[name] = place, "#", None
        self.wrong(row, name, "formula_error")

    def take(self, row: Row, column: Column, name, cell, place: str, said: dict) -> None:
        """Read one cell into the row."""
        row.places[name] = place
        cell = decoded(cell)
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            row.values[name] = None
            return
        row.texts[name] = shown(cell)
        value = self.parsed(column, cell, said.get("epoch", 1900))
        if isinstance(value, Read):
            value = value.value
        if isinstance(value, Fault):
            self.wrong(row, name, value.code, value.detail)
            value = None
        row.values[name] = value

    def parsed(self, column: Column, cell, epoch: int):
        if isinstance(cell, Unsaved):
            return Fault("formula_unsaved")
        if column.kind in ("choice", "yes_no"):
            return self.chosen(column.choices, cell)
        if column.kind == "day":
            return cells.day(cell, epoch)
        if column.kind == "number" and (found := percent(cell)):
            return found
        if column.kind in ("number", "money"):
            return exact(cell, 2 if column.kind == "money" else 3)
        if column.kind == "year":
            return year(cell)
        longest = LONGEST.get(
            column.code, LONGEST["code" if column.kind in ("code", "objective") else "text"]
        )
        return cells.limited(cell, longest)

    def chosen(self, name: str, cell):
        said = cells.text(cell)
        if isinstance(said, Fault):
            return said
        known = self.readers[name]
        found = known.get(said) or known.get(fold(said)) or known.get(fold(said.partition("—")[0]))
        return found or Fault("not_in_list")

    def settle_percents(self, row: Row) -> None:
        """60 % is 60 of what is counted in percent; of anything else only its author knows what it means."""
        for name, value in row.values.items():
            if isinstance(value, Percent):
                is_meant = self.is_in_percent(row, name)
                settled = exact(float(value.hundredfold), 3) if is_meant else Fault("percent", str(value))
                row.values[name] = None if isinstance(settled, Fault) else settled
                if isinstance(settled, Fault) and (is_meant or row.get("indicator")):
                    self.wrong(row, name, settled.code, settled.detail)

    def is_in_percent(self, row: Row, name) -> bool:
        """Whether a number of the row is counted in percent: its indicator is, or a growth is promised."""
        is_growth = isinstance(name, int) and row.get("shape") == "growth"
        return is_growth or row.get("indicator") in self.library.percents

    def check_required(self, sheet: Sheet, row: Row) -> None:
        for column in sheet.columns:
            if column.is_required and column.code not in row.texts and row.values.get(column.code) is None:
                self.wrong(row, column.code, "required", column.words.fr)


CHOICES = ("indicators", "axes", "goals", "lines", "shapes", "sides", "yes_no", "rules")


def recognised(library: Library, name: str) -> dict[str, str]:
    """Every way to say a choice: its label or name in a language, its code; the exact way first."""
    choices = library.choices(name)
    known: dict[str, str] = {}
    exact_ways = [lambda code, words: (code, *(label(name, code, words, one) for one in LANGUAGES))]
    loose_ways = [
        lambda code, words: (fold(code),),
        lambda code, words: map(fold, words.as_mapping().values()),
    ]
    loose_ways.insert(1, lambda code, words: (fold(label(name, code, words, one)) for one in LANGUAGES))
    for ways in (*exact_ways, *loose_ways):
        for code, words in choices.items():
            for way in ways(code, words):
                known.setdefault(way, code)
    known.pop("", None)
    return known


def headed(columns) -> dict[str, Column]:
    return {fold(text): column for column in columns for text in column.words.as_mapping().values()}


def year_column(sheet: Sheet, cell) -> Column | None:
    """A column whose head is a year, where the sheet has some."""
    found = year(cell) if sheet.years and cell != "" else None
    if not isinstance(found, int):
        return None
    return Column(str(found), replace(layout.README, fr=str(found)), sheet.years)


def year(cell) -> int | Fault:
    said = numbers.number(cell)
    if not isinstance(said, Decimal) or said != said.to_integral_value():
        return Fault("not_a_year")
    return int(said) if FIRST_YEAR <= said <= LAST_YEAR else Fault("not_a_year")


def decoded(cell):
    """A cell as the limited process said it."""
    if not isinstance(cell, dict):
        return cell
    if "percent" in cell:
        return Percent(cell["percent"])
    return Unsaved() if "unsaved" in cell else dt.date.fromisoformat(cell["day"])


def percent(cell) -> Percent | None:
    """A number in percent, by its format or by the sign somebody typed."""
    if isinstance(cell, str) and cell.strip().endswith(numbers.PERCENT_SIGNS):
        said = numbers.number(cell.strip()[:-1])
        return Percent(float(said) / 100) if isinstance(said, Decimal) else None
    return cell if isinstance(cell, Percent) else None


def exact(cell, places: int):
    """A number that the database keeps as it is; people type 590.000 for 590 thousand and for 590."""
    if isinstance(cell, str) and THOUSAND_OR_NOT.fullmatch(cell.strip()):
        return Fault("ambiguous_number")
    said = numbers.number(cell)
    if not isinstance(said, Decimal):
        return said
    if said != round(said, places):
        return Fault("too_precise", str(places))
    return said if abs(said) < Decimal(10) ** (15 if places == 2 else 20) else Fault("too_large")


def address(place: int, number: int) -> str:
    return f"{column_letters(place)}{number}"


def shown(cell) -> str:
    cell = decoded(cell)
    return (f"{cell:.15g}" if isinstance(cell, float) else str(cell))[:120]
