"""What is known at a moment: the segments, the rows written since, the firms merged."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection

from jalon.evidence.segments.coding import coded, is_current, schema_of, shared_of
from jalon.evidence.segments.columns import SCHEMA, rows

log = logging.getLogger(__name__)

# One statement, so one snapshot. What it finds never changes afterwards: numbers follow the order of commits,
# so every row up to the last one seen can be read later, by another statement.
KNOWN: Final = """
    WITH last AS (SELECT least(max(number), %s::bigint) AS moment FROM journal_event)
    SELECT coalesce((SELECT moment FROM last), 0),
           (SELECT json_agg(json_build_array(file, first_moment, last_moment) ORDER BY first_moment, id)
              FROM evidence_segment
             WHERE NOT retired
               AND journal::text = (SELECT payload ->> 'journal' FROM journal_event WHERE number = 1)),
           (SELECT json_agg(json_build_array(m.absorbed_id, m.kept_id) ORDER BY j.number, m.id)
              FROM network_merge m JOIN journal_event j ON j.id = m.event_id
             WHERE j.number <= (SELECT moment FROM last)),
           (SELECT json_object_agg(centre_id, left_on)
              FROM (SELECT DISTINCT ON (d.centre_id) d.centre_id, d.left_on
                      FROM network_departure d JOIN journal_event j ON j.id = d.event_id
                     WHERE j.number <= (SELECT moment FROM last)
                     ORDER BY d.centre_id, j.number DESC) AS said
             WHERE left_on IS NOT NULL)
"""


@dataclass(frozen=True)
class Snapshot:
    """The evidence known at a moment. `settled` are the paths that hold nothing later, `departures` the first
    day without each centre that left.
    """

    moment: int
    paths: tuple[str, ...]
    tail: pa.Table
    merges: Sequence[tuple[int, int]]
    settled: tuple[str, ...] = ()
    departures: Mapping[int, date] = field(default_factory=dict)


def snapshot(known_at: int | None = None) -> Snapshot:
    """The evidence known at a moment, or now."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [known_at])
        moment, listed, merges, departures = cursor.fetchone()
    segments = _present(listed or [])
    covered = max((last for _, _, last in segments), default=0)
    known = [(path, last) for path, first, last in segments if first <= moment]
    older = [path for path, _ in known if not is_current(schema_of(path))]
    known = [(str(path), last) for path, last in known if path not in older]
    shared = _shared([path for path, _ in known])
    return Snapshot(
        moment=moment,
        paths=tuple(path for path, _ in known),
        tail=_with_older(tail(after=covered, up_to=moment, shared=shared), older, shared),
        merges=[tuple(pair) for pair in merges or ()],
        departures={int(centre): date.fromisoformat(day) for centre, day in (departures or {}).items()},
        settled=tuple(path for path, last in known if last <= moment),
    )


def tail(*, after: int, up_to: int, shared: Iterable[str] = ()) -> pa.Table:
    """The rows no segment holds yet, with some attributes apart, coded as a segment is."""
    if after >= up_to:
        return SCHEMA.empty_table()
    schema = pa.schema([*SCHEMA, *(pa.field(name, pa.string()) for name in shared)])
    read = pa.Table.from_batches(rows(after=after, up_to=up_to, attributes=shared), schema)
    return coded(read, shared) if read.num_rows else SCHEMA.empty_table()


def _shared(paths: Iterable[str]) -> list[str]:
    """The attributes every segment has in its sayings."""
    held = [shared_of(Path(path)) for path in paths]
    return sorted(frozenset.intersection(*held)) if held else []


def _with_older(tail: pa.Table, older: Sequence[Path], shared: Iterable[str]) -> pa.Table:
    """The tail with the rows of segments of an older format: slow, until they are written again."""
    if not older:
        return tail
    tables = [*([tail] if tail.num_rows else []), *map(pq.read_table, older)]
    apart = [name for name in shared if all(name in table.column_names for table in tables)]
    parts = [table.select([*SCHEMA.names, *apart]).replace_schema_metadata() for table in tables]
    return coded(pa.concat_tables(parts), apart)


def _present(listed: list) -> list[tuple[Path, int, int]]:
    """The segments of the manifest; none when one has gone, for the rows are all in the database."""
    segments = [(settings.JALON_SEGMENTS / file, first, last) for file, first, last in listed]
    missing = [path for path, _, _ in segments if not path.exists()]
    if missing:
        log.error("Segment %s is missing: every figure is read from the database.", missing[0])
        return []
    return segments
