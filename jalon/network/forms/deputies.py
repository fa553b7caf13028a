"""Who stands in for a person, in which of their roles, from when to when."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.network.forms.choices import DayInput
from jalon.network.models import Membership
from jalon.people.queries import account_of
from jalon.ui import formats


class RoleChoice(forms.ModelChoiceField):
    def label_from_instance(self, membership):
        return formats.dotted(formats.plain_words(membership.words), membership.organisation.code)


class DeputyForm(forms.Form):
    membership = RoleChoice(label=_("Role"), queryset=Membership.objects.none(), empty_label=None)
    email = forms.EmailField(
        label=_("E-mail address of the deputy"),
        help_text=_("A person who has an account; invite them first otherwise."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    last_day = forms.DateField(label=_("Until, that day included"), widget=DayInput)

    def __init__(self, *args, own, **options):
        super().__init__(*args, **options)
        self.fields["membership"].queryset = own

    def clean_email(self):
        user = account_of(self.cleaned_data["email"])
        if user is None or not user.is_active:
            raise forms.ValidationError(_("Nobody has an open account at this address: invite them first."))
        return user

    def said(self) -> dict:
        """What the action needs: a role ends on the first day without it."""
        kept = self.cleaned_data
        return {
            "deputy": kept["email"],
            "starts_on": kept["starts_on"],
            "ends_on": kept["last_day"] + timedelta(days=1),
        }
