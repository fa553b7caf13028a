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
    dependencies = [("evidence", "0001_initial")]

    operations = [
        *append_only("evidence_evidence"),
        *append_only("evidence_document"),
        *append_only("evidence_receipt"),
        migrations.RunSQL(
            CONSISTENT.format(differs=DIFFERS),
            "DROP TRIGGER evidence_evidence_consistent ON evidence_evidence;"
            "DROP FUNCTION evidence_refuse_inconsistent()",
        ),
    ]
