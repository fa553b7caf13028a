from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import Words
from jalon.network.forms.choices import WordsChoice, WordsChoices
from jalon.network.models import Organisation, Region, Sector


class OrganisationForm(forms.Form):
    """The kind and the code are chosen once; the rest can be amended."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Short, in Latin letters: it stands in addresses and files."),
    )
    name_fr = forms.CharField(label=_("Name in French"), max_length=300)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    federation = forms.ModelChoiceField(
        label=_("Federation"),
        queryset=Organisation.objects.filter(kind="federation"),
        required=False,
        help_text=_("The one behind a centre."),
    )
    region = WordsChoice(label=_("Region"), queryset=Region.objects.all(), required=False)
    sectors = WordsChoices(label=_("Sectors"), queryset=Sector.objects.all(), required=False)
    address_fr = forms.CharField(label=_("Address in French"), max_length=300, required=False)
    address_ar = forms.CharField(label=_("Address in Arabic"), max_length=300, required=False)
    founded = forms.CharField(
        label=_("Founded"), max_length=10, required=False, help_text=_("A year or a date.")
    )
    note_fr = forms.CharField(label=_("Note"), widget=forms.Textarea({"rows": 3}), required=False)
    source = forms.CharField(label=_("Source"), max_length=500, required=False)

    def clean_code(self):
        if Organisation.objects.filter(code__iexact=self.cleaned_data["code"]).exists():
            raise forms.ValidationError(_("Another organisation has this code."))
        return self.cleaned_data["code"]

    def clean(self):
        data = super().clean()
        if data.get("federation") and self.kind_of(data) != Organisation.Kind.CENTRE:
            self.add_error("federation", _("Only a centre has a federation behind it."))
        return data

    def kind_of(self, data):
        return data.get("kind")

    def details(self) -> dict:
        """The arguments of the actions."""
        data = self.cleaned_data
        return {
            "name": Words(data["name_fr"], data["name_ar"], data["name_en"]),
            "address": Words(data["address_fr"], data["address_ar"]),
            "note": Words(data["note_fr"], *self.kept_note()),
            **{field: data[field] for field in ("federation", "region", "sectors", "founded", "source")},
        }

    def kept_note(self) -> tuple[str, str]:
        return "", ""


class AmendmentForm(OrganisationForm):
    kind = code = None

    def __init__(self, *args, organisation, **options):
        self.organisation = organisation
        super().__init__(*args, initial=told(organisation), **options)

    def kind_of(self, data):
        return self.organisation.kind

    def kept_note(self):
        """The other languages of a note are not asked here: they stay."""
        return self.organisation.note.ar, self.organisation.note.en


def told(organisation) -> dict:
    return {
        "name_fr": organisation.name.fr,
        "name_ar": organisation.name.ar,
        "name_en": organisation.name.en,
        "federation": organisation.federation_id,
        "region": organisation.region_id,
        "sectors": list(organisation.sectors.all()),
        "address_fr": organisation.address.fr,
        "address_ar": organisation.address.ar,
        "founded": organisation.founded,
        "note_fr": organisation.note.fr,
        "source": organisation.source,
    }


class OrganisationFilter(forms.Form):
    q = forms.CharField(label=_("Name or code"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *Organisation.Kind.choices], required=False
    )


class ConsultationForm(forms.Form):
    centre = WordsChoice(
        label=_("Centre"), queryset=Organisation.objects.filter(kind="centre"), to_field_name="code"
    )
    reason = forms.CharField(label=_("Why you need these rows"), max_length=300)
    next = forms.CharField(widget=forms.HiddenInput, required=False)
