"""What the worker does for reporting: each task reads the clock and calls an action."""

from django.urls import reverse
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from jalon.plan.models import Plan
from jalon.ui.addresses import origin

AGAIN = RetryStrategy(max_attempts=3, wait=60)


@app.periodic(cron="20 6 * * *")
@app.task(name="reporting.remind", retry=AGAIN, queueing_lock="reporting.remind")
def remind_of_returns(timestamp: int) -> None:
    """Every plan, every morning; done twice it sends nothing twice."""
    from jalon.reporting.actions.reminding import remind  # tasks are read at every start: the engine is not

    for plan in Plan.objects.order_by("code"):
        remind(plan, on=timezone.localdate(), link=page_of)


@app.task(name="reporting.seal", pass_context=True, retry=AGAIN)
def seal_period(context: JobContext, *, uid: str) -> None:
    """Make the seal that was asked for; a worker that is stopped gives it back to the queue."""
    from jalon.reporting.actions.sealing_asked import seal_asked  # as above
    from jalon.reporting.telling import Halted

    try:
        seal_asked(uid, on=timezone.localdate(), is_halted=context.should_abort)
    except Halted as halted:
        raise JobAborted from halted


def page_of(due) -> str:
    """The address of a return's page, in the reader's language, as this installation is reached."""
    path = reverse("reporting:return", args=[due.contract.code, due.period.code])
    return f"{origin()}{path}"
