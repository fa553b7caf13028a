"""What is typed when a firm is asked whether it is satisfied, and what it answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.services.forms.fields import line, text
from jalon.services.models import Satisfaction


class AskingForm(forms.Form):
    name = line(_("Person to speak to"))
    email = forms.EmailField(label=_("Their e-mail"))


class SatisfactionForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        choices=Satisfaction.Score.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    in_time = forms.NullBooleanField(label=_("Was it done in the time promised?"), required=False)
    text = text(_("What should be better?"), required=False)
