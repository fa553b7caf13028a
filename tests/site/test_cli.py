"""The command `jalon`, as a person types it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from jalon.site import environment, postgres
from tests import tables
from tests.installation import Installation


def environ(home, **more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JALON_", "DJANGO_"))}
    return kept | {"JALON_HOME": str(home), "PYTHONPATH": str(environment.CHECKOUT), "LANG": "C.UTF-8"} | more


def run(home, *arguments, **more):
    command = [sys.executable, "-m", "jalon", *map(str, arguments)]
    return subprocess.run(command, env=environ(home, **more), capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def place():
    folder = Path(tempfile.mkdtemp(prefix="jalon-test-"))
    folder.chmod(0o711)
    yield folder
    for home in folder.iterdir():
        if home.is_dir():
            postgres.discard(home)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def home(place):
    """An installation with its tables (tests/site/test_server_database.py has them made by the command)."""
    home = place / "home"
    with postgres.running(home) as sockets:
        tables.fill(sockets, Installation(home).environ())
    return home


def test_help_is_there_before_anything_heavy_is_read():
    script = (
        "import sys; from jalon.site.cli import jalon; jalon(['--help'], standalone_mode=False);"
        "print([name for name in ('django', 'psycopg', 'duckdb', 'gunicorn') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ("/nowhere"), capture_output=True, text=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert "doctor" in done.stdout


@pytest.mark.parametrize("arguments", [["state", "--colour"], ["fly"], ["backup"], ["state", "--on", "soon"]])
def test_a_command_typed_wrong_exits_2(place, arguments):
    done = run(place / "never", *arguments)

    assert done.returncode == 2
    assert "Usage: jalon" in done.stderr
    assert not (place / "never").exists()


def test_a_wrong_setting_says_the_line_to_write(place):
    done = run(place / "never", "doctor", JALON_PORT="eighty")

    assert done.returncode == 1
    assert "    JALON_PORT=8000" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_an_unexpected_error_is_a_sentence(place):
    (place / "file").write_text("in the way", encoding="utf-8")

    done = run(place / "file", "migrate")

    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_server_that_does_not_answer_is_said_so(place):
    done = run(place / "elsewhere", "verify", JALON_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Connection refused" in done.stderr or "refused" in done.stderr


def test_migrating_twice_changes_nothing(home):
    assert run(home, "migrate").stdout == "The database is up to date.\n"


def test_the_doctor_finds_a_new_installation_well(home):
    run(home, "messages", "compile")

    done = run(home, "doctor")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything is well." in done.stdout
    assert (home / "secret_key").read_text(encoding="ascii").strip() not in done.stdout


def test_the_doctor_says_how_to_mend_what_is_open_to_others(home):
    (home / "documents").chmod(0o755)
    try:
        done = run(home, "doctor")
    finally:
        (home / "documents").chmod(0o700)

    assert done.returncode == 1
    assert "chmod -R go-rwx" in done.stdout


def test_a_state_without_a_plan_says_what_to_do(home):
    done = run(home, "state")

    assert done.returncode == 1
    assert "jalon pack load" in done.stderr


def test_the_letter_of_the_first_administrator_is_read_on_the_terminal(home):
    script = (
        "from jalon.site.cli.session import ready\n"
        "with ready():\n"
        "    from jalon.network.actions import register_organisation\n"
        "    from jalon.kernel.words import Words\n"
        "    register_organisation(code='MIN', kind='ministry', name=Words('Ministère'), by=None)\n"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "jalon.site.settings"}
    subprocess.run([sys.executable, "-c", script], env=environ(home) | settings, check=True)

    done = run(home, "person", "invite", "a@b.ma", "--role", "administrator", "--organisation", "min")

    assert done.returncode == 0, done.stderr
    assert "To: a@b.ma\nSubject: Vous êtes invité à Jalon\xa0: Ministère\n" in done.stdout
    assert "/fr/network/invitations/" in done.stdout
    assert done.stdout.endswith("a@b.ma is invited as administrator of MIN.\n")


def test_an_export_that_cannot_be_is_a_sentence(home, place):
    done = run(home, "pack", "export", "NONE", "--output", place / "none")

    assert done.returncode == 1
    assert done.stderr == "Error: There is no plan NONE. Known: none.\n"


@pytest.fixture(scope="module")
def backup(home, place):
    done = run(home, "person", "list")
    assert done.returncode == 0, done.stderr
    (home / "documents" / "ab").mkdir()
    (home / "documents" / "ab" / "abc").write_bytes(b"a document")
    file = place / "jalon.backup"
    done = run(home, "backup", file)
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_is_private_and_names_its_parts(backup):
    with tarfile.open(backup) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))

    assert backup.stat().st_mode & 0o077 == 0
    assert {"database.dump", "secret_key", "documents/ab/abc"} <= manifest["parts"].keys()


def test_a_backup_is_never_overwritten(home, backup):
    done = run(home, "backup", backup)

    assert done.returncode == 1
    assert "never overwritten" in done.stderr


def test_a_backup_comes_back_into_an_empty_home(home, place, backup):
    done = run(place / "restored", "restore", backup)

    assert done.returncode == 0, done.stderr
    assert "verified" in done.stdout
    assert (place / "restored/documents/ab/abc").read_bytes() == b"a document"
    assert (place / "restored/secret_key").read_bytes() == (home / "secret_key").read_bytes()
    assert run(place / "restored", "verify").returncode == 0


def test_a_backup_is_refused_by_a_home_in_use(home, backup):
    done = run(home, "restore", backup)

    assert done.returncode == 1
    assert "not empty" in done.stderr


def test_a_damaged_backup_is_refused_and_leaves_nothing(place, backup):
    damaged = place / "damaged.backup"
    content = bytearray(backup.read_bytes())
    found = content.find(b"a document")
    content[found : found + 1] = b"A"
    damaged.write_bytes(content)

    done = run(place / "spoilt", "restore", damaged)

    assert done.returncode == 1
    assert "documents/ab/abc is not what it was" in done.stderr
    assert not (place / "spoilt").exists()


def test_another_file_is_no_backup(place):
    (place / "other").write_bytes(b"not a backup" * 100)

    done = run(place / "third", "restore", place / "other")

    assert done.returncode == 1
    assert "not a whole backup" in done.stderr


def test_a_server_is_used_when_one_is_named(place, backup):
    """Another home's embedded server stands for it."""
    with postgres.running(place / "server") as sockets:
        url = f"postgresql://jalon@/jalon?host={sockets}"
        restored = run(place / "client", "restore", backup, JALON_DATABASE_URL=url)
        verified = run(place / "client", "verify", JALON_DATABASE_URL=url)
        saved = run(place / "client", "backup", place / "again.backup", JALON_DATABASE_URL=url)

    assert (restored.returncode, verified.returncode, saved.returncode) == (0, 0, 0), (
        restored.stderr + saved.stderr
    )
    assert not (place / "client" / "postgres").exists()


def test_serving_ends_with_its_database(home):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "jalon", "serve", "--port", str(port), "--workers", "1"],
        env=environ(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said = server.stdout.readline()
        assert f"http://localhost:{port}/" in said
        page = answer(f"http://127.0.0.1:{port}/fr/account/login/")
        taken = run(home, "serve", "--port", port)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert taken.returncode == 1 and f"--port {port + 1}" in taken.stderr
    assert not (home / "postgres" / "postmaster.pid").exists()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address):
    end = time.monotonic() + 30
    while True:
        try:
            return urllib.request.urlopen(address, timeout=10)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
