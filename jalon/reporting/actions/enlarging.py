"""Make a drawn sample larger: by its own seed, so that what was checked stays and nobody chooses the rest."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Max

from jalon.journal.actions import recording
from jalon.kernel import sampling
from jalon.reporting.actions.sampling import is_author
from jalon.reporting.actions.stepping import Refused, hold, subject_of
from jalon.reporting.models import Enlargement, Sample, Sampled
from jalon.reporting.queries.populations import population
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.samples import enlargements_of, sizes_of
from jalon.reporting.queries.terms import Sampling


@transaction.atomic
def enlarge(sample: Sample, *, sizes: Mapping[str, int], reason: str, by, on: date) -> Enlargement:
    """Add to a sample the things whose places come next, up to `sizes` in the strata named. Raises Refused.

    Only before the verification is closed: what is added is checked like the rest.
    """
    report = sample.report
    hold(report)
    wanted = sizes_of(sample, enlargements_of(sample)) | dict(sizes)
    refuse_wrong(sample, wanted, reason, by, on)
    counted = population(life_of(report), bounds=Sampling.from_data(sample.terms).amounts)
    every = sampling.draw(counted.things(), bytes.fromhex(sample.seed), wanted)
    added = things_added(sample, every)
    payload = {"things": len(added), "round": sample.round}
    with recording("return.enlarged", subject=subject_of(report), by=by, payload=payload) as record:
        record.keep_all(
            Sampled(
                sample=sample,
                position=position,
                stratum=thing.stratum,
                thing=thing.uid,
                rows=list(counted.rows[thing.uid]),
            )
            for position, thing in added.items()
        )
        return record.keep(Enlargement(sample=sample, sizes=wanted, reason=reason.strip()))


def refuse_wrong(sample: Sample, wanted: Mapping[str, int], reason: str, by, on: date) -> None:
    life, whole = life_of(sample.report), {one["key"]: one["population"] for one in sample.strata}
    now = sizes_of(sample, enlargements_of(sample))
    found = []
    if life.state != "under_verification" or sample.round != life.round:
        found.append("not_from_here")
    if is_author(sample.report, by, on):
        found.append("verifier_is_no_author")
    if set(wanted) != set(whole) or any(not now[key] <= wanted[key] <= whole[key] for key in now):
        found.append("size_out_of_bounds")
    elif wanted == now:
        found.append("nothing_added")
    if not reason.strip():
        found.append("reason_given")
    if found:
        raise Refused(found)


def things_added(
    sample: Sample, every: Mapping[str, tuple[sampling.Thing, ...]]
) -> dict[int, sampling.Thing]:
    """The things that are not in the sample yet, by the position each takes."""
    drawn = set(sample.things.values_list("thing", flat=True))
    last = sample.things.aggregate(last=Max("position"))["last"] or 0
    new = [thing for key in sorted(every) for thing in every[key] if thing.uid not in drawn]
    return dict(enumerate(new, last + 1))
