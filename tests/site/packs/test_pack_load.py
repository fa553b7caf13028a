"""Loading: once, then nothing; what is signed is amended, never overwritten."""

from datetime import date

import pytest

from jalon.contracts.models import Contract, ContractVersion
from jalon.evidence.models import Kind
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.journal.models import Event
from jalon.kernel.kinds import CORE
from jalon.network.models import Organisation
from jalon.plan.models import (
    Agreement,
    Claim,
    ClaimVersion,
    GlobalObjective,
    Plan,
    PlanVersion,
    ServiceVersion,
)
from jalon.plan.queries.catalogue import service_names, services
from jalon.plan.queries.claims import claims, topics
from jalon.site.packs.load import PackRefused, load
from jalon.site.packs.verification import altered
from tests.factories.plan import lifted
from tests.site.packs.folders import MA_CTI, written

pytestmark = pytest.mark.django_db

PLAN = "plans/P.yaml"
CONTRACT = "contracts/c1.yaml"
AGREEMENT = """\
- code: A1
  plan: P
  title: {fr: Accord}
  signed_on: 2024-01-01
  envelope: 1000
  source: test
  parties:
    - {organisation: MIN}
    - {organisation: C1}
"""


@pytest.fixture
def small(tmp_path):
    """Writes and loads the small pack, changed or not; each time in a folder of its own."""

    def loaded(**changes):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        return load(written(folder, **changes))

    return loaded


def plan_versions():
    return PlanVersion.objects.filter(plan__code="P").order_by("number")


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
    assert ContractVersion.objects.filter(status="signed").count() == 9


def test_every_kind_of_the_catalogue_is_registered(small):
    small()

    assert set(Kind.objects.values_list("code", flat=True)) == {kind.code for kind in CORE}


def test_sheets_are_kept_as_measures_the_engine_reads():
    load(MA_CTI)

    for sheet in IndicatorVersion.objects.all():
        assert set(measures_of(sheet, {kind.code: kind for kind in CORE})) == set(sheet.measures)


def test_a_load_is_one_event_that_says_what_it_recorded(small):
    report = small()

    event = Event.objects.get(verb="pack.loaded")
    assert (event.number, event.subject) == (report.moment, "pack:small")
    assert [subject for subject, _, _ in event.payload["recorded"]] == report.added
    assert {version.event_id for version in PlanVersion.objects.all()} == {event.id}


def test_what_was_adopted_is_verified_against_the_journal(small):
    load(MA_CTI)
    small(edits=[(CONTRACT, "status: signed", "status: draft")])
    small(edits=[(PLAN, "envelope: 1000", "envelope: 2000")])

    assert list(altered()) == []


ADOPTED = (
    "plan_planversion",
    "indicators_indicatorversion",
    *(f"contracts_{name}" for name in ("contractversion", "specificobjective", "target", "baseline")),
    *(f"contracts_{name}" for name in ("allocation", "contractparty", "undertaking", "pasttotal")),
)


def test_an_altered_or_removed_version_is_named(small):
    small()
    with lifted(*ADOPTED):
        PlanVersion.objects.update(envelope=1)
        IndicatorVersion.objects.update(formula="tests * 1000")
        ContractVersion.objects.get().objectives.get().targets.all().delete()

    assert {subject for subject, _ in altered()} == {"plan:P:1", "indicator:TESTS:1", "contract:K1:1"}
    with lifted(*ADOPTED):
        ContractVersion.objects.all().delete()
    assert ("contract:K1:1", "it was adopted and is no longer there") in altered()


def test_an_altered_claim_is_named(small):
    small()

    with lifted("plan_claimversion"):
        ClaimVersion.objects.update(value=999)

    assert [subject for subject, _ in altered()] == ["claim:c1:1"]


def test_claims_recorded_before_they_had_versions_are_verified_as_their_first(small):
    small()
    with lifted("journal_event"):
        event = Event.objects.get(verb="pack.loaded")
        told = [
            [name.removesuffix(":1"), *rest] for name, *rest in event.payload["recorded"] if "claim" in name
        ]
        others = [one for one in event.payload["recorded"] if "claim" not in one[0]]
        Event.objects.update(payload=event.payload | {"recorded": others + told})

    assert told[0][0] == "claim:c1"
    assert list(altered()) == []


def test_a_version_slipped_in_is_named(small):
    small()
    version = plan_versions().get()
    version.pk, version.number = None, 2
    version.save(force_insert=True)

    assert list(altered()) == [("plan:P:2", "nothing in the journal says that it was adopted")]


