"""Export: what is written loads back to the same thing."""

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from jalon.contracts.models import ContractVersion
from jalon.journal.models import Event
from jalon.plan.models import Plan
from jalon.site.packs import export as exporting
from jalon.site.packs.check import check, checked
from jalon.site.packs.export import FolderNotEmpty, NothingToExport, export, texts_of
from jalon.site.packs.fingerprint import fingerprint
from jalon.site.packs.load import keep, load
from tests.site.packs.folders import MA_CTI, written
from tests.site.packs.generated import folders

pytestmark = pytest.mark.django_db
PLAN = "PDCTI-2022-2025"


def read(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def put(texts, folder):
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def test_the_moroccan_pack_comes_back_byte_for_byte_from_an_empty_database(tmp_path):
    with transaction.atomic():
        load(MA_CTI)
        export(PLAN, tmp_path / "one")
        transaction.set_rollback(True)
    assert not Plan.objects.exists()

    load(tmp_path / "one")
    export(PLAN, tmp_path / "two")

    assert read(tmp_path / "one") == read(tmp_path / "two")


def test_loading_an_export_of_the_moroccan_pack_changes_nothing(tmp_path):
    load(MA_CTI)
    export(PLAN, tmp_path / "one")

    report = load(tmp_path / "one")

    assert report.is_unchanged
    assert [one for one in check(tmp_path / "one") if one.is_error] == []


def test_an_export_says_what_the_pack_said(tmp_path):
    load(MA_CTI)
    export(PLAN, tmp_path / "one")

    before, after = checked(MA_CTI).folder, checked(tmp_path / "one").folder

    for section in (
        "regions",
        "sectors",
        "organisations",
        "services",
        "agreements",
        "indicators",
        "contracts",
        "evaluations",
        "claims",
    ):
        said = sorted(fingerprint(part) for part in getattr(before, section))
        assert sorted(fingerprint(part) for part in getattr(after, section)) == said, section
    for plan in ("plans",):
        whole = [[fingerprint(one) for one in part.whole_versions()] for part in getattr(before, plan)]
        assert [[fingerprint(one) for one in part.whole_versions()] for part in getattr(after, plan)] == whole


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(folder=folders())
def test_any_pack_written_is_read_kept_and_exported_to_the_same_thing(db, folder):
    with tempfile.TemporaryDirectory() as place, transaction.atomic():
        first = checked(put(texts_of(folder), Path(place) / "a"))
        assert [str(one) for one in first.errors] == []
        keep(first.folder)
        exported = exporting.files("P")
        second = checked(put(exported, Path(place) / "b"))
        assert [str(one) for one in second.errors] == []

        assert keep(second.folder).is_unchanged
        assert keep(first.folder).is_unchanged
        assert texts_of(second.folder) | {"pack.yaml": ""} == exported | {"pack.yaml": ""}
        transaction.set_rollback(True)


def test_a_draft_that_amends_a_simulated_annex_stays_behind_with_it(tmp_path):
    load(written(tmp_path / "small"))
    first = ContractVersion.objects.get()
    days = {"effective_from": first.effective_from, "starts_on": first.starts_on, "ends_on": first.ends_on}
    said = days | {"contract": first.contract, "event": first.event}
    annex = ContractVersion.objects.create(number=2, status="simulated", simulated=True, **said)
    ContractVersion.objects.create(number=3, status="draft", amends=annex, **said)

    export("P", tmp_path / "out")

    (contract,) = checked(tmp_path / "out").folder.contracts
    assert [version.number for version in contract.versions] == [1]


def test_an_unknown_plan_is_said_with_those_that_exist(tmp_path):
    load(written(tmp_path / "small"))

    with pytest.raises(NothingToExport, match="Known: P"):
        export("Q", tmp_path / "out")


def test_an_export_never_mixes_with_other_files(tmp_path):
    load(written(tmp_path / "small"))

    with pytest.raises(FolderNotEmpty):
        export("P", tmp_path / "small")


def test_an_export_writes_nothing_in_the_journal(tmp_path):
    load(written(tmp_path / "small"))
    before = Event.objects.count()

    export("P", tmp_path / "out")

    assert Event.objects.count() == before
