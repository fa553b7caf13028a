"""What every export says of itself: which plan, on which day, as known when, simulated or not."""

from datetime import UTC, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.journal.models import Event
from jalon.kernel.measures import NotComputable
from jalon.results.queries.overview import Overview
from jalon.results.sentences import agreement
from jalon.ui import formats
from jalon.ui.formats.texts import unit_words
from jalon.ui.marks import reason_words

FIRST_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # an empty journal has no moment: documents still need a date


def recorded_at(found: Overview) -> datetime:
    """When the last event read was recorded: the date of the document, the same for the same data."""
    event = Event.objects.filter(number__lte=found.state.known_at).order_by("-number").first()
    return event.recorded_at if event else FIRST_DAY


def headline(found: Overview) -> str:
    """The sentence that answers where the plan stands."""
    tally = found.tally
    if not tally.judged:
        return _("No target of this plan can be followed yet")
    said = ngettext(
        "%(good)s of %(total)s targets is on track",
        "%(good)s of %(total)s targets are on track",
        agreement(tally.on_track, tally.total),
    ) % {"good": formats.plain_number(tally.on_track), "total": formats.plain_number(tally.total)}
    late = [formats.in_digits(state.axis.code) for state in found.late_axes]
    if len(late) == 1:
        return said + _("; axis %(one)s is late") % {"one": late[0]}
    return (
        said + _("; axes %(one)s and %(two)s have the most late") % {"one": late[0], "two": late[1]}
        if late
        else said
    )


def warnings(found: Overview) -> str:
    """What must be read before the figures: that they are simulated, whom and from when they count."""
    state = found.state
    said = [simulated_sentence()] if state.is_simulated else []
    said += [perimeter_sentence(found)] if state.is_constant else []
    return " ".join(said + ([start_sentence(found)] if state.promise.counted_from else []))


def start_sentence(found: Overview) -> str:
    day = formats.plain_day(found.state.promise.counted_from)
    return _("What is cumulative is counted from %(day)s, not from the start of the version in force.") % {
        "day": day
    }


def perimeter_sentence(found: Overview) -> str:
    codes = ", ".join(formats.isolate(centre.code) for centre, _day in found.state.left)
    return _("Constant perimeter: %(centres)s left, and no period counts them.") % {"centres": codes}


def simulated_sentence() -> str:
    return _("SIMULATED DATA: generated to show Jalon, not the results of the centres.")


def target(aim, sheet) -> str:
    """A target as it was written: `+165 %`, `≤ 20 %`, `600 firms`."""
    if aim.shape == "growth":
        said = formats.isolate(formats.plain_signed_percent(aim.value / 100, 0))
    else:
        said = quantity(aim.value, sheet.shown_unit, "≤ " if aim.shape == "at_most" else "")
    about = _("about")
    return f"{about} {said}" if aim.approximate else said


def quantity(value: Decimal, unit: str, before: str = "") -> str:
    """A number with its unit: signs keep their order inside Arabic, a unit in words follows the text."""
    if unit in ("", "%", "MAD", "DH"):
        return formats.isolate(before + formats.plain_quantity(value, unit))
    return f"{formats.isolate(before + formats.plain_number(value))} {unit_words(unit, after=value)}"


def why(reason: NotComputable | None) -> str:
    """Why there is no value; a reason is never true, so it is asked for by name."""
    return "" if reason is None else reason_words(reason)
