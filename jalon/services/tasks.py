"""What the worker does for the work of the centres: every night, what the calendar asks for."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=60)


@app.periodic(cron="20 0 * * *")
@app.task(name="services.calendar", retry=AGAIN, queueing_lock="services.calendar")
def follow_the_calendar(timestamp: int) -> None:
    """Quotes and certificates out of date expire, orders that were rated close; again, it changes nothing."""
    from jalon.services.actions.calendar import close_served, expire_quotes
    from jalon.services.certification.actions import keep_calendar

    expire_quotes(on=timezone.localdate())
    close_served(on=timezone.localdate())
    keep_calendar(on=timezone.localdate(), at=timezone.now())
