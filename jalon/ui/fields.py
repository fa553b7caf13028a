"""Words in three languages: one field type everywhere."""

from django.core.exceptions import ValidationError
from django.db import models

from jalon.kernel.words import Words


def no_words() -> Words:
    return Words(fr="")


class WordsField(models.JSONField):
    """A text in French, Arabic and English, kept as JSON; French is the one that cannot be missing."""

    def __init__(self, *args, **options):
        options.setdefault("default", no_words)
        super().__init__(*args, **options)

    def from_db_value(self, value, expression, connection):
        loaded = super().from_db_value(value, expression, connection)
        return to_words(loaded)

    def to_python(self, value):
        return to_words(super().to_python(value) if isinstance(value, str) else value)

    def get_prep_value(self, value):
        return super().get_prep_value(as_json(value))

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(as_json(value), connection, prepared)

    def value_to_string(self, obj):
        return as_json(self.value_from_object(obj))

    def validate(self, value, model_instance):
        if not self.blank and not to_words(value).fr.strip():
            raise ValidationError(self.error_messages["blank"], code="blank")


def to_words(value) -> Words:
    if isinstance(value, Words):
        return value
    if isinstance(value, str):
        return Words(fr=value)
    return Words.from_mapping(value or {})  # what may be blank may be said in Arabic alone


def as_json(value):
    """Only the languages that say something, so that equal words are equal JSON."""
    if not isinstance(value, (Words, dict)):
        return value
    words = to_words(value)
    pairs = (("fr", words.fr), ("ar", words.ar), ("en", words.en))
    return {language: text for language, text in pairs if text}
