"""A sealed period: a signed bundle that is checked without Jalon, and says which byte was changed."""

import json
import subprocess
import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from jalon.evidence.models import Evidence
from jalon.evidence.queries.sealable import path_of_document
from jalon.kernel.periods import parse
from jalon.reporting.actions import accept_findings, bring, draw, find, reopen, seal, submit, validate, verify
from jalon.reporting.actions.sealing import ENGINE, NotSealed
from jalon.reporting.models import Seal
from jalon.reporting.signing import FILE
from tests.evidence.making import deed, firm, recorded
from tests.factories.network import MembershipFactory, NetworkFactory
from tests.factories.reporting import AFTER, PERIOD, counted, promising, received, settled, submitted
from tests.factories.results import contract as signed
from tests.factories.results import sheet
from tests.factories.verification import SESSION_DAY, a_decision, validated_return

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).parents[2] / "tools" / "verify_seal.py"
Q1 = parse(PERIOD)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.JALON_KEYS = tmp_path / "keys"
    settings.JALON_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def verifier():
    return MembershipFactory(role="verifier", organisation=NetworkFactory()).user


def checked(report, verifier, wrong=1):
    """A return whose first sampled things were rejected, validated by the committee."""
    sample = draw(report, by=verifier, on=AFTER)
    for place, thing in enumerate(sample.things.all()):
        outcome, reason = ("rejected", "Doublon.") if place < wrong else ("accepted", "")
        find(thing, outcome=outcome, reason=reason, by=verifier, on=AFTER)
    verify(report, by=verifier, on=AFTER)
    accept_findings(report, by=None, on=AFTER)
    bring(report, by=None, on=AFTER)
    validate(report, by=None, on=SESSION_DAY, decision=a_decision())


def told(bundle, *options):
    """What the tool says of a bundle, run apart from Jalon."""
    command = [sys.executable, "-I", str(TOOL), str(bundle), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    return done.returncode, done.stdout + done.stderr


MEASURES = {
    "STAFF": ({"staff": {"kinds": ["staff.opening", "staff.joined"], "aggregation": "stock"}}, "staff"),
    "FIRMS": ({"firms": {"kinds": ["test.reported"], "aggregation": "distinct"}}, "firms"),
    "RATE": (
        {
            "bad": {
                "kinds": ["test.reported"],
                "aggregation": "count",
                "where": [["attributes.conform", "=", False]],
            },
            "all": {"kinds": ["test.reported"], "aggregation": "count"},
        },
        "bad / all * 100",
    ),
    "MEAN": ({"mean": {"kinds": ["test.reported"], "aggregation": "mean"}}, "mean"),
}


@pytest.fixture
def a_plan(verifier):
    """A plan with a contract that counts in every way: tests, staff, firms, a rate, a mean."""
    contract = promising()
    for code, (measures, formula) in MEASURES.items():
        sheet(code, measures=measures, formula=formula)
    codes = ("TESTS", *MEASURES)
    signed(
        contract.plan, contract.centre, number=2, targets=[(code, "per_period", 2024, 100) for code in codes]
    )
    one = firm(name="Conserves du Souss")
    day = date(2024, 2, 1)
    recorded(
        contract.centre,
        deed("S-1", "staff.opening", date(2023, 12, 31), Decimal(20)),
        deed("S-2", "staff.joined", day, Decimal(2)),
        *(
            deed(f"T-{n}", on=day, quantity=Decimal(n + 1), enterprise=one, attributes={"conform": n > 3})
            for n in range(7)
        ),
    )
    received(contract.centre)
    checked(submitted(contract), verifier)
    return contract.plan


def test_a_sealed_period_is_checked_without_jalon(a_plan):
    made = seal(a_plan, Q1, by=None, on=SESSION_DAY)

    status, said = told(path_of_document(made.bundle_id), "--public-key", made.public_key)

    assert (status, said.splitlines()[-1]) == (0, "The seal holds."), said
    assert f"root {made.root}" in said
    reversals = Evidence.objects.exclude(reverses=None).count()
    assert reversals and made.rows == 9 + reversals


def test_the_key_is_made_once_and_read_by_nobody_else(settings):
    contract = promising()
    counted(contract.centre, 3)
    received(contract.centre)
    report = validated_return(submitted(contract))
    made = seal(contract.plan, Q1, by=None, on=SESSION_DAY)
    file = settings.JALON_KEYS / FILE

    reopen(report, reason="Erreur.", by=None, on=SESSION_DAY, decision=a_decision())
    submit(settled(report), by=None, on=AFTER)
    validated_return(report)
    again = seal(contract.plan, Q1, by=None, on=SESSION_DAY)

    assert file.stat().st_mode & 0o777 == 0o600
    assert (again.public_key, again.number) == (made.public_key, 2)
    assert told(path_of_document(again.bundle_id))[0] == 0


def test_no_name_of_a_firm_enters_a_bundle(a_plan):
    made = seal(a_plan, Q1, by=None, on=SESSION_DAY)

    with ZipFile(path_of_document(made.bundle_id)) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Souss" not in content and b"conserves" not in content.lower()


def test_a_period_with_a_return_that_is_not_decided_is_not_sealed():
    contract = promising()
    counted(contract.centre, 3)
    received(contract.centre)
    submitted(contract)

    with pytest.raises(NotSealed) as refused:
        seal(contract.plan, Q1, by=None, on=SESSION_DAY)

    assert (refused.value.reason, refused.value.waiting) == ("waiting", (contract.code,))
    assert not Seal.objects.exists()


def test_a_period_is_not_sealed_twice_while_nothing_was_decided_again(a_plan):
    seal(a_plan, Q1, by=None, on=SESSION_DAY)

    with pytest.raises(NotSealed) as refused:
        seal(a_plan, Q1, by=None, on=SESSION_DAY)

    assert refused.value.reason == "sealed_before"


def altered(bundle, target, name, change):
    """The bundle with one file changed."""
    with ZipFile(bundle) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        for one in before.namelist():
            content = before.read(one)
            after.writestr(one, change(content) if one == name else content)
    return target


def flipped(content):
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def other_number(content):
    values = json.loads(content)
    next(one for one in values if one["indicator"] == "TESTS")["validated"] = "1000"
    return json.dumps(values).encode()


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("rows.jsonl", flipped, "row"),
        ("values.json", other_number, "values.json was changed"),
        ("definitions.json", flipped, "definitions.json was changed"),
        ("signature", flipped, "the signature is not that of manifest.json"),
        ("manifest.json", flipped, "the signature is not that of manifest.json"),
    ],
)
def test_one_altered_byte_is_named(a_plan, tmp_path, name, change, named):
    made = seal(a_plan, Q1, by=None, on=SESSION_DAY)

    status, said = told(altered(path_of_document(made.bundle_id), tmp_path / "changed.zip", name, change))

    assert status == 1
    assert f"WRONG: {named}" in said


def test_the_engine_a_seal_names_is_the_version_of_the_package():
    said = tomllib.loads((TOOL.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))

    assert f"jalon {said['project']['version']}" == ENGINE
