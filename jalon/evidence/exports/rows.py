"""Rows of evidence as an export says them, streamed from the server."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db import connection
from django.db.models import Max, Min

from jalon.evidence.exports.columns import ADDED, Columns
from jalon.kernel.money import dirhams
from jalon.network.access import Standing, standing
from jalon.network.models import Organisation
from jalon.network.queries import finals_at, pending_at, pseudonym
from jalon.network.roles import Rows
from jalon.plan.models import PlanVersion
from jalon.plan.queries.catalogue import services

BATCH = 5000

_SELECT = """
SELECT e.external_id, e.kind, e.on_day, e.quantity, e.unit, e.amount,
    CASE WHEN coalesce(k.id, f.id) = ANY(%(pending)s) THEN ''
         ELSE coalesce(CASE WHEN k.id IS NULL THEN s.ice END, k.number, f.number, '') END,
    coalesce(k.name, f.name, ''),
    e.firm_size, e.sector, e.ecosystem, e.region,
    e.origin, e.axis, e.funding_line, e.service, e.general_interest, e.high_value, e.campaign, e.identity,
    array_to_string(e.documents, ';'), e.attributes::text,
    j.number, e.uid::text, o.code, coalesce(r.uid::text, ''), e.simulated, j.recorded_at,
    coalesce(p.uid::text, ''), encode(e.hash, 'hex'), e.centre_id, f.uid::text
FROM evidence_evidence e
JOIN journal_event j ON j.id = e.event_id
JOIN network_organisation o ON o.id = e.centre_id
LEFT JOIN network_enterprise f ON f.id = e.enterprise_id
LEFT JOIN unnest(%(absorbed)s::bigint[], %(kept)s::bigint[]) AS m (absorbed, kept) ON m.absorbed = f.id
LEFT JOIN network_enterprise k ON k.id = m.kept
LEFT JOIN network_establishment s ON s.id = e.establishment_id
LEFT JOIN evidence_evidence r ON r.id = e.reverses_id
LEFT JOIN people_user p ON p.id = j.actor_id
WHERE e.centre_id = ANY(%(centres)s) AND (%(known_at)s::bigint IS NULL OR j.number <= %(known_at)s)
    AND e.on_day BETWEEN %(start)s AND %(end)s
ORDER BY e.id
"""
SAID = 21  # columns before the attributes
HIDDEN = ("external_id", "amount", "firm_ice", "document", "recorded_by", "hash", "reverses")


def rows(
    columns: Columns,
    *,
    centre=None,
    plan=None,
    on: dt.date | None = None,
    known_at: int | None = None,
    user=None,
    names_of: str = "",
) -> Iterator[list]:
    """The values of each row, in the order of the columns; what the person may see, all without one."""
    views = views_of(user, centre)
    start, end = days_of(plan)
    end = min(end, on or end)
    asked = {"centres": list(views), "known_at": known_at, "start": start, "end": end} | firms_at(known_at)
    code = names_of or (plan.code if plan else "")
    names = {each: versions[-1].words.fr for each, versions in services(known_at=known_at).items()}
    with connection.chunked_cursor() as cursor:
        cursor.itersize = BATCH
        cursor.execute(_SELECT, asked)
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                values = said(row, columns, names)
                yield values if views[row[-2]] == Rows.FULL else masked(values, columns, row, code)


def firms_at(known_at: int | None) -> dict[str, list[int]]:
    """Which record each firm counted as at the moment, and whose number was not known then."""
    kept = finals_at(known_at)
    return {"absorbed": list(kept), "kept": list(kept.values()), "pending": pending_at(known_at)}


def views_of(user, centre) -> dict[int, Rows]:
    """The centres whose rows the reader may have, and how; an operator of the installation has all."""
    centres = Organisation.objects.filter(pk=centre.pk) if centre else Organisation.objects.all()
    held: Standing | None = standing(user) if user else None
    views = {each.pk: held.row_view(each) if held else Rows.FULL for each in centres}
    return {key: view for key, view in views.items() if view in (Rows.FULL, Rows.MASKED)}


def days_of(plan) -> tuple[dt.date, dt.date]:
    """From the first to the last day any version of the plan covers."""
    if plan is None:
        return dt.date.min, dt.date.max
    said = PlanVersion.objects.filter(plan=plan).aggregate(start=Min("starts_on"), end=Max("ends_on"))
    return said["start"] or dt.date.min, said["end"] or dt.date.max


def said(row: tuple, columns: Columns, services: Mapping[str, str]) -> list:
    values = list(row[:SAID])
    values[5] = None if values[5] is None else dirhams(values[5])
    known = json.loads(row[SAID])
    values += [attribute(known.get(name)) for name in columns.attributes]
    name = services.get(values[columns.names.index("service")], "")
    return [*values, name, *row[SAID + 1 : SAID + len(ADDED)]]


def attribute(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def masked(values: list, columns: Columns, row: tuple, plan: str) -> list:
    """As a masked row is shown on a page: pseudonyms, the first of the month, no amount or attribute."""
    by_name = dict(zip(columns.names, values, strict=True))
    blank = dict.fromkeys(HIDDEN, "") | {"amount": None}
    blank |= {name: "" for name in columns.names if name.startswith("attributes.")}
    firm, identity = row[-1], by_name["identity"]
    hidden = blank | {
        "on": by_name["on"].replace(day=1),
        "firm_name": pseudonym(plan, firm) if firm else "",
        "identity": pseudonym(plan, f"{row[-2]} {identity}") if identity else "",
    }
    return list((by_name | hidden).values())


def plain(value: object) -> str:
    """A value as text files say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f") if value.as_tuple().exponent == -2 else f"{value.normalize():f}"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
