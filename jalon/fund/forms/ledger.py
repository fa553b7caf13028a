"""What a person may type in the books: amounts in dirhams, places by their words, days, documents."""

import unicodedata
from decimal import InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.fund.forms.files import FileForm
from jalon.fund.models import Account, Step
from jalon.kernel.ledger import Place
from jalon.kernel.money import centimes
from jalon.network.models import Organisation
from jalon.plan.models import PlanVersion
from jalon.ui import formats

LARGEST = 10**15  # centimes; beyond it, somebody leaned on a key


SIGNS = str.maketrans({",": ".", "٫": ".", "،": ".", "٬": None, "−": "-"})


def number_typed(text: str) -> str:
    """A number as people write or paste it: grouped by spaces, in any digits, with either comma."""
    seen = (sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return "".join(seen).translate(SIGNS)


class AmountField(forms.CharField):
    """Dirhams as people write them, kept as centimes: 1 234 567,80."""

    def __init__(self, *, signed: bool = False, **options):
        self.signed = signed
        options.setdefault("label", _("Amount, in dirhams"))
        options.setdefault("max_length", 40)
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr"}

    def clean(self, value):
        text = super().clean(value)
        try:
            amount = centimes(number_typed(text))
        except (ValueError, InvalidOperation) as error:
            raise forms.ValidationError(
                _("Write an amount in dirhams with at most two decimals, for instance 1250000,50.")
            ) from error
        if amount == 0 or (amount < 0 and not self.signed):
            raise forms.ValidationError(_("The amount is above zero."))
        if abs(amount) > LARGEST:
            raise forms.ValidationError(_("This is more than all the money of a plan: check the zeros."))
        return amount


def years_of(version: PlanVersion) -> list[tuple[str, str]]:
    """The budget years of a plan, and the two in which its last money may still be spent."""
    years = [str(year) for year in range(version.starts_on.year, version.ends_on.year + 3)]
    return [(year, formats.plain_period(year)) for year in years]


class StepForm(forms.Form):
    """One step of money: the sentence it will say is shown before it is written."""

    def __init__(self, data=None, files=None, *, version: PlanVersion, today, initial=None):
        super().__init__(data, files, initial={"on": today} | (initial or {}))
        self.version, self.today = version, today
        lines = [("", "")] + [
            (one.code, formats.plain_words(one.name)) for one in version.funding_lines.all()
        ]
        axes = [("", _("no axis"))] + [
            (one.code, formats.plain_words(one.name)) for one in version.axes.all()
        ]
        years = years_of(version)
        choices = {
            "line": lines,
            "to_line": lines,
            "axis": axes,
            "to_axis": axes,
            "year": years,
            "to_year": years,
        }
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered

    def clean_on(self):
        if self.cleaned_data["on"] > self.today:
            raise forms.ValidationError(
                _("What has not happened yet is not in the books: choose a day up to today.")
            )
        return self.cleaned_data["on"]

    @property
    def place(self) -> Place:
        said = self.cleaned_data
        return Place(said["line"], int(said["year"]), axis=said["axis"])


def day() -> forms.DateField:
    return forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


def funder() -> forms.ModelChoiceField:
    found = Organisation.objects.exclude(kind="centre").order_by("kind", "code")
    return Named(found, label=_("Funder"))


class Named(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{formats.plain_words(obj.name)} ({obj.code})"


class PledgeForm(StepForm, FileForm):
    funder = funder()
    amount = AmountField(signed=True, help_text=_("A negative amount withdraws what is not opened yet."))
    document = forms.CharField(label=_("Document"), max_length=200, help_text=_("Agreement, letter, order."))
    on = day()
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("funder", "amount", "document", "file", "on", "note")


class ReceiptForm(StepForm, FileForm):
    funder = funder()
    amount = AmountField(signed=True, help_text=_("A negative amount corrects what was written before."))
    document = forms.CharField(label=_("Document"), max_length=200, help_text=_("Statement, transfer."))
    on = day()
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("funder", "amount", "document", "file", "on", "note")


class AllocationForm(StepForm, FileForm):
    funder = funder()
    line = forms.ChoiceField(label=_("Funding line"))
    axis = forms.ChoiceField(label=_("Axis"), required=False)
    year = forms.ChoiceField(label=_("Budget year"))
    amount = AmountField()
    document = forms.CharField(label=_("Document"), max_length=200, required=False)
    on = day()
    field_order = ("funder", "line", "axis", "year", "amount", "document", "file", "on")


class TransferForm(StepForm, FileForm):
    line = forms.ChoiceField(label=_("From the line"))
    axis = forms.ChoiceField(label=_("From the axis"), required=False)
    year = forms.ChoiceField(label=_("Budget year"))
    to_line = forms.ChoiceField(label=_("To the line"))
    to_axis = forms.ChoiceField(label=_("To the axis"), required=False)
    amount = AmountField()
    authority = forms.CharField(
        label=_("Authority"), max_length=500, help_text=_("The decision that allows it: who, when, number.")
    )
    on = day()
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    field_order = (
        "line",
        "axis",
        "year",
        "to_line",
        "to_axis",
        "amount",
        "authority",
        "file",
        "on",
        "reason",
    )

    @property
    def to(self) -> Place:
        said = self.cleaned_data
        return Place(said["to_line"], int(said["year"]), axis=said["to_axis"])


class CarryForwardForm(StepForm):
    line = forms.ChoiceField(label=_("Funding line"))
    axis = forms.ChoiceField(label=_("Axis"), required=False)
    year = forms.ChoiceField(label=_("Out of the year"))
    to_year = forms.ChoiceField(label=_("Into the year"))
    amount = AmountField()
    on = day()
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def clean(self):
        said = super().clean()
        if said.get("year") and said.get("to_year") and int(said["to_year"]) <= int(said["year"]):
            self.add_error("to_year", _("Money is carried to a later year."))
        return said


class ReversalForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class JournalFilter(forms.Form):
    account = forms.ChoiceField(label=_("Account"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("every step")), *Step.choices])
    contract = forms.ChoiceField(label=_("Contract"), required=False)
    line = forms.ChoiceField(label=_("Funding line"), required=False)
    year = forms.ChoiceField(label=_("Budget year"), required=False)

    def __init__(self, data=None, *, version, contracts):
        super().__init__(data)
        groups = [("committed", _("committed in all")), ("disbursed", _("paid and not given back"))]
        lines = [(one.code, formats.plain_words(one.name)) for one in version.funding_lines.all()]
        years = years_of(version)
        self.fields["account"].choices = [("", _("every account")), *Account.choices, *groups]
        self.fields["contract"].choices = [("", _("every contract")), *((code, code) for code in contracts)]
        self.fields["line"].choices = [("", _("every line")), *lines]
        self.fields["year"].choices = [("", _("every year")), *years]
