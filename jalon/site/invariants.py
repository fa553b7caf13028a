"""What the tables must say together, asked of the database in one question each."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was recorded: where, and what is wrong."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def missing_documents() -> Iterator[Problem]:
    yield from asked("evidence row {} names document {}, which is not kept", MISSING_DOCUMENTS)
    yield from asked("document {} is stored by an event that does not say so ({})", MISPLACED_DOCUMENTS)


def changed_words() -> Iterator[Problem]:
    """What centres attested and who was given which role, against the events that say so."""
    yield from asked("attestation {} of {} is not what the journal says was attested", CHANGED_RECEIPTS)
    yield from asked(
        "event {} attests up to which day {} is complete, and the attestation is gone", LOST_RECEIPTS
    )
    yield from asked("role {} ({}) is not what the journal says was given", CHANGED_ROLES)
    yield from asked("event {} gives the role {}, which is gone", LOST_ROLES)
    yield from asked("role {} ({}) does not end when the journal says", CHANGED_ENDS)
    yield from asked("event {} ends the role {}, which goes on", LOST_ENDS)


def changed_merges() -> Iterator[Problem]:
    """The record that counts for each firm, against the merges the chain covers."""
    yield from asked("firm {} does not count as the record its merges lead to ({})", CHANGED_KEPT)
    yield from asked("firm {} has no number, which event {} gave it", LOST_NUMBERS)


def miscounted_segments() -> Iterator[Problem]:
    yield from asked("segments {} hold {} rows, and {} are recorded up to there", MISCOUNTED_SEGMENTS)


def broken() -> Iterator[Problem]:
    yield from asked(
        "evidence row {} does not cancel row {}: it must negate it, on the same day", UNBALANCED_REVERSALS
    )
    yield from asked("evidence row {} cancels row {}, which is not there", LOST_REVERSALS)
    yield from asked("evidence row {} stands beside another revision of the line {}", LIVE_TWICE)
    yield from asked("contract version {} does not say truly whether {} is simulated", MISMARKED_VERSIONS)


def asked(sentence: str, question: str) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        for row in cursor:
            place, what = sentence.split(" {} ", 1)
            yield Problem(f"{place} {row[0]}", what.format(*row[1:]))


MISSING_DOCUMENTS = """
    SELECT e.id, named FROM evidence_evidence e CROSS JOIN unnest(e.documents) AS named
    LEFT JOIN evidence_document d ON d.sha256 = named WHERE d.sha256 IS NULL ORDER BY e.id
"""
UNBALANCED_REVERSALS = """
    SELECT r.id, e.id FROM evidence_evidence r JOIN evidence_evidence e ON e.id = r.reverses_id
    WHERE r.quantity <> -e.quantity OR r.amount IS DISTINCT FROM -e.amount OR r.on_day <> e.on_day
       OR r.centre_id <> e.centre_id OR r.kind <> e.kind OR r.enterprise_id IS DISTINCT FROM e.enterprise_id
       OR r.identity <> e.identity OR r.attributes <> e.attributes OR e.reverses_id IS NOT NULL
    ORDER BY r.id
"""
LOST_REVERSALS = """
    SELECT r.id, r.reverses_id FROM evidence_evidence r
    WHERE r.reverses_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM evidence_evidence e WHERE e.id = r.reverses_id)
    ORDER BY r.id
"""
LIVE_TWICE = """
    SELECT max(e.id), e.external_id FROM evidence_evidence e
    WHERE e.reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM evidence_evidence r WHERE r.reverses_id = e.id)
    GROUP BY e.centre_id, e.external_id HAVING count(*) > 1 ORDER BY 1
"""
CHANGED_RECEIPTS = """
    SELECT r.id, c.code FROM evidence_receipt r
    JOIN journal_event e ON e.id = r.event_id JOIN network_organisation c ON c.id = r.centre_id
    WHERE (e.verb, e.payload ->> 'centre', e.payload ->> 'received_to')
       IS DISTINCT FROM ('received_to.attested', c.code, r.received_to::text)
    ORDER BY r.id
"""
LOST_RECEIPTS = """
    SELECT e.number, e.subject FROM journal_event e
    WHERE e.verb = 'received_to.attested'
      AND NOT EXISTS (SELECT FROM evidence_receipt r WHERE r.event_id = e.id)
    ORDER BY e.number
