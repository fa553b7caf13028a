"""Services a centre offers and what firms ask of it, ready to act."""

from datetime import date
from itertools import count

from jalon.journal.actions import recording
from jalon.journal.lives import begin, move
from jalon.kernel.words import Words
from jalon.services.models import Offering, OfferingVersion, Opening, Request
from tests.factories.network import CentreFactory, EnterpriseFactory

LONG_AGO = date(2020, 1, 1)
NUMBERS = count(1)


def offered(centre=None, *, code="tests", kind="testing", **said) -> OfferingVersion:
    """A service a centre has offered for long."""
    centre = centre or CentreFactory()
    with recording("offering.opened", subject=f"centre:{centre.code}") as record:
        offering = record.keep(Offering(centre=centre, code=code))
        said = {"name": Words("Essais sur masques", "اختبارات على الكمامات", "Tests of masks")} | said
        version = record.keep(OfferingVersion(offering=offering, number=1, kind=kind, **said))
        record.keep(Opening(offering=offering, version=version, starts_on=LONG_AGO))
    return version


def asked(version=None, *, enterprise=None, year=2026, channel="visit", **said) -> Request:
    """A draft of a request, by a firm."""
    version = version or offered()
    with recording("request.opened") as record:
        request = Request(
            centre=version.offering.centre,
            year=year,
            serial=next(NUMBERS),
            offered=version,
            enterprise=enterprise or EnterpriseFactory(),
            channel=channel,
            **said,
        )
        return begin(record, request)


def moved(thing, *verbs, by=None, reason="because"):
    """The thing after verbs, each by a role that may, with every guard holding."""
    for verb in verbs:
        lines = [line for line in thing.machine.from_state(thing.state) if line.verb == verb]
        (role, *_rest), facts = lines[0].by, thing.machine.guards
        with recording(f"test.{verb}") as record:
            move(record, thing, verb, facts=facts, role=role, by=by, turn=thing.turn, reason=reason)
    return thing
