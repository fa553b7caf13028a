"""Ready centres, firms and deeds for the tests of the evidence."""

import datetime as dt
from decimal import Decimal

from jalon.evidence.actions import Deed, record
from jalon.kernel.words import Words
from jalon.network.models import Enterprise, Establishment, Organisation

DAY = dt.date(2024, 3, 5)
ICE = "001561191000066"
OTHER_ICE = "002136093000040"


def centre(code="CETIA", **fields):
    return Organisation.objects.create(kind="centre", code=code, name=Words(code), **fields)


def firm(ice=ICE, name="Conserves du Souss"):
    enterprise = Enterprise.objects.create(number=ice[:9], name=name, search=Enterprise.search_key(name))
    Establishment.objects.create(enterprise=enterprise, number=ice[9:13], ice=ice)
    return enterprise


def deed(external_id="T-1", kind="test.reported", on=DAY, quantity=Decimal(3), **said):
    return Deed(external_id, kind, on, quantity, **said)


def recorded(where, *deeds, by=None, source="test", **options):
    return record(centre=where, deeds=deeds or (deed(),), by=by, source=source, **options)
