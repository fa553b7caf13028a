"""What the person of a firm may type."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from jalon.people.models import User
from jalon.services.forms.fields import line, text, words_of
from jalon.services.forms.requests import StepForm
from jalon.services.models import OfferingVersion


class RegistrationForm(forms.Form):
    """Ask for an account; the address is confirmed by a letter."""

    ice = line(_("ICE of the firm"), most=30)
    name = line(_("Name of the firm"), most=300)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)


class ServiceSearch(forms.Form):
    q = line(_("Words"), most=100, required=False)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    kind = forms.ChoiceField(label=_("Kind of service"), required=False)

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        named = [(one.code, f"{words_of(one.name)} ({one.code})") for one in centres]
        self.fields["centre"].choices = [("", _("every centre")), *named]
        self.fields["kind"].choices = [("", _("every kind")), *OfferingVersion.Kind.choices]


class PortalAcceptanceForm(StepForm):
    """The firm accepts: its order may come with it."""

    order_number = line(_("Number of your purchase order"), most=80, required=False)
    file = forms.FileField(label=_("Your order, or the quote you signed"), required=False)


class EndingForm(forms.Form):
    reason = line(_("Reason"), most=300)


class MessageForm(forms.Form):
    text = text(_("Your message to the centre"))


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Their e-mail"), max_length=254)


class PasswordsForm(forms.Form):
    """A new account: its name and password; nothing for an account that is there."""

    name = line(_("Your name"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence is easier to remember than signs."),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, is_new: bool, **options):
        super().__init__(*args, **options)
        self.email = email
        if not is_new:
            self.fields.clear()

    def clean(self):
        said = super().clean()
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if said.get("password"):
            try:
                validate_password(said["password"], User(email=self.email, name=said.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said

    @property
    def given(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "password")}
