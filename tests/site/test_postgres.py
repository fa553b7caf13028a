"""The embedded PostgreSQL: started by its first user, stopped by its last, back after a kill."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from jalon.site import cluster, postgres
from jalon.site.home import Home

USER = """
import sys, time
from pathlib import Path
from jalon.site import postgres
with postgres.running(Path(sys.argv[1]), throwaway=True) as sockets:
    print(sockets, flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def home():
    """A home the database's account may reach, whoever runs the tests (pytest's own folders are private)."""
    folder = Path(tempfile.mkdtemp(prefix="jalon-test-"))
    folder.chmod(0o711)
    yield folder / "jalon"
    postgres.discard(folder / "jalon")
    shutil.rmtree(folder, ignore_errors=True)


def using(home, seconds):
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(home), str(seconds)], stdout=subprocess.PIPE, text=True
    )


def ask(sockets, question="SELECT 1"):
    with psycopg.connect(host=str(sockets), user="jalon", dbname="jalon") as connection:
        return connection.execute(question).fetchone()


def server_number(home):
    return cluster.number_in(home / "postgres" / "postmaster.pid")


def processes_of(home):
    """Servers and watching processes of a home that are still there."""
    name = str(home)
    for process in psutil.process_iter():
        try:
            command = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if name in command and ("postgres" in command) and process.pid != os.getpid():
            yield command


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_role_without_privileges_owns_a_database_that_knows_accents(home):
    with postgres.running(home) as sockets:
        answer = ask(
            sockets, "SELECT lower('É'), rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        listening = ask(sockets, "SHOW listen_addresses")

    assert answer == ("é", False, False)
    assert listening == ("",)


def test_nobody_else_may_enter_the_data_or_the_socket(home):
    with postgres.running(home) as sockets:
        assert sockets.stat().st_mode & 0o077 == 0
        assert (home / "postgres").stat().st_mode & 0o077 == 0
        assert (home / "secret_key").stat().st_mode & 0o077 == 0
        assert len(str(sockets)) < 60


def test_the_last_user_stops_the_server_and_nothing_is_left(home):
    with postgres.running(home) as sockets:
        with postgres.running(home):
            assert ask(sockets) == (1,)
        assert ask(sockets) == (1,)

    assert not sockets.exists()
    until(lambda: not list(processes_of(home)))


def test_what_was_written_is_there_the_next_time(home):
    with (
        postgres.running(home) as sockets,
        psycopg.connect(host=str(sockets), user="jalon", dbname="jalon") as known,
    ):
        known.execute("CREATE TABLE kept (word text)")
        known.execute("INSERT INTO kept VALUES ('là')")

    with postgres.running(home) as sockets:
        assert ask(sockets, "SELECT word FROM kept") == ("là",)


def test_four_processes_start_at_once(home):
    users = [using(home, 1.5) for _ in range(4)]
    sockets = {user.stdout.readline().strip() for user in users}

    assert len(sockets) == 1
    assert ask(sockets.pop()) == (1,)
    assert [user.wait(timeout=60) for user in users] == [0, 0, 0, 0]
    until(lambda: not list(processes_of(home)))


def test_a_killed_user_leaves_no_server_behind(home):
    user = using(home, 600)
    user.stdout.readline()
    assert server_number(home)

    user.kill()
    user.wait()

    until(lambda: not (home / "postgres" / "postmaster.pid").exists() and not list(processes_of(home)))


def test_a_killed_server_comes_back_with_its_data(home):
    with postgres.running(home) as sockets:
        with psycopg.connect(host=str(sockets), user="jalon", dbname="jalon", autocommit=True) as known:
            known.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(server_number(home), signal.SIGKILL)

    with postgres.running(home) as sockets:
        assert ask(sockets, "SELECT answer FROM kept") == (42,)


def test_a_note_that_names_another_process_is_not_believed(home):
    with postgres.running(home):
        note = (home / "postgres" / "postmaster.pid").read_text(encoding="utf-8")
    stranger = subprocess.Popen(["sleep", "60"])
    lines = [str(stranger.pid), *note.split("\n")[1:]]
    (home / "postgres" / "postmaster.pid").write_text("\n".join(lines), encoding="utf-8")

    try:
        with postgres.running(home) as sockets:
            assert ask(sockets) == (1,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_home_removed_while_in_use_can_be_made_again(home):
    user = using(home, 600)
    user.stdout.readline()
    orphan = server_number(home)
    home.rename(home.with_name("gone"))

    with postgres.running(home) as sockets:
        assert ask(sockets) == (1,)
        assert not cluster.is_postgres(orphan)
    user.kill()
    user.wait()


def test_a_home_removed_while_in_use_leaves_no_server_behind(home):
    user = using(home, 600)
    user.stdout.readline()
    orphan = server_number(home)
    home.rename(home.with_name("gone"))

    user.kill()
    user.wait()

    until(lambda: not cluster.is_postgres(orphan))


def test_two_homes_are_two_servers(home):
    other = home.with_name("other")
    try:
        with postgres.running(home) as here, postgres.running(other) as there:
            ask(here)
            assert here != there
            assert server_number(home) != server_number(other)
    finally:
        postgres.discard(other)


def test_a_cluster_of_another_version_is_refused_with_the_way_out(home):
    with postgres.running(home):
        pass
    (home / "postgres" / "PG_VERSION").write_text("15\n", encoding="ascii")

    with pytest.raises(postgres.PostgresError, match="jalon backup FILE"), postgres.running(home):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has homes the database's account may not enter")
def test_a_private_home_of_root_stays_private(home):
    home.mkdir(mode=0o700)

    with postgres.running(home) as sockets:
        assert ask(sockets) == (1,)
        assert home.stat().st_mode & 0o777 == 0o700
        assert (home / "postgres").is_symlink()
        elsewhere = (home / "postgres").resolve()
    postgres.discard(home)

    assert not elsewhere.exists()


def test_a_home_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(Exception, match="JALON_HOME="), postgres.running(tmp_path / "file"):
        pass
    assert not Home(tmp_path / "file").is_demo
