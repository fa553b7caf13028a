"""Segments and tail hold every row once, at any moment."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction

from jalon.evidence import segments
from jalon.evidence.actions import reverse
from jalon.evidence.models import Evidence, Segment
from jalon.evidence.segments import coding
from jalon.evidence.segments.columns import SCHEMA
from jalon.journal.queries import latest
from jalon.results import engine
from tests.evidence.making import centre, deed, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.JALON_SEGMENTS = tmp_path / "segments"
    return settings.JALON_SEGMENTS


def read(snapshot):
    """The rows of a snapshot, as a reader that honours its moment sees them."""
    parts = [pq.read_table(path).select(SCHEMA.names).cast(SCHEMA) for path in snapshot.paths]
    rows = pa.concat_tables([*parts, snapshot.tail.select(SCHEMA.names).cast(SCHEMA)]).to_pylist()
    return sorted((row for row in rows if row["moment"] <= snapshot.moment), key=lambda row: row["id"])


def test_an_empty_journal_has_an_empty_snapshot():
    found = segments.snapshot()

    assert (found.moment, found.paths, found.tail.num_rows, list(found.merges)) == (0, (), 0, [])
    assert segments.write() == []


def test_the_tail_says_what_was_recorded():
    cetia = centre()
    recorded(
        cetia,
        deed(quantity=Decimal("3.250"), amount=12345, attributes={"conform": False}, origin="import"),
    )

    (row,) = segments.snapshot().tail.to_pylist()

    assert row["quantity"] == 3250
    assert row["amount"] == 12345
    assert row["centre"] == cetia.pk
    assert row["on"] == dt.date(2024, 3, 5)
    assert row["attributes"] == '{"conform": false}'
    assert row["origin"] == "import"
    assert row["identity"] == ""
    assert row["reverses"] is None
    assert row["simulated"] is False


def test_texts_come_back_as_they_were_written():
    hostile = 'a,"b"\n\\N é عربي\t;'
    recorded(centre(), deed(kind="certificate.withdrawn", quantity=Decimal(1), identity=hostile))

    assert segments.snapshot().tail["identity"].to_pylist() == [hostile]


def test_rows_move_from_the_tail_to_a_segment():
    cetia = centre()
    recorded(cetia, deed("1"), deed("2"))
    before = read(segments.snapshot())

    (segment,) = segments.write()

    after = segments.snapshot()
    assert after.tail.num_rows == 0
    assert read(after) == before
    assert segment.rows == 2
    assert after.settled == after.paths


def test_a_row_recorded_after_the_segment_is_in_the_tail_at_once():
    cetia = centre()
    recorded(cetia, deed("1"))
    segments.write()

    recorded(cetia, deed("2"))

    found = segments.snapshot()
    assert found.tail.num_rows == 1
    assert [row["id"] for row in read(found)] == sorted(Evidence.objects.values_list("pk", flat=True))


def test_an_earlier_moment_is_read_from_a_segment_that_knows_more():
    cetia = centre()
    recorded(cetia, deed("1"))
    moment = latest()
    recorded(cetia, deed("2"))
    segments.write()

    found = segments.snapshot(moment)

    assert found.moment == moment
    assert found.settled == ()
    assert len(read(found)) == 1


def test_segments_are_written_up_to_the_moment_asked():
    cetia = centre()
    recorded(cetia, deed("1"))
    moment = latest()
    recorded(cetia, deed("2"))

    (segment,) = segments.write(up_to=moment)

    assert segment.last_moment == moment
    assert segments.snapshot().tail.num_rows == 1


def test_files_nobody_vouches_for_are_ignored(folder):
    recorded(centre(), deed("1"))
    segments.write()
    pq.write_table(SCHEMA.empty_table(), folder / "1-9-stray.parquet")

    assert len(segments.snapshot().paths) == 1


def test_a_segment_of_another_journal_is_ignored():
    recorded(centre(), deed("1"))
    segments.write()
    Segment.objects.update(journal="00000000-0000-0000-0000-000000000001")

    found = segments.snapshot()

    assert found.paths == ()
    assert found.tail.num_rows == 1


def test_rows_are_read_from_the_database_when_a_file_has_gone(folder):
    recorded(centre(), deed("1"))
    (segment,) = segments.write()
    (folder / segment.file).unlink()

    assert len(read(segments.snapshot())) == 1


def test_a_line_that_left_the_manifest_is_told_and_mended_at_the_next_writing():
    recorded(centre(), deed("1"), deed("2"))
    segments.write()
    recorded(centre("CTTH"), deed("3"))
    segments.write()
    Segment.objects.order_by("first_moment").first().delete()

    lost = segments.missing_rows()
    segments.write()

    assert lost == 2
    assert segments.missing_rows() == 0
    assert len(read(segments.snapshot())) == 3


def test_a_missing_file_is_told_and_written_again(folder):
    recorded(centre(), deed("1"))
    (segment,) = segments.write()
    (folder / segment.file).unlink()

    lost = list(segments.missing_files())
    segments.write()

    assert lost == [segment.file]
    assert len(segments.snapshot().paths) == 1
    assert list(segments.missing_files()) == []


def test_a_segment_of_an_older_format_is_read_like_the_tail_and_written_again(folder):
    cetia = centre()
    recorded(cetia, deed("1"), deed("2"))
    (segment,) = segments.write()
    before, path = read(segments.snapshot()), folder / segment.file
    older = pq.read_table(path).drop_columns(["deed", "firm"]).replace_schema_metadata()
    pq.write_table(older, folder / "older.parquet")
    Segment.objects.update(file="older.parquet")

    found = segments.snapshot()
    segments.write()

    assert (found.paths, read(found)) == ((), before)
    assert len(segments.snapshot().paths) == 1
    assert read(segments.snapshot()) == before


def test_a_file_tells_once_what_its_rows_have_in_common(folder):
    recorded(centre(), deed("1", origin="import"), deed("2", origin="import"), deed("3"))
    (segment,) = segments.write()

    table = pq.read_table(folder / segment.file)
    deeds = coding.unpacked(table.schema.metadata[b"jalon.deeds"]).to_pylist()

    assert sorted(deeds[number]["origin"] for number in table["deed"].to_pylist()) == sorted(
        table["origin"].to_pylist()
    )
    assert len(deeds) == 2


def test_a_writing_that_fails_leaves_no_segment():
    recorded(centre(), deed("1"))

    with pytest.raises(RuntimeError), transaction.atomic():
        segments.write()
        raise RuntimeError

    found = segments.snapshot()
    assert (found.paths, found.tail.num_rows) == ((), 1)


def test_small_segments_are_put_together():
    cetia = centre()
    for number in range(3):
        recorded(cetia, deed(str(number)))
        segments.write()
    before = read(segments.snapshot())

    segments.compact()

    after = segments.snapshot()
    assert len(after.paths) == 1
    assert read(after) == before


def test_a_reversed_row_and_its_reversal_are_marked_in_their_file():
    recorded(centre(), deed("1"), deed("2"))
    undone = reverse(Evidence.objects.get(external_id="1"), by=None, reason="typed twice").event.number

    segments.write()

    (path,) = segments.snapshot().paths
    marks = pq.read_table(path)["undone_at"].to_pylist()
    assert sorted(marks, key=str) == [undone, undone, None]


def test_a_row_reversed_in_a_later_file_is_not_marked_until_they_are_put_together():
    recorded(centre(), deed("1"))
    segments.write()
    undone = reverse(Evidence.objects.get(), by=None, reason="typed twice").event.number
    segments.write()

    apart = [pq.read_table(path)["undone_at"].to_pylist() for path in segments.snapshot().paths]
    segments.compact()
    (path,) = segments.snapshot().paths

    assert apart == [[None], [None]]
    assert pq.read_table(path)["undone_at"].to_pylist() == [undone, undone]


def test_attributes_that_are_not_free_text_stand_apart():
    recorded(centre(), deed(attributes={"conform": True}), deed("2"))
    segments.write()

    (path,) = segments.snapshot().paths

    assert sorted(pq.read_table(path)["attributes.conform"].to_pylist(), key=str) == [None, "true"]


def test_rows_of_a_kind_stand_together():
    recorded(centre(), deed("1"), deed("2", kind="training.attended"), deed("3"))
    segments.write()

    (path,) = segments.snapshot().paths

    assert pq.read_table(path)["kind"].to_pylist() == ["test.reported", "test.reported", "training.attended"]


def test_segments_have_the_columns_the_engine_reads():
    assert SCHEMA == engine.SCHEMA


def test_more_rows_than_a_file_holds_make_several_files(monkeypatch):
    monkeypatch.setattr(segments.writing, "LARGEST", 1)
    monkeypatch.setattr(segments.columns, "BATCH", 1, raising=False)
    cetia = centre()
    for number in range(3):
        recorded(cetia, deed(f"T-{number}"))

    written = segments.write()

    assert sum(one.rows for one in written) == 3
    assert len(read(segments.snapshot())) == 3
