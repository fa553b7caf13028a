"""What the worker does for the fund: each task reads the clock and calls an action."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

AGAIN = RetryStrategy(max_attempts=3, wait=10)


@app.task(name="fund.share", retry=AGAIN)
def share(*, uid: str) -> None:
    """Look for the best sharing of a scenario, as long as it was given."""
    from jalon.fund.actions import allocating  # tasks are read at every start: the solver is not
    from jalon.fund.models import Scenario

    allocating.answer_at_length(Scenario.objects.get(uid=uid), at=timezone.now())