def test_a_signed_version_that_differs_becomes_the_next_version_with_a_reason(small):
    small()

    report = small(edits=[(PLAN, "envelope: 1000", "envelope: 2000")])

    first, second = plan_versions()
    assert report.amended == ["plan:P:2"]
    assert (first.envelope, second.envelope) == (100_000, 200_000)
    assert second.reason.fr == "Pack small, version 1"
    assert GlobalObjective.objects.filter(axis__version=second).count() == 1


def test_an_amendment_loaded_again_changes_nothing(small):
    change = [(PLAN, "envelope: 1000", "envelope: 2000")]
    small()
    small(edits=change)

    assert small(edits=change).is_unchanged
    assert plan_versions().count() == 2


def test_an_amendment_written_in_the_pack_keeps_its_own_number_and_reason(small):
    small()
    amended = """
          - number: 2
            label: {fr: Deux, ar: اثنان, en: Two}
            status: claimed
            reason: {fr: Rallonge}
            effective_from: 2025-01-01
            starts_on: 2024-01-01
            ends_on: 2026-12-31
            envelope: 3000
            source: test
""".replace("\n        ", "\n")
    end = "shape: growth, year: 2026, value: 50}\n"

    report = small(edits=[(PLAN, end, end + amended)])

    second = plan_versions().last()
    assert report.amended == ["plan:P:2"]
    assert (second.number, second.reason.fr) == (2, "Rallonge")
    assert [axis.code for axis in second.axes.all()] == ["1"]
    assert PlanVersion.objects.in_force(date(2024, 6, 1)).first().number == 1
    assert PlanVersion.objects.in_force(date(2025, 6, 1)).first().number == 2


def test_a_draft_gives_way_to_the_new_draft(small):
    draft = (CONTRACT, "status: signed", "status: draft")
    small(edits=[draft])

    report = small(edits=[draft, (CONTRACT, "value: 120", "value: 130")])

    (version,) = ContractVersion.objects.all()
    assert report.changed == ["contract:K1:1"]
    assert version.objectives.get().targets.get().value == 130


def test_a_signed_contract_is_amended(small):
    small()

    report = small(edits=[(CONTRACT, "value: 120", "value: 130")])

    assert report.amended == ["contract:K1:2"]
    values = ContractVersion.objects.order_by("number").values_list("objectives__targets__value", flat=True)
    assert list(values) == [120, 130]


def test_a_sheet_that_changes_becomes_a_new_version(small):
    small()

    report = small(edits=[("indicators/all.yaml", "formula: tests", "formula: tests * 2")])

    assert report.amended == ["indicator:TESTS:2"]
    assert list(IndicatorVersion.objects.values_list("number", "formula")) == [(1, "tests"), (2, "tests * 2")]


def test_an_amendment_the_pack_does_not_say_stays_and_is_named(small):
    small()
    small(edits=[("indicators/all.yaml", "formula: tests", "formula: tests * 2")])

    again = small()

    assert again.is_unchanged
    (note,) = again.notes
    assert (note.file, note.where, note.is_error) == ("indicators", "TESTS", False)
    assert note.what.startswith("Version 2 is recorded since")


def test_a_simulated_annex_is_neither_touched_nor_taken_for_the_contract(small):
    small()
    contract = Contract.objects.get()
    first = contract.versions.get()
    ContractVersion.objects.create(
        contract=contract,
        number=2,
        status="simulated",
        simulated=True,
        effective_from=first.effective_from,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        place=first.place,
        reason=first.reason,
        note=first.note,
        event=first.event,
    )

    assert small().is_unchanged
    assert small(edits=[(CONTRACT, "value: 120", "value: 130")]).amended == ["contract:K1:3"]


def test_what_is_not_signed_is_changed_in_place(small):
    small()

    report = small(edits=[("organisations.yaml", "fr: Centre,", "fr: Centre un,")])

    assert report.changed == ["organisation:C1"]
    assert Organisation.objects.get(code="C1").name.fr == "Centre un"


ELEVEN = ("claims.yaml", "value: 10", "value: 11")


def values():
    return list(ClaimVersion.objects.order_by("number").values_list("number", "value"))


def test_a_corrected_claim_is_one_new_version_and_nothing_else(small):
    small()

    report = small(edits=[ELEVEN])

    assert (report.added, report.changed, report.amended) == ([], [], ["claim:c1:2"])
    assert values() == [(1, 10), (2, 11)]
    assert ClaimVersion.objects.get(number=2).reason.fr == "Pack small, version 1"
    assert small(edits=[ELEVEN]).is_unchanged
    assert list(altered()) == []


def test_a_claim_may_return_to_what_it_said(small):
    small()
    small(edits=[ELEVEN])

    assert small().amended == ["claim:c1:3"]
    assert small().is_unchanged
    assert values() == [(1, 10), (2, 11), (3, 10)]


