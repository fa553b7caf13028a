"""What a person may type about quality control, custody and the sending of reports."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.services.forms.fields import day, line, text, words_of
from jalon.services.models import ReportSending
from jalon.services.testing.forms.lines import number
from jalon.ui.formats import dotted


class Number(forms.CharField):
    """A number as people write it, with a comma or a point."""

    def clean(self, value):
        typed = super().clean(value)
        return number(typed) if typed else None


def typed(label, **options) -> Number:
    return Number(label=label, max_length=40, widget=forms.TextInput({"inputmode": "decimal"}), **options)


class ControlRuleForm(forms.Form):
    centre = forms.ModelChoiceField(label=_("Centre"), queryset=None)
    method = line(_("Method"), most=120)
    material = line(_("What is measured as a control"))
    unit = line(_("Unit"), most=20)
    lower = typed(_("Lower bound"), required=False)
    upper = typed(_("Upper bound"), required=False)
    is_demanded = forms.BooleanField(
        label=_("No result of this method is verified without it"), required=False, initial=True
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres
        self.fields["centre"].label_from_instance = lambda centre: words_of(centre.name)


class ControlRunForm(forms.Form):
    day = day(_("Measured on"))
    value = typed(_("What the control read"))
    equipment = forms.ModelChoiceField(
        label=_("Instrument it checks"),
        queryset=None,
        required=False,
        help_text=_("None: it holds for every result of the method that day."),
    )

    def __init__(self, *args, equipment, **options):
        super().__init__(*args, **options)
        self.fields["equipment"].queryset = equipment
        self.fields["equipment"].label_from_instance = lambda one: dotted(one.code, one.name)


class JustificationForm(forms.Form):
    text = text(_("Why the results of that day hold"))


class SendingForm(forms.Form):
    day = day(_("Sent on"))
    means = forms.ChoiceField(label=_("How"), choices=ReportSending.Means.choices)
    contact = forms.ModelChoiceField(label=_("To whom"), queryset=None, required=False)

    def __init__(self, *args, contacts, **options):
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts
        self.fields["contact"].label_from_instance = lambda one: one.name
