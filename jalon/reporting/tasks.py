"""What the calendar asks for each day: the task reads the clock and calls the action."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from jalon.plan.models import Plan

AGAIN = RetryStrategy(max_attempts=3, wait=60)


@app.periodic(cron="20 6 * * *")
@app.task(name="reporting.remind", retry=AGAIN, queueing_lock="reporting.remind")
def remind_of_returns(timestamp: int) -> None:
    """Every plan, every morning; done twice it sends nothing twice."""
    from jalon.reporting.actions.reminding import remind  # tasks are read at every start: the engine is not

    for plan in Plan.objects.order_by("code"):
        remind(plan, on=timezone.localdate(), link=page_of)


def page_of(due) -> str:
    """The address of a return's page, in the reader's language, as this installation is reached."""
    path = reverse("reporting:return", args=[due.contract.code, due.period.code])
    return f"{origin()}{path}"


def origin() -> str:
    """What stands before every address of a letter nobody asked for by a page."""
    host = next((name for name in settings.ALLOWED_HOSTS if name.strip(".*")), "localhost").lstrip(".")
    if settings.SESSION_COOKIE_SECURE:
        return f"https://{host}"
    return f"http://{host}:{settings.JALON_PORT}"
