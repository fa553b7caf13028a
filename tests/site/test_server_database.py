"""JALON_DATABASE_URL selects a server: here a database of another home's server, which its own home never uses."""

import json
import tempfile
from pathlib import Path

import psycopg
import pytest

from jalon.site import environment, postgres
from tests.installation import Installation

PACK = environment.CHECKOUT / "packs" / "ma-cti"


@pytest.fixture(scope="module")
def place():
    folder = Path(tempfile.mkdtemp(prefix="jalon-test-"))
    folder.chmod(0o711)
    yield folder
    for name in ("server", "client"):
        postgres.discard(folder / name)
    folder.rmdir()


@pytest.fixture(scope="module")
def url(place):
    """A server that runs already, with an empty database that is not called jalon."""
    with postgres.running(place / "server", throwaway=True) as sockets:
        with psycopg.connect(host=str(sockets), user="jalon", dbname="jalon", autocommit=True) as known:
            known.execute("CREATE DATABASE centres")
        yield f"postgresql://jalon@/centres?host={sockets}"


@pytest.fixture(scope="module")
def said(place, url):
    """What the commands of an installation say that was told the server."""
    commands = {
        "migrate": ["migrate"],
        "load": ["pack", "load", PACK],
        "again": ["pack", "load", PACK],
        "state": ["state", "--json", "--on", "2024-12-31", "--indicator", "TESTS"],
        "verify": ["verify"],
    }
    answers = Installation(place / "client").say_each(*commands.values(), JALON_DATABASE_URL=url)
    return dict(zip(commands, answers, strict=True))


def test_the_tables_and_the_plan_are_written_to_the_named_server(said, url):
    with psycopg.connect(url) as known:
        plans = known.execute("SELECT count(*) FROM plan_plan").fetchone()

    assert "migrations applied" in said["migrate"]
    assert "is loaded" in said["load"]
    assert plans == (2,)


def test_loading_the_plan_again_changes_nothing_there(said):
    assert "nothing changed" in said["again"]


def test_the_state_of_the_plan_is_read_from_there(said):
    cells = json.loads(said["state"])

    assert {cell["level"] for cell in cells} == {"network", "centre"}
    assert len({cell["centre"] for cell in cells if cell["centre"]}) == 9


def test_what_is_there_is_verified(said):
    assert said["verify"].startswith("Nothing was changed")


def test_no_embedded_server_is_made_when_one_is_named(said, place):
    assert not (place / "client" / "postgres").exists()
    assert not postgres.socket_folder(place / "client").exists()
