"""Style sheets: right in both directions of writing, readable in both modes."""

import re
from pathlib import Path

import pytest

import jalon.ui

UI = Path(jalon.ui.__file__).parent
SHEETS = sorted((UI / "static/ui/css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|top|bottom|width|height|(min|max)-(width|height)|"
    r"(margin|padding|border)-(left|right|top|bottom)(-[a-z]+)?)\s*:"
)
SIDES = re.compile(r":\s*[^;{}]*(?<![\w-])(left|right)(?![\w-])")

GROUNDS = ("paper", "surface", "sunken")
TEXTS = ("ink", "muted", "accent", "ahead", "on-track", "watch", "late", "not-computable")
PAIRS = [
    *[(text, ground) for text in TEXTS for ground in GROUNDS],
    *[(status, f"{status}-soft") for status in TEXTS[2:]],
    *[("ink", f"{status}-soft") for status in TEXTS[2:]],
    ("on-accent", "accent"),
    ("on-hatch", "hatch-ground"),
    *[("on-shade-light", f"shade-{number}") for number in (1, 2, 3)],
    *[("on-shade-dark", f"shade-{number}") for number in (4, 5)],
]


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_names_no_side_of_the_page(sheet):
    declarations = re.sub(r"@media[^{]*", "", without_comments(sheet))

    assert not PHYSICAL.findall(declarations)
    assert not SIDES.findall(declarations)


def test_every_sheet_is_in_a_layer_of_the_main_one():
    main = (UI / "static/ui/css/main.css").read_text("utf-8")
    imported = dict(re.findall(r'@import url\("([\w-]+\.css)"\) layer\((\w+)\)', main))

    assert set(imported) == {sheet.name for sheet in SHEETS} - {"main.css", "print.css"}
    assert set(imported.values()) <= set(re.search(r"@layer ([\w, ]+);", main)[1].split(", "))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids="-on-".join)
def test_a_text_is_readable_on_its_ground(mode, text, ground):
    tokens = colours()[mode]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_outline_of_focus_is_seen_on_every_ground(mode):
    tokens = colours()[mode]

    assert all(contrast(tokens["focus"], tokens[ground]) >= 3 for ground in GROUNDS)


def test_dark_mode_changes_every_colour():
    modes = colours()

    assert not {name for name in modes["light"] if modes["light"][name] == modes["dark"][name]}


def colours() -> dict[str, dict[str, str]]:
    light, dark = (
        (UI / "static/ui/css/tokens.css")
        .read_text("utf-8")
        .split("@media screen and (prefers-color-scheme: dark)")
    )
    return {
        mode: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
        for mode, text in (("light", light), ("dark", dark))
    }


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_contrast_of_black_on_white_is_what_the_norm_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
