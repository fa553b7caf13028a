"""The fields the forms of the work share."""

from decimal import Decimal

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.kernel.ice import ENTERPRISE_LENGTH, Ice, IceError, digits_in
from jalon.network.models import Enterprise, Establishment
from jalon.ui.days import in_reach

MOST = Decimal("1e10")  # dirhams


def hidden_number() -> forms.IntegerField:
    """What the page was drawn with: who acts on a page that no longer holds is told so."""
    return forms.IntegerField(widget=forms.HiddenInput)


def words_of(words) -> str:
    return words.in_language(get_language() or "fr")[0]


def day(label, **options) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[in_reach], **options)


def text(label, *, rows: int = 3, **options) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=4000, **options)


def line(label, *, most: int = 200, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **options)


def firm_named(typed: str, firms) -> tuple[Enterprise, Establishment | None]:
    """The one firm a person means, and its site when the whole ICE is typed. Raises ValidationError."""
    digits = digits_in(typed)
    is_number = digits.isascii() and digits.isdigit()
    named = {"number": enterprise_of(digits)} if is_number else {"search": Enterprise.search_key(typed)}
    found = list(firms.filter(kept=None, **named)[:2])
    if len(found) != 1:
        raise forms.ValidationError(
            _("No firm of your centre, or several, answer to this: write its ICE, or register it first.")
        )
    return found[0], Establishment.objects.filter(enterprise=found[0], ice=digits).first()


def enterprise_of(digits: str) -> str:
    """The nine digits of an enterprise or of a whole ICE; none of what is mistyped."""
    try:
        return digits if len(digits) == ENTERPRISE_LENGTH else Ice(digits).enterprise
    except IceError:
        return ""


class CentreChoice(forms.ModelChoiceField):
    def label_from_instance(self, centre):
        return f"{words_of(centre.name)} ({centre.code})"


class ServiceChoice(forms.ModelChoiceField):
    def label_from_instance(self, version):
        return f"{words_of(version.name)} ({version.offering.centre.code})"
