"""What a person may type about samples and reports."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.network.models import Organisation
from jalon.services.forms.fields import CentreChoice, day, line, text
from jalon.services.forms.requests import StepForm
from jalon.services.models import Report, Sample, SampleReceipt
from jalon.services.testing_words import CHECKLIST, CONFIRMED


class SampleForm(forms.Form):
    description = line(_("What the sample is"), most=300)
    family = line(_("Product family"), most=120, required=False)
    origin = forms.ChoiceField(label=_("Origin"), choices=Sample.Origin.choices)


class ReceiptForm(StepForm):
    day = day(_("Received on"))
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=3)
    unit = line(_("Unit"), most=20)
    condition = forms.ChoiceField(label=_("Condition"), choices=SampleReceipt.Condition.choices)
    remarks = text(_("Remarks"), required=False)
    photograph = forms.FileField(label=_("Photograph, when it deviates"), required=False)


class PlaceForm(StepForm):
    """Where it is put, who takes it: said with the step."""

    fact, label = "place_named", _("Place")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["detail"] = line(self.label, required=False)

    @property
    def said(self):
        return {"detail": self.cleaned_data["detail"].strip()}

    @property
    def brought(self):
        return (self.fact,) if self.said["detail"] else ()


class ReceiverForm(PlaceForm):
    fact, label = "receiver_named", _("Who takes it back")


class CentreForm(StepForm):
    centre = CentreChoice(
        queryset=Organisation.objects.filter(kind="centre"), label=_("Centre it is sent to"), required=False
    )


class RetentionForm(StepForm):
    until = day(_("Kept until"), required=False)

    @property
    def said(self):
        until = self.cleaned_data["until"]
        return {"until": until.isoformat()} if until else {}

    @property
    def brought(self):
        return ("retention_named",) if self.said else ()


SAMPLE_FORMS = {
    "receive": ReceiptForm,
    "store": PlaceForm,
    "give_back": ReceiverForm,
    "transfer": CentreForm,
    "keep": RetentionForm,
}


def is_retention_over(sample: Sample, on: date) -> bool:
    """Whether the day until which it is kept has passed; without a day it has not."""
    kept = sample.steps.filter(verb="keep").order_by("-turn").first()
    until = kept and kept.said_with_it.get("until")
    return bool(until) and date.fromisoformat(until) < on


class DraftForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the report"), choices=Report.Language.choices)
    bears_mark = forms.BooleanField(label=_("Bears the mark of accreditation"), required=False)
    told = text(_("Told by the firm, as its own words"), required=False)
    remarks = text(_("Remarks"), required=False)
    replaces = forms.ModelChoiceField(label=_("Replaces the report"), queryset=None, required=False)
    changes = text(_("What it changes"), required=False)

    def __init__(self, *args, reports, **options):
        super().__init__(*args, **options)
        self.fields["replaces"].queryset = reports
        self.fields["replaces"].label_from_instance = lambda one: one.issue.number

    @property
    def said(self) -> dict:
        """What a draft takes."""
        kept = dict(self.cleaned_data)
        return kept | {"particulars": {None: kept.pop("told")}}


class ChecklistForm(StepForm):
    """The points nothing here can see: a person answers for them."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        choices = [("", "—"), ("yes", _("yes")), ("not_applicable", _("does not apply"))]
        for code in CONFIRMED:
            self.fields[code] = forms.ChoiceField(label=CHECKLIST[code], choices=choices, required=False)

    @property
    def ticked(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in CONFIRMED if self.cleaned_data[code]}


class FileForm(forms.Form):
    file = forms.FileField(label=_("The file to compare"))
