from django.db import migrations

from jalon.journal.triggers import append_only

# Held for all rows of a statement at once, so that a COPY of any size is one scan of what it added.
# Revisions count from one without a gap and each begins when the one before is reversed: at most one stands.
CONSISTENT = """
CREATE FUNCTION evidence_refuse_inconsistent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    SELECT a.external_id INTO wrong FROM added a
    WHERE a.revision > 1 AND a.reverses_id IS NULL AND NOT EXISTS (
        SELECT FROM evidence_evidence b JOIN evidence_evidence r ON r.reverses_id = b.id
        WHERE b.centre_id = a.centre_id AND b.external_id = a.external_id
            AND b.revision = a.revision - 1 AND b.reverses_id IS NULL)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Line % still stands: it is reversed before it is recorded anew.', wrong
            USING ERRCODE = 'JA002';
    END IF;

    SELECT a.external_id INTO wrong FROM added a LEFT JOIN evidence_evidence b ON b.id = a.reverses_id
    WHERE a.reverses_id IS NOT NULL AND (b.reverses_id IS NOT NULL OR {differs})
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The reversal of line % does not repeat its row with quantity and amount negated, '
            'or reverses a reversal.', wrong USING ERRCODE = 'JA003';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER evidence_evidence_consistent AFTER INSERT ON evidence_evidence
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_inconsistent();
ALTER TABLE evidence_evidence ENABLE ALWAYS TRIGGER evidence_evidence_consistent;
"""

# What a foreign key does for each row, done once for each centre and firm of a statement: a copy of 100,000 rows
# names nine centres at most and some thousands of firms.
KEYS = """
CREATE FUNCTION evidence_refuse_unknown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- events are written last and never removed: the key is held, deferred, by the table of batches
    INSERT INTO evidence_batch (event_id) SELECT DISTINCT event_id FROM added ON CONFLICT DO NOTHING;
    PERFORM FROM network_organisation WHERE id IN (SELECT DISTINCT centre_id FROM added) FOR KEY SHARE;
    IF EXISTS (SELECT DISTINCT centre_id FROM added EXCEPT SELECT id FROM network_organisation) THEN
        RAISE EXCEPTION 'This evidence names a centre that is not there.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    PERFORM FROM network_enterprise WHERE id IN (SELECT DISTINCT enterprise_id FROM added) FOR KEY SHARE;
    IF EXISTS (SELECT FROM (SELECT DISTINCT enterprise_id AS id FROM added WHERE enterprise_id IS NOT NULL) named
            WHERE NOT EXISTS (SELECT FROM network_enterprise firm WHERE firm.id = named.id)) THEN
        RAISE EXCEPTION 'This evidence names a firm that is not there.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER evidence_evidence_keys AFTER INSERT ON evidence_evidence
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_unknown();
ALTER TABLE evidence_evidence ENABLE ALWAYS TRIGGER evidence_evidence_keys;

CREATE FUNCTION evidence_refuse_orphans() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named boolean;
BEGIN
    IF TG_TABLE_NAME = 'network_organisation' THEN
        SELECT EXISTS (SELECT FROM evidence_evidence WHERE centre_id = OLD.id) INTO named;
    ELSE
        SELECT EXISTS (SELECT FROM evidence_evidence WHERE enterprise_id = OLD.id) INTO named;
    END IF;
    IF named THEN
        RAISE EXCEPTION 'Evidence names this record: it stays.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER evidence_keeps_centre AFTER DELETE ON network_organisation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_refuse_orphans();
CREATE CONSTRAINT TRIGGER evidence_keeps_firm AFTER DELETE ON network_enterprise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION evidence_refuse_orphans();
"""
NO_KEYS = """
DROP TRIGGER evidence_keeps_firm ON network_enterprise;
DROP TRIGGER evidence_keeps_centre ON network_organisation;
DROP TRIGGER evidence_evidence_keys ON evidence_evidence;
DROP FUNCTION evidence_refuse_orphans();
DROP FUNCTION evidence_refuse_unknown();
"""

REPEATED = (
    "centre_id", "kind", "on_day", "unit", "enterprise_id", "establishment_id", "identity", "axis", "funding_line",
    "service", "sector", "ecosystem", "region", "firm_size", "origin", "general_interest", "high_value", "campaign",
    "attributes", "documents", "source", "external_id", "revision", "simulated",
)  # fmt: skip


def columns(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in REPEATED)


DIFFERS = (
    f"({columns('a')}, a.quantity, a.amount) IS DISTINCT FROM ({columns('b')}, -b.quantity, -b.amount)"
)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("network", "0001_initial")]

    operations = [
        *append_only("evidence_evidence"),
        *append_only("evidence_batch"),
        *append_only("evidence_document"),
        *append_only("evidence_receipt"),
        migrations.RunSQL(
            CONSISTENT.format(differs=DIFFERS),
            "DROP TRIGGER evidence_evidence_consistent ON evidence_evidence;"
            "DROP FUNCTION evidence_refuse_inconsistent()",
        ),
        migrations.RunSQL(KEYS, NO_KEYS),
    ]
