"""What was drawn of a return, and what the verifier found: the last word about each thing counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from jalon.evidence.models import Evidence
from jalon.kernel.calendar import add_working_days
from jalon.kernel.sampling import Errors, errors_of
from jalon.reporting.models import Enlargement, Finding, Remark, Reply, Sample
from jalon.reporting.queries.calendar import calendar_of, holidays, weekend_of
from jalon.reporting.queries.returns import Life
from jalon.reporting.queries.terms import Sampling

WRONG = (Finding.Outcome.REJECTED, Finding.Outcome.MISSING)
CORRECTED = Finding.Outcome.CORRECTED

ACCEPTED = "findings_accepted"


def sample_of(life: Life, known_at: int | None = None) -> Sample | None:
    """The sample of the last round of a return; None while it is not drawn."""
    known = Sample.objects.known_at(known_at).filter(report=life.report, round=life.round)
    return known.select_related("verifier", "event").first()


def enlargements_of(sample: Sample, known_at: int | None = None) -> list[Enlargement]:
    """Each time the sample was made larger, in order."""
    known = sample.enlargements.known_at(known_at).select_related("event", "event__actor")
    return list(known.order_by("event__number"))


def sizes_of(sample: Sample, enlarged: Sequence[Enlargement]) -> dict[str, int]:
    """How many things of each stratum are in the sample, after it was made larger."""
    return enlarged[-1].sizes if enlarged else {one["key"]: one["size"] for one in sample.strata}


def findings_of(sample: Sample, known_at: int | None = None) -> dict[int, Finding]:
    """The last finding of each sampled thing, by the key of the thing."""
    known = Finding.objects.known_at(known_at).filter(sampled__sample=sample)
    latest = known.order_by("sampled_id", "-event__number", "-pk").distinct("sampled_id")
    return {finding.sampled_id: finding for finding in latest.select_related("event")}


def rejected_rows(life: Life) -> list[Evidence]:
    """The rows of evidence behind things that did not pass, which still stand, in the order of their ids."""
    sample = sample_of(life)
    if sample is None:
        return []
    wrong = [key for key, finding in findings_of(sample).items() if finding.outcome in WRONG]
    uids = [uid for rows in sample.things.filter(pk__in=wrong).values_list("rows", flat=True) for uid in rows]
    return list(Evidence.objects.live().filter(uid__in=uids).order_by("pk"))


def corrected_rows(life: Life) -> list[tuple[Evidence, Finding]]:
    """The rows that were found to say something else and still stand, with what was found, by their ids."""
    sample = sample_of(life)
    if sample is None:
        return []
    found = findings_of(sample)
    things = sample.things.filter(pk__in=[key for key, one in found.items() if one.outcome == CORRECTED])
    by_row = {uid: found[key] for key, rows in things.values_list("pk", "rows") for uid in rows}
    rows = Evidence.objects.live().filter(uid__in=by_row).select_related("centre").order_by("pk")
    return [(row, by_row[row.uid]) for row in rows]


def replied(sample: Sample) -> dict[int, Reply]:
    """The last reply to each sampled thing that has one, by the key of the thing."""
    last = Reply.objects.filter(finding__sampled__sample=sample).select_related("event", "finding")
    last = last.order_by("finding__sampled_id", "-event__number").distinct("finding__sampled_id")
    return {reply.finding.sampled_id: reply for reply in last}


def unconsidered(sample: Sample) -> list[int]:
    """The things whose last reply came after their last finding, by key."""
    findings = findings_of(sample)
    return [key for key, reply in replied(sample).items() if findings[key].event.number < reply.event.number]


def first_verified_on(life: Life) -> date | None:
    """The day the values of this round were first verified: the centre's days count from it."""
    since = life.submission.event.number if life.submission else 0
    days = [step.on for step in life.steps if step.verb == "verify" and step.event.number > since]
    return days[0] if days else None


def days_to_answer(life: Life) -> date:
    """The last day on which the centre can contest a finding; in the past while nothing is verified."""
    begun = first_verified_on(life)
    if begun is None:
        return date.min
    kept = calendar_of(life.report.contract.plan, on=begun)
    return add_working_days(begun, kept.answer_days, holidays(), weekend_of(kept))


def has_answered(life: Life, sample: Sample | None) -> bool:
    """Whether the centre said what it had to say: it replied, accepted, or there is nothing to contest."""
    if sample is None or first_verified_on(life) is None:
        return False
    code = f"{ACCEPTED}.{life.round}"
    if Remark.objects.filter(report=life.report, check_code=code).exists() or replied(sample):
        return True
    return all(one.outcome == Finding.Outcome.ACCEPTED for one in findings_of(sample).values())


def called_for(sample: Sample, sizes: Mapping[str, int], errors: Errors) -> dict[str, int]:
    """How many things of each stratum would bring its errors under what is tolerated, if no more is found.

    All of them where no smaller number can.
    """
    whole = {one["key"]: one["population"] for one in sample.strata}
    asked = {key: size or whole[key] for key, size in errors.larger.items()}
    return {key: max(size, asked.get(key, 0)) for key, size in sizes.items()}


def errors_in(sample: Sample, findings: Mapping[int, Finding]) -> Errors:
    """How many things of each stratum were wrong, and how wrong all of them may be."""
    checked: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key, stratum in sample.things.values_list("pk", "stratum"):
        if key in findings:
            checked[stratum][0] += 1
            checked[stratum][1] += findings[key].outcome != Finding.Outcome.ACCEPTED
    counts = {one["key"]: (one["population"], *checked[one["key"]]) for one in sample.strata}
    return errors_of(counts, tolerated=Sampling.from_data(sample.terms).tolerated)
