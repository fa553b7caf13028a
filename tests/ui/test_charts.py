"""Charts: unknown is a gap, bars grow from where reading begins, every mark can be opened."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from jalon.ui.charts.bars import bars, progress, stacks
from jalon.ui.charts.flow import WIDTH, flow
from jalon.ui.charts.scale import Scale, path, place, runs, ticks
from jalon.ui.charts.series import BOTTOM, LABEL_GAP, TOP, series
from jalon.ui.charts.series import WIDTH as WIDE
from jalon.ui.charts.sparkline import sparkline
from jalon.ui.charts.tiles import shades, tile_map


def rendered(source: str, **values) -> str:
    context = Context({"request": RequestFactory().get("/fr/"), **values})
    return Template("{% load charts %}" + source).render(context)


def points(*values):
    return [
        {"period": f"{2020 + index}", "value": value, "href": f"/fr/rows/?period={2020 + index}"}
        for index, value in enumerate(values)
    ]


# scales


def test_unknown_parts_a_line_and_zero_does_not():
    assert runs([1, 0, None, 3, None]) == [[(0, 1), (1, 0)], [(3, 3)]]
    assert runs([None, None]) == []


def test_a_lonely_period_is_seen():
    assert path([(10, 5)]) == "M8.5 5L11.5 5"


def test_places_are_written_as_svg_reads_them():
    with override("fr"):
        assert [place(value) for value in (12.5, 12.0, -0.001, 1234.567)] == ["12.5", "12", "0", "1234.57"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 600, [0, 200, 400, 600]),
        (0, 7, [0, 2, 4, 6, 8]),
        (5, 5, [5, 6, 7, 8, 9, 10]),
        (-3, 4, [-4, -2, 0, 2, 4]),
    ],
)
def test_ticks_are_round_and_cover_the_values(low, high, expected):
    found = ticks(low, high)

    assert found[0] <= low
    assert found[-1] >= high
    assert len(found) <= 7
    if low != high:
        assert found == expected


def test_a_flat_scale_stays_in_the_drawing():
    assert Scale(3, 3, 0, 100)(3) == 50


# a figure through time


def test_a_series_leaves_a_gap_where_nothing_is_known():
    chart = series(points(10, 12, None, 15, 16))

    assert len(chart.lines) == 2
    assert len(chart.marks) == 4


def test_zero_is_drawn_at_the_bottom_and_unknown_nowhere():
    chart = series(points(0, None, 10))

    assert [mark.y for mark in chart.marks] == [place(BOTTOM), place(TOP)]


def test_a_series_of_unknowns_is_nothing_to_draw():
    assert series(points(None, None)) is None
    assert series([]) is None
    assert "<svg" not in rendered("{% series points %}", points=points(None))


def test_a_target_alone_is_drawn():
    chart = series(points(None, None), target=100)

    assert chart.target
    assert chart.lines == []


def test_labels_at_the_end_of_lines_do_not_touch():
    chart = series(
        points(99, 100),
        [98, 99],
        101,
        97,
        {name: name for name in ("actual", "trajectory", "target", "baseline")},
    )
    heights = [float(label.y) for label in chart.labels]

    assert len(heights) == 4
    assert all(after - before >= LABEL_GAP for before, after in pairwise(heights))


def test_words_beside_a_line_have_room_within_the_drawing():
    with override("fr"):
        chart = series(
            points(1, 300_000_000), [None, 292_200_000], words={"trajectory": "trajectoire"}, unit="MAD"
        )

    assert chart.start - 8 >= len("300 MDH") * 7.4
    assert WIDE - chart.end - 8 >= len("trajectoire 292,2 MDH") * 6.5


def test_every_mark_opens_its_rows_and_a_partial_one_says_so():
    listed = points(10, None, 12)
    listed[2]["partial"] = True

    with override("en"):
        html = rendered("{% series points title='Tests' %}", points=listed)

    assert re.findall(r'<a href="([^"]+)"', html) == ["/fr/rows/?period=2020", "/fr/rows/?period=2022"]
    assert html.count("mark-partial") == 1
    assert "partly received" in html


def test_time_runs_the_same_way_in_arabic():
    with override("fr"):
        french = series(points(10, 11, 12))
    with override("ar"):
        arabic = series(points(10, 11, 12))
        html = rendered("{% series points %}", points=points(10, 11))

    assert [mark.x for mark in arabic.marks] == [mark.x for mark in french.marks]
    assert float(arabic.marks[0].x) < float(arabic.marks[-1].x)
    assert 'direction="ltr"' in html


def test_a_series_has_its_table_with_unknown_told_apart_from_zero():
    with override("en"):
        html = rendered(
            "{% series points trajectory=planned title='Tests' %}", points=points(0, None), planned=[1, 2]
        )
    body = html.partition("<tbody>")[2]

    assert "<details" in html
    assert body.count("<tr>") == 2
    assert "○" in body
    assert '<span class="figure">0</span>' in body


def test_a_band_of_uncertainty_needs_two_periods():
    one = [{"period": "2024", "value": 5, "low": 4, "high": 6}, {"period": "2025", "value": 5}]
    two = [*one[:1], {"period": "2025", "value": 5, "low": 3, "high": 7}]

    assert series(one).band == ""
    assert series(two).band.endswith("Z")


# small lines and bars


def test_a_small_line_has_gaps_too():
    assert len(sparkline([1, None, 2, 3]).paths) == 2
    assert sparkline([None, None]) is None
    assert sparkline([]) is None


def test_a_small_line_says_its_ends():
    with override("en"):
        assert 'aria-label="Tests: from 120 to 231"' in rendered(
            "{% sparkline values label='Tests' %}", values=[120, None, 231]
        )


def test_progress_stops_at_the_end_of_its_bar_and_says_it_went_beyond():
    bar = progress(Decimal("1.4"), Decimal("0.5"))

    assert (bar.filled, bar.expected, bar.over) == ("100", "50", True)
    assert progress(-0.2).filled == "0"


def test_unknown_progress_is_not_an_empty_bar():
    with override("en"):
        html = rendered("{% progress share %}", share=None)

    assert "bar-fill" not in html
    assert "bar-unknown" in html
    assert "not computable" in html


def test_bars_share_one_scale_from_zero():
    rows = bars([{"label": "a", "value": 50}, {"label": "b", "value": 200}, {"label": "c", "value": None}])

    assert [row.length for row in rows] == ["25", "100", ""]
    assert [row.length for row in bars([{"label": "a", "value": 0}])] == ["0"]


def test_a_target_beyond_every_bar_widens_the_scale():
    (row,) = bars([{"label": "a", "value": 50, "target": 100}])

    assert (row.length, row.target) == ("50", "100")


def test_each_bar_is_a_link():
    html = rendered("{% bars rows %}", rows=[{"label": "CTTH", "value": 3, "href": "/fr/ctth/"}])

    assert '<a class="bar-row" href="/fr/ctth/">' in html


def test_parts_follow_one_another():
    (row,) = stacks([{"label": "a", "parts": [{"label": "x", "value": 1}, {"label": "y", "value": 3}]}])

    assert [(part.start, part.length) for part in row.parts] == [("0", "25"), ("25", "75")]
    assert row.total == 4


def test_parts_by_status_are_told_in_shapes_as_well():
    parts = [{"status": "late", "value": 2, "href": "/fr/late/"}, {"status": "ahead", "value": 1}]

    html = rendered("{% stacks rows %}", rows=[{"label": "a", "parts": parts}])

    assert "▼" in html
    assert "▲" in html


# regions and flows


def test_the_map_has_twelve_regions_each_in_its_place():
    tiles = tile_map([]).tiles

    assert len(tiles) == 12
    assert len({(tile.x, tile.y) for tile in tiles}) == 12


def test_a_region_nobody_spoke_of_is_unknown_and_zero_is_zero():
    css = {tile.code: tile.css for tile in tile_map([{"code": "MA-06", "value": 0}]).tiles}

    assert css["MA-06"] == "shade-none"
    assert css["MA-01"] == "shade-unknown"


def test_the_same_value_never_has_two_shades():
    assert shades([5, 5, 5, 5, 5, 7]) == [(5, 5), (7, 7)]
    assert shades([None, 0]) == []


def test_shades_grow_with_the_values():
    regions = [{"code": f"MA-{number:02}", "value": number} for number in range(1, 13)]
    by_value = sorted((tile.value, tile.css) for tile in tile_map(regions).tiles)

    assert [css for _value, css in by_value] == sorted(css for _value, css in by_value)
    assert by_value[-1][1] == "shade-5"


def test_the_map_is_named_in_arabic_and_stands_as_on_the_ground():
    with override("ar"):
        arabic = {tile.code: tile for tile in tile_map([]).tiles}
    with override("fr"):
        french = {tile.code: tile for tile in tile_map([]).tiles}

    assert arabic["MA-01"].name == "طنجة"
    assert all(arabic[code].x == french[code].x for code in french)


LINKS = [{"from": "a", "to": "c", "value": 30, "href": "/x/"}, {"from": "b", "to": "c", "value": 10}]
NAMES = {"a": "A", "b": "B", "c": "C"}


def test_a_band_is_as_wide_as_what_it_carries():
    first, second = flow([["a", "b"], ["c"]], LINKS, NAMES).bands

    assert float(first.width) == pytest.approx(3 * float(second.width), rel=0.01)


def test_a_flow_is_mirrored_where_reading_begins_on_the_other_side():
    straight = flow([["a", "b"], ["c"]], LINKS, NAMES).blocks
    mirrored = flow([["a", "b"], ["c"]], LINKS, NAMES, mirrored=True).blocks

    for one, other in zip(straight, mirrored, strict=True):
        assert float(one.x) + float(other.x) + 12 == pytest.approx(WIDTH)


def test_an_empty_flow_is_drawn_without_failing():
    assert flow([["a"], ["c"]], [{"from": "a", "to": "c", "value": 0}], NAMES).bands == []
