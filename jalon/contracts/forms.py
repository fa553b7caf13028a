"""What a person may hand in about a contract."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.contracts.terms import SIDES
from jalon.ui.formats import dotted, plain_words

VERBS = ("agree", "return_to_draft", "submit", "void", "enter_into_force", "close")


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("The filled workbook"),
        help_text=_("XLSX, as downloaded from this page. Nothing is recorded before you agree."),
        allow_empty_file=True,
    )


class StepForm(forms.Form):
    """A verb asked of a contract by a side."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    side = forms.ChoiceField(choices=[(side, side) for side in SIDES])
    reason = forms.CharField(required=False, max_length=2000)
    seen = forms.CharField(required=False, max_length=100, empty_value=None)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("Typed again, to be sure it is you."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CertificateForm(forms.Form):
    file = forms.FileField(
        label=_("Your certificate file"),
        help_text=_(".p12 or .pfx. It is used for this signature and not kept."),
    )
    password = forms.CharField(
        label=_("Password of the certificate"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class CopyForm(forms.Form):
    file = forms.FileField(label=_("The signed copy"))


class ReportForm(forms.Form):
    which = forms.ChoiceField(label=_("Undertaking"))
    is_done = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[("yes", _("It is done")), ("no", _("It is not done after all"))],
    )
    on = forms.DateField(
        label=_("On"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("In words"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    file = forms.FileField(label=_("Document that proves it"), required=False)

    def __init__(self, *args, choices, **options):
        super().__init__(*args, **options)
        self.fields["which"].choices = [
            (f"{one.side}:{one.code}", dotted(one.code, plain_words(one.text)[:90])) for one in choices
        ]
