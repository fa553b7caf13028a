"""Passwords that are refused, in the reader's words and digits."""

import pytest
from django.utils import translation

from jalon.people.passwords import MinimumLength
from jalon.ui import formats


@pytest.mark.parametrize(
    ("language", "digits", "said"), [("fr", "western", "12"), ("ar", "western", "12"), ("ar", "arabic", "١٢")]
)
def test_a_short_password_is_told_how_long_it_must_be(language, digits, said):
    with translation.override(language), formats.digits(digits):
        assert said in MinimumLength(12).get_error_message()
