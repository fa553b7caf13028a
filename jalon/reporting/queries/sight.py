"""Which rows a verifier may read: those that were drawn, and no other."""

from django.db.models import F, Func, QuerySet, UUIDField

from jalon.reporting.models import Sampled


def sampled_rows() -> QuerySet:
    """The uids of every row behind a sampled thing, to be asked for inside another question."""
    uids = Func(F("rows"), function="unnest", output_field=UUIDField())
    return Sampled.objects.order_by().annotate(row=uids).values("row")
