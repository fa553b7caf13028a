"""A map of equal tiles: every region counts the same, and each is large enough to read and to open.

Where the tiles stand is data: one file a country in `grids/`, by ISO 3166-2 code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jalon.ui import formats

GRIDS = Path(__file__).parent / "grids"
TILE_WIDTH, TILE_HEIGHT, GAP = 78, 50, 4
SHADES = 5


@dataclass(frozen=True)
class Tile:
    code: str
    name: str
    full_name: str
    value: object
    href: str
    css: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + TILE_WIDTH // 2

    @property
    def name_y(self) -> int:
        return self.y + 19

    @property
    def value_y(self) -> int:
        return self.y + 38


@dataclass(frozen=True)
class Class:
    """A shade of the legend: from `low` to `high`."""

    css: str
    low: object
    high: object


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    legend: list[Class]
    width: int
    height: int


def tile_map(regions: Iterable[Mapping], grid: str = "MA") -> TileMap:
    """Regions have code, value (None is unknown), href, and label when the full name is known.

    A region the grid has and the list has not is unknown too.
    """
    places, given = _grid(grid), {region["code"]: region for region in regions}
    bounds = shades([region.get("value") for region in given.values()])
    tiles = [_tile(code, spot, given.get(code, {}), bounds) for code, spot in places.items()]
    return TileMap(
        tiles,
        [Class(f"shade-{number + 1}", low, high) for number, (low, high) in enumerate(bounds)],
        max(tile.x for tile in tiles) + TILE_WIDTH + 1,
        max(tile.y for tile in tiles) + TILE_HEIGHT + 1,
    )


def shades(values: Iterable) -> list[tuple]:
    """Up to five classes with about as many different values each, as (lowest, highest)."""
    known = sorted({value for value in values if value is not None and value > 0})
    count = min(SHADES, len(known))
    cuts = [
        known[len(known) * number // count : len(known) * (number + 1) // count] for number in range(count)
    ]
    return [(cut[0], cut[-1]) for cut in cuts]


def _tile(code: str, spot: Mapping, region: Mapping, bounds: list[tuple]) -> Tile:
    value = region.get("value")
    name = formats.plain_words(spot)
    return Tile(
        code=code,
        name=name,
        full_name=formats.plain_words(region.get("label")) or name,
        value=value,
        href=region.get("href", ""),
        css=_css(value, bounds),
        x=1 + spot["column"] * (TILE_WIDTH + GAP),
        y=1 + spot["row"] * (TILE_HEIGHT + GAP),
    )


def _css(value, bounds: list[tuple]) -> str:
    if value is None:
        return "shade-unknown"
    for number, (_low, high) in enumerate(bounds):
        if 0 < value <= high:
            return f"shade-{number + 1}"
    return "shade-none"


@cache
def _grid(name: str) -> Mapping:
    return json.loads((GRIDS / f"{name}.json").read_text("utf-8"))
