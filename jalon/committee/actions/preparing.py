"""What must happen to a thing before members may read it as a point, one function a kind."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from jalon.committee.actions.refusing import passed_on
from jalon.committee.models import Item
from jalon.committee.queries.due import Due
from jalon.reporting import actions as reporting
from jalon.reporting.models import Return
from jalon.reporting.queries.returns import life_of

BROUGHT = ("verified", "contested")


def prepare(one: Due, *, by, on: date) -> None:
    """Raises Refused with the sentences of the app it belongs to."""
    act = PREPARATIONS.get(one.kind)
    if act:
        with passed_on():
            act(one, by, on)


def bring(one: Due, by, on: date) -> None:
    """A verified return comes before the committee once its centre answered, or its days are over."""
    report = Return.objects.select_related("contract").get(uid=UUID(one.subject.partition(":")[2]))
    if life_of(report).state in BROUGHT:
        reporting.bring(report, by=by, on=on)


PREPARATIONS: dict[str, Callable[[Due, object, date], None]] = {
    Item.Kind.RETURN: bring,
    Item.Kind.CONTESTED: bring,
}
