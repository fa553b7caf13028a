"""What a person may type about the validation of products and campaigns."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.forms.fields import CentreChoice, day, hidden_number, line, text, words_of
from jalon.services.forms.requests import StepForm
from jalon.services.models import Campaign, Inspection, PlannedClause, PublicationConsent
from jalon.services.validation.actions import Planned
from jalon.services.validation.queries.judging import answers
from jalon.ui import formats

Way = PlannedClause.Way


def not_to_come(day):
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come: write down what happened once it has."))
    return day


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version):
        return formats.dotted(words_of(version.title), version.standard, version.specification.code)


class FileForm(forms.Form):
    """The product of a new file, and what it is judged under: a campaign's specification or the centre's."""

    product = line(_("Product, as its maker names it"), most=300)
    under = forms.ChoiceField(label=_("Judged under"))

    def __init__(self, *args, campaigns: Iterable[Campaign], versions, **options):
        super().__init__(*args, **options)
        self.campaigns = {f"campaign-{one.pk}": one for one in campaigns}
        self.versions = {f"version-{one.pk}": one for one in versions}
        named = [(key, words_of(one.title)) for key, one in self.campaigns.items()]
        own = [
            (key, formats.dotted(words_of(one.title), one.specification.code))
            for key, one in self.versions.items()
        ]
        groups = ((_("Campaigns"), named), (_("Specifications of the centre"), own))
        self.fields["under"].choices = [group for group in groups if group[1]]

    @property
    def campaign(self) -> Campaign | None:
        return self.campaigns.get(self.cleaned_data["under"])

    @property
    def version(self):
        return self.versions.get(self.cleaned_data["under"])


class PlanForm(forms.Form):
    """How each clause is judged: by tests that were ordered, by an inspection, or not at all, and why."""

    turn = hidden_number()
    after = hidden_number()

    def __init__(self, *args, clauses, orders, ways, **options):
        super().__init__(*args, **options)
        self.clauses, self.orders = list(clauses), {f"order-{one.pk}": one for one in orders}
        for one in self.clauses:
            tested = [key for key, order in self.orders.items() if answers(order, one)]
            named = [] if one.limits.is_empty else tested
            choices = [("", "—"), *((key, self.told(self.orders[key])) for key in named)]
            choices += [
                (Way.INSPECTION, Way.INSPECTION.label),
                (Way.NOT_APPLICABLE, Way.NOT_APPLICABLE.label),
            ]
            self.fields[f"way-{one.pk}"] = forms.ChoiceField(
                label=_("How clause %(code)s is judged") % {"code": one.code}, choices=choices, required=False
            )
            self.fields[f"reason-{one.pk}"] = line(
                _("Why clause %(code)s does not apply") % {"code": one.code}, most=400, required=False
            )
            self.initial |= self.first(one, ways.get(one.pk), named)

    @staticmethod
    def told(order) -> str:
        at = timezone.localdate(order.event.recorded_at)
        lines = [*order.lines.select_related("sample__centre")]
        lines += [one.line for one in order.also_judges.select_related("line__sample__centre")]
        numbers = dict.fromkeys(one.sample.number for one in lines)
        said = {"day": formats.plain_day(at), "samples": ", ".join(numbers)}
        return str(_("tests ordered on %(day)s (%(samples)s)") % said)

    @staticmethod
    def first(clause, way: PlannedClause | None, named) -> dict[str, str]:
        """What the last plan says; without one, the tests ordered, else an inspection."""
        said = named[0] if named else "" if not clause.limits.is_empty else Way.INSPECTION
        if way:
            said = f"order-{way.order_id}" if way.way == Way.TEST else way.way
        return {f"way-{clause.pk}": said, f"reason-{clause.pk}": way.reason if way else ""}

    @property
    def rows(self) -> list[tuple]:
        return [(one, self[f"way-{one.pk}"], self[f"reason-{one.pk}"]) for one in self.clauses]

    def clean(self):
        said = super().clean()
        for one in self.clauses:
            left_out = said.get(f"way-{one.pk}") == Way.NOT_APPLICABLE
            if left_out and not said.get(f"reason-{one.pk}", "").strip():
                self.add_error(f"reason-{one.pk}", _("Say why the clause does not apply."))
        return said

    @property
    def seen(self) -> dict[str, int]:
        """What the page was drawn with."""
        return {name: self.cleaned_data[name] for name in ("turn", "after")}

    @property
    def planned(self) -> list[Planned]:
        found = []
        for one in self.clauses:
            way, reason = self.cleaned_data[f"way-{one.pk}"], self.cleaned_data[f"reason-{one.pk}"]
            order = self.orders.get(way)
            if way:
                found.append(Planned(one, Way.TEST if order else way, order, reason))
        return found


class SamplesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, sample):
        return formats.dotted(sample.number, sample.description)


class SamplesForm(forms.Form):
    """The samples of the product: a request may bring those of several products."""

    turn = hidden_number()
    samples = SamplesChoice(
        queryset=None, label=_("Samples of this product"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, samples, **options):
        super().__init__(*args, **options)
        self.fields["samples"].queryset = samples
        self.initial.setdefault("samples", [one.pk for one in samples])


class InspectionForm(forms.Form):
    turn = hidden_number()
    clause = forms.ChoiceField(label=_("Clause"))
    verdict = forms.ChoiceField(label=_("Verdict"), choices=[("", "—"), *Inspection.Verdict.choices])
    on = day(_("Day"))
    text = text(_("What was seen"))
    file = forms.FileField(label=_("Photograph or file"), required=False)

    def __init__(self, *args, clauses, **options):
        super().__init__(*args, **options)
        self.clauses = {str(one.pk): one for one in clauses}
        self.fields["clause"].choices = [
            (key, formats.dotted(one.code, words_of(one.characteristic))) for key, one in self.clauses.items()
        ]

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])


class OpinionForm(StepForm):
    text = text(_("Grounds of the opinion"))

    def __init__(self, *args, asks_reservations: bool = False, **options):
        super().__init__(*args, **options)
        if asks_reservations:
            self.fields["reservations"] = text(_("Reservations"))


class FollowForm(StepForm):
    until = day(_("Followed until"))


class ObservationForm(forms.Form):
    turn = hidden_number()
    on = day(_("Day"))
    is_favourable = forms.BooleanField(label=_("The product is still as it was validated"), required=False)
    text = text(_("What was seen"))
    file = forms.FileField(label=_("File"), required=False)

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])


class ConsentForm(forms.Form):
    """The maker's word, as the centre records it."""

    turn = hidden_number()
    is_given = forms.ChoiceField(
        label=_("May the product stand on the public list?"),
        choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))],
    )
    on = day(_("Said on"))
    means = forms.ChoiceField(
        label=_("How"), choices=[one for one in PublicationConsent.Means.choices if one[0] != "portal"]
    )
    contact = line(_("Who said it, at the maker's"))
    file = forms.FileField(label=_("The letter or the signed paper"), required=False)

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])


