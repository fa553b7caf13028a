"""What was drawn of a return, and what the verifier found: the last word about each thing counts."""

from jalon.evidence.models import Evidence
from jalon.reporting.models import Finding, Sample
from jalon.reporting.queries.returns import Life

WRONG = (Finding.Outcome.REJECTED, Finding.Outcome.MISSING)


def sample_of(life: Life, known_at: int | None = None) -> Sample | None:
    """The sample of the last round of a return; None while it is not drawn."""
    known = Sample.objects.known_at(known_at).filter(report=life.report, round=life.round)
    return known.select_related("verifier", "event").first()


def findings_of(sample: Sample, known_at: int | None = None) -> dict[int, Finding]:
    """The last finding of each sampled thing, by the key of the thing."""
    known = Finding.objects.known_at(known_at).filter(sampled__sample=sample)
    latest = known.order_by("sampled", "-event__number", "-pk").distinct("sampled")
    return {finding.sampled_id: finding for finding in latest.select_related("event")}


def rejected_rows(life: Life) -> list[Evidence]:
    """The rows of evidence behind things that did not pass, which still stand, in the order of their ids."""
    sample = sample_of(life)
    if sample is None:
        return []
    wrong = [key for key, finding in findings_of(sample).items() if finding.outcome in WRONG]
    uids = [uid for rows in sample.things.filter(pk__in=wrong).values_list("rows", flat=True) for uid in rows]
    return list(Evidence.objects.live().filter(uid__in=uids).order_by("pk"))
