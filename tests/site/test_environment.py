"""Settings come from one table; what is wrong says the line to write."""

import os
import subprocess
import sys

import pytest

from jalon.site import environment
from jalon.site.environment import SettingError, read


def test_nothing_needs_to_be_set():
    values = read({})

    assert values["JALON_HOME"] == environment.CHECKOUT / ".jalon"
    assert values["JALON_ENGINE"] == "duckdb"
    assert values["JALON_LANGUAGE"] == "fr"


@pytest.mark.parametrize(
    ("name", "value", "read_as"),
    [
        ("JALON_PORT", "8080", 8080),
        ("JALON_HOSTS", "jalon.example.org, localhost", ("jalon.example.org", "localhost")),
        ("JALON_DEBUG", "yes", True),
        ("JALON_HTTPS", "0", False),
        ("JALON_DATABASE_URL", "postgresql://u:p@h:5432/d", "postgresql://u:p@h:5432/d"),
        ("JALON_MAIL_URL", "smtps://mail.example.org", "smtps://mail.example.org"),
        ("JALON_ENGINE_MEMORY", "2GB", "2GB"),
        ("JALON_TIME_ZONE", "Europe/Paris", "Europe/Paris"),
    ],
)
def test_a_value_is_read(name, value, read_as):
    assert read({name: value})[name] == read_as


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("JALON_PORT", "abc", "is not a whole number"),
        ("JALON_PORT", "٨٠٨٠", "is not a whole number"),
        ("JALON_PORT", "70000", "is not between 1 and 65535"),
        ("JALON_DEBUG", "maybe", "is neither yes nor no"),
        ("JALON_DATABASE_URL", "mysql://localhost/jalon", "does not begin with postgresql://"),
        ("JALON_DATABASE_URL", "postgresql://localhost", "does not name a database"),
        ("JALON_DATABASE_URL", "postgresql://[bad/jalon", "Invalid IPv6"),
        ("JALON_MAIL_URL", "mail.example.org", "begins with none of"),
        ("JALON_MAIL_URL", "smtp://", "names no mail server"),
        ("JALON_SECRET_KEY", "short", "is shorter than 32 characters"),
        ("JALON_LANGUAGE", "es", "is none of fr, ar, en"),
        ("JALON_ENGINE", "spark", "is none of duckdb"),
        ("JALON_ENGINE_MEMORY", "lots", "is not a size"),
        ("JALON_ENGINE_MEMORY", "99MB", "is less than the 100MB it needs"),
        ("JALON_TIME_ZONE", "Casablanca", "is no time zone"),
    ],
)
def test_a_wrong_value_says_the_line_to_write(name, value, why):
    with pytest.raises(SettingError) as refused:
        read({name: value})

    assert why in str(refused.value)
    assert f"    {name}=" in str(refused.value)


def test_every_wrong_setting_is_said_in_one_go():
    with pytest.raises(SettingError) as refused:
        read({"JALON_PORT": "x", "JALON_LANGUAGE": "x", "JALON_HOEM": "/tmp"})

    assert all(name in str(refused.value) for name in ("JALON_PORT", "JALON_LANGUAGE", "JALON_HOEM"))


def test_a_secret_is_never_repeated():
    with pytest.raises(SettingError) as refused:
        read({"JALON_SECRET_KEY": "hunter2"})

    assert "hunter2" not in str(refused.value)


def test_every_example_can_be_read():
    for setting in environment.TABLE:
        assert setting.read(setting.example) is not None


def test_importing_settings_starts_and_writes_nothing(tmp_path):
    home = tmp_path / "home"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("JALON_")}
    environ |= {"JALON_HOME": str(home), "PYTHONPATH": str(environment.CHECKOUT)}

    subprocess.run([sys.executable, "-c", "import jalon.site.settings"], env=environ, check=True)

    assert not home.exists()


@pytest.mark.parametrize("name", ["JALON_DATABASE_URL", "JALON_MAIL_URL", "JALON_SECRET_KEY"])
def test_a_wrong_value_that_may_hold_a_password_is_not_repeated(name):
    with pytest.raises(SettingError) as refused:
        read({name: "mysql://u:hunter2@h"})

    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("setting", environment.TABLE, ids=lambda setting: setting.name)
def test_what_is_in_force_is_written_as_it_is_read(setting):
    value = setting.read(setting.example)

    assert setting.read(environment.written(value)) == value
