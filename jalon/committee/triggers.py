"""A trigger for migrations: what somebody acted on, somebody else closes, whoever writes it."""

from typing import Final

from django.db import migrations

TABLE: Final = "committee_recommendationstep"

REFUSE: Final = f"""
CREATE FUNCTION committee_closed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.person_id IS NULL OR EXISTS (
        SELECT FROM {TABLE} s
        WHERE s.recommendation_id = NEW.recommendation_id
            AND s.verb IN ('act', 'prove') AND s.person_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'Closing is refused: a recommendation is closed by somebody else than who acted.'
            USING ERRCODE = 'JA020';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER {TABLE}_closed_by_another BEFORE INSERT ON {TABLE}
    FOR EACH ROW WHEN (NEW.verb = 'close') EXECUTE FUNCTION committee_closed_by_another();
ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_closed_by_another;
"""

UNDONE: Final = f"""
DROP TRIGGER {TABLE}_closed_by_another ON {TABLE};
DROP FUNCTION committee_closed_by_another();
"""


def closed_by_another() -> migrations.RunSQL:
    """The operation after which nobody closes what they acted on; the installation itself closes nothing."""
    return migrations.RunSQL(REFUSE, UNDONE)
