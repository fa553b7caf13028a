"""What a preview shows of corrected and cancelled lines: before and after, field by field."""

import json
from decimal import Decimal

from jalon.evidence.imports.comparing import CONTENT, Comparison
from jalon.evidence.models import Evidence
from jalon.evidence.rows import ATTRIBUTES, COLUMNS
from jalon.kernel.money import dirhams
from jalon.network.models import Enterprise, Establishment

SHOWN_AS = dict(zip(COLUMNS, ATTRIBUTES, strict=True))
CALLED = {"enterprise_id": "firm_name", "establishment_id": "firm_ice", "documents": "document"}


def changes(comparison: Comparison, sheets: list[str]) -> list[dict]:
    lines = comparison.corrections()
    known = Evidence.objects.in_bulk([line[4] for line in lines])
    return [
        {
            "sheet": sheets[sheet],
            "row": row,
            "external_id": name,
            "cancelled": cancel,
            "differences": [] if cancel else differences(known[before], values),
        }
        for sheet, row, cancel, name, before, *values in lines
    ]


def differences(before: Evidence, values: list) -> list[list[str]]:
    found = []
    for column, after in zip(CONTENT, values, strict=True):
        was = getattr(before, SHOWN_AS[column])
        if column == "attributes":
            after = json_of(after)
        if was != after:
            found.append([CALLED.get(column, SHOWN_AS[column]), shown(column, was), shown(column, after)])
    return found


def json_of(value):
    return json.loads(value) if isinstance(value, str) else value


def shown(column: str, value: object) -> str:
    if value is None:
        return ""
    if column == "enterprise_id":
        return Enterprise.objects.get(pk=value).name
    if column == "establishment_id":
        return Establishment.objects.get(pk=value).ice
    if column == "amount":
        return str(dirhams(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {said}" for name, said in sorted(value.items()))
    return ", ".join(value) if isinstance(value, list) else str(value)
