"""Days as forms take them: a year mistyped is told before it is kept for ever."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def in_reach(day: date) -> None:
    """Nothing of the work is dated centuries away. Raises ValidationError."""
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Check the year: it lies between 1900 and 2199."))
