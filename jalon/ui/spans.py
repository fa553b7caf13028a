"""The days a page is about, read from its address and answered in place when they are wrong."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(days=3660)
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 1, 1)  # beyond them a day more may be no date


class SpanForm(forms.Form):
    since = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and not (EARLIEST <= since <= until <= min(since, LATEST - LONGEST) + LONGEST):
            self.add_error("until", _("The last day comes on or after the first, within ten years of it."))
        return said


@dataclass(frozen=True)
class Span:
    """Days from `since` to `until`, both included, and the form that asks for others."""

    since: date
    until: date
    form: SpanForm

    @property
    def query(self) -> dict[str, str]:
        return {"since": self.since.isoformat(), "until": self.until.isoformat()}


def span_of(asked, *, today: date) -> Span:
    """The days a query string names; those of the year so far when it names none, or nonsense."""
    usual = {"since": today.replace(month=1, day=1), "until": today}
    if not asked.get("since") and not asked.get("until"):
        return Span(**usual, form=SpanForm(initial=usual))
    form = SpanForm({name: asked.get(name) or day.isoformat() for name, day in usual.items()})
    return Span(**(form.cleaned_data if form.is_valid() else usual), form=form)
