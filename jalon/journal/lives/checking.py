"""Whether things are where their steps say: what a forger who lifts the triggers leaves behind."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from psycopg import sql

from jalon.journal.lives.things import Thing

ASTRAY = """
SELECT t.id FROM {thing} t
LEFT JOIN LATERAL (SELECT state, turn FROM {step} WHERE thing_id = t.id ORDER BY turn DESC LIMIT 1) s ON true
WHERE (t.state, t.turn) IS DISTINCT FROM (coalesce(s.state, %(initial)s), coalesce(s.turn, 0))
ORDER BY t.id
"""

BROKEN = """
SELECT thing_id, turn FROM (
    SELECT thing_id, turn, before, lag(state, 1, %(initial)s) OVER life AS previous,
        row_number() OVER life AS place
    FROM {step} WINDOW life AS (PARTITION BY thing_id ORDER BY turn)
) steps
WHERE before <> previous OR turn <> place
ORDER BY thing_id, turn
"""


def thing_models() -> list[type[Thing]]:
    return [model for model in apps.get_models() if issubclass(model, Thing)]


def wrong() -> Iterator[tuple[str, str]]:
    """Every thing that is not where its steps took it, and every step that does not follow the one before."""
    for model in thing_models():
        named = model._meta.verbose_name
        for (key,) in asked(model, ASTRAY):
            yield f"{named} {key}", "its state is not the one its last step gave it: it was changed"
        for key, turn in asked(model, BROKEN):
            yield f"{named} {key}", f"step {turn} does not follow the one before it"


def asked(model: type[Thing], question: str) -> list[tuple]:
    tables = {
        "thing": sql.Identifier(model._meta.db_table),
        "step": sql.Identifier(model._meta.get_field("steps").related_model._meta.db_table),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(question).format(**tables), {"initial": model.machine.initial})
        return cursor.fetchall()
