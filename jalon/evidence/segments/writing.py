"""Segments are written after a large import or in a task, never while a page is read."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection, transaction

from jalon.evidence.models import Segment
from jalon.evidence.queries import catalogue
from jalon.evidence.segments.coding import coded, is_current, schema_of
from jalon.evidence.segments.columns import attribute_columns, rows, shared_attributes
from jalon.evidence.segments.health import is_whole
from jalon.journal import queries as journal

# Rows of a file at most: what is sorted in memory at once.
LARGEST: Final = 2_000_000
# From so many rows on, a file is faster than the database.
MANY: Final = 20_000
# Small enough for a kind's rows to fill groups of their own, which others then skip.
GROUP: Final = 65_536
# A file nobody names is removed after an hour: a reader may still hold an older manifest.
GRACE: Final = 3600
LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('evidence_segment'))"
# Numbers that differ from row to row: their differences are half the size and read twice as fast.
DIFFERING: Final = ("id", "moment", "quantity", "amount", "enterprise", "establishment")
PLAIN: Final = ("reverses", "undone_at", "deed", "firm")


def write(up_to: int | None = None) -> list[Segment]:
    """Put the rows after the last segment, up to a moment or to now, in new segments.

    Segments of an older format are written again first, and all of them when a row or a file is missing.
    """
    with transaction.atomic():
        _lock()
        identity = journal.identity()
        held = Segment.objects.filter(retired=False, journal=identity)
        if not is_whole():
            held.update(retired=True)
        _renew()
        after = max(held.values_list("last_moment", flat=True), default=0)
        last = journal.latest()
        up_to = last if up_to is None else min(up_to, last)
        if up_to <= after:
            return []
        kinds = catalogue().values()
        shared = shared_attributes(kinds)
        read = rows(after=after, up_to=up_to, attributes=attribute_columns(kinds))
        files = [
            _filed(table, shared) for table in _gathered(read)
        ]  # the connection is busy until the last row is read
        written = [_listed(file, identity) for file in files]
    _sweep()
    return written


def write_if_many(rows_recorded: int) -> list[Segment]:
    """After a recording: few rows are read where they are, many are worth files of their own."""
    return write() if rows_recorded >= MANY else []


def compact(smaller_than: int = LARGEST // 2) -> list[Segment]:
    """Put small segments together, as many as make one of the largest size."""
    with transaction.atomic():
        _lock()
        identity = journal.identity()
        _renew()
        small = Segment.objects.filter(retired=False, journal=identity, rows__lt=smaller_than)
        small = list(small.order_by("first_moment", "id"))
        if len(small) < 2:
            return []
        written = _replaced(small)
    _sweep()
    return written


def _renew() -> None:
    """Write segments of an older format again, those whose file is there."""
    held = Segment.objects.filter(retired=False, journal=journal.identity())
    paths = {
        segment: settings.JALON_SEGMENTS / segment.file for segment in held.order_by("first_moment", "id")
    }
    older = [segment for segment, path in paths.items() if path.exists() and not is_current(schema_of(path))]
    if older:
        _replaced(older)


def _replaced(segments: list[Segment]) -> list[Segment]:
    """The rows of some segments in new ones; the old ones are retired."""
    tables = (pq.read_table(settings.JALON_SEGMENTS / segment.file) for segment in segments)
    batches = (batch for table in tables for batch in table.replace_schema_metadata().to_batches())
    shared = shared_attributes(catalogue().values())
    written = [_listed(_filed(table, shared), segments[0].journal) for table in _gathered(batches)]
    Segment.objects.filter(pk__in=[segment.pk for segment in segments]).update(retired=True)
    return written


def _lock() -> None:
    """One writer at a time, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together in tables no larger than a file may be."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        waiting.append(batch)
        count += batch.num_rows
        if count >= LARGEST:
            yield _together(waiting)
            waiting, count = [], 0
    if count:
        yield _together(waiting)


