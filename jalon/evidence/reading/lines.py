"""The checked lines of all sheets together, and what only the database can add to them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jalon.evidence.reading.blocks import Findings
from jalon.evidence.reading.checking import BLANK, Lines
from jalon.evidence.reading.columns import NAMES


@dataclass
class Ready:
    """All the lines that can become rows, of every sheet, by column.

    `is_export`: they were rows already, and what is blank in them is blank.
    """

    columns: dict[str, list]
    attributes: list[tuple]
    sheets: list[str]
    rows: list[int]
    is_export: bool = False

    def __len__(self) -> int:
        return len(self.rows)


def gathered(all_lines: Sequence[Lines], findings: Findings) -> Ready:
    """The lines without those that are wrong."""
    good = [without_bad(lines, findings) for lines in all_lines]
    columns = {
        name: [value for lines in good for value in lines.columns.get(name, blanks(name, lines))]
        for name in (*NAMES, "simulated")
    }
    return Ready(
        columns,
        [said for lines in good for said in lines.attributes],
        [lines.block.sheet for lines in good for _ in lines.block.rows],
        [row for lines in good for row in lines.block.rows],
        is_export=all(lines.block.header.is_export for lines in all_lines),
    )


def without_bad(lines: Lines, findings: Findings) -> Lines:
    sheet, bad = lines.block.sheet, findings.bad_lines
    if not bad:
        return lines
    return lines.kept([place for place, row in enumerate(lines.block.rows) if (sheet, row) not in bad])


def blanks(name: str, lines: Lines) -> list:
    return [BLANK.get(name, "")] * len(lines)


# what only the database knows: firms, what they were on a day, documents


@dataclass
class Firms:
    """The firms of the lines: `places` says for each line which one, -1 for none."""

    names: list[tuple[str, str]]
    places: list[int]


def firms_of(ready: Ready) -> Firms:
    """A firm is its ICE; without one, its name."""
    index: dict[tuple[str, str], int] = {}
    named = [
        (ice, "") if ice else ("", name)
        for ice, name in zip(ready.columns["firm_ice"], ready.columns["firm_name"], strict=True)
    ]
    places = [index.setdefault(firm, len(index)) if firm[0] or firm[1] else -1 for firm in named]
    return Firms(list(index), places)


def seen(ready: Ready, firms: Firms) -> tuple[list[list], list[int]]:
    """What the lines say of each firm from which day on, and for each firm the place of its first mention."""
    said = list(zip(firms.places, *(ready.columns[name] for name in PROFILE), strict=True))
    days: dict[tuple, dt.date] = {}
    for fact, on in zip(said, ready.columns["on"], strict=True):
        if on < days.setdefault(fact, on):
            days[fact] = on
    profiles = Counter(place for place, *_ in days)
    varying = {place for place, count in profiles.items() if count > 1}
    dated = {(place, on, *profile) for (place, *profile), on in days.items() if place not in varying}
    for fact, on in zip(said, ready.columns["on"], strict=True) if varying else ():
        if fact[0] in varying:
            dated.add((fact[0], on, *fact[1:]))
    return told(sorted(fact for fact in dated if fact[0] >= 0), ready, firms)


PROFILE = ("firm_size", "sector", "region")


def told(dated: list[tuple], ready: Ready, firms: Firms) -> tuple[list[list], list[int]]:
    """Each change of what is said, once, after whether only simulated lines name the firm."""
    real = {place for place, flag in zip(firms.places, ready.columns["simulated"], strict=True) if not flag}
    names: dict[int, str] = {}
    for place, name in zip(firms.places, ready.columns["firm_name"], strict=True):
        if name and place not in names:
            names[place] = name
    facts, first, last = [], [-1] * len(firms.names), {}
    for place, on, *profile in dated:
        if first[place] < 0 or (any(profile) and last[place] != profile):
            first[place] = len(facts) if first[place] < 0 else first[place]
            last[place] = profile
            named = (firms.names[place][0], names.get(place, ""))
            facts.append([place not in real, *named, *profile, on.isoformat()])
    return facts, first


def profiles_needed(ready: Ready, firms: Firms) -> list[tuple[int, dt.date]]:
    """Which firms, on which days, must say what the lines leave blank."""
    if ready.is_export:
        return []
    said = zip(ready.columns["firm_size"], ready.columns["sector"], ready.columns["region"], strict=True)
    return list(
        {
            (place, on)
            for place, on, profile in zip(firms.places, ready.columns["on"], said, strict=True)
            if place >= 0 and not all(profile)
        }
    )


def documents_named(ready: Ready) -> dict[str, tuple[str, int]]:
    """The documents the lines name, and where first."""
    found: dict[str, tuple[str, int]] = {}
    named = ready.columns["document"]
    for names, sheet, row in zip(named, ready.sheets, ready.rows, strict=True) if any(named) else ():
        for name in names:
            found.setdefault(name, (sheet, row))
    return found


@dataclass(frozen=True)
class Answer:
    """What the database said: keys of each firm, profiles for each need, digests of documents."""

    keys: list[tuple[int | None, int | None]]
    profiles: Mapping[tuple[int, dt.date], tuple[str, str, str]]
    documents: Mapping[str, str]
