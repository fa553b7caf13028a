"""What a person may hand in about a contract."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("The filled workbook"),
        help_text=_("XLSX, as downloaded from this page. Nothing is recorded before you agree."),
        allow_empty_file=True,
    )
