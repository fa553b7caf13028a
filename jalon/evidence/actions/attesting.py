import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jalon.evidence.models import Receipt
from jalon.journal.actions import recording


def attest_received_to(centre, *, day: dt.date, by, on: dt.date) -> Receipt:
    """A centre says, `on` a day, that everything it did up to `day` is recorded. The last word counts."""
    if day > on:
        raise ValidationError(
            _("Evidence cannot be complete up to a day that is still to come."), code="future"
        )
    payload = {"centre": centre.code, "received_to": day.isoformat()}
    with recording("received_to.attested", subject=f"centre:{centre.code}", by=by, payload=payload) as event:
        return Receipt.objects.create(centre=centre, received_to=day, event_id=event.event_id)
