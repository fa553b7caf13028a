import csv
import datetime as dt
import io
import json
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.evidence.actions import correct, reverse
from jalon.evidence.exports import FORMATS, export
from jalon.evidence.imports import import_file
from jalon.evidence.models import Evidence
from jalon.evidence.reading.cells import guarded, unguarded
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.words import Words
from jalon.network.actions import FirmSeen, complete_ice, enrol_firms, merge_firms
from jalon.network.models import Enterprise
from tests.evidence.making import ICE, OTHER_ICE, centre, deed, firm, recorded
from tests.factories.plan import service

pytestmark = pytest.mark.django_db

ISSUE = {
    *(
        "external_id",
        "kind",
        "on",
        "quantity",
        "unit",
        "amount",
        "firm_ice",
        "firm_name",
        "firm_size",
        "sector",
    ),
    *("region", "origin", "axis", "funding_line", "service", "general_interest", "high_value", "campaign"),
    *(
        "identity",
        "document",
        "moment",
        "uid",
        "centre",
        "reverses",
        "simulated",
        "recorded_at",
        "recorded_by",
        "hash",
    ),
}


def written(form="csv", **options):
    out = io.BytesIO()
    export(form, out, **options)
    return out.getvalue()


def as_csv(**options):
    return list(csv.DictReader(io.StringIO(written("csv", **options).decode())))


def test_an_export_has_the_columns_of_an_import_and_what_recording_added():
    header = written().decode().splitlines()[0].split(",")

    assert set(header) >= ISSUE
    assert {"attributes.conform", "attributes.fte"} <= set(header)


def test_numbers_carry_their_sign_and_money_is_in_dirhams():
    recorded(
        centre(),
        deed("A", "staff.left", quantity=Decimal("1.000")),
        deed("B", "income.credited", amount=123405, quantity=None),
    )

    left, credited = as_csv()

    assert left["quantity"] == "-1"
    assert credited["amount"] == "-1234.05"


def test_a_reversal_names_the_row_it_cancels():
    (row,) = recorded(centre())
    reverse(row, by=None, reason="wrong")

    first, reversal = as_csv()

    assert reversal["reverses"] == first["uid"] == str(row.uid)
    assert (first["quantity"], reversal["quantity"]) == ("3", "-3")


def test_an_export_as_known_before_ignores_what_came_later():
    where = centre()
    recorded(where, deed("A"))
    before = latest()
    recorded(where, deed("B"))

    assert [row["external_id"] for row in as_csv(known_at=before)] == ["A"]


def test_an_export_up_to_a_day_holds_nothing_later():
    where = centre()
    recorded(where, deed("T-1", on=dt.date(2024, 3, 5)), deed("T-2", on=dt.date(2024, 3, 6)))

    lines = written("csv", centre=where, on=dt.date(2024, 3, 5)).decode().splitlines()

    assert [line.split(",")[0] for line in lines[1:]] == ["T-1"]


def test_an_export_as_known_before_says_firms_as_they_were_known():
    where, known = centre(), firm()
    two = [
        Enterprise.objects.create(name=name, search=name.lower(), pending_reason="new") for name in ("B", "C")
    ]
    recorded(where, *(deed(f"T-{place}", enterprise=one) for place, one in enumerate([known, *two])))
    before = latest()
    merge_firms(two[0], known, reason="same", by=None)
    complete_ice(two[1], ice=OTHER_ICE, by=None)

    now, then = (as_csv(centre=where, known_at=moment) for moment in (None, before))

    assert [row["firm_ice"][:9] for row in now] == [ICE[:9], ICE[:9], OTHER_ICE[:9]]
    assert [row["firm_ice"][:9] for row in then] == [ICE[:9], "", ""]
    assert [row["firm_name"] for row in then] == ["Conserves du Souss", "B", "C"]


def test_an_export_of_a_centre_holds_its_rows_only():
    recorded(centre("CETIA"), deed("A"))
    other = centre("CTPC")
    recorded(other, deed("B"))

    assert [row["external_id"] for row in as_csv(centre=other)] == ["B"]


def test_the_four_formats_say_the_same():
    served = firm()
    recorded(
        centre(),
        deed(
            "A",
            enterprise=served,
            establishment=served.establishments.get(),
            amount=5,
            attributes={"conform": False},
        ),
        deed("B", identity="=1+1", quantity=Decimal("2.5"), general_interest=True),
        simulated=True,
    )

    rows = as_csv()
    jsonl = [json.loads(said) for said in written("jsonl").splitlines()]
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active
    names, *cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    parquet = pq.read_table(io.BytesIO(written("parquet"))).to_pylist()

    assert [row["hash"] for row in rows] == [row["hash"] for row in jsonl] == [row["hash"] for row in parquet]
    assert [dict(zip(names, row, strict=True))["hash"] for row in cells] == [row["hash"] for row in rows]
    assert [row["firm_ice"] for row in rows] == ["001561191000066", ""]
    assert (
        [Decimal(row["quantity"]) for row in rows]
        == [row["quantity"] for row in parquet]
        == [3, Decimal("2.5")]
    )
    assert jsonl[1]["identity"] == parquet[1]["identity"] == "=1+1"
    assert rows[1]["identity"] == dict(zip(names, cells[1], strict=True))["identity"] == "'=1+1"
    assert {row["simulated"] for row in rows} == {"true"}
    assert all(row["simulated"] is True for row in jsonl)


