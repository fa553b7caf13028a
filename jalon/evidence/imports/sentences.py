"""Why a cell, a line or a file is refused, and what to do: a sentence each, in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.evidence.imports.spelling import word
from jalon.kernel.kinds import Kind

Sentences = tuple[str | Promise, str | Promise]

COMPLETE = _("Fill in the cell.")
REMOVE_OR_MEND = _("Correct the cell, or empty it.")

PROBLEMS: dict[str, Sentences] = {
    "missing": (_("This kind of deed needs this."), COMPLETE),
    "missing_one_of": (_("This kind of deed needs at least one of: %(detail)s."), COMPLETE),
    "not_a_date": (_("This is not a day."), _("Write it as 2024-03-31 or 31/03/2024.")),
    "month_first": (
        _("There is no month with this number: the day comes first here."),
        _("Write the day, then the month: 31/03/2024; or 2024-03-31."),
    ),
    "in_the_future": (
        _("This day is still to come."),
        _("Record the deed once it is done, or correct the day."),
    ),
    "not_a_number": (_("This is not a number."), _("Write digits only, without a unit.")),
    "ambiguous_number": (
        _("“%(detail)s” means a thousand in one country and one and a fraction in another."),
        _("Write 1234 or 1.234, without a comma."),
    ),
    "percent": (
        _("The spreadsheet shows this number in percent: %(detail)s."),
        _("Write the number that is meant, 60 or 0.6, and format the cell as a number."),
    ),
    "scientific": (
        _("This number is written with an exponent: digits may have been lost."),
        _("Show the whole number in the spreadsheet, then save the file again."),
    ),
    "not_positive": (
        _("The quantity must be positive: the kind of deed carries the sign itself."),
        _("Write it without the minus sign."),
    ),
    "is_zero": (_("A quantity of zero says nothing."), _("Remove the line, or write the quantity.")),
    "not_one": (_("Each line of this kind counts for 1."), _("Write one line for each deed.")),
    "too_precise": (_("At most three decimals are kept."), _("Round the quantity to three decimals.")),
    "third_decimal": (
        _("An amount in dirhams has at most two decimals."),
        _("Round the amount to the centime."),
    ),
    "too_large": (_("This number is too large."), _("Check the unit.")),
    "negative_amount": (
        _("The amount must be positive."),
        _("To cancel an invoice, record a credit note (income.credited)."),
    ),
    "other_unit": (
        _("The unit of this kind of deed is: %(detail)s."),
        _("Convert the quantity, or empty the unit."),
    ),
    "unknown_attribute": (
        _("This kind of deed does not carry this attribute; it knows: %(detail)s."),
        _("Empty the cell, or move it to the right column."),
    ),
    "wrong_attribute": (_("This value is not allowed; expected: %(detail)s."), REMOVE_OR_MEND),
    "not_a_choice": (_("This is none of the possible values: %(detail)s."), REMOVE_OR_MEND),
    "not_yes_or_no": (_("This is neither yes nor no."), _("Write yes or no, oui or non.")),
    "unknown_kind": (
        _("No kind of deed is called so; perhaps: %(detail)s."),
        _("Take a kind from the list of the template, or say once what this word means (Columns)."),
    ),
    "unknown_reference": (
        _("This code is not known; perhaps: %(detail)s."),
        _("Take a code from the lists of the template, or empty the cell."),
    ),
    "other_centre": (
        _("This line belongs to another centre; this import is for %(detail)s."),
        _("Import the line for its own centre."),
    ),
    "ice_characters": (_("An ICE is made of digits only."), _("Remove letters and signs.")),
    "ice_length": (
        _("An ICE has 15 digits."),
        _("Copy it whole, leading zeros included; or empty the cell."),
    ),
    "ice_enterprise": (
        _("No firm of the register has these nine digits."),
        _("Write the 15 digits of the ICE, leading zeros included; or empty the cell."),
    ),
    "ice_control": (
        _("The last two digits of this ICE do not agree with the others."),
        _("One digit is mistyped: compare it with the firm's papers."),
    ),
    "ice_scientific": (
        _("The spreadsheet shortened this ICE: digits are lost."),
        _("Format the column as text, type the ICE again, save the file."),
    ),
    "unstorable": (
        _("The cell holds a sign that is not text."),
        _("Type the text again instead of pasting it."),
    ),
    "too_long": (_("The text is longer than %(detail)s signs."), _("Shorten it.")),
    "error_cell": (
        _("The spreadsheet shows an error here instead of a value."),
        _("Mend the formula, or type the value."),
    ),
    "unsaved_formula": (
        _("The file keeps the formula of this cell, not its value."),
        _("Open the file in a spreadsheet programme, save it, and import it again; or type the value."),
    ),
    "merged": (
        _("Cells are merged here: only the first of them has a value."),
        _("Unmerge them and fill each one."),
    ),
    "extra_cells": (
        _("The line has %(detail)s cells, more than there are columns."),
        _("Put quotes around texts that contain the delimiter."),
    ),
    "twice_in_file": (
        _("The same line name is already at %(detail)s."),
        _("Give each line a name of its own, or keep one of the two."),
    ),
    "unknown_document": (
        _("No document of this name was deposited."),
        _("Attach the file, or correct its name."),
    ),
    "nothing_to_cancel": (
        _("This line asks to cancel something that was never recorded."),
        _("Remove the line, or correct its name."),
    ),
}

WARNINGS: dict[str, str | Promise] = {
    "serial_day": _("A spreadsheet's number was read as the day %(detail)s."),
    "ice_restored": _("Zeros that the spreadsheet removed were put back: %(detail)s."),
    "before_plan": _("This day is before the first plan (%(detail)s)."),
    "unread_column": _("The column “%(detail)s” is not read."),
    "twin_column": _("Two columns are called “%(detail)s”: only the first is read."),
    "hidden_sheet": _("The sheet “%(detail)s” is hidden: it is not read. To bring its lines, show it."),
    "sheet_without": _("A sheet is not read, for want of columns. %(detail)s."),
    "unknown_service": _(
        "The catalogue has no service of this name, kept as you call it, "
        "from which nothing follows: %(detail)s."
    ),
    "other_service": _("The service does not usually leave this kind of deed: %(detail)s."),
    "ice_pending": _("“%(detail)s” has no ICE: the firm is counted apart until it has one."),
}

REFUSALS: dict[str, Sentences] = {
    "empty": (_("The file is empty."), _("Choose the file that holds the lines.")),
    "too_large": (_("The file is larger than %(detail)s MB."), _("Split it by year or by quarter.")),
    "too_many_lines": (_("The file has more than %(detail)s lines."), _("Split it by year or by quarter.")),
    "too_many_columns": (
        _("The file has more than %(detail)s columns."),
        _("Keep the columns of the template."),
    ),
    "other_type": (
        _("This file is neither CSV, XLSX, XLS nor ODS (it looks like: %(detail)s)."),
        _("Open it in the spreadsheet and save it as XLSX."),
    ),
    "encrypted": (
        _("The file is protected by a password."),
        _("Save it without a password: it is kept where only the centre and auditors can read it."),
    ),
    "unreadable": (
        _("The file is damaged: it cannot be opened."),
        _("Open it in the spreadsheet, save it under another name, and try again."),
    ),
    "too_old": (
        _("This workbook has a form from before 1993, which is no longer read."),
        _("Open it in the spreadsheet and save it as XLSX."),
    ),
    "bomb": (
        _("Unpacked, the file is larger than %(detail)s MB: no honest spreadsheet is."),
        _("Copy the lines into a new file."),
    ),
    "no_columns": (
        _("No sheet has the columns that are needed; missing: %(detail)s."),
        _("Start from the template, or say once which of your columns is which."),
    ),
    "no_lines": (
        _("The file has columns, and no line below them."),
        _("Fill in a line for each deed, save the file, and choose it again."),
    ),
    "quotes": (
        _("A quote is opened and never closed, near line %(detail)s."),
        _("Close it, or double the quotes inside texts."),
    ),
    "long_cell": (
        _("A cell near line %(detail)s holds more than a million signs: a quote opened before it, perhaps."),
        _("Close the quote, or shorten the text."),
    ),
    "encoding": (
        _("The text is not in the encoding it announces (%(detail)s)."),
        _("Save the file as UTF-8."),
    ),
    "binary": (_("This is not a text file."), _("Open it in the spreadsheet and save it as XLSX.")),
    "too_heavy": (
        _("Reading the file takes more memory than is allowed; often because of a cell far from the others."),
        _("Copy the lines into a new file, or split it."),
    ),
    "too_slow": (_("Reading the file takes longer than is allowed."), _("Split it by year or by quarter.")),
}

NO_KINDS: Mapping[str, Kind] = MappingProxyType({})
NAMING_KINDS, NAMING_CHOICES = ("unknown_kind", "other_service"), ("not_a_choice",)
MISSING_NAMES = _("external_id, kind, on")


def problem(said: dict, kinds: Mapping[str, Kind] = NO_KINDS) -> Sentences:
    """Why, and what to do; the kinds it names, by code and by the reader's name."""
    return filled(PROBLEMS[said["code"]], detail(said, kinds))


