from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jalon.people.models import Digits, Language


class SignInForm(LoginForm):
    """Address and password. The lock-out counts by the address as typed, whatever its case."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget = forms.EmailInput({"autocomplete": "username", "dir": "ltr"})
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput({"autocomplete": "current-password"})

    def user_credentials(self):
        given = super().user_credentials()
        return given | {"login": given["email"].casefold()}

    def clean(self):
        data = super().clean()
        if self.user and self.user.is_demo and not settings.JALON_DEMO:
            self.user = None
            raise get_adapter().validation_error("email_password_mismatch")
        return data


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, label in (
            ("oldpassword", _("Current password")),
            ("password1", _("New password")),
            ("password2", _("New password, once more")),
        ):
            self.fields[name].label = label


class PreferencesForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=Language, widget=forms.RadioSelect)
    digits = forms.ChoiceField(
        label=_("Digits on Arabic pages"),
        choices=Digits,
        widget=forms.RadioSelect,
        help_text=_("Amounts and figures; files always keep 0123456789."),
    )
    digest = forms.BooleanField(
        label=_("A letter on Mondays: what needs you, what changed"),
        required=False,
        help_text=_("None is sent when there is nothing to say."),
    )
