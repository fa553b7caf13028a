"""What is done to samples: announced, received, stored, taken, given back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jalon.evidence.actions import record_in
from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.services.actions.numbering import take_number
from jalon.services.actions.requests import SOURCE, deed_of
from jalon.services.models import Counter, Request, Sample, SamplePassage, SampleReceipt, SampleStep


def expect_sample(
    request: Request, *, description: str, origin: str, by, on: date, family: str = ""
) -> Sample:
    """Announce a sample of a request: it has its number, and a label before it comes."""
    with recording("sample.expected", subject=f"request:{request.uid}", by=by) as record:
        sample = Sample(
            centre=request.centre,
            year=on.year,
            serial=take_number(request.centre, Counter.Series.SAMPLE, year=on.year),
            request=request,
            description=description.strip(),
            family=family.strip(),
            origin=origin,
            simulated=request.simulated,
        )
        return lives.begin(record, sample)


def receive(
    sample: Sample,
    *,
    day: date,
    quantity: Decimal,
    unit: str,
    condition: str,
    by,
    roles: Sequence[str],
    turn: int,
    on: date,
    remarks: str = "",
    photograph: str | None = None,
) -> SampleReceipt:
    """Take a sample in; the deed is recorded in the same event. Raises Refused."""
    facts = {
        "quantity_positive": quantity > 0,
        "day_not_future": day <= on,
        "condition_noted": condition in SampleReceipt.Condition.values,
        "deviation_pictured": condition != SampleReceipt.Condition.DEVIATING or bool(photograph),
    }
    receipt = SampleReceipt(
        sample=sample,
        on=day,
        quantity=quantity,
        unit=unit,
        condition=condition,
        remarks=remarks.strip(),
        photograph_id=photograph,
    )
    with recording("sample.received", subject=f"sample:{sample.uid}", by=by) as record:
        lives.move(record, sample, "receive", facts=facts, role=roles, by=by, turn=turn)
        record.keep(receipt)
        if SamplePassage.objects.filter(expected=sample).exists():
            return receipt  # it was counted by the centre that first received it
        deed = replace(
            deed_of(sample.request, on=day, documents=()),
            external_id=f"sample:{sample.uid}",
            kind="sample.received",
            origin=sample.origin,
            attributes={"family": sample.family} if sample.family else {},
        )
        told = {"source": SOURCE, "simulated": sample.simulated, "on": on}
        record_in(record, centre=sample.centre, deeds=[deed], **told)
        return receipt


def step_sample(
    sample: Sample,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    reason: str = "",
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
) -> SampleStep:
    """Do a verb that records nothing else: where it is kept, who took it, is said with the step."""
    payload = {"centre": sample.centre.code, "verb": verb}
    with recording("sample.moved", subject=f"sample:{sample.uid}", by=by, payload=payload) as record:
        told = {"role": roles, "by": by, "turn": turn, "reason": reason, "said": said}
        return lives.move(record, sample, verb, facts=brought, **told)
