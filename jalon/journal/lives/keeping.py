"""Triggers for migrations: a thing is where its last step took it, whoever writes, in whatever order."""

from django.db import migrations

from jalon.journal.triggers import KEEP_TABLE

BEGIN = """
CREATE FUNCTION {thing}_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.turn <> 0 OR NEW.state <> '{initial}' THEN
        RAISE EXCEPTION 'a row of {thing} begins as {initial}, without a step' USING ERRCODE = 'JA030';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER {thing}_begins BEFORE INSERT ON {thing} FOR EACH ROW EXECUTE FUNCTION {thing}_begins();
ALTER TABLE {thing} ENABLE ALWAYS TRIGGER {thing}_begins;
"""

ADVANCE = """
CREATE FUNCTION {thing}_advances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {thing} SET state = NEW.state, turn = NEW.turn
        WHERE id = NEW.thing_id AND state = NEW.before AND turn = NEW.turn - 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'step % of row % of {thing} does not follow the step before it',
            NEW.turn, NEW.thing_id USING ERRCODE = 'JA031';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER {step}_advances AFTER INSERT ON {step} FOR EACH ROW EXECUTE FUNCTION {thing}_advances();
ALTER TABLE {step} ENABLE ALWAYS TRIGGER {step}_advances;
"""

# the only change there is: to the state and turn of a step that is there
KEEP = """
CREATE FUNCTION {thing}_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.turn = OLD.turn + 1 AND to_jsonb(NEW) - 'state' - 'turn' = to_jsonb(OLD) - 'state' - 'turn'
            AND EXISTS (
                SELECT FROM {step} s WHERE s.thing_id = NEW.id AND s.turn = NEW.turn
                    AND s.before = OLD.state AND s.state = NEW.state
            )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% on {thing} is refused: what was recorded is never changed or removed, steps move it.',
        TG_OP USING ERRCODE = 'JA001';
END
$$;
CREATE TRIGGER {thing}_keep_rows BEFORE UPDATE OR DELETE ON {thing}
    FOR EACH ROW EXECUTE FUNCTION {thing}_follows();
ALTER TABLE {thing} ENABLE ALWAYS TRIGGER {thing}_keep_rows;
"""

UNDONE = """
DROP TRIGGER {step}_advances ON {step};
DROP TRIGGER {thing}_begins ON {thing};
DROP TRIGGER {thing}_keep_rows ON {thing};
DROP TRIGGER {thing}_keep_table ON {thing};
DROP FUNCTION {thing}_advances();
DROP FUNCTION {thing}_begins();
DROP FUNCTION {thing}_follows();
"""


def advances(step: str, thing: str, *, initial: str) -> migrations.RunSQL:
    """The operation after which rows of `thing` live by the rows of `step`, which is itself append-only."""
    names = {"step": step, "thing": thing, "initial": initial}
    forward = BEGIN + ADVANCE + KEEP + KEEP_TABLE.replace("{table}", "{thing}")
    return migrations.RunSQL(forward.format(**names), UNDONE.format(**names))
