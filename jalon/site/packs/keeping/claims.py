"""Published figures with their versions."""

from jalon.plan.models import Claim, ClaimVersion, Plan
from jalon.site.packs import schema
from jalon.site.packs.keeping.values import kept_words, plain_number, said_words

SAME = ("number", "topic", "unit", "as_of", "published_on", "source", "url")
WORDS = ("topic_name", "statement", "note", "reason", "withdrawn")


def claims() -> list[schema.Claim]:
    """Every version of every claim, by the topic it has now, code and number."""
    rows = ClaimVersion.objects.select_related("claim", "plan").order_by("claim__code", "number")
    said = [_claim(row) for row in rows]
    topics = {claim.code: claim.topic for claim in said}
    return sorted(said, key=lambda claim: (topics[claim.code], claim.code, claim.number))


def _claim(row) -> schema.Claim:
    return schema.Claim.model_construct(
        code=row.claim.code,
        plan=row.plan.code if row.plan else None,
        indicator=row.indicator or None,
        value=plain_number(row.value),
        shown_value=row.shown_value or None,
        **{name: getattr(row, name) for name in SAME},
        **{name: said_words(getattr(row, name)) for name in WORDS},
    )


def keep_claim(part: schema.Claim, event_id: int) -> None:
    """Write one version; those before it stay."""
    claim, _ = Claim.objects.get_or_create(code=part.code)
    ClaimVersion.objects.create(
        claim=claim,
        plan=Plan.objects.get(code=part.plan) if part.plan else None,
        indicator=part.indicator or "",
        value=part.value,
        shown_value=part.shown_value or "",
        **{name: getattr(part, name) for name in SAME},
        **{name: kept_words(getattr(part, name)) for name in WORDS},
        event_id=event_id,
    )
