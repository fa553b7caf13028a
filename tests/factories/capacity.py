"""Means of a centre, ready to be used."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from jalon.capacity import actions
from jalon.capacity.models import Equipment
from jalon.kernel.states import roles
from jalon.kernel.words import Words
from tests.factories.network import CentreFactory

TODAY = date(2024, 6, 30)
START = date(2024, 1, 2)
EVERYBODY = (roles.DIRECTOR, roles.TECHNICAL_LEAD, roles.QUALITY)


def laboratory(centre=None, *, code="MEC", area="120", on=START, **said):
    said = {"name": Words("Essais mécaniques", "اختبارات ميكانيكية"), "area": Decimal(area)} | said
    return actions.open_laboratory(
        centre or CentreFactory(), code=code, opened_on=on, by=None, on=TODAY, **said
    )


def ordered(centre=None, *, code="TR-01", **said) -> Equipment:
    """An instrument that was ordered, and nothing more."""
    said = {"name": "Machine de traction", "kind": "tensile-machine", "amount": 350_000_00} | said
    return actions.register_equipment(centre or CentreFactory(), code=code, by=None, **said)


def calibrated(equipment, *, day=START, passed=True, until=date(2024, 12, 31), kind="calibration", **said):
    return actions.calibrate(
        equipment, kind=kind, day=day, passed=passed, valid_until=until if passed else None, by=None,
        on=max(TODAY, day), **said,
    )  # fmt: skip


def moved(equipment, *verbs, day=START, reason="", on=TODAY, by=None, as_who=EVERYBODY):
    for verb in verbs:
        said = {"turn": equipment.turn, "on": on, "day": day, "reason": reason, "by": by}
        actions.step(equipment, verb, roles=as_who, **said)
    return equipment


def in_service(centre=None, **said) -> Equipment:
    """An instrument in service since the start of the year, its calibration good to the end of it."""
    made = ordered(centre, **said)
    calibrated(made)
    return moved(made, "receive", "verify", "commission")


def person(centre=None, *, name="Salma Idrissi", grade="engineer", fte="1", day=START, **said):
    return actions.register_staff(
        centre or CentreFactory(), name=name, starts_on=day, grade=grade, fte=Decimal(fte),
        contract="permanent", by=None, on=TODAY, **said,
    )  # fmt: skip


def authorised(member, activity="NM EN 14683", *, since=START, until=None):
    return actions.authorise(member, activity=activity, since=since, until=until, by=None)


def scope_line(centre=None, *, method="NM EN 14683", since=START, until=None, **said):
    said = {
        "body": "Organisme d'accréditation", "number": "ESS-12", "object": "Masques",
        "characteristic": "Pression différentielle",
    } | said  # fmt: skip
    return actions.register_scope_line(
        centre or CentreFactory(), method=method, since=since, until=until, by=None, on=TODAY, **said
    )


def booked(equipment, *, days: int = 30, hours: int = 2):
    """Held some days from now."""
    start = timezone.now() + timedelta(days=days)
    return actions.book(
        equipment,
        start=start,
        end=start + timedelta(hours=hours),
        purpose="traction",
        by=None,
        at=timezone.now(),
    )
