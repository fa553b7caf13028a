"""The demonstration prints the state of the plan, and a second run changes nothing."""

import json
import re
import subprocess
import sys

import pytest

from jalon.network.roles import ROLES
from jalon.site import postgres
from tests.site.test_cli import environ, place, run  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def first(place):  # noqa: F811
    return run(place / "demo", "demo", "--no-serve")


def moment(text):
    return re.search(r"as known at moment (\d+)", text)[1]


def test_the_demonstration_prints_the_state_of_the_plan(first):
    assert first.returncode == 0, first.stderr
    assert "Envelope: 250 MDH" in first.stdout
    assert "9 contracts:" in first.stdout
    assert first.stdout.count("baseline not published") == 4
    assert all(re.search(rf"^ +{axis}  \w", first.stdout, re.M) for axis in range(1, 6))
    assert "with simulated data" in first.stdout


def test_it_opens_one_account_a_role(first):
    assert len(re.findall(r"@demo\.example", first.stdout)) == len(ROLES)


def test_a_second_run_changes_nothing(first, place):  # noqa: F811
    again = run(place / "demo", "demo", "--no-serve")

    assert again.returncode == 0, again.stderr
    known = json.loads(run(place / "demo", "state", "--json", "--indicator", "TESTS").stdout)[0]["known_at"]
    third = run(place / "demo", "demo", "--no-serve").stdout
    assert moment(first.stdout) == moment(again.stdout) == moment(third) == str(known)
    assert accounts(again.stdout) == accounts(third) == accounts(first.stdout)


def accounts(text):
    return re.findall(r"(\S+@demo\.example)\s+(\S+)", text)


def test_everything_simulated_is_verified(first, place):  # noqa: F811
    done = run(place / "demo", "verify")

    assert done.returncode == 0, done.stderr
    assert "Nothing was changed" in done.stdout


def test_one_altered_byte_of_the_demonstration_is_named(first, place):  # noqa: F811
    home = place / "demo"
    change = """
        ALTER TABLE evidence_evidence DISABLE TRIGGER evidence_evidence_keep_rows;
        UPDATE evidence_evidence SET quantity = quantity + 1 WHERE id = (SELECT max(id) - 100 FROM evidence_evidence);
        ALTER TABLE evidence_evidence ENABLE ALWAYS TRIGGER evidence_evidence_keep_rows;
    """
    with postgres.running(home) as sockets:
        address = ["-h", str(sockets), "-U", "jalon", "-d", "jalon", "-v", "ON_ERROR_STOP=1", "-q"]
        subprocess.run([postgres.program("psql"), *address, "-c", change], check=True)

    done = run(home, "verify")

    assert done.returncode == 1
    assert re.search(r"evidence row \d+ \(", done.stderr)


def test_a_real_installation_is_never_made_a_demonstration(place):  # noqa: F811
    home = place / "real"
    script = (
        "from jalon.site.cli.session import ready\n"
        "with ready():\n"
        "    from jalon.journal.actions import recording\n"
        "    with recording('a.b'): pass\n"
    )

    settings = {"DJANGO_SETTINGS_MODULE": "jalon.site.settings"}
    subprocess.run([sys.executable, "-c", script], env=environ(home) | settings, check=True)

    done = run(home, "demo", "--no-serve")

    assert done.returncode == 1
    assert "never mixed" in done.stderr
    assert not (home / "demo").exists()
