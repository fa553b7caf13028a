"""A question on a figure, and an answer to it."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.reporting.forms.calendar import DayInput
from jalon.reporting.forms.returns import LONGEST
from jalon.ui.once import PageField, name_of


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))
    due_on = forms.DateField(label=_("Answer by"), widget=DayInput, required=False)
    page = PageField()

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("text", "due_on")}

    def uid(self, by, *about) -> UUID:
        """The name of the question this person asks by this page, in these words."""
        return name_of(self, by.uid, *about)


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=LONGEST, widget=forms.Textarea({"rows": 4}))
    document = forms.FileField(label=_("Attach a document"), required=False)


class ClosingForm(forms.Form):
    text = forms.CharField(label=_("What you add"), max_length=LONGEST, widget=forms.Textarea({"rows": 3}))
    closes = forms.BooleanField(label=_("The question is settled"), required=False)
