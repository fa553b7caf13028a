"""The demonstration prints the state of the plan, and a second run changes nothing."""

import json
import re
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from jalon.network.roles import ROLES
from jalon.site import postgres
from tests.site.test_cli import answer, environ, free_port, place, run  # noqa: F401 - a fixture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def first(place):  # noqa: F811
    """The first run, as a person types it: it prints, serves, is asked for a page and then to stop."""
    port, said = free_port(), []
    demonstration = subprocess.Popen(
        [sys.executable, "-m", "jalon", "demo", "--port", str(port)],
        env=environ(place / "demo"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        while not said or ("Jalon is at" not in said[-1] and demonstration.poll() is None):
            said.append(demonstration.stdout.readline())
        served = demonstration.poll() is None and answer(f"http://127.0.0.1:{port}/fr/account/login/").status
    finally:
        demonstration.send_signal(signal.SIGTERM)
        said.append(demonstration.communicate(timeout=60)[0])
    return SimpleNamespace(stdout="".join(said), returncode=demonstration.returncode, served=served)


def moment(text):
    return re.search(r"as known at moment (\d+)", text)[1]


def test_the_demonstration_prints_the_state_of_the_plan(first):
    assert first.returncode == 0, first.stdout
    assert "Envelope: 250 MDH" in first.stdout
    assert "9 contracts:" in first.stdout
    assert first.stdout.count("baseline not published") == 4
    assert all(re.search(rf"^ +{axis}  \w", first.stdout, re.M) for axis in range(1, 6))
    assert "with simulated data" in first.stdout


def test_what_it_printed_is_then_served(first):
    assert first.served == 200
    assert "SIGABRT" not in first.stdout


def test_it_opens_one_account_a_role(first):
    accounts = re.findall(r"(\S+)@demo\.example", first.stdout)

    assert len(accounts) == len(ROLES) + 1
    assert accounts[-1] == "firm"


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
