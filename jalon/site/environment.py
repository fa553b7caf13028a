"""The settings a person may give, as one table: name, default, meaning, how to read the value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

CHECKOUT = Path(__file__).resolve().parents[2]

LEAST_MEMORY = 100  # MB: with less the engine has no room for one question over a million rows


class SettingError(Exception):
    """One or several settings cannot be read; the text says the line to add for each."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: Any
    meaning: str
    read: Callable[[str], Any]
    example: str
    is_secret: bool = False  # it is, or may hold, a password: never shown


def folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def text(value: str) -> str:
    return value.strip()


def names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def yes_or_no(value: str) -> bool:
    if value.strip().lower() not in ("yes", "no", "1", "0", "true", "false"):
        raise ValueError("is neither yes nor no")
    return value.strip().lower() in ("yes", "1", "true")


def whole(smallest: int, largest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.strip().isascii() or not value.strip().isdigit():
            raise ValueError("is not a whole number")
        if not smallest <= int(value) <= largest:
            raise ValueError(f"is not between {smallest} and {largest}")
        return int(value)

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.strip() not in choices:
            raise ValueError(f"is none of {', '.join(choices)}")
        return value.strip()

    return read


def database_url(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("does not begin with postgresql://")
    if not parts.path.strip("/"):
        raise ValueError("does not name a database after the last /")
    return value.strip()


def mail_url(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in ("smtp", "smtps", "console"):
        raise ValueError("begins with none of smtp://, smtps://, console:")
    if parts.scheme != "console" and not parts.hostname:
        raise ValueError("names no mail server")
    return value.strip()


def secret(value: str) -> str:
    if len(value) < 32:
        raise ValueError("is shorter than 32 characters")
    return value


def zone(value: str) -> str:
    if value.strip() not in available_timezones():
        raise ValueError("is no time zone")
    return value.strip()


def language(value: str) -> str:
    return one_of("fr", "ar", "en")(value)


def memory(value: str) -> str:
    size = re.fullmatch(r"([1-9][0-9]*)(MB|GB)", value.strip())
    if not size:
        raise ValueError("is not a size such as 900MB or 2GB")
    if size[2] == "MB" and int(size[1]) < LEAST_MEMORY:
        raise ValueError(f"is less than the {LEAST_MEMORY}MB it needs")
    return value.strip()


TABLE = (
    Setting(
        "JALON_HOME",
        CHECKOUT / ".jalon",
        "The data folder: the embedded database, documents, segments and the secret key. "
        "Two folders are two independent installations.",
        folder,
        "/srv/jalon",
    ),
    Setting(
        "JALON_DATABASE_URL",
        "",
        "A PostgreSQL server (15 or newer) to use instead of the embedded one.",
        database_url,
        "postgresql://jalon:password@localhost:5432/jalon",
        is_secret=True,
    ),
    Setting(
        "JALON_SECRET_KEY",
        "",
        "Signs sessions and links sent by mail. Without it, a key is made once and kept in the data folder.",
        secret,
        "a-long-random-text-of-at-least-32-characters",
        is_secret=True,
    ),
    Setting(
        "JALON_HOSTS",
        ("localhost", "127.0.0.1", "[::1]"),
        "The names under which browsers reach Jalon, separated by commas.",
        names,
        "jalon.example.org,localhost",
    ),
    Setting(
        "JALON_HTTPS",
        False,
        "Whether browsers come over HTTPS through a proxy that sets X-Forwarded-Proto.",
        yes_or_no,
        "yes",
    ),
    Setting("JALON_PORT", 8000, "The port `jalon serve` listens on.", whole(1, 65535), "8000"),
    Setting(
        "JALON_WORKERS",
        2,
        "How many processes answer requests, each with several threads.",
        whole(1, 64),
        "4",
    ),
    Setting(
        "JALON_DEBUG",
        False,
        "Shows the details of an error in the browser. Never on a machine others can reach.",
        yes_or_no,
        "no",
    ),
    Setting(
        "JALON_MAIL_URL",
        "console:",
        "The mail server, encrypted with smtps:// or, on port 587, by STARTTLS. "
        "By default messages are printed on the terminal.",
        mail_url,
        "smtps://user:password@mail.example.org:465",
        is_secret=True,
    ),
    Setting(
        "JALON_MAIL_FROM",
        "Jalon <jalon@localhost>",
        "The sender of messages.",
        text,
        "Jalon <jalon@example.org>",
    ),
    Setting(
        "JALON_AUTHORITIES",
        None,
        "A folder of certificates (.pem, .crt, .cer) of the authorities whose signatures are shown as known.",
        folder,
        "/etc/jalon/authorities",
    ),
    Setting("JALON_LANGUAGE", "fr", "The language of a person who has not chosen one.", language, "fr"),
    Setting(
        "JALON_TIME_ZONE", "Africa/Casablanca", "The time zone of days and hours.", zone, "Africa/Casablanca"
    ),
    Setting(
        "JALON_ENGINE",
        "duckdb",
        "What counts the rows: DuckDB, within each process, the only engine there is.",
        one_of("duckdb"),
        "duckdb",
    ),
    Setting(
        "JALON_ENGINE_MEMORY",
        "1500MB",
        "The most memory a question may take in a process; beyond it, it spills to the data folder. "
        "Short questions, put two at once, have as much besides.",
        memory,
        "2GB",
    ),
)


def read(environment: Mapping[str, str]) -> dict[str, Any]:
    """Every setting of the table, or one SettingError naming all that are wrong."""
    values, wrong = {}, []
    for setting in TABLE:
        given = environment.get(setting.name, "")
        try:
            values[setting.name] = setting.read(given) if given.strip() else setting.default
        except ValueError as error:
            wrong.append(mend(setting, given, str(error)))
    wrong += [unknown(name) for name in environment if name.startswith("JALON_") and not known(name)]
    if wrong:
        raise SettingError("\n".join(wrong))
    return values


def written(value: Any) -> str:
    """A value as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(value)


def mend(setting: Setting, given: str, why: str) -> str:
    shown = "its value" if setting.is_secret else f"“{given}”"
    return f"{setting.name}: {shown} {why}. Write a line such as:\n    {setting.name}={setting.example}"


def unknown(name: str) -> str:
    return f"{name}: there is no such setting; docs/settings.md lists them. To forget it:\n    unset {name}"


def known(name: str) -> bool:
    return name.startswith(("JALON_REQUIRE_", "JALON_TEST_")) or any(
        name == setting.name for setting in TABLE
    )
