"""The simulated life as it stands in the journal."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import Count, Sum

from jalon.contracts.models import Allocation, Contract, Target
from jalon.evidence.models import Evidence, Receipt
from jalon.journal.models import Event
from jalon.kernel.kinds import CATALOGUE, problems
from jalon.network.models import Enterprise, Merge
from jalon.site import verification
from jalon.site.packs.load import load
from jalon.site.simulation import SimulationError, simulate
from tests.factories.plan import lifted
from tests.site.simulation.conftest import LIFE, PACK


def hashes():
    return [bytes(digest) for digest in Evidence.objects.order_by("id").values_list("hash", flat=True)]


def test_it_has_exactly_the_rows_asked_for_all_marked_as_simulated(life):
    assert life.rows == Evidence.objects.count() == LIFE["rows"]
    assert not Evidence.objects.filter(simulated=False).exists()
    assert not Enterprise.objects.filter(simulated=False).exists()


def test_every_row_is_of_its_days(life):
    outside = Evidence.objects.exclude(on__range=(LIFE["start"], LIFE["end"]))

    assert not outside.exists()


def test_every_row_could_have_been_recorded_by_a_person(life):
    for row in Evidence.objects.filter(reverses=None).select_related("enterprise"):
        kind = CATALOGUE[row.kind]
        amount = None if row.amount is None else row.amount * kind.sign
        said = {
            "on": row.on, "quantity": row.quantity * kind.sign, "amount": amount, "unit": row.unit,
            "identity": row.identity, "service": row.service, "firm": row.enterprise,
            "documents": row.documents, "attributes": row.attributes,
        }  # fmt: skip
        assert problems(kind, said, today=LIFE["end"]) == [], row


def test_the_totals_are_those_of_the_network(life):
    totals = dict(Evidence.objects.order_by().values_list("kind").annotate(Sum("quantity")))
    income = Evidence.objects.filter(kind__startswith="income.").aggregate(total=Sum("amount"))["total"] / 100
    opening = totals["staff.opening"]

    assert 10_000 < totals["test.reported"] < 13_000
    assert 55_000_000 < income < 70_000_000
    assert 270 <= opening <= 300


def test_some_rows_are_corrected_by_a_reversal_and_a_new_revision(life):
    reversals = Evidence.objects.exclude(reverses=None).select_related("reverses", "event", "reverses__event")

    assert reversals.count() >= 10
    for reversal in reversals:
        again = Evidence.objects.get(centre=reversal.centre, external_id=reversal.external_id, revision=2)
        assert reversal.quantity == -reversal.reverses.quantity
        assert again.quantity == reversal.reverses.quantity + 1
        assert reversal.event.number > reversal.reverses.event.number


def test_some_rows_come_in_after_their_month_was_said_to_be_complete(life):
    late = [
        row
        for row in Evidence.objects.filter(on__lt=date(2023, 2, 1), reverses=None).select_related("event")
        if row.event.payload["month"] > "2023-01" and row.revision == 1
    ]

    assert late


def test_what_was_known_at_the_end_of_a_month_is_what_had_come_in(life):
    event = Event.objects.filter(recorded_at__lt=datetime(2023, 4, 1, tzinfo=UTC)).last()
    known = Evidence.objects.known_at(event.number)

    assert known.exists()
    assert not known.filter(on__gte=date(2023, 3, 1)).exists()


def test_a_centre_that_is_late_says_so_by_what_it_attests(life):
    received = dict(Receipt.objects.order_by("event__number").values_list("centre__code", "received_to"))

    assert received["CERIC"] == date(2023, 6, 30)
    assert received["CTTH"] > date(2023, 8, 20)


def test_one_firm_is_served_by_four_centres(life):
    served = Evidence.objects.exclude(enterprise=None).values("enterprise")
    most = served.annotate(by=Count("centre", distinct=True)).order_by("-by").first()

    assert most["by"] >= 4


def test_two_firms_recorded_twice_are_merged(life):
    merges = Merge.objects.select_related("absorbed", "kept")

    assert len(merges) == 2
    assert all(merge.kept.number and not merge.absorbed.number for merge in merges)


def test_nothing_in_it_looks_tampered_with(life):
    beside_files = verification.STEPS.keys() - {"documents", "segments"}

    assert [str(problem) for name in beside_files for problem in verification.STEPS[name]()] == []


def test_an_altered_target_of_an_annex_is_found(life):
    target = Target.objects.filter(objective__version__contract__code="CO-2023-CTTH").first()
    with lifted("contracts_target"):
        Target.objects.filter(pk=target.pk).update(value=target.value + 1)

    assert [problem.place for problem in verification.changed_promises()] == ["contract:CO-2023-CTTH:2"]


def test_every_contract_has_a_simulated_annex_beside_what_is_published(life):
    for contract in Contract.objects.filter(plan__code="PDCTI-2022-2025"):
        published, annex = contract.versions.order_by("number")
        assert (published.status, published.simulated) == ("signed", False)
        assert (annex.status, annex.simulated) == ("simulated", True)
        assert not published.objectives.exists()
        assert annex.objectives.exists()
        assert set(annex.undertakings.values_list("side", flat=True)) == {
            "ministry", "centre", "federation",
        }  # fmt: skip


def test_the_annexes_promise_less_than_the_envelope_in_every_shape_of_target(life):
    promised = Allocation.objects.aggregate(total=Sum("amount"))["total"]
    shapes = set(Target.objects.values_list("shape", flat=True))

    assert Decimal(200_000_000) < promised / Decimal(100) <= 250_000_000
    assert shapes == {"per_period", "growth", "level", "at_most", "maintain", "cumulative"}


def test_the_same_life_again_changes_nothing_and_says_so(life):
    before = (hashes(), Event.objects.count())

    again = simulate(**LIFE)

    assert again.is_unchanged
    assert again.rows == LIFE["rows"]
    assert (hashes(), Event.objects.count()) == before


def test_another_life_in_the_same_home_is_refused(life):
    with pytest.raises(SimulationError, match="seed 7"):
        simulate(**LIFE | {"seed": 8})


def test_the_pack_loaded_again_leaves_the_annexes_alone(life):
    assert load(PACK).is_unchanged
