"""The demonstration prints the state of the plan, and a second run changes nothing."""

import json
import re
import subprocess
from contextlib import contextmanager

import pytest

from jalon.network.roles import ROLES
from jalon.site import postgres
from tests.installation import installation
from tests.site.test_cli import run

pytestmark = pytest.mark.slow


def moment(text):
    return re.search(r"as known at moment (\d+)", text)[1]


def test_the_demonstration_prints_the_state_of_the_plan(demo):
    assert demo.returncode == 0, demo.stdout
    assert "Envelope: 250 MDH" in demo.stdout
    assert "9 contracts:" in demo.stdout
    assert demo.stdout.count("baseline not published") == 4
    assert all(re.search(rf"^ +{axis}  \w", demo.stdout, re.M) for axis in range(1, 6))
    assert "with simulated data" in demo.stdout


def test_what_it_printed_is_then_served(demo):
    assert demo.served == 200
    assert "SIGABRT" not in demo.stdout


def test_it_opens_one_account_a_role(demo):
    accounts = re.findall(r"(\S+)@demo\.example", demo.stdout)

    assert len(accounts) == len(ROLES) + 1
    assert accounts[-1] == "firm"


def test_a_second_run_changes_nothing(demo):
    again = run(demo.home, "demo", "--no-serve")

    assert again.returncode == 0, again.stderr
    known = json.loads(run(demo.home, "state", "--json", "--indicator", "TESTS").stdout)[0]["known_at"]
    assert moment(demo.stdout) == moment(again.stdout) == str(known)
    assert accounts(again.stdout) == accounts(demo.stdout)


def accounts(text):
    return re.findall(r"(\S+@demo\.example)\s+(\S+)", text)


def test_everything_simulated_is_verified(demo):
    done = run(demo.home, "verify")

    assert done.returncode == 0, done.stderr
    assert "Nothing was changed" in done.stdout


@contextmanager
def more(quantity: int, home):
    """One row of the evidence says more than was recorded, and then again what was."""
    alter(home, quantity)
    yield
    alter(home, -quantity)


def alter(home, quantity: int) -> None:
    change = f"""
        ALTER TABLE evidence_evidence DISABLE TRIGGER evidence_evidence_keep_rows;
        UPDATE evidence_evidence SET quantity = quantity + {quantity}
            WHERE id = (SELECT max(id) - 100 FROM evidence_evidence);
        ALTER TABLE evidence_evidence ENABLE ALWAYS TRIGGER evidence_evidence_keep_rows;
    """
    with postgres.running(home) as sockets:
        address = ["-h", str(sockets), "-U", "jalon", "-d", "jalon", "-v", "ON_ERROR_STOP=1", "-q"]
        subprocess.run([postgres.program("psql"), *address, "-c", change], check=True)


def test_one_altered_byte_of_the_demonstration_is_named(demo):
    with more(1, demo.home):
        done = run(demo.home, "verify")

    assert done.returncode == 1
    assert re.search(r"evidence row \d+ \(", done.stderr)


FOUNDED = """
from jalon.site.cli.session import ready
with ready():
    from jalon.journal.actions import recording
    with recording("a.b"): pass
"""


def test_a_real_installation_is_never_made_a_demonstration():
    with installation() as place:
        founded = place.python("-c", FOUNDED)
        done = place.run("demo", "--no-serve")

        assert founded.returncode == 0, founded.stderr
        assert done.returncode == 1
        assert "never mixed" in done.stderr
        assert not (place.home / "demo").exists()
