"""What one centre does in one month, as rows ready to be written: drawn in columns, many at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import repeat

import numpy as np

from jalon.evidence.rows import FIELDS, compact
from jalon.kernel.kinds import CATALOGUE
from jalon.site.simulation.centres import Character
from jalon.site.simulation.deed import NOTHING, Deed
from jalon.site.simulation.firms import Firms
from jalon.site.simulation.levels import Month

SOURCE = "simulation"
LATE_SHARE = 0.015
LATEST = 3  # months after its own in which a row may still come in, or be corrected

NOBODY = -1


@dataclass
class Block:
    """Rows of one kind: a value said once stands for all of them, an array says one for each."""

    kind: str
    count: int
    day: np.ndarray  # places among the working days
    firm: np.ndarray | None = None
    quantity: object = 1000  # thousandths
    amount: object = None
    columns: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Keys:
    """Ids of the firms' records, and of their establishments; 0 while a firm has none."""

    enterprise: np.ndarray
    establishment: np.ndarray
    branch: np.ndarray


@dataclass(frozen=True)
class Setting:
    """What all rows of a page share."""

    centre: Character
    place: int
    centre_id: int
    month: Month
    firms: Firms
    keys: Keys
    documents: dict[str, tuple[str, ...]]


@dataclass
class Page:
    """The rows of a centre's month, and which of them come in late or are corrected, by how many months."""

    rows: list[tuple]
    late: dict[int, int]
    corrected: dict[int, int]
    spare_uids: list[str]


def page(
    setting: Setting, blocks: Sequence[Block], story: Sequence[Deed], corrections: int, stamp: int, rng
) -> Page:
    """The rows of blocks and story; identifiers begin with `stamp`, in milliseconds."""
    count = sum(block.count for block in blocks) + len(story)
    uids = uid_texts(stamp, count + 2 * corrections, rng)
    externals = [f"{setting.month.code}/{number:06d}" for number in range(1, count + 1)]
    names = zip(uids, externals, strict=False)
    rows: list[tuple] = []
    for block in blocks:
        rows += block_rows(block, setting, names, rng)
    rows += [story_row(deed, setting, *name) for deed, name in zip(story, names, strict=False)]
    late, corrected = delays(count, blocks[0].count if blocks else 0, corrections, rng)
    return Page(rows, late, corrected, uids[count:])


def uid_texts(stamp: int, count: int, rng) -> list[str]:
    """Identifiers ascending in time (RFC 9562, version 7), the same for the same seed."""
    tails = np.sort(rng.integers(0, 1 << 62, count, dtype=np.int64)).tolist()
    start = f"{stamp:012x}"
    start = f"{start[:8]}-{start[8:]}-7000-"
    return [f"{start}{0x8000 | tail >> 48:04x}-{tail & 0xFFFFFFFFFFFF:012x}" for tail in tails]


def delays(count: int, tests: int, corrections: int, rng) -> tuple[dict[int, int], dict[int, int]]:
    late = np.flatnonzero(rng.random(count) < LATE_SHARE)
    by = rng.integers(1, LATEST, len(late))
    candidates = np.setdiff1d(np.arange(tests), late)
    corrected = np.sort(rng.choice(candidates, min(corrections, len(candidates)), replace=False))
    after = rng.integers(1, LATEST + 1, len(corrected))
    return dict(zip(late.tolist(), by.tolist(), strict=True)), dict(
        zip(corrected.tolist(), after.tolist(), strict=True)
    )


def block_rows(block: Block, setting: Setting, names: Iterator[tuple[str, str]], rng) -> list[tuple]:
    if not block.count:
        return []
    kind, count = CATALOGUE[block.kind], block.count
    mine = [name for _place, name in zip(range(count), names, strict=False)]
    days = np.array(setting.month.working_days, dtype=object)[block.day]
    said: dict[str, object] = {
        "uid": [uid for uid, _external in mine],
        "external_id": [external for _uid, external in mine],
        "centre": setting.centre_id,
        "kind": block.kind,
        "on": days,
        "quantity": [decimal(kind.sign * each) for each in spread(block.quantity, count)],
        "unit": kind.unit,
        "amount": block.amount,
        "attributes": NOTHING,
        "documents": (),
        "ecosystem": setting.centre.ecosystem,
        "source": SOURCE,
        "revision": 1,
        "simulated": True,
    }
    said |= firm_columns(block, setting, days, rng) | block.columns
    columns = [spread(said.get(name, BLANK.get(name)), count) for name in FIELDS]
    return list(zip(*columns, strict=True))


