"""The fields the forms of the work share."""

from decimal import Decimal

from django import forms
from django.utils.translation import get_language

MOST = Decimal("1e10")  # dirhams


def hidden_number() -> forms.IntegerField:
    """What the page was drawn with: who acts on a page that no longer holds is told so."""
    return forms.IntegerField(widget=forms.HiddenInput)


def words_of(words) -> str:
    return words.in_language(get_language() or "fr")[0]


def day(label, **options) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **options
    )


def text(label, *, rows: int = 3, **options) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=4000, **options)


def line(label, *, most: int = 200, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **options)


class CentreChoice(forms.ModelChoiceField):
    def label_from_instance(self, centre):
        return f"{words_of(centre.name)} ({centre.code})"


class ServiceChoice(forms.ModelChoiceField):
    def label_from_instance(self, version):
        return f"{words_of(version.name)} ({version.offering.centre.code})"
