"""What the worker does for the committee: letters to members, one a job."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=60)


@app.task(name="committee.letter", retry=AGAIN)
def letter(*, session: str, seat: int, verb: str, known_at: int, address: str) -> None:
    """Write to one member, as the session stood when it was called, moved or cancelled."""
    from jalon.committee.actions.letters import send_letter  # tasks are read at every start: papers are not
    from jalon.committee.models import Seat, Session
    from jalon.committee.queries.sessions import life_of

    found = Session.objects.select_related("plan").get(uid=session)
    member = Seat.objects.select_related("person").get(pk=seat)
    send_letter(life_of(found, known_at), member, verb, address)
