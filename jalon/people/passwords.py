from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class MinimumLength(MinimumLengthValidator):
    """Django's own sentence changed in 5.2 and has no Arabic since."""

    def get_error_message(self):
        return ngettext(
            "This password is too short: write at least %(number)d character.",
            "This password is too short: write at least %(number)d characters.",
            self.min_length,
        ) % {"number": self.min_length}
