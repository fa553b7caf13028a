"""Charts in a page: `{% load charts %}`. Each has a table, by `{% chart_table %}`; marks can be links."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.ui import formats
from jalon.ui.charts import bars as drawn_bars
from jalon.ui.charts import flow as drawn_flow
from jalon.ui.charts import scale
from jalon.ui.charts import series as drawn_series
from jalon.ui.charts import sparkline as drawn_line
from jalon.ui.charts import tiles as drawn_tiles

register = template.Library()


@register.filter
def place(value, beside: int = 0) -> str:
    """A place on a drawing, as SVG reads it, or one beside it."""
    return scale.place(value + beside)


@register.inclusion_tag("ui/charts/sparkline.html", name="sparkline")
def sparkline(values, label="", target=None, top=None, width=112, height=28):
    """`{% sparkline cell.history label=indicator.words %}`: a list of numbers, None where unknown."""
    numbers = list(values or ())
    line = drawn_line.sparkline(numbers, width, height, target, top)
    return {"line": line, "label": described(numbers, formats.plain_words(label))}


@register.inclusion_tag("ui/charts/progress.html")
def progress(share, expected=None, href="", status="", label="", text=False):
    """`{% progress rate expected=rate href=url status=cell.status %}`; rates, 1 is the target."""
    return {
        "bar": drawn_bars.progress(share, expected),
        "share": share,
        "href": href,
        "status": str(status or "").replace("_", "-"),
        "text": text,
        "words": progress_words(share, expected, formats.plain_words(label)),
    }


@register.inclusion_tag("ui/charts/bars.html")
def bars(rows, unit="", kind="", label="", top=None, compact=False):
    """Horizontal bars: `{% bars rows unit="%" %}`; a row has label, value, href, note, status, target."""
    return {
        "rows": drawn_bars.bars(rows, top),
        "unit": unit,
        "kind": kind,
        "label": label or _("Comparison"),
        "compact": compact,
    }


@register.inclusion_tag("ui/charts/stacks.html")
def stacks(rows, unit="", kind="", label="", whole=False):
    """Stacked bars: a row has label, href and parts (label, value, href, css; or status, value, href).

    `whole` makes each row a hundred percent.
    """
    drawn = drawn_bars.stacks(rows, whole)
    legend = drawn[0].parts if drawn else []
    return {"rows": drawn, "legend": legend, "unit": unit, "kind": kind, "label": label or _("Parts")}


@register.inclusion_tag("ui/charts/multiples.html")
def multiples(rows, unit="", kind="", label=""):
    """Small lines on one scale: a row has label, values, href, status, target."""
    listed = [multiple(row) for row in rows]
    known = [float(value) for row in listed for value in (*row["values"], row["target"]) if value is not None]
    top = max(known, default=1)
    return {"rows": listed, "top": top, "unit": unit, "kind": kind, "label": label or _("Comparison")}


@register.inclusion_tag("ui/charts/series.html")
def series(points, trajectory=(), target=None, baseline=None, title="", unit="", kind="", note=""):
    """A figure through time: points have period, value, href, partial, forecast (low, high).

    `trajectory` has one value a point; the title is the finding; the table comes with it.
    """
    listed, planned = list(points), list(trajectory or ())
    words = {
        "actual": _("expected") if listed and listed[-1].get("forecast") else _("actual"),
        "trajectory": _("trajectory"),
        "target": _("target"),
        "baseline": _("baseline"),
    }
    rows = [
        [period_of(one), one.get("value"), *planned[index : index + 1]] for index, one in enumerate(listed)
    ]
    heads = [_("Period"), _("Actual"), *([_("Trajectory")] if planned else [])]
    chart = drawn_series.series(listed, planned, target, baseline, words, unit)
    return {
        "chart": chart,
        "title": title,
        "unit": unit,
        "kind": kind,
        "note": note,
        "heads": heads,
        "rows": rows,
    }


def period_of(point) -> str:
    words = formats.plain_period(point["period"])
    return f"{words} ({_('expected')})" if point.get("forecast") else words


@register.inclusion_tag("ui/charts/tile_map.html")
def tile_map(regions, title="", unit="", kind="", grid="MA"):
    """A map of equal tiles: regions have code, value (None is unknown), href, label."""
    drawn = drawn_tiles.tile_map(regions, grid)
    rows = [[tile.full_name, tile.value] for tile in sorted(drawn.tiles, key=lambda tile: tile.code)]
    return {
        "map": drawn,
        "title": title,
        "unit": unit,
        "kind": kind,
        "heads": [_("Region"), _("Value")],
        "rows": rows,
    }


@register.inclusion_tag("ui/charts/flow.html")
def flow(columns, links, names, title="", unit="", kind=""):
    """What goes where: columns of codes, links (from, to, value, href), names by code; mirrored in Arabic."""
    drawn = drawn_flow.flow(columns, links, names, mirrored=get_language_bidi())
    rows = [
        [band.words.rpartition(":")[0], link["value"]] for band, link in zip(drawn.bands, links, strict=False)
    ]
    return {
        "flow": drawn,
        "title": title,
        "unit": unit,
        "kind": kind,
        "heads": [_("From → to"), _("Value")],
        "rows": rows,
    }


@register.inclusion_tag("ui/charts/table.html")
def chart_table(heads, rows, caption="", unit="", kind=""):
    """The figures of a chart, folded under it: a list of heads and a list of rows (label, value, value …)."""
    return {"heads": heads, "rows": rows, "caption": caption, "unit": unit, "kind": kind}


def multiple(row) -> dict:
    values = list(row["values"])
    return {
        "label": row["label"],
        "words": row["label"],
        "values": values,
        "last": next((value for value in reversed(values) if value is not None), None),
        "href": row.get("href", ""),
        "status": row.get("status", ""),
        "target": row.get("target"),
    }


def described(values, label: str) -> str:
    """What a line says to somebody who cannot see it."""
    known = [value for value in values if value is not None]
    if not known:
        return label
    sentence = _("from %(first)s to %(last)s") % {
        "first": formats.plain_number(known[0]),
        "last": formats.plain_number(known[-1]),
    }
    return f"{label}: {sentence}" if label else sentence


def progress_words(share, expected, label: str) -> str:
    """What a progress bar says to somebody who cannot see it."""
    if share is None:
        sentence = _("progress not computable")
    elif expected is None:
        sentence = _("%(share)s of the way") % {"share": formats.plain_percent(share)}
    else:
        sentence = _("%(share)s of the way, %(expected)s expected today") % {
            "share": formats.plain_percent(share),
            "expected": formats.plain_percent(expected),
        }
    return f"{label}: {sentence}" if label else sentence
