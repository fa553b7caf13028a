"""Whether two parts say the same, whatever order the database or the author gave their lists."""

from decimal import Decimal

from jalon.kernel import chain
from jalon.site.packs.parts import Part

# Lists that are sets: the keys that put them in order. Other lists mean their order.
UNORDERED = {
    "targets": ("objective", "indicator", "year"),
    "baselines": ("indicator",),
    "undertakings": ("side", "code"),
    "allocations": ("year", "funding_line", "axis"),
    "past_totals": ("indicator", "year"),
    "recommendations": ("code",),
}


def settled(part: Part) -> dict:
    """The part as plain values, its sets in order, without what it leaves to the reader."""
    fields = type(part).model_fields
    values = ((name, getattr(part, name)) for name in fields)
    return {name: _settled(value, name) for name, value in values if _is_said(value, fields[name])}


def _is_said(value, field):
    return field.is_required() or value != field.get_default(call_default_factory=True)


def _settled(value, name=""):
    if isinstance(value, Part):
        return settled(value)
    if isinstance(value, dict):
        return {key: _settled(inner) for key, inner in value.items()}
    if not isinstance(value, tuple | list):
        return value
    items = [_settled(item) for item in value]
    if name == "sectors":
        return sorted(items)
    keys = UNORDERED.get(name)
    return sorted(items, key=lambda item: _sort_key(item, keys)) if keys else items


def _sort_key(item, keys):
    return tuple((key in item, item.get(key)) for key in keys)


def fingerprint(part: Part) -> bytes:
    """SHA-256 of what the part says; an auditor can compute it again from an export."""
    return chain.digest([type(part).__name__, _exact(settled(part))])


def _exact(value):
    """Floats never reach here: numbers are int or Decimal, and 1 is 1.0."""
    if isinstance(value, dict):
        return {str(key): _exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return Decimal(value) if is_number else value
