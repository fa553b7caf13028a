"""What the actions of this app refuse, with a sentence."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _


def refuse_future(day: dt.date, today: dt.date) -> None:
    if day > today:
        raise ValidationError(
            _("This day has not come yet: write down what happened once it has."), code="future"
        )


def checked(row):
    """The row, once its constraints said yes; a constraint's own sentence otherwise."""
    row.validate_constraints()
    return row


@contextmanager
def raced(sentence: str) -> Iterator[None]:
    """What somebody else wrote in the meantime is said as a sentence, too."""
    try:
        yield
    except IntegrityError as error:
        raise ValidationError(sentence, code="meanwhile") from error
