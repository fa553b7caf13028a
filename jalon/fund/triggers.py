"""Triggers for migrations: the books balance and nobody is below zero, whoever writes, however many.

Balances are rows that the triggers of postings and pledges maintain inside the very statement that writes
them: made first, then locked in the order of their keys, then changed, so that two writers wait for each
other and never lock crosswise. (An upsert's CHECK is asked of the row it proposes, hence three steps.)

The plans of their statements are kept by the session: they go by the indexes whatever they met first, so
that an entry costs the same after ten others and after a million.
"""

# ruff: noqa: S608

from typing import Final

from django.db import migrations

KEY: Final = "plan_id, account, contract, line, year, source"
PART: Final = "plan_id, account, contract, line, axis, year, activity, source"
BY_INDEX: Final = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"

WEIGHING: Final = f"""
CREATE TYPE fund_change AS (
    plan_id bigint, account text, contract text, line text, year integer, source text,
    amount bigint, pledged bigint
);

CREATE FUNCTION fund_weigh(changes fund_change[]) RETURNS void LANGUAGE plpgsql {BY_INDEX} AS $$
BEGIN
    INSERT INTO fund_balance ({KEY}, amount, pledged)
        SELECT {KEY}, 0, 0 FROM unnest(changes) ORDER BY {KEY}
        ON CONFLICT DO NOTHING;
    PERFORM FROM fund_balance WHERE ({KEY}) IN (SELECT {KEY} FROM unnest(changes)) ORDER BY {KEY} FOR UPDATE;
    UPDATE fund_balance b SET amount = b.amount + c.amount, pledged = b.pledged + c.pledged
        FROM unnest(changes) c
        WHERE (b.plan_id, b.account, b.contract, b.line, b.year, b.source)
            = (c.plan_id, c.account, c.contract, c.line, c.year, c.source);
END
$$;
"""

OF_POSTINGS: Final = f"""
CREATE FUNCTION fund_weigh_postings() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
BEGIN
    IF EXISTS (
        SELECT FROM written w LEFT JOIN fund_entry e ON e.id = w.entry_id AND e.event_id = w.event_id
        WHERE e.id IS NULL
    ) THEN
        RAISE EXCEPTION 'A line is refused: it is written after its entry, under the same event.'
            USING ERRCODE = 'JA010';
    END IF;
    IF EXISTS (SELECT FROM written w JOIN journal_event j ON j.id = w.event_id) THEN
        RAISE EXCEPTION 'A line is refused: its entry is in the books already.' USING ERRCODE = 'JA010';
    END IF;
    PERFORM fund_weigh(array(
        SELECT ROW(plan_id, account, contract, line, year, source, sum(amount)::bigint, 0)::fund_change
        FROM (
            SELECT e.plan_id, w.account, w.contract, w.source, w.amount,
                CASE w.account WHEN 'source' THEN '' ELSE w.line END AS line,
                CASE w.account WHEN 'source' THEN 0 ELSE w.year END AS year
            FROM written w JOIN fund_entry e ON e.id = w.entry_id
        ) said GROUP BY {KEY}
    ));
    INSERT INTO fund_balancepart AS part ({PART}, amount)
        SELECT {PART}, sum(w.amount) FROM written w JOIN fund_entry e ON e.id = w.entry_id
        GROUP BY {PART} ORDER BY {PART}
        ON CONFLICT ({PART}) DO UPDATE SET amount = part.amount + excluded.amount;
    RETURN NULL;
END
$$;
CREATE TRIGGER fund_posting_weighs AFTER INSERT ON fund_posting
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION fund_weigh_postings();
ALTER TABLE fund_posting ENABLE ALWAYS TRIGGER fund_posting_weighs;
"""

OF_PLEDGES: Final = """
CREATE FUNCTION fund_weigh_pledges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM fund_weigh(array(
        SELECT ROW(plan_id, 'source', '', '', 0, source, 0, sum(amount)::bigint)::fund_change
        FROM written GROUP BY plan_id, source
    ));
    RETURN NULL;
END
$$;
CREATE TRIGGER fund_pledge_weighs AFTER INSERT ON fund_pledge
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION fund_weigh_pledges();
ALTER TABLE fund_pledge ENABLE ALWAYS TRIGGER fund_pledge_weighs;
"""

