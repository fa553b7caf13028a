"""A sample passes to another centre: what leaves here is expected there, under that centre's number."""

from collections.abc import Sequence
from datetime import date

from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.journal.lives import Refused
from jalon.network.models import Organisation
from jalon.services.actions.numbering import take_number
from jalon.services.models import Counter, Sample, SamplePassage


def send_to(
    sample: Sample, centre: Organisation | None, *, by, roles: Sequence[str], turn: int, on: date
) -> Sample:
    """Send a sample to another centre, which receives it or refuses it. Raises Refused."""
    if centre is None or centre.kind != "centre" or centre.pk == sample.centre_id:
        raise Refused(("other_centre_named",))
    payload = {"centre": sample.centre.code, "to": centre.code}
    with recording("sample.sent", subject=f"sample:{sample.uid}", by=by, payload=payload) as record:
        told = {"role": roles, "by": by, "turn": turn, "said": {"detail": centre.code}}
        lives.move(record, sample, "transfer", facts=("other_centre_named",), **told)
        there = lives.begin(
            record,
            Sample(
                centre=centre,
                year=on.year,
                serial=take_number(centre, Counter.Series.SAMPLE, year=on.year),
                request=sample.request,
                description=sample.description,
                family=sample.family,
                origin=sample.origin,
                simulated=sample.simulated,
            ),
        )
        record.keep(SamplePassage(sent=sample, expected=there))
        return there
