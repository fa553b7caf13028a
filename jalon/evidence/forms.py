"""What a person may type about evidence."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.evidence.queries import catalogue
from jalon.evidence.reading.columns import NAMES
from jalon.kernel.periods import PeriodError, parse
from jalon.network.models import Organisation
from jalon.plan.models import Axis

KINDS_OF_FILE = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.xlsb,.ods"


def in_words(words) -> str:
    return words.in_language(get_language() or "fr")[0]


def kind_choices() -> list[tuple[str, str]]:
    return [(code, in_words(kind.words)) for code, kind in catalogue().items()]


class CentreChoice(forms.ModelChoiceField):
    def label_from_instance(self, centre):
        return centre.code


class RowFilter(forms.Form):
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    kind = forms.ChoiceField(label=_("Kind of deed"), required=False)
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=7,
        widget=forms.TextInput(attrs={"size": 8, "placeholder": "2024-Q2", "dir": "ltr"}),
    )
    axis = forms.ChoiceField(label=_("Axis"), required=False)
    simulated = forms.ChoiceField(
        label=_("Rows"),
        required=False,
        choices=(("", _("every row")), ("no", _("real rows")), ("yes", _("simulated rows"))),
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        everything = [("", _("all"))]
        self.fields["centre"].choices = everything + [(centre.code, centre.code) for centre in centres]
        self.fields["kind"].choices = everything + kind_choices()
        axes = dict(Axis.objects.order_by("code").values_list("code", "name"))
        self.fields["axis"].choices = everything + [
            (code, f"{code} {in_words(name)}") for code, name in axes.items()
        ]

    def clean_period(self):
        text = self.cleaned_data["period"]
        try:
            return parse(text) if text else None
        except PeriodError as error:
            raise forms.ValidationError(
                _("Write a year, a half, a quarter or a month: 2024, 2024-H1, 2024-Q2, 2024-05.")
            ) from error

    def clean_simulated(self):
        return {"yes": True, "no": False}.get(self.cleaned_data["simulated"])


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput(attrs={"multiple": True})

    def clean(self, data, initial=None):
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    centre = CentreChoice(label=_("Centre"), queryset=Organisation.objects.none(), empty_label=None)
    file = forms.FileField(label=_("The file"), help_text=_("CSV, XLSX, XLS or ODS; one line a deed."))
    documents = ManyFilesField(
        label=_("Documents it names"),
        required=False,
        help_text=_("Attach the files whose names stand in the column “document”."),
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres


class ReversalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=300,
        help_text=_("It stays readable in the journal, beside your name. Name no firm and no person."),
    )


class ReceivedForm(forms.Form):
    centre = CentreChoice(label=_("Centre"), queryset=Organisation.objects.none(), empty_label=None)
    day = forms.DateField(
        label=_("Complete up to"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Everything done up to this day is recorded: from now on, no row means zero."),
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres


NOT_READ = "-"


class ColumnsForm(forms.Form):
    """A choice for each header, each word that names no kind, and the kind of all lines if no column says."""

    kind_of_all = forms.ChoiceField(
        label=_("Kind of every line"),
        required=False,
        help_text=_("Only when no column says what kind of deed a line is."),
    )

    def __init__(self, *args, headers, words, recognised, **options):
        super().__init__(*args, **options)
        self.headers, self.words = headers, words
        kinds = kind_choices()
        self.fields["kind_of_all"].choices = [("", _("a column says it")), *kinds]
        columns = column_choices()
        for place, header in enumerate(headers):
            name = recognised.get(header) or NOT_READ
            self.fields[f"column_{place}"] = forms.ChoiceField(label=header, choices=columns, initial=name)
        for place, word in enumerate(words):
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=word, choices=[("", _("no kind: refuse the line")), *kinds], required=False
            )

    def header_fields(self):
        return [self[f"column_{place}"] for place in range(len(self.headers))]

    def word_fields(self):
        return [self[f"word_{place}"] for place in range(len(self.words))]

    def clean(self):
        said = [self.cleaned_data.get(f"column_{place}", NOT_READ) for place in range(len(self.headers))]
        twice = {name for name in said if name != NOT_READ and said.count(name) > 1}
        for place, name in enumerate(said):
            if name in twice:
                self.add_error(f"column_{place}", _("Two headers cannot be the same column: choose one."))
        return self.cleaned_data

    def columns(self) -> dict[str, str]:
        """What each header is; empty for one that is not read."""
        names = [self.cleaned_data[f"column_{place}"] for place in range(len(self.headers))]
        return {
            header: "" if name == NOT_READ else name for header, name in zip(self.headers, names, strict=True)
        }

    def values(self) -> dict[str, dict[str, str]]:
        kinds = {word: self.cleaned_data[f"word_{place}"] for place, word in enumerate(self.words)}
        kinds = {word: code for word, code in kinds.items() if code}
        if self.cleaned_data["kind_of_all"]:
            kinds[""] = self.cleaned_data["kind_of_all"]
        return {"kind": kinds} if kinds else {}


def column_choices() -> list[tuple[str, str]]:
    attributes: dict[str, str] = {}
    for kind in catalogue().values():
        for name, attribute in kind.attributes.items():
            attributes.setdefault(f"attributes.{name}", in_words(attribute.words))
    own = [(name, str(COLUMN_LABELS[name])) for name in NAMES]
    return [(NOT_READ, _("not read")), *own, *sorted(attributes.items(), key=lambda pair: pair[1])]


COLUMN_LABELS = {
    "external_id": _("name of the line"),
    "kind": _("kind of deed"),
    "on": _("day"),
    "quantity": _("quantity"),
    "unit": _("unit"),
    "amount": _("amount (DH, without VAT)"),
    "firm_ice": _("ICE of the firm"),
    "firm_name": _("name of the firm"),
    "firm_size": _("size of the firm"),
    "sector": _("sector"),
    "ecosystem": _("ecosystem"),
    "region": _("region"),
    "origin": _("origin"),
    "axis": _("axis"),
    "funding_line": _("funding line"),
    "service": _("service"),
    "general_interest": _("general interest"),
    "high_value": _("high value"),
    "campaign": _("campaign"),
    "identity": _("what is followed (certificate, standard…)"),
    "document": _("documents"),
    "action": _("cancel the line"),
}


class CheckForm(forms.Form):
    file = forms.FileField(label=_("The PDF to check"))
