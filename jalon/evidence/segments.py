"""Placeholder while the real one is written: everything is tail."""

from dataclasses import dataclass

import pyarrow as pa
from django.db import connection

TEXTS = "axis funding_line service sector ecosystem region firm_size origin campaign".split()


@dataclass(frozen=True)
class Snapshot:
    moment: int
    paths: tuple
    tail: pa.Table
    merges: list
    settled: tuple = ()


def snapshot(known_at=None):
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(number),0) from journal_event")
        last = cursor.fetchone()[0]
        moment = last if known_at is None else known_at
        cursor.execute(
            f"""select e.id, j.number as moment, e.centre_id as centre, e.kind, e.on_day as on,
            (e.quantity*1000)::bigint as quantity, e.amount, e.enterprise_id as enterprise,
            e.establishment_id as establishment, e.identity, {", ".join("e." + t for t in TEXTS)},
            e.general_interest, e.high_value, e.attributes::text as attributes, e.reverses_id as reverses, e.simulated
            from evidence_evidence e join journal_event j on j.id=e.event_id where j.number <= %s""",
            [moment],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "select m.absorbed_id, m.kept_id from network_merge m join journal_event j on j.id=m.event_id where j.number<=%s order by j.number",
            [moment],
        )
        merges = cursor.fetchall()
    schema = pa.schema(
        [
            ("id", pa.int64()),
            ("moment", pa.int64()),
            ("centre", pa.int32()),
            ("kind", pa.string()),
            ("on", pa.date32()),
            ("quantity", pa.int64()),
            ("amount", pa.int64()),
            ("enterprise", pa.int32()),
            ("establishment", pa.int64()),
            ("identity", pa.string()),
            *((t, pa.string()) for t in TEXTS),
            ("general_interest", pa.bool_()),
            ("high_value", pa.bool_()),
            ("attributes", pa.string()),
            ("reverses", pa.int64()),
            ("simulated", pa.bool_()),
        ]
    )
    columns = list(zip(*rows)) if rows else [[] for _ in schema]
    tail = pa.table([pa.array(c, f.type) for c, f in zip(columns, schema)], schema=schema)
    return Snapshot(moment, (), tail, merges)
