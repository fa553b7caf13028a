"""The workbook, prefilled: locked heads, drop-downs with names, units; no text is taken for a formula."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from jalon.contracts.terms import FIRST_YEAR, LAST_YEAR, Terms
from jalon.contracts.workbook import guide, layout, rows
from jalon.contracts.workbook.layout import Column, Library, Sheet, label
from jalon.evidence.reading import cells
from jalon.kernel.words import Words

BLANK_ROWS = 200
SIGNIFICANT = 15  # digits a spreadsheet keeps; longer numbers are written as text
FIRST_DAY = dt.date(1950, 1, 1)  # days before it, and after the last, are written as text
LAST_DAY = dt.date(2100, 12, 31)
LISTS = "_lists"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FREE = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True, "sort": True}


def written(terms: Terms, library: Library, *, language: str) -> bytes:
    """The bytes of an XLSX that says the terms, in a language; read back, it says the same terms."""
    content = BytesIO()
    with Workbook(content, OPTIONS) as book:
        Writer(book, library, language).write(terms)
    return content.getvalue()


class Writer:
    def __init__(self, book: Workbook, library: Library, language: str):
        self.book = book
        self.library = library
        self.language = language
        self.ranges: dict[str, str] = {}
        self.styles = {
            "head": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#0F5257",
                    "font_color": "#FFFFFF",
                    "text_wrap": True,
                    "valign": "top",
                }
            ),
            "fixed": book.add_format({"font_color": "#555555", "bg_color": "#F2F2F2", "text_wrap": True}),
            "text": book.add_format({"locked": False, "text_wrap": True, "valign": "top", "num_format": "@"}),
            "number": book.add_format({"locked": False, "valign": "top"}),
            "money": book.add_format({"locked": False, "valign": "top", "num_format": "#,##0.00"}),
            "day": book.add_format({"locked": False, "valign": "top", "num_format": "yyyy-mm-dd"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "guide": book.add_format({"text_wrap": True, "valign": "top"}),
        }

    def write(self, terms: Terms) -> None:
        self.write_guide()
        sheets = {sheet.code: self.add(self.said(sheet.words)) for sheet in layout.SHEETS}
        self.write_lists()
        self.write_fields(sheets["contract"], rows.fields(terms, self.library.contract))
        for sheet in layout.SHEETS[1:]:
            columns = (*sheet.columns, *year_columns(sheet, terms.years))
            self.write_table(sheets[sheet.code], columns, list(rows.ROWS[sheet.code](terms)))

    def said(self, words) -> str:
        return words.in_language(self.language)[0]

    def add(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        if self.language == "ar":
            sheet.right_to_left()
        return sheet

    def write_guide(self) -> None:
        sheet = self.add(self.said(layout.README))
        sheet.set_column(0, 2, 60, self.styles["guide"])
        for column, (title, lines) in enumerate(guide.in_order(self.language)):
            sheet.write_string(0, column, title, self.styles["title"])
            for row, line in enumerate(lines, start=1):
                sheet.write_string(row, column, line, self.styles["guide"])
        sheet.protect()

    def write_lists(self) -> None:
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        names = ("indicators", "axes", "goals", "lines", "shapes", "sides", "yes_no", "rules")
        for place, name in enumerate(names):
            column = place + 1 if place else 0  # the units of indicators stand beside them
            choices = self.library.choices(name)
            for row, (code, words) in enumerate(choices.items()):
                sheet.write_string(row, column, cells.guarded(label(name, code, words, self.language)))
                if name == "indicators":
                    sheet.write_string(row, 1, cells.guarded(self.said(self.library.units[code])))
            letter = xl_col_to_name(column)
            self.ranges[name] = f"={LISTS}!${letter}$1:${letter}${max(len(choices), 1)}"

    def write_fields(self, sheet: Worksheet, answers: rows.Row) -> None:
        for column, said in enumerate(layout.CONTRACT.columns):
            sheet.set_column(column, column, said.width)
            sheet.write_string(0, column, self.said(said.words), self.styles["head"])
        for row, field in enumerate(layout.FIELDS, start=1):
            sheet.write_string(row, 0, self.said(field.words), self.styles["fixed"])
            self.write_cell(sheet, row, 1, field, answers.get(field.code))
            if field.kind == "day":
                sheet.data_validation(row, 1, row, 1, day_rule())
        sheet.freeze_panes(1, 1)
        sheet.protect("", FREE)

    def write_table(self, sheet: Worksheet, columns: tuple[Column, ...], said: list[rows.Row]) -> None:
        last = len(said) + BLANK_ROWS
        for place, column in enumerate(columns):
            self.write_head(sheet, place, column)
            rule = self.rule(column)
            if rule:
                sheet.data_validation(1, place, last, place, rule)
            if column.kind == "unit":
                self.write_units(sheet, place, said, last)
                continue
            for row, values in enumerate(said, start=1):
                self.write_cell(sheet, row, place, column, values.get(key_of(column)))
        sheet.freeze_panes(1, min(2, len(columns)))
        sheet.protect("", FREE)

    def write_head(self, sheet: Worksheet, place: int, column: Column) -> None:
        sheet.set_column(place, place, column.width, self.style(column))
        if column.code.isdigit():
            sheet.write_number(0, place, int(column.code), self.styles["head"])
        else:
            sheet.write_string(0, place, self.said(column.words), self.styles["head"])

    def style(self, column: Column):
        named = {"unit": "fixed", "fixed": "fixed", "money": "money", "day": "day"}
        numbers = ("number", "year")
        return self.styles["number" if column.kind in numbers else named.get(column.kind, "text")]

    def write_units(self, sheet: Worksheet, place: int, said: list[rows.Row], last: int) -> None:
        """The unit follows the indicator chosen in the cell before it."""
        letter = xl_col_to_name(place - 1)
        reach = max(len(self.library.indicators), 1)
        for row in range(1, last + 1):
            code = said[row - 1].get("indicator") if row <= len(said) else None
            unit = self.said(self.library.units[code]) if code in self.library.units else ""
            formula = f'=IFERROR(VLOOKUP({letter}{row + 1},{LISTS}!$A$1:$B${reach},2,FALSE),"")'
            sheet.write_formula(row, place, formula, self.styles["fixed"], unit)

    def write_cell(self, sheet: Worksheet, row: int, place: int, column: Column, value: object) -> None:
        style = self.style(column)
        if value is None or value == "":
            sheet.write_blank(row, place, None, style)
        elif column.kind in ("choice", "yes_no"):
            sheet.write_string(row, place, cells.guarded(self.choice(column.choices, str(value))), style)
        elif isinstance(value, dt.date) and FIRST_DAY <= value <= LAST_DAY:
            sheet.write_datetime(row, place, dt.datetime.combine(value, dt.time.min), style)
        elif isinstance(value, Decimal | int) and is_short(value):
            sheet.write_number(row, place, float(value), style)
        else:
            text = format(value, "f") if isinstance(value, Decimal) else str(value)
            sheet.write_string(row, place, cells.guarded(text) if isinstance(value, str) else text, style)

    def choice(self, name: str, code: str) -> str:
        choices = self.library.choices(name)
        return label(name, code, choices[code], self.language) if code in choices else code

    def rule(self, column: Column) -> dict | None:
        if column.kind in ("choice", "yes_no"):
            return {"validate": "list", "source": self.ranges[column.choices]}
        if column.kind == "objective":
            name = self.said(layout.OBJECTIVES.words)
            return {"validate": "list", "source": f"='{name}'!$A$2:$A${BLANK_ROWS}"}
        if column.kind == "day":
            return day_rule()
        if column.kind == "money":
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        if column.kind == "number":
            return {"validate": "decimal", "criteria": "between", "minimum": -1e20, "maximum": 1e20}
        if column.kind == "year":
            return {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        return None


def day_rule() -> dict:
    return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}


def year_columns(sheet: Sheet, years: Iterable[int]) -> tuple[Column, ...]:
    if not sheet.years:
        return ()
    return tuple(Column(str(year), Words(str(year)), sheet.years, 14) for year in years)


def key_of(column: Column) -> str | int:
    return int(column.code) if column.code.isdigit() else column.code


def is_short(value: Decimal | int) -> bool:
    """Whether a spreadsheet keeps the number as it is."""
    return len(Decimal(value).normalize().as_tuple().digits) <= SIGNIFICANT