def test_a_claim_is_read_as_it_was_known(small):
    then = small().moment
    small(edits=[ELEVEN])

    (before,), (now,) = (claims(known_at=moment) for moment in (then, None))
    assert (before.value, before.corrections, now.value) == (10, [], 11)
    assert [name for name, _, _ in now.corrections[0].pairs] == ["value"]


def test_a_withdrawn_claim_stays_with_its_reason(small):
    small()

    report = small(
        edits=[("claims.yaml", "value: 10", "value: 10\n  withdrawn: {fr: Démenti, ar: تكذيب, en: Denied}")]
    )

    assert report.amended == ["claim:c1:2"]
    assert topics() == []
    assert [one.withdrawn.fr for one in topics(withdrawn=True)[0].withdrawn] == ["Démenti"]


def test_the_history_of_a_claim_is_loaded_as_it_is_told(small):
    later = """\
- code: c1
  number: 2
  reason: {fr: Mal copié, ar: نسخ خاطئ, en: Miscopied}
  topic: staff
  topic_name: {fr: Effectif, ar: عدد, en: Staff}
  statement: {fr: Onze, ar: أحد عشر, en: Eleven}
  value: 11
  source: test
"""
    end = "  source: test\n"

    report = small(edits=[("claims.yaml", end, end + later)])

    assert report.added[-2:] == ["claim:c1:1", "claim:c1:2"]
    assert values() == [(1, 10), (2, 11)]
    assert ClaimVersion.objects.get(number=2).reason.fr == "Mal copié"


def test_a_service_that_changes_becomes_a_new_version_from_its_day(small):
    small()

    report = small(edits=[("services.yaml", "funding_line: L1", "high_value: true")])

    versions = services()["testing"]
    assert report.amended == ["service:testing:2"]
    assert [(one.funding_line, one.high_value) for one in versions] == [("L1", None), ("", True)]
    assert service_names(on=date(2024, 6, 1))["testing"].fr == "Essais du centre"
    assert list(altered()) == []


def test_services_are_read_as_they_were_known(small):
    then = small().moment
    small(edits=[("services.yaml", "funding_line: L1", "high_value: true")])

    assert [len(services(known_at=moment)["testing"]) for moment in (then, None)] == [1, 2]
    assert services(known_at=0) == {}


def test_an_altered_service_is_named(small):
    small()

    with lifted("plan_serviceversion"):
        ServiceVersion.objects.filter(service__code="audits").update(general_interest=False)

    assert [subject for subject, _ in altered()] == ["service:audits:1"]


def test_what_the_pack_no_longer_says_is_left_in_place(small):
    small()

    assert small(files={"claims.yaml": None, CONTRACT: None}).is_unchanged
    assert (Claim.objects.count(), Contract.objects.count()) == (1, 1)


def test_what_parties_signed_is_not_overwritten(small):
    small(files={"agreements.yaml": AGREEMENT})

    with pytest.raises(PackRefused, match="recorded with “1000”"):
        small(files={"agreements.yaml": AGREEMENT.replace("1000", "900")})
    with pytest.raises(PackRefused, match="recorded with “C1, MIN”"):
        small(files={"agreements.yaml": AGREEMENT.replace("    - {organisation: C1}\n", "")})
    assert Agreement.objects.get().envelope == 100_000


def test_the_words_of_an_agreement_may_be_completed(small):
    small(files={"agreements.yaml": AGREEMENT})

    report = small(files={"agreements.yaml": AGREEMENT.replace("{fr: Accord}", "{fr: Accord, ar: اتفاقية}")})

    assert report.changed == ["agreement:A1"]
    assert Agreement.objects.get().title.ar == "اتفاقية"


def test_a_pack_with_an_error_is_refused_whole(small):
    with pytest.raises(PackRefused) as refused:
        small(edits=[("claims.yaml", "value: 10", "value: ten"), (CONTRACT, "plan: P", "plan: Q")])

    assert {problem.file for problem in refused.value.problems} == {"claims.yaml", CONTRACT}
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()


def test_notes_do_not_stop_a_load_and_are_handed_back(small):
    unknown = "value: null, reason: not published"

    report = small(edits=[(PLAN, "value: 100, on: 2023-12-31, source: test", unknown)])

    assert report.moment
    assert [note.severity for note in report.notes] == ["note"]


def test_who_loads_is_in_the_journal_and_names_are_not(tmp_path, django_user_model):
    person = django_user_model.objects.create(email="someone@example.org", name="Quelqu’un")

    load(written(tmp_path), by=person)

    event = Event.objects.get(verb="pack.loaded")
    assert event.actor == person
    assert "Centre" not in str(event.payload)
