"""Where a sample has been: every step of it, in this centre and in those it came through."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from jalon.network.models import Organisation
from jalon.services.models import Sample, SamplePassage
from jalon.services.testing_words import SAMPLE


@dataclass(frozen=True)
class Held:
    """A moment of custody: who had it, what was done, and what was said of it: a place, a day, a receiver."""

    at: datetime
    number: str
    centre: Organisation
    verb: str
    person: str
    detail: str
    until: date | None
    reason: str


def custody(sample: Sample) -> list[Held]:
    """The last first; the same number of questions for each centre it was in.

    The people of the other centres it was in are not named.
    """
    return [held(one, step, sample.centre_id) for one in chain(sample) for step in steps_of(one)]


def chain(sample: Sample) -> list[Sample]:
    """The sample as each centre has it, the last one first."""
    found = [sample]
    while later := passed(sent=found[0]):
        found.insert(0, later.expected)
    while earlier := passed(expected=found[-1]):
        found.append(earlier.sent)
    return found


def passed(**named) -> SamplePassage | None:
    return SamplePassage.objects.filter(**named).select_related("sent__centre", "expected__centre").first()


def steps_of(sample: Sample):
    return sample.steps.select_related("event", "person").order_by("-turn")


def held(sample: Sample, step, told_to: int) -> Held:
    is_own = step.person is not None and sample.centre_id == told_to
    until = step.said_with_it.get("until")
    return Held(
        step.event.recorded_at,
        sample.number,
        sample.centre,
        SAMPLE.verb(step.verb),
        (step.person.get_full_name() or step.person.email) if is_own else "",
        step.said_with_it.get("detail", ""),
        date.fromisoformat(until) if until else None,
        step.reason,
    )


def samples_in(standing, states: Collection[str] = ()):
    """The samples of the person's centres, the latest first."""
    found = Sample.objects.filter(centre__in=standing.organisations_where("work.view"))
    found = found.filter(state__in=states) if states else found
    return found.select_related("centre").order_by("-id")
