"""Targets and baselines, the same for plans and contracts."""

from jalon.site.packs.keeping.values import plain_number
from jalon.site.packs.promises import Baseline, Target

NOT_PUBLISHED = "not published"


def said_target(row) -> dict:
    return {
        "indicator": row.indicator.code,
        "shape": row.shape,
        "year": row.year,
        "value": plain_number(row.value),
        "tolerance": plain_number(row.tolerance),
        "approximate": row.approximate,
        "source": row.source or None,
    }


def kept_target(part: Target, indicators: dict) -> dict:
    names = ("shape", "year", "value", "tolerance", "approximate")
    said = {name: getattr(part, name) for name in names}
    return said | {"indicator": indicators[part.indicator], "source": part.source or ""}


def said_baseline(row) -> Baseline:
    return Baseline.model_construct(
        indicator=row.indicator.code,
        value=plain_number(row.value),
        reason=NOT_PUBLISHED if row.value is None else None,
        on=row.on,
        source=row.source or None,
    )


def kept_baseline(part: Baseline, indicators: dict) -> dict:
    said = {"value": part.value, "on": part.on, "source": part.source or ""}
    return said | {"indicator": indicators[part.indicator]}
