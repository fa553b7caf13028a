"""Choices among things whose name is in three languages."""

from django import forms
from django.utils.translation import get_language


class WordsChoice(forms.ModelChoiceField):
    def label_from_instance(self, thing):
        return in_words(thing)


class WordsChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, thing):
        return in_words(thing)


def in_words(thing) -> str:
    return thing.name.in_language(get_language() or "fr")[0]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