def warning(said: dict, kinds: Mapping[str, Kind] = NO_KINDS) -> str:
    return str(WARNINGS[said["code"]]) % {"detail": detail(said, kinds)}


def detail(said: dict, kinds: Mapping[str, Kind]) -> str:
    """The codes in what is told, as the reader calls them."""
    parts = said["detail"].split(", ")
    if said["code"] in NAMING_KINDS:
        return ", ".join(named(code, kinds) for code in parts)
    if said["code"] in NAMING_CHOICES:
        return ", ".join(spelled(said["field"], code, kinds) for code in parts)
    return said["detail"]


def named(code: str, kinds: Mapping[str, Kind]) -> str:
    """A kind as the reader calls it beside its code, or any other text, and the sign that more follow."""
    code, more = without_more(code)
    return f"{word('kind', code, kinds, language())} ({code}){more}" if code in kinds else code + more


def spelled(field: str, code: str, kinds: Mapping[str, Kind]) -> str:
    code, more = without_more(code)
    return word(field, code, kinds, language()) + more


def without_more(code: str) -> tuple[str, str]:
    """A code, and the sign that more follow where it ends a list."""
    return code.removesuffix("…"), "…" if code.endswith("…") else ""


def language() -> str:
    return (get_language() or "fr")[:2]


def refusal(code: str, detail: str) -> Sentences:
    return filled(REFUSALS[code], detail or str(MISSING_NAMES if code == "no_columns" else ""))


def filled(sentences: Sentences, detail: str) -> Sentences:
    why, mend = sentences
    return str(why) % {"detail": detail}, str(mend) % {"detail": detail}
