"""Why a cell or a workbook is refused, and how to mend it, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jalon.contracts.workbook.reading import Problem
from jalon.evidence.reading import Refusal
from jalon.kernel.payment.reading import SENTENCES as RULES

CELLS = {
    "required": (gettext_lazy("This cell is empty."), gettext_lazy("Write: %(detail)s.")),
    "not_in_list": (
        gettext_lazy("This is none of the choices of the list."),
        gettext_lazy("Choose one in the cell's drop-down list."),
    ),
    "not_a_number": (
        gettext_lazy("This is no number."),
        gettext_lazy("Write digits only, such as 14500 or 39,8."),
    ),
    "percent": (
        gettext_lazy("This number is in percent, and what it says is not counted in percent: %(detail)s."),
        gettext_lazy("Write the number that is meant, and format the cell as a number."),
    ),
    "ambiguous_number": (
        gettext_lazy("This number can be read in two ways."),
        gettext_lazy("Write it without a thousands separator."),
    ),
    "scientific": (
        gettext_lazy("A number in scientific notation has lost digits."),
        gettext_lazy("Write all its digits."),
    ),
    "too_precise": (
        gettext_lazy("More than %(detail)s decimals cannot be kept."),
        gettext_lazy("Round the number to %(detail)s decimals."),
    ),
    "too_large": (gettext_lazy("This number is too large."), gettext_lazy("Check its unit.")),
    "not_a_date": (gettext_lazy("This is no date."), gettext_lazy("Write it as 2025-03-31.")),
    "month_first": (
        gettext_lazy("The month stands where the day should."),
        gettext_lazy("Write the date as 2025-03-31."),
    ),
    "not_a_year": (gettext_lazy("This is no year."), gettext_lazy("Write four digits, such as 2025.")),
    "too_long": (
        gettext_lazy("This text is longer than %(detail)s characters."),
        gettext_lazy("Shorten it."),
    ),
    "unstorable": (
        gettext_lazy("This text holds signs that cannot be kept."),
        gettext_lazy("Type it again without copying."),
    ),
    "formula_error": (
        gettext_lazy("A formula in this cell failed."),
        gettext_lazy("Write the value itself."),
    ),
    "formula_unsaved": (
        gettext_lazy("The file keeps the formula of this cell, not its value."),
        gettext_lazy("Open the workbook in a spreadsheet programme, save it, and upload it again."),
    ),
    "sheet_missing": (
        gettext_lazy("The sheet “%(detail)s” is not there."),
        gettext_lazy("Download the workbook again and copy your rows into it."),
    ),
    "column_missing": (
        gettext_lazy("The column “%(detail)s” is not there."),
        gettext_lazy("Put its head back on the first row, or download the workbook again."),
    ),
    "unknown_column": (
        gettext_lazy("No column has this head."),
        gettext_lazy("Take it away, or give it back its head."),
    ),
    "column_twice": (gettext_lazy("This column is there twice."), gettext_lazy("Keep one of the two.")),
    "other_contract": (
        gettext_lazy("This workbook belongs to another contract."),
        gettext_lazy("Upload it on that contract's page; this one is %(detail)s."),
    ),
    "ends_before_it_starts": (
        gettext_lazy("The contract ends before it starts."),
        gettext_lazy("Check the two dates."),
    ),
    "french_missing": (
        gettext_lazy("The French text is missing."),
        gettext_lazy("Write it: it stands in for languages that are not filled."),
    ),
    "objective_twice": (
        gettext_lazy("Another objective has this code."),
        gettext_lazy("Give each objective its own code."),
    ),
    "objective_not_there": (
        gettext_lazy("No objective has this code."),
        gettext_lazy("Choose a code of the sheet of objectives, or add the objective there."),
    ),
    "objective_missing": (
        gettext_lazy("A target stands under no objective."),
        gettext_lazy("Choose its objective."),
    ),
    "shape_missing": (
        gettext_lazy("The shape of this target is not said."),
        gettext_lazy("Choose it in the list: an amount each year, growth, a level to reach…"),
    ),
    "no_year": (
        gettext_lazy("This row promises nothing for any year."),
        gettext_lazy("Write a target under a year, or take the objective away from the row."),
    ),
    "target_twice": (
        gettext_lazy("This indicator already has a target for this year under this objective."),
        gettext_lazy("Keep one of the two."),
    ),
    "baseline_twice": (
        gettext_lazy("This indicator already has another baseline."),
        gettext_lazy("Write the baseline once, or the same each time."),
    ),
    "negative_money": (
        gettext_lazy("An amount of a contract is not negative."),
        gettext_lazy("Check its sign."),
    ),
    "allocation_twice": (
        gettext_lazy("This line already has an amount for this year."),
        gettext_lazy("Add the two amounts up on one row."),
    ),
    "undertaking_twice": (
        gettext_lazy("Another undertaking of this party has this code."),
        gettext_lazy("Leave the code empty: one is given."),
    ),
    "tranche_twice": (
        gettext_lazy("Another tranche has this code."),
        gettext_lazy("Give each tranche its own code."),
    ),
    "bound_unreadable": (
        gettext_lazy("A line says no bound of the rule: %(detail)s"),
        gettext_lazy("Write one a line, such as at_least = 0.85"),
    ),
    "condition_unreadable": (
        gettext_lazy("A line says no condition: %(detail)s"),
        gettext_lazy("Write one a line, such as: document work-plan, undertaking 3, justified 0.8"),
    ),
    "past_total_twice": (
        gettext_lazy("This indicator already has a total for this year."),
        gettext_lazy("Keep one of the two."),
    ),
}
OTHER = (gettext_lazy("This cell cannot be read."), gettext_lazy("Type its value again."))

FILES = {
    "empty": gettext_lazy("The file is empty. Download the workbook, fill it and upload it again."),
    "too_large": gettext_lazy(
        "The file is larger than a contract's workbook can be. Upload the one from this page."
    ),
    "bomb": gettext_lazy("The file unpacks to far more than it should. Save it again from your spreadsheet."),
    "encrypted": gettext_lazy(
        "The file is protected by a password. Save it without one and upload it again."
    ),
    "other_type": gettext_lazy("This is no spreadsheet. Upload the XLSX workbook downloaded from this page."),
    "too_slow": gettext_lazy("The file took too long to read. Save it again from your spreadsheet."),
    "too_heavy": gettext_lazy("The file needs too much memory. Save it again from your spreadsheet."),
}


@dataclass(frozen=True)
class Told:
    """A problem as a person reads it."""

    sheet: str
    cell: str
    value: str
    why: str
    mend: str


def told(problem: Problem) -> Told:
    if problem.code.startswith(OF_RULE):
        return of_rule(problem)
    why, mend = CELLS.get(problem.code, OTHER)
    said = {"detail": problem.detail}
    return Told(problem.sheet, problem.cell, problem.value, why % said, mend % said)


OF_RULE = "rule_"


def of_rule(problem: Problem) -> Told:
    """What is wrong with the data of a payment rule: the kernel has the sentence, in three languages."""
    field, _bar, detail = problem.detail.partition("|")
    words = RULES[problem.code.removeprefix(OF_RULE)].in_language((get_language() or "fr")[:2])[0]
    mend = _("Mend “%(field)s”.") % {"field": field} if field else _("Mend the rule.")
    return Told(problem.sheet, problem.cell, problem.value, words.format(detail=detail), mend)


def refused(refusal: Refusal) -> str:
    return str(FILES.get(refusal.code) or _("The file cannot be read. Save it again as XLSX and upload it."))
