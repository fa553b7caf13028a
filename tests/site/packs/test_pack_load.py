"""Loading: once, then nothing; what is signed is amended."""

import pytest

from jalon.contracts.models import Contract, ContractVersion
from jalon.evidence.models import Kind
from jalon.indicators.models import IndicatorVersion
from jalon.journal.models import Event
from jalon.network.models import Organisation
from jalon.plan.models import Plan, PlanVersion
from jalon.site.packs.load import load
from tests.site.packs.folders import MA_CTI

pytestmark = pytest.mark.django_db


def test_the_moroccan_plan_loads_and_a_second_load_changes_nothing():
    first = load(MA_CTI)
    events = Event.objects.count()
    second = load(MA_CTI)

    assert first.moment == events
    assert (second.is_unchanged, second.moment, Event.objects.count()) == (True, None, events)
    assert Organisation.objects.filter(kind="centre").count() == 9
    assert Contract.objects.count() == 9
    assert IndicatorVersion.objects.count() >= 40
    assert [version.number for version in Plan.objects.get(code="PDCTI-2022-2025").versions.all()] == [1, 2]
    assert PlanVersion.objects.get(plan__code="PDCTI-2014-2020").envelope == 29_000_000_000
    assert Kind.objects.filter(code="test.reported", pack="").exists()
    assert ContractVersion.objects.filter(status="signed").count() == 9
