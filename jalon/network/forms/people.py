from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.network.access import Standing
from jalon.network.forms.choices import WordsChoice
from jalon.network.models import Organisation
from jalon.network.roles import ROLES
from jalon.people.models import Language, User


def role_choices(codes) -> list[tuple[str, str]]:
    language = get_language() or "fr"
    return [(code, role.name.in_language(language)[0]) for code, role in ROLES.items() if code in codes]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    organisation = WordsChoice(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="code"
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=Language)

    def __init__(self, *args, standing: Standing, **options):
        super().__init__(*args, **options)
        self.standing = standing
        self.fields["organisation"].queryset = standing.organisations_where("people.invite")
        invited = frozenset().union(*(holding.role.invites for holding in standing.holdings))
        self.fields["role"].choices = role_choices(invited)
        if len(invited) == 1:
            self.fields["role"].initial = next(iter(invited))

    def clean(self):
        data = super().clean()
        organisation, role = data.get("organisation"), data.get("role")
        if not organisation or not role:
            return data
        if organisation.kind not in ROLES[role].held_in:
            self.add_error("role", _("This role is not held in an organisation of this kind."))
        elif not self.standing.may_give(role, organisation):
            self.add_error("role", _("You cannot give this role there."))
        return data


class AcceptanceForm(forms.Form):
    """A new account: its name and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
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

    def __init__(self, *args, email, **options):
        super().__init__(*args, **options)
        self.email = email

    def clean(self):
        data = super().clean()
        password = data.get("password")
        if password and "again" in data and password != data["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        if password:
            self.judge(password, data.get("name", ""))
        return data

    def judge(self, password, name):
        try:
            validate_password(password, User(email=self.email, name=name))
        except forms.ValidationError as error:
            self.add_error("password", error)


class ClosureForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False)
    organisation = WordsChoice(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("All organisations"),
        to_field_name="code",
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("Account"),
        choices=[("", _("Open or closed")), ("open", _("Open accounts")), ("closed", _("Closed accounts"))],
        required=False,
    )

    def __init__(self, *args, organisations, **options):
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations
        self.fields["role"].choices = [("", _("All roles")), *role_choices(ROLES)]
