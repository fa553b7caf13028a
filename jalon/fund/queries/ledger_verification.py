"""The books checked against themselves: what triggers hold, found out again by somebody who trusts none."""

from collections.abc import Iterator

from django.db import connection

UNBALANCED = """
SELECT e.number, coalesce(sum(p.amount), 0), count(p.id)
FROM fund_entry e LEFT JOIN fund_posting p ON p.entry_id = e.id
GROUP BY e.id HAVING coalesce(sum(p.amount), 0) <> 0 OR count(p.id) = 0 ORDER BY e.number
"""
GAPS = """
SELECT plan_id, before + 1 FROM (
    SELECT plan_id, number, lag(number, 1, 0::bigint) OVER (PARTITION BY plan_id ORDER BY number) AS before
    FROM fund_entry
) numbered WHERE number <> before + 1
"""
BALANCES = """
WITH told AS (
    SELECT e.plan_id, p.account, p.contract, p.source, p.amount, 0 AS pledged,
        CASE p.account WHEN 'source' THEN '' ELSE p.line END AS line,
        CASE p.account WHEN 'source' THEN 0 ELSE p.year END AS year
    FROM fund_posting p JOIN fund_entry e ON e.id = p.entry_id
    UNION ALL
    SELECT plan_id, 'source', '', source, 0, amount, '', 0 FROM fund_pledge
    UNION ALL
    SELECT plan_id, account, contract, source, -amount, -pledged, line, year FROM fund_balance
)
SELECT account, contract, line, year, source, -sum(amount), -sum(pledged) FROM told
GROUP BY plan_id, account, contract, line, year, source HAVING sum(amount) <> 0 OR sum(pledged) <> 0
"""
PARTS = """
WITH told AS (
    SELECT e.plan_id, p.account, p.contract, p.line, p.axis, p.year, p.activity, p.source, p.amount
    FROM fund_posting p JOIN fund_entry e ON e.id = p.entry_id
    UNION ALL
    SELECT plan_id, account, contract, line, axis, year, activity, source, -amount FROM fund_balancepart
)
SELECT account, contract, line, axis, year, activity, source, -sum(amount) FROM told
GROUP BY plan_id, account, contract, line, axis, year, activity, source HAVING sum(amount) <> 0
"""


def wrong() -> Iterator[tuple[str, str]]:
    """What does not fit together: a place in the books, and what is wrong with it."""
    for number, off, lines in asked(UNBALANCED):
        what = f"its lines sum to {off} centimes" if lines else "it has no line"
        yield f"entry {number} of the fund", what
    for _plan, number in asked(GAPS):
        yield f"entry {number} of the fund", "it is missing"
    for *place, off, pledged in asked(BALANCES):
        what = f"it is {off} centimes (pledges: {pledged}) off what its entries sum to: it was changed"
        yield f"balance {said(place)}", what
    for *place, off in asked(PARTS):
        yield f"part of a balance {said(place)}", f"it is {off} centimes off what its entries sum to"


def asked(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def said(place) -> str:
    return " ".join(str(part) for part in place if part)
