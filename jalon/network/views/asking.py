"""What the views of this app share: today, a page of a list, an action that may refuse."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils import timezone

A_PAGE = 50


def today():
    return timezone.localdate()


def page_of(request, things):
    return Paginator(things, A_PAGE).get_page(request.GET.get("page"))


@contextmanager
def refusals_shown(form):
    """A refusal of an action is an error of the form it came from; nothing typed is lost."""
    try:
        yield
    except ValidationError as error:
        form.add_error(None, error.messages)