"""
CHANGED_ROLES = """
    SELECT m.id, m.role FROM network_membership m
    JOIN journal_event e ON e.id = m.event_id JOIN people_user u ON u.id = m.user_id
    JOIN network_organisation o ON o.id = m.organisation_id
    WHERE e.verb NOT IN ('role.held', 'invitation.accepted')
       OR (e.subject, e.payload ->> 'person', e.payload ->> 'role')
          IS DISTINCT FROM ('organisation:' || o.code, u.uid::text, m.role)
       OR e.payload ? 'starts_on' AND e.payload ->> 'starts_on' <> m.starts_on::text
       OR e.payload ->> 'deputy_for' IS DISTINCT FROM
          (SELECT p.uid::text FROM people_user p WHERE p.id = m.deputy_for_id)
    ORDER BY m.id
"""
CHANGED_ENDS = """
    SELECT m.id, m.role FROM network_membership m
    JOIN journal_event e ON e.id = m.event_id LEFT JOIN journal_event x ON x.id = m.end_event_id
    WHERE m.end_event_id IS NOT NULL AND x.verb IS DISTINCT FROM 'role.ended'
       OR m.ends_on IS DISTINCT FROM CASE WHEN x.id IS NULL THEN (e.payload ->> 'ends_on')::date
            ELSE greatest((x.payload ->> 'ends_on')::date, m.starts_on) END
    ORDER BY m.id
"""
LOST_ENDS = """
    SELECT e.number, e.payload ->> 'role' FROM journal_event e
    WHERE e.verb = 'role.ended' AND NOT EXISTS (SELECT FROM network_membership m WHERE m.end_event_id = e.id)
    ORDER BY e.number
"""
LOST_ROLES = """
    SELECT e.number, e.payload ->> 'role' FROM journal_event e
    WHERE e.verb IN ('role.held', 'invitation.accepted')
      AND NOT EXISTS (SELECT FROM network_membership m WHERE m.event_id = e.id)
    ORDER BY e.number
"""
MISPLACED_DOCUMENTS = """
    SELECT d.sha256, e.number FROM evidence_document d LEFT JOIN journal_event e ON e.id = d.event_id
    WHERE (e.verb, e.payload ->> 'sha256') IS DISTINCT FROM ('document.stored', d.sha256) ORDER BY d.sha256
"""
CHANGED_KEPT = """
    WITH RECURSIVE leads (id, kept_id, merges) AS (
        SELECT absorbed_id, kept_id, 1 FROM network_merge
        UNION ALL
        SELECT l.id, m.kept_id, l.merges + 1 FROM leads l JOIN network_merge m ON m.absorbed_id = l.kept_id
        WHERE l.merges < 1000
    ), final AS (SELECT DISTINCT ON (id) id, kept_id FROM leads ORDER BY id, merges DESC)
    SELECT f.uid, k.uid FROM network_enterprise f
    LEFT JOIN final ON final.id = f.id LEFT JOIN network_enterprise k ON k.id = final.kept_id
    WHERE f.kept_id IS DISTINCT FROM final.kept_id ORDER BY f.id
"""
LOST_NUMBERS = """
    SELECT f.uid, e.number FROM network_enterprise f
    JOIN journal_event e ON e.verb = 'firm.completed' AND e.subject = 'firm:' || f.uid
    WHERE f.number IS NULL ORDER BY f.id
"""
MISCOUNTED_SEGMENTS = """
    SELECT 'up to moment ' || held.last, held.rows, recorded.rows
    FROM (
        SELECT max(last_moment) AS last, sum(rows) AS rows FROM evidence_segment
        WHERE NOT retired
          AND journal::text = (SELECT payload ->> 'journal' FROM journal_event WHERE number = 1)
    ) held, LATERAL (
        SELECT count(*) AS rows FROM evidence_evidence e JOIN journal_event j ON j.id = e.event_id
        WHERE j.number <= held.last) recorded
    WHERE held.rows <> recorded.rows
"""
MISMARKED_VERSIONS = """
    SELECT v.id, c.code FROM contracts_contractversion v JOIN contracts_contract c ON c.id = v.contract_id
    WHERE v.simulated <> (v.status = 'simulated') ORDER BY v.id
"""