def _together(batches: list[pa.RecordBatch]) -> pa.Table:
    return pa.concat_tables([pa.Table.from_batches([batch]) for batch in batches], promote_options="default")


def _filed(table: pa.Table, shared: Iterable[str]) -> dict:
    """Write a table as a file; what its line in the manifest says."""
    moments = pc.min_max(table["moment"])
    first, last = moments["min"].as_py(), moments["max"].as_py()
    path, digest = saved(table, settings.JALON_SEGMENTS, f"{first}-{last}", shared=shared)
    return {
        "file": path.name,
        "first_moment": first,
        "last_moment": last,
        "rows": table.num_rows,
        "sha256": digest,
    }


def _listed(file: dict, identity) -> Segment:
    said = {"journal": identity, "retired": False, **file}
    segment, _ = Segment.objects.update_or_create(file=file["file"], defaults=said)  # the same rows again
    return segment


def paired(table: pa.Table) -> pa.Table:
    """With `undone_at`, the moment a row was cancelled by another of its file; its own for that other one.

    Whoever knows that moment can leave both out without looking for them.
    """
    ids = table["id"].to_numpy()
    moments = table["moment"].to_numpy()
    reversals = np.flatnonzero(table["reverses"].is_valid().to_numpy())
    targets = table["reverses"].take(reversals).to_numpy()
    by_id = np.argsort(ids)
    places = (
        by_id[np.searchsorted(ids, targets, sorter=by_id).clip(max=len(ids) - 1)] if len(ids) else targets
    )
    here = ids[places] == targets
    undone = np.full(len(ids), -1, "int64")
    undone[reversals[here]] = moments[reversals[here]]
    undone[places[here]] = moments[reversals[here]]
    column = pa.array(undone, mask=undone < 0)
    if "undone_at" in table.column_names:
        table = table.drop_columns("undone_at")
    return table.append_column("undone_at", column)


def ordered(table: pa.Table) -> pa.Table:
    """By kind, centre, month and enterprise: a question about a kind skips the other row groups."""
    keys = (
        table["id"],
        pc.fill_null(table["enterprise"], -1),
        table["on"].cast(pa.int32()).to_numpy().astype("datetime64[D]").astype("datetime64[M]"),
        table["centre"],
        pc.rank(table["kind"].combine_chunks(), tiebreaker="dense"),
    )
    return table.take(np.lexsort([np.asarray(key) for key in keys]))  # the last key is the first to count


def whole(table: pa.Table, shared: Iterable[str] = ()) -> pa.Table:
    """A table as a file holds it: in order, reversals paired, numbers for what rows say alike."""
    table = ordered(paired(table))
    return coded(table, [name for name in shared if name in table.column_names])


def saved(table: pa.Table, folder: Path, name: str, *, shared: Iterable[str] = ()) -> tuple[Path, str]:
    """The file a table's rows were saved in, whole or not at all, and its digest.

    `shared` are the attributes that many rows say alike.
    """
    table = whole(table, shared)
    folder.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".", suffix=".parquet", dir=folder)
    with os.fdopen(handle, "w+b") as file:
        pq.write_table(
            table,
            file,
            row_group_size=GROUP,
            compression="lz4",
            use_dictionary=[name for name in table.column_names if name not in (*DIFFERING, *PLAIN)],
            column_encoding=dict.fromkeys(DIFFERING, "DELTA_BINARY_PACKED"),
        )
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    path = folder / f"{name}-{digest[:12]}.parquet"
    Path(unfinished).rename(path)
    _settle(folder)
    return path, digest


def _settle(folder: Path) -> None:
    """Make a rename outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep() -> None:
    """Remove files that no manifest names, once nobody can be reading them."""
    named = set(Segment.objects.filter(retired=False).values_list("file", flat=True))
    for path in settings.JALON_SEGMENTS.glob("*.parquet"):
        if path.name not in named and time.time() - path.stat().st_mtime > GRACE:
            path.unlink(missing_ok=True)
