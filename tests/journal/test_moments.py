"""A moment is an event's number, or an instant resolved to one."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from jalon.journal import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_events():
    """Numbers 2, 3 and 4, recorded on 1 January, 1 February and 1 March 2025 at noon UTC (13:00 in Casablanca)."""
    for month in (1, 2, 3):
        with actions.recording("a.b", at=datetime(2025, month, 1, 12, tzinfo=UTC)):
            pass


def test_before_anything_happened_the_last_moment_is_zero():
    assert queries.latest() == 0


def test_the_latest_moment_is_the_last_number(three_events):
    assert queries.latest() == 4


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3", 3),
        ("2025-02-01", 3),  # a day is known in the evening
        ("2025-01-31", 2),
        ("2025-02-01T12:00:00Z", 3),
        ("2025-02-01T11:59:59Z", 2),
        ("2025-02-01T13:00", 3),  # without a zone, the hour of Casablanca
        ("2025-02-01T12:59", 2),
        ("2025-02-01T13:00:00+01:00", 3),
        ("2025-02-01T13:00:00 01:00", 3),  # "+" typed into an address arrives as a space
        ("2024-12-31", 0),
        (" 4 ", 4),
    ],
)
def test_a_text_names_a_moment(three_events, text, moment):
    assert queries.moment_of(text) == moment


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01", "-1", "3.5", "2025-02-30T10:00", "٣"])
def test_another_text_is_refused_with_a_sentence(three_events, text):
    with translation.override("en"), pytest.raises(queries.MomentError, match="is no moment"):
        queries.moment_of(text)


def test_a_moment_that_has_not_happened_is_refused(three_events):
    with translation.override("en"), pytest.raises(queries.MomentError, match="goes to moment 4"):
        queries.moment_of("5")


@pytest.mark.parametrize(
    "text", ["9" * 40, "9" * 5000, "9999-12-31", "0001-01-01", "9999-12-31T23:59:59.999999"]
)
def test_what_lies_beyond_any_journal_is_no_moment(text):
    with pytest.raises(queries.MomentError):
        queries.moment_of(text)
