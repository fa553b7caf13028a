"""A file beside what is typed: the paper money rests on."""

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 20_000_000  # bytes


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"), required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file
