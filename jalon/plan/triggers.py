"""Triggers for migrations: what was adopted stays as it was adopted, with everything it holds.

A draft changes freely. An adopted version, and each row it holds, is refused UPDATE and DELETE; new rows
enter it only in the action that adopts it, whose event is the last thing that action writes.
"""

from django.db import migrations

from jalon.journal.triggers import KEEP_TABLE

VERSION = """
CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' THEN
        RAISE EXCEPTION '% on % is refused: this version was adopted, it is amended by the next one.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER {table}_keep_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_keep();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows;
"""

PART = """
CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT FROM {source} WHERE {key} = OLD.{column} AND v.status <> 'draft'
    ) THEN
        RAISE EXCEPTION '% on % is refused: its version was adopted, it is amended by the next one.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT FROM {source} JOIN journal_event e ON e.id = v.event_id
        WHERE {key} = NEW.{column} AND v.status <> 'draft'
    ) THEN
        RAISE EXCEPTION '% on % is refused: its version is adopted already, what is new goes into the next.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;
CREATE TRIGGER {table}_keep_rows BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_keep();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows;
"""


def adopted(table: str) -> list[migrations.RunSQL]:
    """Operations for a table of versions: once its status is no longer draft, a row stays."""
    return [migrations.RunSQL(VERSION.format(table=table), undone(table)), whole(table)]


def part_of_adopted(table: str, column: str, source: str, key: str = "v.id") -> list[migrations.RunSQL]:
    """Operations for a table of parts. `source` leads from what `column` names (`key`) to the version `v`."""
    text = PART.format(table=table, column=column, source=source, key=key)
    return [migrations.RunSQL(text, undone(table)), whole(table)]


def whole(table: str) -> migrations.RunSQL:
    """TRUNCATE is refused."""
    return migrations.RunSQL(KEEP_TABLE.format(table=table), f"DROP TRIGGER {table}_keep_table ON {table}")


def undone(table: str) -> str:
    return f"DROP TRIGGER {table}_keep_rows ON {table}; DROP FUNCTION {table}_keep()"
