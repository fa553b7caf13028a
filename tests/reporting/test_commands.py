"""`jalon seal` and `jalon return`: what they print, write and refuse; an exported bundle is checked elsewhere."""

import json
import subprocess
import sys
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner

from jalon.evidence.queries.sealable import path_of_document
from jalon.journal.queries import latest
from jalon.kernel.periods import parse
from jalon.reporting.actions import reopen, seal, submit
from jalon.site.cli import jalon, session
from tests.factories.reporting import AFTER, PERIOD, counted, opened, promising, received, settled, submitted
from tests.factories.verification import SESSION_DAY, a_decision, calendar_kept, validated_return

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).parents[2] / "tools" / "verify_seal.py"


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setattr(session, "ready", lambda **_options: nullcontext())
    monkeypatch.chdir(tmp_path)
    return lambda *said: CliRunner().invoke(jalon, said)


@pytest.fixture
def report():
    contract = promising()
    counted(contract.centre, 3, 4)
    received(contract.centre)
    calendar_kept(contract.plan)
    return submitted(contract)


@pytest.fixture
def sealed(report, settings, tmp_path):
    settings.JALON_KEYS, settings.JALON_DOCUMENTS = tmp_path / "keys", tmp_path / "documents"
    validated_return(report)
    return seal(report.contract.plan, parse(PERIOD), by=None, on=SESSION_DAY)


def checked(*bundles):
    """What the tool answers of bundles, each in a process that sees nothing of Jalon, all at once."""
    command = [sys.executable, "-I", str(TOOL)]
    running = [
        subprocess.Popen([*command, str(one)], stdout=subprocess.PIPE, text=True, cwd="/") for one in bundles
    ]
    return [(one.communicate()[0], one.returncode) for one in running]


# sealed periods


def test_a_plan_without_a_seal_says_so(run, report):
    assert run("seal", "list").output == "No period is sealed yet.\n"
    assert json.loads(run("seal", "list", "--json").output) == []


def test_seals_are_listed_with_what_a_reader_checks_them_by(run, sealed):
    told = run("seal", "list", "--plan", sealed.plan.code).output
    (one,) = json.loads(run("seal", "list", "--json").output)

    assert sealed.root in told and sealed.public_key in told and "2 rows" in told
    assert (one["plan"], one["period"], one["rows"], one["manifest"]) == (
        sealed.plan.code,
        PERIOD,
        2,
        sealed.manifest,
    )


def test_an_exported_bundle_holds_without_jalon(run, sealed, tmp_path):
    done = run("seal", "export", PERIOD, "--plan", sealed.plan.code)

    bundle = tmp_path / f"seal-{sealed.plan.code}-{PERIOD}-1.zip"
    assert done.exit_code == 0 and sealed.public_key in done.stderr
    ((said, status),) = checked(bundle)
    assert status == 0 and said.endswith("The seal holds.\n")


def test_one_byte_changed_in_any_member_of_an_exported_bundle_is_found(run, sealed, tmp_path):
    run("seal", "export", PERIOD, "--plan", sealed.plan.code, "--output", "good.zip")
    with ZipFile(tmp_path / "good.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    changed = []
    for name, content in files.items():
        at = len(content) // 2
        other = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        changed.append(tmp_path / f"{name}.zip")
        with ZipFile(changed[-1], "w", ZIP_DEFLATED) as archive:
            for each in files:
                archive.writestr(each, other if each == name else files[each])

    answers = checked(*changed)

    assert len(files) == 7
    missed = [
        name
        for name, (said, status) in zip(files, answers, strict=True)
        if status != 1 or "WRONG" not in said
    ]
    assert missed == []


def test_an_earlier_seal_is_exported_by_its_number(run, sealed, report):
    reopen(report, reason="Erreur.", by=None, on=SESSION_DAY, decision=a_decision())
    submit(settled(report), by=None, on=AFTER)
    validated_return(report)
    seal(sealed.plan, parse(PERIOD), by=None, on=SESSION_DAY)

    for number in ("1", "2"):
        assert run("seal", "export", PERIOD, "--plan", sealed.plan.code, "--number", number).exit_code == 0
    refused = run("seal", "export", PERIOD, "--plan", sealed.plan.code, "--number", "3")

    assert (refused.exit_code, refused.stderr) == (
        1,
        f"Error: {PERIOD} of {sealed.plan.code} has 2 seals, none of them number 3.\n",
    )


def test_what_cannot_be_exported_says_why_and_what_to_do(run, sealed):
    plan = sealed.plan.code

    answers = [
        run("seal", "export", "2024-Q9", "--plan", plan),
        run("seal", "export", "2024-Q2", "--plan", plan),
        run("seal", "export", PERIOD, "--plan", plan, "--output", "none/seal.zip"),
    ]

    assert [one.exit_code for one in answers] == [1, 1, 1]
    assert "2024-Q9 is no period: say a year, a half-year or a quarter" in answers[0].stderr
    assert "is not sealed: `jalon seal list` says what is." in answers[1].stderr
    assert "cannot be written" in answers[2].stderr and "--output" in answers[2].stderr


def test_a_bundle_changed_on_the_disk_is_not_exported(run, sealed, tmp_path):
    path = path_of_document(sealed.bundle_id)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    changed = run("seal", "export", PERIOD, "--plan", sealed.plan.code)
    path.unlink()
    gone = run("seal", "export", PERIOD, "--plan", sealed.plan.code)

    assert (
        "The bundle is not what was sealed" in changed.stderr and "The bundle cannot be read" in gone.stderr
    )
    assert not list(tmp_path.glob("seal-*.zip"))


# what contracts owe


def test_returns_are_listed_as_known_at_a_moment(run):
    contract = promising()
    calendar_kept(contract.plan)
    opened(contract)
    before = latest()
    settled_and_submitted = submitted(contract)
    asked = ("return", "list", "--plan", contract.plan.code, "--on", "2024-04-20", "--json")

    now, then = (
        {one["period"]: one for one in json.loads(run(*asked, *more).output)}
        for more in ((), ("--known-at", str(before)))
    )

    assert now[PERIOD]["submitted_on"] == AFTER.isoformat() and then[PERIOD]["submitted_on"] is None
    assert now[PERIOD]["uid"] == str(settled_and_submitted.uid)
    assert [now[PERIOD]["state"], then[PERIOD]["state"]] == ["submitted", "open"]


def test_a_plan_whose_calendar_nobody_kept_owes_nothing(run):
    plan = promising().plan

    assert run("return", "list", "--plan", plan.code, "--on", "2024-04-20").output == (
        "Nothing is owed on 20/04/2024: nobody kept a calendar of returns for this plan, or it has not begun.\n"
    )


def test_a_plan_nobody_knows_is_refused_by_its_code(run):
    promising()

    refused = run("return", "list", "--plan", "NONE", "--on", date(2024, 4, 1).isoformat())

    assert refused.exit_code == 1 and "NONE" in refused.stderr
