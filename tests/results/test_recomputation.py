"""The figures of `jalon state --json` are those anybody computes from `jalon evidence export --format csv`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.installation import Installation, installation
from tests.results.recomputation import CODES, LENGTHS, Recomputation, last_day, rows_known_at, span_of

END = "2024-12-31"
CLOSE = Decimal("1e-12")  # of a rate; everything else is exact
HEADS = "external_id,kind,on,quantity,amount,firm_ice,origin,attributes.conform,identity,attributes.valid_until,action"
LATER = f"""{HEADS}
X-1,test.reported,2023-02-10,41,,001561191000066,import,false,,,
X-2,test.reported,2024-03-10,7,,002136093000040,import,true,,,
X-3,income.invoiced,2024-05-02,,"1234,56",001561191000066,,,,,
X-4,income.credited,2024-05-20,,"34,06",001561191000066,,,,,
X-5,training.attended,2024-11-05,"12,5",,001561191000066,,,,,
X-6,staff.joined,2024-11-05,2,,,,,,,
X-7,certificate.issued,2024-04-01,,,001561191000066,,,CERT-LATE,2024-10-15,
X-8,certificate.issued,2024-04-01,,,001561191000066,,,CERT-STANDS,2030-10-15,
"""
MENDED = f"""{HEADS}
X-1,test.reported,2023-02-10,40,,001561191000066,import,true,,,
X-2,test.reported,2024-03-10,7,,002136093000040,import,true,,,cancel
X-3,income.invoiced,2024-05-02,,"2234,56",001561191000066,,,,,
X-9,certificate.withdrawn,2024-09-01,,,,,,CERT-STANDS,,
"""


@dataclass
class Life:
    """An installation after its centres' life, and the moments between which it went on."""

    place: Installation
    moments: list[int]
    exported: str
    attested: list[tuple[str, str, int]]  # centre, last day received, moment


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    files = tmp_path_factory.mktemp("files")
    (files / "later.csv").write_text(LATER, encoding="utf-8")
    (files / "mended.csv").write_text(MENDED, encoding="utf-8")
    with installation() as place:
        place.say("simulate", "--seed", 11, "--from", "2023-01-01", "--to", END, "--rows", 3300)
        moments = [latest(place)]
        for name in ("later", "mended"):
            place.say("evidence", "import", files / f"{name}.csv", "--centre", "CTTH")
            moments.append(latest(place))
        exported = place.say("evidence", "export", "--format", "csv")
        yield Life(place, moments, exported, place.ask(RECEIPTS))


RECEIPTS = """
SELECT o.code, r.received_to::text, e.number FROM evidence_receipt r
JOIN network_organisation o ON o.id = r.centre_id JOIN journal_event e ON e.id = r.event_id ORDER BY e.number
"""


def latest(place: Installation) -> int:
    return place.ask("SELECT max(number) FROM journal_event")[0][0]


@pytest.fixture(scope="module")
def states(life) -> Callable[[int], list[dict]]:
    """The cells of every period and place at each moment, asked once."""
    codes = [text for code in CODES for text in ("--indicator", code)]
    asked = [
        ["state", "--json", "--on", END, "--known-at", moment, "--period", length, *codes]
        for moment in life.moments
        for length in LENGTHS
    ]
    said = [json.loads(text, parse_float=Decimal) for text in life.place.say_each(*asked)]
    by_moment = {}
    for command, cells in zip(asked, said, strict=True):
        by_moment.setdefault(command[5], []).extend(cells)
    return by_moment


@pytest.fixture(scope="module")
def recomputed(life) -> dict[int, Recomputation]:
    return {moment: recompute(life, moment) for moment in life.moments}


def recompute(life: Life, moment: int) -> Recomputation:
    return Recomputation(rows_known_at(life.exported.splitlines(), moment))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("place", [0, 1, 2], ids=["simulated", "imported", "corrected and reversed"])
def test_a_figure_is_what_its_exported_rows_make(code, place, life, states, recomputed):
    moment = life.moments[place]
    cells = [cell for cell in states[moment] if cell["indicator"] == code]

    wrong = [said for cell in cells if (said := objection(cell, recomputed[moment], life, moment))]

    assert len(cells) == 10 * (2 + 8 + 24)  # network and nine centres; years, quarters and months
    assert wrong == []


def objection(cell: dict, own: Recomputation, life: Life, moment: int) -> str:
    value, rows = own.figure(cell["indicator"], cell["centre"], cell["period"])
    if not rows and value == 0 and not received(cell["centre"], cell["period"], life, moment):
        value = None  # nothing came in, and nobody said that nothing was done
    if cell["known_at"] == moment and same(cell["value"], value) and cell["rows"] == rows:
        return ""
    place = cell["centre"] or "network"
    return f"{cell['indicator']} {place} {cell['period']}: {cell['value']} of {cell['rows']} rows, not {value} of {rows}"


def same(said: Decimal | int | None, own: Decimal | None) -> bool:
    if said is None or own is None:
        return said is None and own is None
    return abs(Decimal(said) - own) <= CLOSE * abs(own)


def received(centre: str | None, period: str, life: Life, moment: int) -> bool:
    known = {code: day for code, day, number in life.attested if number <= moment}
    end = last_day(span_of(period)[1])
    if centre:
        return known.get(centre, "") >= end
    return len(known) == 9 and all(day >= end for day in known.values())


def test_the_past_stays_the_past(life, states):
    before, after = ({key(cell): cell["value"] for cell in states[moment]} for moment in life.moments[:2])

    moved = {name for name in before if before[name] != after[name]}

    assert ("TESTS", None, "2023-02") in moved
    assert ("INCOME", "CTTH", "2024-Q2") in moved
    assert ("FIRMS", "CETIA", "2024") not in moved
    assert all(cell["value"] == before[key(cell)] for cell in cells_as_of(life))


def key(cell: dict) -> tuple:
    return cell["indicator"], cell["centre"], cell["period"]


def cells_as_of(life: Life) -> list[dict]:
    """Asked again, by the day and hour at which the first moment was recorded."""
    instant = life.place.ask(f"SELECT recorded_at FROM journal_event WHERE number = {life.moments[0]}")[0][0]
    codes = [text for code in CODES for text in ("--indicator", code)]
    asked = ["state", "--json", "--on", END, "--known-at", instant.isoformat(), "--period", "month", *codes]
    return json.loads(life.place.say(*asked), parse_float=Decimal)


def test_a_rate_carries_the_sums_it_is_made_of(life, states, recomputed):
    moment = life.moments[-1]
    cells = [cell for cell in states[moment] if cell["indicator"] == "IMPORT_NONCONFORMITY" and cell["rows"]]

    for cell in cells:
        sums = [
            recomputed[moment].sum(part, cell["centre"], *span_of(cell["period"]))[0]
            for part in ("nonconforming", "stated")
        ]
        assert [cell["numerator"], cell["denominator"]] == sums, key(cell)
    assert len(cells) > 100


def test_a_withdrawn_certificate_stood_until_that_day(life, states):
    known = {key(cell): cell["value"] for cell in states[life.moments[2]]}
    believed = {key(cell): cell["value"] for cell in states[life.moments[1]]}

    assert believed["CERTIFICATES", "CTTH", "2024-08"] == known["CERTIFICATES", "CTTH", "2024-08"]
    assert believed["CERTIFICATES", "CTTH", "2024-09"] == known["CERTIFICATES", "CTTH", "2024-09"] + 1
