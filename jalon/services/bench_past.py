"""Past orders of a laboratory, written straight into the tables of a bench: tested, reported, closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from django.db import connection, transaction

from jalon.evidence.actions import issue
from jalon.evidence.models import IssuedDocument
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.models import Clause, Request
from jalon.services.testing import actions as laboratory

METHOD: Final = "BENCH 1"
LINES: Final = 2  # of each order

GUARDS: Final = """
SELECT tgrelid::regclass::text, tgname FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled = 'A' AND tgrelid = ANY (%s::regclass[])
"""
# each order has the key of its row, and its sample and report the same
THINGS: Final = """
INSERT INTO services_request (id, event_id, hash, uid, state, turn, centre_id, year, serial, offered_id,
    enterprise_id, channel, simulated)
SELECT i, {event}, {hash}, gen_random_uuid(), 'closed', 9, {centre}, {year}, i, {offered}, {firm}, 'visit',
    true
FROM generate_series({first}, {last}) i;
INSERT INTO services_requeststep (event_id, hash, thing_id, turn, verb, before, state, role, for_whom,
    reason, said_with_it)
SELECT {event}, {hash}, i, 9, 'close', 'delivered', 'closed', 'scheduler', '', '', '{{}}'
FROM generate_series({first}, {last}) i;
INSERT INTO services_testorder (id, event_id, hash, request_id, version_id, rule)
SELECT i, {event}, {hash}, i, {version}, NULL FROM generate_series({first}, {last}) i;
INSERT INTO services_sample (id, event_id, hash, uid, state, turn, centre_id, year, serial, request_id,
    description, family, origin, simulated)
SELECT i, {event}, {hash}, gen_random_uuid(), 'returned', 4, {centre}, {year}, i, i, 'Masques', '', 'local',
    true
FROM generate_series({first}, {last}) i;
INSERT INTO services_samplereceipt (event_id, hash, sample_id, on_day, quantity, unit, condition, remarks)
SELECT {event}, {hash}, i, '{on}', 50, 'u', 'good', '' FROM generate_series({first}, {last}) i;
INSERT INTO services_report (id, event_id, hash, uid, state, turn, centre_id, request_id, language,
    bears_mark, changes, remarks, simulated)
SELECT i, {event}, {hash}, gen_random_uuid(), 'issued', 3, {centre}, i, 'fr', false, '', '', true
FROM generate_series({first}, {last}) i;
INSERT INTO services_reportissue (event_id, hash, report_id, centre_id, year, serial, on_day, document_id)
SELECT {event}, {hash}, i, {centre}, {year}, i, '{on}', {document} FROM generate_series({first}, {last}) i;
INSERT INTO services_testline (id, event_id, hash, uid, state, turn, centre_id, order_id, sample_id,
    clause_id)
SELECT i * {lines} + n, {event}, {hash}, gen_random_uuid(), 'reported', 5, {centre}, i, i, {clause}
FROM generate_series({first}, {last}) i, generate_series(0, {lines} - 1) n;
INSERT INTO services_testlinestep (event_id, hash, thing_id, turn, verb, before, state, role, for_whom,
    reason, said_with_it)
SELECT {event}, {hash}, i, turn, verb, before, state, 'operator', '', '', '{{}}'
FROM generate_series({first} * {lines}, ({last} + 1) * {lines} - 1) i,
    (VALUES (1, 'assign', 'to_do', 'assigned'), (2, 'enter', 'assigned', 'entered'),
        (3, 'verify', 'entered', 'verified'), (4, 'authorise', 'verified', 'authorised'),
        (5, 'report', 'authorised', 'reported')) step(turn, verb, before, state);
INSERT INTO services_assignment (event_id, hash, line_id, operator_id, planned_on)
SELECT {event}, {hash}, i, {person}, '{on}'
FROM generate_series({first} * {lines}, ({last} + 1) * {lines} - 1) i;
INSERT INTO services_measurement (event_id, hash, line_id, operator_id, on_day, value, places, censored, unit,
    uncertainty, k, control, remarks)