# a statement of a person's own runs its triggers at depth one, what another trigger writes runs deeper
KEPT: Final = """
CREATE TRIGGER {table}_keep_rows BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION fund_refuse_balance();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_rows;
CREATE TRIGGER {table}_keep_table BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse_balance();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_keep_table;
"""

REFUSAL: Final = """
CREATE FUNCTION fund_refuse_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: balances follow from the entries, nobody writes them.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'JA011';
END
$$;
"""

BALANCED: Final = f"""
CREATE FUNCTION fund_refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
DECLARE
    off numeric;
BEGIN
    SELECT sum(amount) INTO off FROM fund_posting WHERE entry_id = NEW.entry_id;
    IF off <> 0 THEN
        RAISE EXCEPTION 'An entry is refused: its lines sum to % centimes and not to zero.', off
            USING ERRCODE = 'JA012';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER fund_posting_balances AFTER INSERT ON fund_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fund_refuse_unbalanced();
ALTER TABLE fund_posting ENABLE ALWAYS TRIGGER fund_posting_balances;

CREATE FUNCTION fund_refuse_empty() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fund_posting WHERE entry_id = NEW.id) THEN
        RAISE EXCEPTION 'An entry is refused: it has no line.' USING ERRCODE = 'JA012';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER fund_entry_has_lines AFTER INSERT ON fund_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fund_refuse_empty();
ALTER TABLE fund_entry ENABLE ALWAYS TRIGGER fund_entry_has_lines;
"""

MIRRORED: Final = f"""
CREATE FUNCTION fund_refuse_crooked_reversal() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM fund_entry e
        WHERE e.id = NEW.reverses_id AND e.plan_id = NEW.plan_id AND e.step <> 'reversal'
    ) THEN
        RAISE EXCEPTION 'A reversal is refused: it undoes an entry of the same books that is no reversal.'
            USING ERRCODE = 'JA013';
    END IF;
    IF EXISTS (
        SELECT account, contract, line, axis, year, activity, source, sum(amount)
        FROM fund_posting WHERE entry_id IN (NEW.id, NEW.reverses_id)
        GROUP BY account, contract, line, axis, year, activity, source HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'A reversal is refused: its lines do not mirror those it undoes.'
            USING ERRCODE = 'JA013';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER fund_reversal_mirrors AFTER INSERT ON fund_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
    EXECUTE FUNCTION fund_refuse_crooked_reversal();
ALTER TABLE fund_entry ENABLE ALWAYS TRIGGER fund_reversal_mirrors;
"""

GAPLESS: Final = f"""
CREATE FUNCTION fund_refuse_gap() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
BEGIN
    IF EXISTS (
        SELECT FROM written w
        LEFT JOIN fund_entry e ON e.plan_id = w.plan_id AND e.number = w.number - 1
        WHERE w.number > 1 AND e.id IS NULL
    ) THEN
        RAISE EXCEPTION 'An entry is refused: the number before its own is not in the books.'
            USING ERRCODE = 'JA014';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER fund_entry_follows AFTER INSERT ON fund_entry
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION fund_refuse_gap();
ALTER TABLE fund_entry ENABLE ALWAYS TRIGGER fund_entry_follows;
"""

FUNCTIONS: Final = (
    "fund_weigh(fund_change[])", "fund_weigh_postings()", "fund_weigh_pledges()", "fund_refuse_balance()",
    "fund_refuse_unbalanced()", "fund_refuse_empty()", "fund_refuse_crooked_reversal()", "fund_refuse_gap()",
)  # fmt: skip


def books() -> list[migrations.RunSQL]:
    """Operations after which the books hold by themselves."""
    kept = [KEPT.format(table=table) for table in ("fund_balance", "fund_balancepart")]
    made = (WEIGHING, OF_POSTINGS, OF_PLEDGES, REFUSAL, *kept, BALANCED, MIRRORED, GAPLESS)
    gone = "".join(f"DROP FUNCTION {one} CASCADE;" for one in FUNCTIONS) + "DROP TYPE fund_change;"
    return [migrations.RunSQL("".join(made), gone)]
