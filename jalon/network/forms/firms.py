from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.network.actions import read_ice
from jalon.network.forms.choices import DayInput, WordsChoice
from jalon.network.models import FirmSize, Organisation, Region, Sector


class IceField(forms.CharField):
    def __init__(self, **options):
        options.setdefault("label", "ICE")
        options.setdefault("help_text", _("15 digits; spaces do not matter."))
        super().__init__(max_length=40, **options)
        self.widget.attrs |= {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        return read_ice(text).number if text else ""


class ProfileForm(forms.Form):
    starts_on = forms.DateField(label=_("From this day on"), widget=DayInput)
    size = forms.ChoiceField(label=_("Size"), choices=[("", _("unknown")), *FirmSize.choices], required=False)
    sector = WordsChoice(
        label=_("Sector"), queryset=Sector.objects.all(), required=False, empty_label=_("unknown")
    )
    region = WordsChoice(
        label=_("Region"), queryset=Region.objects.all(), required=False, empty_label=_("unknown")
    )

    def __init__(self, *args, today, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["starts_on"].widget.attrs["max"] = today.isoformat()

    def clean_starts_on(self):
        """What a firm will be is not known: it would be counted so before it is."""
        if self.cleaned_data["starts_on"] > self.today:
            raise forms.ValidationError(
                _("This day is still to come: write today or a day before. What changes later is said then.")
            )
        return self.cleaned_data["starts_on"]

    def profile(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("size", "sector", "region")}


class FirmForm(ProfileForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    ice = IceField(required=False)
    pending_reason = forms.CharField(
        label=_("Why the ICE is pending"),
        max_length=200,
        required=False,
        help_text=_("Only when there is no ICE yet: firms without one are counted apart."),
    )
    centre = WordsChoice(
        label=_("Centre"), queryset=Organisation.objects.none(), help_text=_("Who serves it.")
    )
    field_order = ("name", "ice", "pending_reason", "centre", "starts_on", "size", "sector", "region")

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres
        if centres.count() == 1:
            self.fields["centre"].initial = centres.first()

    def clean(self):
        data = super().clean()
        has_number = data.get("ice") or "ice" in self.errors
        if not has_number and not data.get("pending_reason"):
            self.add_error("pending_reason", _("Give the ICE, or say why it is pending."))
        if has_number and data.get("pending_reason"):
            self.add_error("pending_reason", _("This firm has its ICE: leave this empty."))
        return data


class IceForm(forms.Form):
    ice = IceField()


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=300)


class FirmFilter(forms.Form):
    q = forms.CharField(label=_("Name or ICE"), required=False)
    size = forms.ChoiceField(
        label=_("Size"), choices=[("", _("All sizes")), *FirmSize.choices], required=False
    )
    sector = WordsChoice(
        label=_("Sector"),
        queryset=Sector.objects.all(),
        required=False,
        empty_label=_("All sectors"),
        to_field_name="code",
    )
    region = WordsChoice(
        label=_("Region"),
        queryset=Region.objects.all(),
        required=False,
        empty_label=_("All regions"),
        to_field_name="code",
    )
    ice = forms.ChoiceField(
        label="ICE",
        choices=[("", _("With or without")), ("known", _("ICE known")), ("pending", _("ICE pending"))],
        required=False,
    )


class MergeForm(forms.Form):
    reason = forms.CharField(
        label=_("How you know it is the same firm"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    sure = forms.BooleanField(label=_("Both records are the same firm; this cannot be undone."))
