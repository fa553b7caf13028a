"""What to do this month, in words: a move of an indicator and the money it releases."""

from decimal import Decimal

from django.utils.translation import gettext as _

from jalon.fund.queries.forecasts import Move, Task
from jalon.results.queries.forecast import Outlook
from jalon.results.sentences import as_written
from jalon.ui import formats


def move_said(task: Task, move: Move) -> str:
    """So many more before the year's end release so much; a level is reached, not added to."""
    outlook, sheet = task.outlook, task.outlook.cell.sheet
    values = {
        "day": formats.plain_day(outlook.cell.period.end),
        "amount": formats.isolate(formats.plain_amount(move.gain)),
        "more": as_written(move.more, sheet, is_rounded_up=True),
        "value": as_written(move.change.value, sheet),
    }
    if not outlook.series.adds_up:
        return _("Reach %(value)s before %(day)s: that releases %(amount)s more than expected.") % values
    if move.more <= 0 or move.change.delta < 0:
        return _("End the year at %(value)s: that releases %(amount)s more than expected.") % values
    return _("%(more)s more before %(day)s release %(amount)s more than expected.") % values


def still_said(outlook: Outlook) -> str:
    """What each month left must bring to reach the target, against what the last ones brought."""
    if outlook.expected is None or outlook.goal is None:
        return ""
    if outlook.series.adds_up and outlook.direction == "at_least":
        return said_of_flow(outlook)
    sheet = outlook.cell.sheet
    values = {
        "goal": as_written(outlook.goal, sheet),
        "value": as_written(outlook.expected.value, sheet),
        "day": formats.plain_day(outlook.cell.period.end),
    }
    if (outlook.gap or Decimal(0)) <= 0:
        return _("The target of %(goal)s will hold: %(value)s are expected.") % values
    return _("The target is %(goal)s; %(value)s are expected on %(day)s.") % values


def said_of_flow(outlook: Outlook) -> str:
    sheet = outlook.cell.sheet
    if not outlook.still:
        return _("The target is reached.")
    values = {
        "a_month": as_written(outlook.a_month, sheet, is_rounded_up=True),
        "pace": as_written(outlook.pace or Decimal(0), sheet),
        "still": as_written(outlook.still, sheet, is_rounded_up=True),
        "goal": as_written(outlook.goal, sheet),
    }
    return (
        _(
            "%(still)s more reach the target of %(goal)s: %(a_month)s a month, where the last ones brought "
            "%(pace)s."
        )
        % values
    )
