"""That a centre leaves the network, from which day on, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.network.forms.choices import DayInput


class DepartureForm(forms.Form):
    left_on = forms.DateField(
        label=_("First day without the centre"),
        widget=DayInput,
        help_text=_("The evening before, it still counts."),
    )
    reason = forms.CharField(
        label=_("Why it leaves"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The decision or the act, and its date. It stays in the journal."),
    )


class StayForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it stays"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stays in the journal, beside the departure."),
    )
