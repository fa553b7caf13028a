"""Passwords that are refused, in the words of who reads."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext

from jalon.ui import formats


class MinimumLength(MinimumLengthValidator):
    """Django's own sentence changed in 5.2 and has no Arabic since."""

    def get_error_message(self):
        return ngettext(
            "This password is too short: write at least %(number)s character.",
            "This password is too short: write at least %(number)s characters.",
            self.min_length,
        ) % {"number": formats.plain_number(self.min_length)}
