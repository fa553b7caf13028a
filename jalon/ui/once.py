"""A page names beforehand what it asks for: sent twice, the thing is made once.

The thing is named by the page and by what was typed on it: a page gone back to and sent with other words asks
for another thing, so that no word is lost.
"""

import json
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError


class PageField(forms.UUIDField):
    """The name of the page, drawn with it; none when what comes back is not one."""

    def __init__(self, **options):
        super().__init__(widget=forms.HiddenInput, required=False, initial=uuid4, **options)

    def to_python(self, value) -> UUID | None:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


def name_of(form: forms.Form, *about: object) -> UUID:
    """The name of what a valid form asks for, by what was typed and `about` what; its `page` is a PageField.

    A name of its own when the page had none.
    """
    page = form.cleaned_data["page"]
    typed = [form[name].data for name in form.fields if name != "page"]
    return uuid5(page, json.dumps([*map(str, about), typed])) if page else uuid4()
