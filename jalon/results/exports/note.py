"""The state of a plan on two pages, for a meeting: a PDF/A that reads the same in twenty years."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import typst
from django.utils.translation import get_language_bidi, ngettext, override, pgettext
from django.utils.translation import gettext as _

from jalon.kernel.targets import STATUSES
from jalon.results.exports import texts
from jalon.results.queries.cells import Cell
from jalon.results.queries.overview import AxisState, Covered, Overview
from jalon.ui import formats
from jalon.ui.finders import FONTS, font_file
from jalon.ui.formats.reading import FSI, PDI
from jalon.ui.marks import reason_words, status_mark

TEMPLATE = Path(__file__).with_name("note.typ")
LATE, TARGETS = 16, 8  # what fits two pages; the rest is counted and said
NOTHING: Mapping = {}


def write(
    found: Overview, topics, *, language: str, money: Mapping = NOTHING, explained: Mapping = NOTHING
) -> bytes:
    """The PDF; the same bytes for the same data and language. `topics`: the published figures of the plan.

    As the page: `money`, what was committed and paid; `explained`, what centres last said of what is late.
    """
    with override(language), formats.digits("western"):
        content = json.dumps(note(found, topics, money, explained), ensure_ascii=False, sort_keys=True)
    return typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"content": content},
        font_paths=sorted({str(font_file(name).parent) for name in FONTS}),
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
        timestamp=int(texts.recorded_at(found).timestamp()),
    )


def note(found: Overview, topics, money: Mapping = NOTHING, explained: Mapping = NOTHING) -> dict:
    """Everything the template sets, already in words: it computes nothing."""
    state, version = found.state, found.state.version
    return {
        "language": formats.language_of(),
        "mirrored": get_language_bidi(),
        "plan": formats.plain_words(state.plan.name),
        "version": formats.dotted(formats.plain_words(version.label), version.get_status_display()),
        "years": formats.plain_year_range(version.starts_on, version.ends_on),
        "headline": texts.headline(found),
        "read": _("On %(day)s, as known at moment %(moment)s")
        % {"day": formats.plain_day(state.on), "moment": ltr(str(state.known_at))},
        "simulated": texts.warnings(found),
        "tiles": [*(tile(cell) for cell in found.headline[:TARGETS]), envelope(found, money)],
        "axes": table(axis_heads(), [axis_row(axis) for axis in found.axes]),
        "late": late(found, explained),
        "coverage": coverage(found),
        "received": received(found),
        "claims": claims(topics),
        "legend": [mark(status) for status in STATUSES],
        "words": {
            "axes": _("The five axes"),
            "late": _("Late, and why"),
            "coverage": _("Do the contracts cover the plan?"),
            "received": _("Data received to"),
            "claims": _("Published figures that contradict each other"),
            "page": _("Page"),
        },
    }


def ltr(text: str) -> str:
    """A figure, an amount or a range that keeps its order inside Arabic."""
    return formats.isolate(text)


def mark(status: str, count: int | None = None) -> dict:
    said = str(status_mark(status).word)
    word = said if count is None else f"{formats.plain_number(count)} {said}"
    return {"status": status, "word": word, "count": count}


def table(heads, rows) -> dict:
    return {"heads": list(heads), "rows": rows}


def tile(cell: Cell) -> dict:
    """A target the plan published: the actual it is about, its change since the baseline, its target."""
    base, value = cell.baseline, cell.counted_value
    changed = (value - base) / base if value is not None and base else None
    target = _("target")
    return {
        "label": formats.plain_words(cell.sheet.name),
        "value": amount(value, cell.sheet) if value is not None else "",
        "status": cell.status,
        "change": ltr(formats.plain_signed_percent(changed, 0)) if changed is not None else "",
        "target": formats.dotted(f"{target} {texts.target(cell.aim, cell.sheet)}", ltr(str(cell.aim.year))),
        "since": since_start(cell),
        "reason": texts.why(cell.reason),
    }


def since_start(cell: Cell) -> str:
    """What a cumulative figure adds up from."""
    if cell.counted_from is None:
        return ""
    return _("since the start of %(year)s") % {"year": ltr(str(cell.counted_from.year))}


def amount(value: Decimal, sheet) -> str:
    """A number at its sheet's decimals; money and percentages carry their unit."""
    rounded = value if sheet.unit == "MAD" else round(value, sheet.decimals)
    return ltr(formats.plain_quantity(rounded, sheet.unit if sheet.unit in ("%", "MAD") else ""))


def envelope(found: Overview, money: Mapping) -> dict:
    version = found.state.version
    known = version.envelope is not None
    promised = ltr(formats.plain_million(found.promised)) if found.promised else ""
    return {
        "label": _("Envelope"),
        "value": ltr(formats.plain_million(version.envelope)) if known else "",
        "status": "",
        "change": "",
        "since": formats.dotted(*spent(money)),
        "target": _("%(money)s promised by the contracts") % {"money": promised} if promised else "",
        "reason": "" if known else _("not published"),
    }


