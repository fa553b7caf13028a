"""What goes where: bands between columns of blocks, as wide as what they carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.ui import formats
from jalon.ui.charts.scale import place

WIDTH, HEIGHT = 640, 280
BLOCK, GAP, GUTTER, HEAD = 12, 22, 4, 18


@dataclass(frozen=True)
class Block:
    name: str
    value: float
    x: str
    y: str
    height: str
    text_x: str
    text_y: str
    anchor: str


@dataclass(frozen=True)
class Band:
    d: str
    width: str
    href: str
    words: str


@dataclass(frozen=True)
class Flow:
    blocks: list[Block]
    bands: list[Band]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass
class _Spot:
    """A block being laid out: where its next band leaves and enters."""

    x: float
    y: float
    value: float
    height: float
    out: float = 0.0
    into: float = 0.0


def flow(
    columns: Sequence[Sequence[str]], links: Sequence[Mapping], names: Mapping, mirrored: bool = False
) -> Flow:
    """Columns of codes from source to end; links have from, to, value, href; mirrored for right-to-left."""
    carried = {code: _carried(code, links) for column in columns for code in column}
    spots = _laid_out(columns, carried)
    bands = [_band(link, spots, _scale(columns, carried), names, mirrored) for link in links if link["value"]]
    last = len(columns) - 1
    blocks = [
        _block(names[code], spots[code], number == last, mirrored)
        for number, column in enumerate(columns)
        for code in column
    ]
    return Flow(blocks, bands)


def _carried(code: str, links) -> float:
    into = sum(float(link["value"]) for link in links if link["to"] == code)
    out = sum(float(link["value"]) for link in links if link["from"] == code)
    return max(into, out)


def _scale(columns, carried) -> float:
    """Drawing units a unit of value, so that the fullest column fits."""
    fits = []
    for column in columns:
        total = sum(carried[code] for code in column)
        if total:
            fits.append((HEIGHT - HEAD - GAP * (len(column) - 1) - 6) / total)
    return min(fits, default=1.0)


def _laid_out(columns, carried) -> dict[str, _Spot]:
    scale, spots = _scale(columns, carried), {}
    for number, column in enumerate(columns):
        x = GUTTER + number * (WIDTH - 2 * GUTTER - BLOCK) / max(len(columns) - 1, 1)
        y = float(HEAD)
        for code in column:
            height = max(carried[code] * scale, 1.0)
            spots[code] = _Spot(x, y, carried[code], height)
            y += height + GAP
    return spots


def _band(link, spots, scale: float, names, mirrored: bool) -> Band:
    source, end = spots[link["from"]], spots[link["to"]]
    width = float(link["value"]) * scale
    y_out, y_into = source.y + source.out + width / 2, end.y + end.into + width / 2
    source.out += width
    end.into += width
    x_out, x_into = _x(source.x + BLOCK, mirrored), _x(end.x, mirrored)
    middle = place((x_out + x_into) / 2)
    leaves, enters = place(y_out), place(y_into)
    d = f"M{place(x_out)} {leaves}C{middle} {leaves} {middle} {enters} {place(x_into)} {enters}"
    words = f"{formats.plain_words(names[link['from']])} → {formats.plain_words(names[link['to']])}"
    return Band(
        d, place(max(width, 1.0)), link.get("href", ""), f"{words}: {formats.plain_number(link['value'])}"
    )


def _block(name, spot: _Spot, is_last: bool, mirrored: bool) -> Block:
    """The label stands above its block, inside the drawing."""
    edge = spot.x + BLOCK if is_last else spot.x
    return Block(
        formats.plain_words(name),
        spot.value,
        place(min(_x(spot.x, mirrored), _x(spot.x + BLOCK, mirrored))),
        place(spot.y),
        place(spot.height),
        place(_x(edge, mirrored)),
        place(spot.y - 5),
        "end" if is_last != mirrored else "start",
    )


def _x(x: float, mirrored: bool) -> float:
    return WIDTH - x if mirrored else x
