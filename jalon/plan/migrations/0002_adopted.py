from django.db import migrations

from jalon.plan.triggers import adopted, part_of_adopted, undone, whole

# What parties signed stays; what was not known may be completed, and words may be translated.
AGREEMENT = """
CREATE FUNCTION plan_agreement_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND
        (OLD.uid, OLD.code, OLD.plan_id, OLD.event_id) = (NEW.uid, NEW.code, NEW.plan_id, NEW.event_id)
        AND COALESCE(OLD.signed_on = NEW.signed_on, OLD.signed_on IS NULL)
        AND COALESCE(OLD.starts_on = NEW.starts_on, OLD.starts_on IS NULL)
        AND COALESCE(OLD.ends_on = NEW.ends_on, OLD.ends_on IS NULL)
        AND COALESCE(OLD.envelope = NEW.envelope, OLD.envelope IS NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is refused: an agreement stays as it was signed; only its words may be completed.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
END
$$;
CREATE TRIGGER plan_agreement_keep_rows BEFORE UPDATE OR DELETE ON plan_agreement
    FOR EACH ROW EXECUTE FUNCTION plan_agreement_keep();
ALTER TABLE plan_agreement ENABLE ALWAYS TRIGGER plan_agreement_keep_rows;
"""

# Looked at when the action ends: its rows may be written anew, but who signed is still there.
PARTY = """
CREATE FUNCTION plan_agreementparty_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM plan_agreementparty
        WHERE agreement_id = OLD.agreement_id AND organisation_id = OLD.organisation_id
    ) THEN
        RAISE EXCEPTION '% on % is refused: who signed an agreement stays a party to it.',
            TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER plan_agreementparty_keep_rows AFTER UPDATE OR DELETE ON plan_agreementparty
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION plan_agreementparty_keep();
ALTER TABLE plan_agreementparty ENABLE ALWAYS TRIGGER plan_agreementparty_keep_rows;
"""

# A claim copied wrongly from its source may be mended, on the record; it stays the claim it was.
CLAIM = """
CREATE FUNCTION plan_claim_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.uid, OLD.code, OLD.event_id) = (NEW.uid, NEW.code, NEW.event_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on % is refused: what was published is not taken back.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA004';
END
$$;
CREATE TRIGGER plan_claim_keep_rows BEFORE UPDATE OR DELETE ON plan_claim
    FOR EACH ROW EXECUTE FUNCTION plan_claim_keep();
ALTER TABLE plan_claim ENABLE ALWAYS TRIGGER plan_claim_keep_rows;
"""

OF_VERSION = "plan_planversion v"
OF_AXIS = "plan_axis a JOIN plan_planversion v ON v.id = a.version_id"


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        *adopted("plan_planversion"),
        *part_of_adopted("plan_axis", "version_id", OF_VERSION),
        *part_of_adopted("plan_fundingline", "version_id", OF_VERSION),
        *part_of_adopted("plan_globalobjective", "axis_id", OF_AXIS, "a.id"),
        migrations.RunSQL(AGREEMENT, undone("plan_agreement")),
        whole("plan_agreement"),
        migrations.RunSQL(PARTY, undone("plan_agreementparty")),
        whole("plan_agreementparty"),
        migrations.RunSQL(CLAIM, undone("plan_claim")),
        whole("plan_claim"),
    ]
