"""Whatever is typed in an address or a form, the answer is a page or a refusal, never an error of the server."""

import random
from contextlib import suppress

import pytest

from tests.test_matrix import paths, refusals, world  # noqa: F401 - fixtures: the world of the matrix
from tests.two_centres import ROLES, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals")]

ASKING = ("administrator", "programme_officer", "centre_staff")
NAMES = (
    "after", "axis", "before", "by", "category", "centre", "day", "dimension", "format", "indicator", "kind", "known_at", "level",
    "lines", "list", "next", "on", "organisation", "page", "part", "period", "plain", "plan", "q", "region", "role",
    "sector", "seen", "simulated", "size", "sort", "span", "state", "status", "told", "unit", "value", "version",
    "with", "year", "firm", "sure", "reason", "name", "ice", "starts_on", "email", "name_fr", "password", "token",
)  # fmt: skip
HOSTILE = (
    "\x00", "a\x00b", "'", "%", "%s%n", "-1", "0", "9" * 40, "1e400", "NaN", "0001-01-01", "9999-12-31", "2024-13-45",
    "0000-00-00", "10000-01-01", "2024-Q5", "9999", "0001", "0000", "2024-H9", "2024-W10", "9" * 18, "9223372036854775808",
    "2024-05-31T23:59:60", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-03-31T02:30:00 02:00",
    "a" * 36, "f" * 32, "00000000-0000-0000-0000-000000000000", "\ud800", "٢٠٢٤", "²", "١٢٣", "½", "\u202e", "é" * 5000,
    "<script>", "../../etc/passwd", "[]", "{}", "true", "None", "CTPC", "TESTS", "2024", "csv", "xlsx", "🦊",
)  # fmt: skip


ALWAYS = ("on", "known_at", "plan")
SHARE = 0.08  # of the questions, drawn again for each address


def tried(client, method, path, asked):
    """The status of the answer; the error itself when the server met one."""
    try:
        with suppress(UnicodeEncodeError):
            return getattr(client, method)(path, asked).status_code
    except Exception as error:
        return error
    return 0


def broken(answer):
    return isinstance(answer, Exception) or answer >= 500


@pytest.mark.parametrize("role", ASKING)
def test_no_address_breaks_whatever_is_asked_of_it(role, world, readonly_client):  # noqa: F811
    readonly_client.force_login(person(role, world))
    drawn = random.Random(f"{role} asks")

    wrong = []
    for address, path, is_own in paths(world):
        may = address.permission in ROLES[role].permissions()
        for asked in questions(drawn) if is_own and may else ():
            answer = tried(readonly_client, "get", path.split("?")[0], asked)
            if broken(answer):
                wrong.append(f"{path} {asked!r:.300} {answer!r:.200}")

    assert not wrong, "\n".join(wrong)


def questions(drawn):
    """Some hostile values, each in several of the names at once, beside some that make sense."""
    sense = {"indicator": "TESTS", "period": "2024"}
    for value in HOSTILE:
        if drawn.random() < SHARE:
            yield sense | dict.fromkeys((*ALWAYS, *drawn.sample(NAMES, 6)), value)
