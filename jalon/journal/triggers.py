"""Triggers for migrations: the database itself refuses to change or remove what was recorded."""

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION jalon_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what was recorded is never changed or removed, it is reversed.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA001';
END
$$;
"""

# ALWAYS: not even a session that replays a replica goes past them
KEEP_ROWS = """
CREATE TRIGGER {table}_keep_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION jalon_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows;
"""
KEEP_TABLE = """
CREATE TRIGGER {table}_keep_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION jalon_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_table;
"""


def refusal() -> migrations.RunSQL:
    """The function the triggers call; the first migration of the journal makes it."""
    return migrations.RunSQL(REFUSE, "DROP FUNCTION jalon_refuse_change()")


def append_only(table: str) -> list[migrations.RunSQL]:
    """Operations after which rows of the table can be added, and nothing else."""
    return [
        migrations.RunSQL(KEEP_ROWS.format(table=table), f"DROP TRIGGER {table}_keep_rows ON {table}"),
        migrations.RunSQL(KEEP_TABLE.format(table=table), f"DROP TRIGGER {table}_keep_table ON {table}"),
    ]