class OwnConsentForm(forms.Form):
    """The maker's word, on its own account, on the files it was shown: `turn` is how many."""

    turn = hidden_number()
    is_given = forms.ChoiceField(
        label=_("May your product stand on the public list?"),
        choices=[("yes", _("Yes, name my firm and the product")), ("no", _("No, name neither"))],
        widget=forms.RadioSelect,
    )


class LaboratoriesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, centre):
        return f"{words_of(centre.name)} ({centre.code})"


class CampaignForm(forms.Form):
    title_fr = line(_("Title, in French"))
    title_ar = line(_("Title, in Arabic"))
    title_en = line(_("Title, in English"), required=False)
    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Short; what is validated carries it, for counting.")
    )
    summary_fr = text(_("What it is for, in French"), required=False)
    summary_ar = text(_("What it is for, in Arabic"), required=False)
    summary_en = text(_("What it is for, in English"), required=False)
    version = VersionChoice(queryset=None, label=_("Specification"))
    family = line(
        _("Product family"),
        most=120,
        required=False,
        help_text=_("As the specification names it when left blank."),
    )
    target_working_days = forms.IntegerField(
        label=_("Working days from the file to the opinion"), min_value=1, max_value=365, initial=5
    )
    laboratories = LaboratoriesChoice(
        queryset=None,
        label=pgettext_lazy("of a campaign", "Laboratories"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, versions, **options):
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions
        self.fields["laboratories"].queryset = Organisation.objects.filter(kind="centre").order_by("code")

    def words(self, name: str) -> Words:
        return Words(*(self.cleaned_data[f"{name}_{language}"].strip() for language in ("fr", "ar", "en")))


class LaboratoryForm(forms.Form):
    turn = hidden_number()
    centre = CentreChoice(queryset=None, label=_("Centre"))

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres


class CheckForm(forms.Form):
    file = forms.FileField(label=_("File"))