def spent(money: Mapping) -> list[str]:
    """What was committed and what was paid of the envelope."""
    said = {"committed": _("%(money)s committed"), "disbursed": _("%(money)s paid")}
    amounts = {name: ltr(formats.plain_million(money[name]["amount"])) for name in said if name in money}
    return [said[name] % {"money": amount} for name, amount in amounts.items()]


def axis_heads() -> list[str]:
    return ["", _("Axis"), _("Targets"), _("On track or ahead"), _("Promised by the contracts")]


def axis_row(state: AxisState) -> list:
    tally = state.tally
    counts = [mark(status, count) for status, count in tally.items()]
    standing = _("%(some)s of %(all)s") % {
        "some": formats.plain_number(tally.on_track),
        "all": formats.plain_number(tally.total),
    }
    return [
        state.axis.code,
        formats.plain_words(state.axis.name),
        {"parts": counts} if counts else _("no target published or simulated"),
        standing if tally.total else "—",
        ltr(formats.plain_million(state.promised)) if state.promised else _("not published"),
    ]


def late(found: Overview, explained: Mapping) -> dict:
    cells = found.late[:LATE]
    rows = [late_row(found, cell) for cell in cells]
    heads = [_("Indicator"), _("Where"), _("Actual"), _("Expected by now"), _("Gap"), _("Since")]
    more = len(found.late) - len(rows)
    return table(heads, rows) | {
        "said": [explanation(explained.get((cell.place, cell.indicator))) for cell in cells],
        "empty": _("Nothing is late"),
        "more": ngettext("and %(more)s more target", "and %(more)s more targets", more)
        % {"more": formats.plain_number(more)}
        if more
        else "",
    }


def explanation(said: Mapping | None) -> dict:
    """What the centre last said, begun, and when; nothing when it said nothing to this reader."""
    if not said:
        return {}
    quoted = _("“%(said)s”") % {"said": f"{FSI}{said['brief']}{PDI}"}
    return {"text": quoted, "day": formats.plain_day_short(said["day"])}


def late_row(found: Overview, cell: Cell) -> list[str]:
    return [
        formats.plain_words(cell.sheet.name),
        ltr(cell.centre.code) if cell.centre else _("network"),
        amount(cell.counted_value, cell.sheet) if cell.counted_value is not None else "—",
        amount(cell.trajectory, cell.sheet) if cell.trajectory is not None else "—",
        gap(cell),
        formats.plain_period(found.since(cell)),
    ]


def gap(cell: Cell) -> str:
    """A difference at its sheet's decimals; points between two percentages."""
    if cell.gap is None:
        return "—"
    if cell.sheet.unit == "MAD":
        return amount(cell.gap, cell.sheet)
    said = ltr(formats.plain_signed(round(cell.gap, cell.sheet.decimals)))
    return f"{said} {pgettext('percentage points', 'pts')}" if cell.sheet.sign == "%" else said


def coverage(found: Overview) -> dict:
    heads = [_("Target of the plan"), _("Year"), _("Planned"), _("Promised"), _("Covered")]
    return table(heads, [coverage_row(one) for one in found.coverage[:TARGETS]]) | {
        "empty": _("The plan published no figured target")
    }


def coverage_row(one: Covered) -> list[str]:
    promised, bound = part(one.coverage.promised, unit=one.sheet.sign), _("at most")
    return [
        formats.plain_words(one.sheet.name),
        ltr(str(one.aim.year)),
        texts.target(one.aim, one.sheet),
        f"{bound} {promised}" if one.coverage.is_upper_bound and promised else promised,
        part(one.coverage.share, rate=True),
    ]


def part(figure, *, rate: bool = False, unit: str = "") -> str:
    if not isinstance(figure, Decimal):
        return reason_words(figure)
    return ltr(formats.plain_percent(figure) if rate else formats.plain_quantity(figure, unit))


def received(found: Overview) -> list[list[str]]:
    """How far the evidence of each centre goes."""
    state = found.state
    days = [(centre.code, state.received.get(centre.pk)) for centre in state.promise.centres]
    return [[ltr(code), formats.plain_day(day) if day else _("never said")] for code, day in days]


def claims(topics) -> list[dict]:
    """The figures whose sources contradict each other, side by side: none is chosen."""
    return [
        {
            "topic": formats.plain_words(topic.name) + _(": "),
            "claims": [[ltr(shown(claim)), ltr(f"({claim.source})")] for claim in topic.claims],
        }
        for topic in topics
        if topic.is_contradictory
    ]


def shown(claim) -> str:
    return claim.shown_value or formats.plain_number(claim.value)
