"""How a return reads on its page: its lines, what is questioned, and the steps it took."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.kernel.kinds import Kind
from jalon.people.models import User
from jalon.reporting.forms.returns import COMMENTED, ReturnForm, answer_key
from jalon.reporting.queries.returns import Life
from jalon.reporting.queries.sheet import Asked, Row, Sheet
from jalon.reporting.sentences import CHECK_NAMES, STATES
from jalon.ui import formats


def lines_of(sheet: Sheet, form: ReturnForm | None, to) -> list[dict]:
    """A line an indicator: its values, where each opens (`to`), and the field of its comment."""
    life = sheet.life
    asked = {one.check.indicator for one in sheet.checks if one.check.code == COMMENTED}
    frozen = {"known_at": life.known_at} if life and life.known_at else {}
    return [
        {
            "row": row,
            "live": to.figure(row.indicator),
            "frozen": to.figure(row.indicator, **frozen),
            "previous": to.figure(row.indicator, sheet.period.previous().code),
            "ask": to.question(row.indicator),
            "declare": to.level(row.indicator) if form and row.is_declared_only else "",
            "comment": form[f"comment:{row.indicator}"] if form and row.indicator not in asked else None,
        }
        for row in sheet.rows
    ]


def asked_about(sheet: Sheet, form: ReturnForm | None, kinds: Mapping[str, Kind]) -> list[dict]:
    """Each check as a sentence, with the field of its explanation."""
    rows = {row.indicator: row for row in sheet.rows}
    return [
        {
            "name": CHECK_NAMES[one.check.code],
            "row": rows.get(one.check.indicator),
            "sentence": sentence_of(one, rows.get(one.check.indicator)),
            "asked": one,
            "field": form[answer_key(one.check)] if form and not one.check.must_be_settled else None,
        }
        for one in sheet.checks
    ]


def sentence_of(one: Asked, row: Row | None) -> str:
    """What a check found, with its numbers."""
    check = one.check
    unit = row.cell.sheet.shown_unit if row else ""
    said = {
        "value": formats.plain_quantity(check.number, unit),
        "other": formats.plain_quantity(check.other, unit),
        "change": formats.plain_signed_percent(check.number) if check.number is not None else "",
        "rows": formats.plain_number(check.number),
    }
    return sentences(int(check.number or 0))[check.code] % said


def sentences(count: int) -> dict[str, str]:
    return {
        "not_received": _("The centre has not attested its evidence up to the last day of the period."),
        "not_computable": _("There is no figure to declare."),
        "out_of_bounds": _("%(value)s is beyond what is plausible (%(other)s)."),
        "negative": _("%(value)s is below zero."),
        "zero": _("0, against %(other)s before."),
        "sudden_change": _("%(change)s since the period before (%(other)s)."),
        "sudden_change_in_a_year": _("%(change)s since the same period a year before (%(other)s)."),
        "missing_documents": ngettext(
            "%(rows)s row has no document, and its kind asks for one.",
            "%(rows)s rows have no document, and their kind asks for one.",
            count,
        ),
        "recorded_late": ngettext(
            "%(rows)s row was recorded after the deadline.",
            "%(rows)s rows were recorded after the deadline.",
            count,
        ),
        "late_without_comment": _("This indicator is late, and nothing says why."),
    }


def told_steps(life: Life | None) -> list[dict]:
    """The steps of a return with who took each, and for whom when a deputy did, as its event says."""
    if life is None:
        return []
    stood_for = {one.event.payload["for"] for one in life.steps if "for" in one.event.payload}
    people = {str(one.uid): one for one in User.objects.filter(uid__in=stood_for)} if stood_for else {}
    return [
        {
            "step": step,
            "words": STATES.get(step.state, step.state),
            "actor": step.event.actor,
            "principal": people.get(step.event.payload.get("for", "")),
        }
        for step in life.steps
    ]
