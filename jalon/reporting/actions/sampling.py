"""Draw what a verifier checks: by a seed that neither the centre nor the verifier chose."""

import secrets
from datetime import date

from django.db import transaction

from jalon.evidence.models import Evidence
from jalon.kernel import sampling
from jalon.network.access import memberships_on
from jalon.reporting.actions.stepping import hold, refuse_unless, stepping
from jalon.reporting.models import Return, Sample, Sampled
from jalon.reporting.queries.populations import Population, population
from jalon.reporting.queries.returns import life_of
from jalon.reporting.queries.terms import sampling_of

VERIFIER = "verifier"
NONCE_BYTES = 32


@transaction.atomic
def draw(report: Return, *, by, on: date, nonce: bytes | None = None) -> Sample:
    """Draw the sample of a submitted return. `nonce` is for tests: it is drawn here, after the submission.

    Raises Refused: the verifier recorded none of the centre's rows and holds no role there.
    """
    hold(report)
    life = life_of(report)
    facts = {"snapshot_sealed": life.is_submitted, "verifier_is_no_author": not is_author(report, by, on)}
    refuse_unless(life, "draw", facts, party=VERIFIER)
    terms = sampling_of(report.contract.plan, on=life.period.end)
    counted = population(life, bounds=terms.amounts)
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    submission = bytes(life.submission.event.hash)
    seed = sampling.seed(submission, nonce)
    things = list(counted.things())
    drawn = sampling.draw(things, seed, terms.sizes(things))
    payload = {"things": sum(map(len, drawn.values())), "of": len(things), "nonce": nonce.hex()}
    with stepping(report, "draw", party=VERIFIER, facts=facts, by=by, on=on, payload=payload) as record:
        sample = record.keep(
            Sample(
                report=report,
                round=life.round,
                submission=submission.hex(),
                nonce=nonce.hex(),
                seed=seed.hex(),
                strata=strata_of(counted, things, drawn),
                terms=terms.data,
                verifier=by,
            )
        )
        record.keep_all(sampled(sample, counted, drawn))
    return sample


def is_author(report: Return, user, on: date) -> bool:
    """Whether the person recorded rows of the centre, or holds a role there."""
    centre = report.contract.centre_id
    if memberships_on(on, active_only=False).filter(user=user, organisation=centre).exists():
        return True
    return Evidence.objects.filter(centre=centre, event__actor=user).exists()


def strata_of(counted: Population, things, drawn) -> list[dict]:
    """Each stratum as the sample remembers it."""
    sizes: dict[str, int] = {}
    for thing in things:
        sizes[thing.stratum] = sizes.get(thing.stratum, 0) + 1
    about = counted.by_key()
    return [
        {
            "key": key,
            "kind": about[key].kind,
            "size_of_amount": about[key].size,
            "measures": list(about[key].measures),
            "population": sizes[key],
            "size": len(drawn[key]),
        }
        for key in sorted(drawn)
    ]


def sampled(sample: Sample, counted: Population, drawn) -> list[Sampled]:
    """The things drawn, by stratum in the order of the draw."""
    every = [thing for key in sorted(drawn) for thing in drawn[key]]
    return [
        Sampled(
            sample=sample,
            position=position,
            stratum=thing.stratum,
            thing=thing.uid,
            rows=list(counted.rows[thing.uid]),
        )
        for position, thing in enumerate(every, 1)
    ]
