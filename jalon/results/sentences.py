"""What a forecast says, in words: the kernel's sentences of the family `forecast`."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.indicators.models import IndicatorVersion
from jalon.kernel.sentences import Sentence
from jalon.ui import formats

SENTENCES = {
    "forecast.safe": gettext_lazy(
        "On %(end)s about %(value)s are expected, between %(low)s and %(high)s: the target of %(target)s is "
        "within reach even at the worst."
    ),
    "forecast.not_yet_safe": gettext_lazy(
        "On %(end)s about %(value)s are expected, just enough for %(target)s; it may end at %(worst)s."
    ),
    "forecast.falls_short": gettext_lazy(
        "On %(end)s about %(value)s are expected, %(missing)s off the target of %(target)s; at best %(best)s."
    ),
    "forecast.out_of_reach": gettext_lazy(
        "On %(end)s about %(value)s are expected, %(missing)s off the target of %(target)s, which even the "
        "best end, %(best)s, does not reach."
    ),
    "forecast.reached": gettext_lazy("The target of %(target)s is reached: %(so_far)s."),
    "forecast.needed_at_least": gettext_lazy(
        "%(total)s more before %(end)s: %(a_month)s a month over the months left (%(months_left)s), where "
        "%(usual_month)s are usual."
    ),
    "forecast.needed_at_most": gettext_lazy("No more than %(total)s may still come before %(end)s."),
    "forecast.by_smoothing_seasonal": gettext_lazy(
        "Damped trend with the season of its months (months received: %(months)s; past forecasts tried: "
        "%(tests)s)."
    ),
    "forecast.by_smoothing": gettext_lazy(
        "Damped trend (months received: %(months)s; past forecasts tried: %(tests)s)."
    ),
    "forecast.by_run_rate": gettext_lazy(
        "The pace of its months goes on (months received: %(months)s; past forecasts tried: %(tests)s)."
    ),
    "forecast.by_last_value": gettext_lazy(
        "It stays where it is (months received: %(months)s; past forecasts tried: %(tests)s)."
    ),
}
UNTIL_SPREAD = gettext_lazy("With so few, the interval comes from the spread between months: it is wide.")
COUNTS = ("months", "tests", "months_left")
ROUNDED_UP = ("total", "missing", "a_month")


def agreement(some: int, all_of_them: int) -> int:
    """The number a sentence on some of many agrees with: all of them in Arabic, the some elsewhere."""
    return all_of_them if formats.language_of() == "ar" else some


def said(sentence: Sentence, sheet: IndicatorVersion, *, end: date) -> str:
    """A sentence about an indicator, its numbers written as its sheet writes them."""
    values = written(numbers(sentence.values), sheet)
    text = str(SENTENCES[sentence.key]) % (values | {"end": formats.plain_day(end)})
    if "tests" in sentence.values and not sentence.values["tests"]:
        text = f"{text} {UNTIL_SPREAD}"
    return text


def numbers(values: Mapping) -> dict:
    """The values with those the sentence is clearer with: the better and the worse end, a mean month."""
    found = dict(values)
    if "low" in values:
        ends = [values["low"], values["high"]]
        goes_up = values["missing"] == values["target"] - values["value"]
        found["worst"], found["best"] = ends if goes_up else reversed(ends)
        found["missing"] = abs(values["missing"])
    if "months_left" in values:
        found["a_month"] = values["total"] / values["months_left"]
    return found


def written(values: Mapping, sheet: IndicatorVersion) -> dict[str, str]:
    return {
        name: formats.plain_number(value) if name in COUNTS else as_written(value, sheet, name in ROUNDED_UP)
        for name, value in values.items()
        if value is not None
    }


def as_written(value, sheet: IndicatorVersion, is_rounded_up: bool = False) -> str:
    """A number with the sheet's decimals; what is still to do is never rounded to less."""
    how = ROUND_CEILING if is_rounded_up else ROUND_HALF_UP
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-sheet.decimals), rounding=how)
    return formats.isolate(formats.plain_quantity(rounded, sheet.sign))


def finding(outlook) -> str:
    """The expected end and its interval, as a title."""
    found, sheet = outlook.expected, outlook.cell.sheet
    if found is None:
        return ""
    return _("About %(value)s, between %(low)s and %(high)s four times out of five") % {
        name: as_written(getattr(found, name), sheet) for name in ("value", "low", "high")
    }


def pace_said(outlook) -> str:
    """What each month left must bring, against what the last ones brought."""
    if outlook.still is None or outlook.pace is None:
        return ""
    values = written({"total": outlook.still, "a_month": outlook.a_month}, outlook.cell.sheet)
    values["pace"] = as_written(outlook.pace, outlook.cell.sheet)
    return _("%(total)s more, %(a_month)s a month; the last months brought %(pace)s") % values