def test_no_cell_of_an_export_is_a_formula():
    recorded(centre(), *(deed(f"={n}", identity=f"{sign}1+1") for n, sign in enumerate("=+-@\t＝")))

    for row in openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    for row in as_csv():
        assert not row["identity"].startswith(tuple("=+-@\t＝"))
        assert not row["external_id"].startswith("=")


def test_an_export_without_rows_has_its_header():
    assert all(written(form) or form == "jsonl" for form in FORMATS)
    assert openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active["A1"].value == "external_id"


@given(st.text(max_size=30))
def test_the_apostrophe_of_an_export_goes_away_on_import(text):
    assert unguarded(guarded(text)) == text


TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), min_size=1, max_size=20
).filter(lambda text: text.strip() == text and text not in ("#N/A", "#REF!"))
DEEDS = st.lists(
    st.builds(
        lambda kind, quantity, amount, day, identity, flag, family: deed(
            "x", kind, day, quantity, amount=amount, identity=identity, high_value=flag,
            attributes={"family": family} if kind == "test.reported" and family else {},
        ),
        st.sampled_from(["test.reported", "training.attended", "staff.left", "income.credited"]),
        st.decimals(Decimal("0.001"), Decimal("999999"), places=3),
        st.integers(0, 10**11),
        st.dates(dt.date(2014, 1, 1), dt.date(2026, 6, 1)),
        TEXTS,
        st.sampled_from([None, True, False]),
        TEXTS | st.just(""),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DEEDS, st.sampled_from(["csv", "xlsx"]), st.data())
def test_what_was_exported_comes_back_as_it_was(tmp_path, deeds, form, data):
    from dataclasses import replace

    where = centre(f"C-{Evidence.objects.count()}-{len(deeds)}-{data.draw(st.uuids())}"[:40])
    named = [replace(each, external_id=f"T-{place}") for place, each in enumerate(deeds)]
    rows = recorded(where, *named)
    if data.draw(st.booleans()):
        correct(rows[0], by=None, reason="again", identity="corrected")
    (tmp_path / "f").write_bytes(written(form, centre=where))

    again = import_file(tmp_path / "f", centre=where, by=None, on=dt.date(2026, 7, 1))
    assert (again.problems, again.refusal) == ([], "")
    assert (again.unchanged, again.changed) == (len(named), 0)

    elsewhere = centre(f"D-{where.code}"[:40])
    edited = (tmp_path / "f").read_bytes()
    if form == "csv":
        (tmp_path / "g").write_bytes(
            edited.replace(f",{where.code},".encode(), f",{elsewhere.code},".encode())
        )
        report = import_file(tmp_path / "g", centre=elsewhere, by=None, on=dt.date(2026, 7, 1))
        assert report.recorded
        assert contents(elsewhere) == contents(where)


def test_an_export_is_known_again_though_its_blanks_would_follow_from_its_service(tmp_path):
    service("ANA", Words("analyses"), axis_code="2", funding_line_code="1", general_interest=True)
    where = centre()
    with recording("firm.seen") as event:
        met = FirmSeen("", "Tanneries", "", "", "", dt.date(2024, 1, 1))
        ((simulated, _),) = enrol_firms([met], centre=where, event_id=event.event_id, simulated=True)
    tanneries = Enterprise.objects.get(pk=simulated)
    recorded(where, deed("A", service="ANA", enterprise=tanneries), simulated=True)
    recorded(
        where,
        deed("B", kind="income.invoiced", quantity=Decimal(1), amount=100, attributes={"reference": "F-1"}),
    )
    (tmp_path / "f.csv").write_bytes(written("csv", centre=where))

    again = import_file(tmp_path / "f.csv", centre=where, by=None, on=dt.date(2026, 7, 1))

    assert (again.problems, again.refusal) == ([], "")
    assert (again.unchanged, again.changes) == (2, [])


def contents(where):
    rows = Evidence.objects.live().filter(centre=where).order_by("external_id")
    return [
        (
            row.external_id,
            row.kind,
            row.on,
            row.quantity,
            row.amount,
            row.identity,
            row.high_value,
            row.attributes,
        )
        for row in rows
    ]


def test_an_export_says_a_service_by_its_code_and_its_words():
    service("standards", Words("Élaboration de normes"))
    recorded(centre(), deed(service="standards"), deed("T-2", service="hydrologie"))

    first, second = csv.DictReader(io.StringIO(written().decode()))

    assert (first["service"], first["service_name"]) == ("standards", "Élaboration de normes")
    assert (second["service"], second["service_name"]) == ("hydrologie", "")