SELECT {event}, {hash}, i, {person}, '{on}', 42, 1, '', 'Pa', 4, 2, 'not_asked', ''
FROM generate_series({first} * {lines}, ({last} + 1) * {lines} - 1) i;
INSERT INTO services_reportline (event_id, hash, report_id, line_id)
SELECT {event}, {hash}, i, i * {lines} + n
FROM generate_series({first}, {last}) i, generate_series(0, {lines} - 1) n;
INSERT INTO evidence_evidence (uid, event_id, hash, centre_id, kind, on_day, quantity, unit, identity, axis,
    funding_line, service, sector, ecosystem, region, firm_size, origin, campaign, attributes, documents,
    source, external_id, revision, simulated)
SELECT gen_random_uuid(), {event}, {hash}, {centre}, kind, '{on}', 1, '1', '', '', '', 'bench', '', '', '',
    '', origin, '', said, '{{}}', 'services', left(kind, 1) || ':bench:' || i, 1, true
FROM generate_series({first}, {last}) i,
    LATERAL (VALUES
        ('service.delivered', '', jsonb_build_object('working_days', (1 + i % 40)::text)),
        ('test.reported', 'import', jsonb_build_object('conform', i % 7 > 0))) deed(kind, origin, said);
"""
TABLES: Final = (
    *("request", "requeststep", "testorder", "sample", "samplereceipt", "report", "reportissue"),
    *("testline", "testlinestep", "assignment", "measurement", "reportline"),
)
NUMBERED: Final = ("request", "testorder", "sample", "report", "testline")
YEAR: Final = 2001  # the number of a past order says it is one
BEGINS: Final = "SELECT greatest({}) + 1"
LAST_KEY: Final = "coalesce((SELECT max(id) FROM services_{}), 0)"


def fill(count: int, *, centre: Organisation, person, firm, offered, on: date) -> int:
    """Past orders up to the number asked for; how many there are."""
    there = Request.objects.filter(centre=centre, year=YEAR).count()
    if there >= count:
        return there
    clause, document = specified(centre), issued(centre)
    with unguarded() as sql, recording("bench.filled", payload={"orders": count - there}) as record:
        first = begins(sql)
        last = first + count - there - 1
        keys = {"event": record.event_id, "centre": centre.pk, "person": person.pk, "firm": firm.pk}
        keys |= {"offered": offered.pk, "document": document.pk, "clause": clause.pk}
        span = {"first": first, "last": last, "lines": LINES, "on": on.isoformat(), "year": YEAR}
        sql.execute(THINGS.format(version=clause.version_id, hash="'\\x00'::bytea", **keys, **span))
        for table in NUMBERED:
            end = (last + 1) * LINES if table == "testline" else last
            sql.execute(f"SELECT setval(pg_get_serial_sequence('services_{table}', 'id'), {end})")
    with connection.cursor() as sql:
        sql.execute("ANALYZE")
    return count


def begins(sql) -> int:
    """A key after all those given: what is past has the lower keys."""
    asked = ", ".join(LAST_KEY.format(table) for table in NUMBERED)
    sql.execute(BEGINS.format(asked))
    return sql.fetchone()[0]


def specified(centre: Organisation) -> Clause:
    words = Words("Ancien essai", "اختبار قديم")
    said = laboratory.ClauseSaid("1", words, METHOD, "Pa")
    return laboratory.specify(centre, [said], code="bench-past", title=words, by=None).clauses.get()


def issued(centre: Organisation) -> IssuedDocument:
    return issue(
        b"%PDF-1.7 bench",
        kind="test_report",
        subject="bench",
        permission="work.view",
        by=None,
        organisation=centre,
        simulated=True,
    )


@contextmanager
def unguarded() -> Iterator:
    """A bench writes a past nobody lived: its tables take rows that no step led to."""
    with transaction.atomic(), connection.cursor() as sql:
        sql.execute(GUARDS, [[f"services_{table}" for table in TABLES]])
        guards = sql.fetchall()
        for table, guard in guards:
            sql.execute(f"ALTER TABLE {table} DISABLE TRIGGER {guard}")
        yield sql
        sql.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, guard in guards:
            sql.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}")
        sql.execute("SET CONSTRAINTS ALL DEFERRED")