BLANK = dict.fromkeys(
    (
        "identity",
        "axis",
        "funding_line",
        "service",
        "sector",
        "ecosystem",
        "region",
        "firm_size",
        "origin",
        "campaign",
    ),
    "",
)


def spread(value, count: int):
    """One value for each row."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value if isinstance(value, list) else repeat(value, count)


@cache
def decimal(thousandths: int) -> Decimal:
    return Decimal(thousandths).scaleb(-3) if thousandths % 1000 else Decimal(thousandths // 1000)


def firm_columns(block: Block, setting: Setting, days: np.ndarray, rng) -> dict[str, object]:
    """The firm's keys, and its size, sector and region as they stood on the day."""
    if block.firm is None:
        return {}
    firms, keys, firm = setting.firms, setting.keys, block.firm
    nobody = firm == NOBODY
    ordinals = np.fromiter((day.toordinal() for day in days), int, len(days))
    size = np.where(ordinals >= firms.grows_on[firm], firms.later_size[firm], firms.size[firm])
    at_branch = (rng.random(len(firm)) < 0.3) & (keys.branch[firm] > 0)
    establishment = np.where(at_branch, keys.branch[firm], keys.establishment[firm])
    return {
        "enterprise": known(keys.enterprise[firm], nobody),
        "establishment_id": known(establishment, nobody | (establishment == 0)),
        "sector": np.where(nobody, "", firms.sector[firm]),
        "region": np.where(nobody, "", firms.region[firm]),
        "firm_size": np.where(nobody, "", size),
    }


def known(ids: np.ndarray, unknown: np.ndarray) -> np.ndarray:
    found = ids.astype(object)
    found[unknown] = None
    return found


def story_row(deed: Deed, setting: Setting, uid: str, external: str) -> tuple:
    quantity, amount = deed.signed
    said = {
        "uid": uid,
        "centre": setting.centre_id,
        "kind": deed.kind,
        "on": deed.on,
        "quantity": quantity,
        "unit": CATALOGUE[deed.kind].unit or "jours",
        "amount": amount,
        "identity": deed.identity,
        "axis": deed.axis,
        "funding_line": deed.funding_line,
        "service": deed.service,
        "ecosystem": setting.centre.ecosystem,
        "general_interest": deed.general_interest,
        "high_value": deed.high_value,
        "attributes": deed.attributes,
        "documents": setting.documents.get(deed.document, ()),
        "source": SOURCE,
        "external_id": external,
        "revision": 1,
        "simulated": True,
    }
    said |= story_firm(deed, setting)
    return tuple([said.get(name, BLANK.get(name)) for name in FIELDS])


def story_firm(deed: Deed, setting: Setting) -> dict[str, object]:
    if deed.firm is None:
        return {}
    firms, keys, firm = setting.firms, setting.keys, deed.firm
    grown = deed.on.toordinal() >= firms.grows_on[firm]
    return {
        "enterprise": int(keys.enterprise[firm]),
        "establishment_id": int(keys.establishment[firm]) or None,
        "sector": firms.sector[firm],
        "region": firms.region[firm],
        "firm_size": (firms.later_size if grown else firms.size)[firm],
    }


def canonical_attributes(*said: dict) -> np.ndarray:
    """Attributes to draw from, as an array of shared mappings."""
    found = np.empty(len(said), dtype=object)
    for place, each in enumerate(said):
        found[place] = {name: value for name, value in each.items() if value is not None}
    assert all(compact(each) for each in found)
    return found
