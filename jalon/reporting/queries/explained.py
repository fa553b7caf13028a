"""The last words of a centre about each indicator, in a return it submitted."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from jalon.plan.models import Plan

LAST_COMMENTS = """
SELECT last.*, (
    SELECT held.role FROM network_membership held
    WHERE held.user_id = last.writer AND held.organisation_id = last.centre_id
    AND held.starts_on <= last.day AND (held.ends_on IS NULL OR held.ends_on > last.day)
    ORDER BY held.starts_on DESC, held.id LIMIT 1
)
FROM (
    SELECT DISTINCT ON (contract.centre_id, remark.indicator)
        contract.centre_id, remark.indicator, remark.text, contract.code, report.period,
        (event.recorded_at AT TIME ZONE %(zone)s)::date AS day, event.actor_id AS writer
    FROM reporting_remark remark
    JOIN journal_event event ON event.id = remark.event_id
    JOIN reporting_return report ON report.id = remark.report_id
    JOIN contracts_contract contract ON contract.id = report.contract_id
    WHERE contract.plan_id = %(plan)s AND contract.centre_id = ANY(%(centres)s)
    AND remark.indicator = ANY(%(indicators)s) AND remark.kind = 'comment' AND remark.text <> ''
    AND EXISTS (
        SELECT FROM reporting_returnstep step JOIN journal_event submission ON submission.id = step.event_id
        WHERE step.report_id = report.id AND step.verb = 'submit' AND step.on_day <= %(on)s
        AND submission.number <= %(known_at)s AND submission.number > event.number
    )
    ORDER BY contract.centre_id, remark.indicator, report.due_on DESC, event.number DESC, remark.id DESC
) last
"""  # the page of the plan asks it each time, and Django took twice as long to write it as to answer it


class Comment(NamedTuple):
    """What a centre wrote of an indicator, in the return of a period; `role` is its writer's office there."""

    centre: int
    indicator: str
    text: str
    contract: str
    period: str
    day: date
    writer: int | None
    role: str | None


def last_comments(
    plan: Plan, *, about: Collection[tuple[int, str]], on: date, known_at: int
) -> dict[tuple[int, str], Comment]:
    """By centre and indicator, the comment of the last return submitted with one by a day, in one query."""
    asked = {
        "plan": plan.pk,
        "centres": [centre for centre, _code in about],
        "indicators": [code for _centre, code in about],
        "on": on,
        "known_at": known_at,
        "zone": timezone.get_current_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST_COMMENTS, asked)
        found = (Comment(*row) for row in cursor.fetchall())
        return {(one.centre, one.indicator): one for one in found}
