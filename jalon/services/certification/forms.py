"""What a person may type about certification."""

import re

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.kernel.certificates import last_day
from jalon.kernel.words import Words
from jalon.services.forms.fields import CentreChoice, day, firm_named, hidden_number, line, text, words_of
from jalon.services.forms.requests import StepForm
from jalon.services.models import Judgement, SchemeVersion
from jalon.ui.formats import dotted

MOST_LINES = 200


def lines_of(typed: str) -> list[str]:
    return [line.strip()[:200] for line in typed.splitlines() if line.strip()][:MOST_LINES]


def not_to_come(day):
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come: write down what happened once it has."))
    return day


class SchemeForm(forms.Form):
    """A version of a scheme; a requirement a line, its code before a colon."""

    name_fr = line(_("Name, in French"))
    name_ar = line(_("Name, in Arabic"), required=False)
    name_en = line(_("Name, in English"), required=False)
    starts_on = day(_("In force from"))
    product_family = forms.SlugField(label=_("Family of products, as a short code"), max_length=60)
    standards = line(_("Standards, separated by commas"), most=400, required=False)
    requirements = text(
        _("Requirements"), rows=6, help_text=_("One a line. A code before a colon is kept: 5.1: Marking.")
    )
    validity_months = forms.IntegerField(label=_("Validity, in months"), min_value=1, max_value=240)
    surveillance_months = forms.IntegerField(
        label=_("Months between surveillances, 0 for none"), min_value=0, max_value=120, initial=12
    )
    years_without_advice = forms.IntegerField(
        label=_("Years during which an adviser of the firm takes no part"),
        min_value=0,
        max_value=20,
        initial=2,
    )
    body = line(_("Body that decides, when it is not the centre"), required=False)

    def clean_requirements(self):
        found = [
            requirement(one, place)
            for place, one in enumerate(lines_of(self.cleaned_data["requirements"]), 1)
        ]
        if len({one["code"] for one in found}) < len(found):
            raise forms.ValidationError(_("Two requirements have the same code: change one of them."))
        return found

    @property
    def terms(self) -> dict[str, object]:
        said = self.cleaned_data
        same = ("starts_on", "product_family", "requirements", "validity_months", "surveillance_months")
        return {name: said[name] for name in (*same, "years_without_advice", "body")} | {
            "name": Words(said["name_fr"], said["name_ar"], said["name_en"]),
            "standards": [one.strip() for one in said["standards"].split(",") if one.strip()],
        }


def requirement(typed: str, place: int) -> dict:
    code, colon, words = typed.partition(":")
    if colon and words.strip() and re.fullmatch(r"[\w.\-]{1,40}", code.strip()):
        return {"code": code.strip(), "words": {"fr": words.strip()}}
    return {"code": f"R{place}", "words": {"fr": typed}}


class NextSchemeForm(SchemeForm):
    """The version after the one the page shows."""

    after = hidden_number()


class NewSchemeForm(SchemeForm):
    centre = CentreChoice(queryset=None, label=_("Centre"))
    code = forms.SlugField(label=_("Code"), max_length=60)

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres
        self.order_fields(("centre", "code"))


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version):
        return f"{words_of(version.name)} ({version.scheme.code})"


class PersonChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        return person.get_full_name() or person.email


def people_of(centre):
    """Who works in a centre today."""
    today = timezone.localdate()
    people = get_user_model().objects.filter(is_active=True, memberships__organisation=centre)
    return people.filter(memberships__starts_on__lte=today).distinct().order_by("pk")


class ApplicationForm(forms.Form):
    version = VersionChoice(queryset=None, label=_("Scheme"))
    product = line(_("Product"), most=300)
    scope = text(_("What is to be certified, a line each"), rows=4)

    def __init__(self, *args, versions, **options):
        super().__init__(*args, **options)
        found = SchemeVersion.objects.filter(pk__in=[one.pk for one in versions]).select_related("scheme")
        self.fields["version"].queryset = found

    def clean_scope(self):
        return list(dict.fromkeys(lines_of(self.cleaned_data["scope"])))


class AgreementForm(StepForm):
    file = forms.FileField(label=_("The signed agreement"))


class EvaluatorsForm(StepForm):
    people = PersonChoice(queryset=None, label=_("Evaluators"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, application, **options):
        super().__init__(*args, **options)
        self.fields["people"].queryset = people_of(application.centre)


class ReviewForm(StepForm):
    text = text(_("What the review found"))

    @property
    def said(self):
        return {"review": self.cleaned_data["text"].strip()}

    @property
    def brought(self):
        return ("review_written",) if self.said["review"] else ()


class DecisionForm(StepForm):
    """A decision; where another body takes it, its number, its day and its file."""

    text = text(_("Decision, and its grounds"))

    def __init__(self, *args, version, **options):
        super().__init__(*args, **options)
        if version.body:
            self.fields["number"] = line(_("Number of the decision of %s") % version.body, most=80)
            self.fields["decided_on"] = day(_("Day of the decision"))
            self.fields["file"] = forms.FileField(label=_("File of the decision"))

    def clean_decided_on(self):
        return not_to_come(self.cleaned_data["decided_on"])

    def decision(self, document: str | None) -> dict[str, object]:
        said = self.cleaned_data
        found = {"text": said["text"].strip()}
        if "number" in self.fields:
            told = said["decided_on"].isoformat()
            found |= {"number": said["number"].strip(), "decided_on": told, "document": document}
        return found


class JudgementForm(forms.Form):
    turn = hidden_number()
    requirement = forms.ChoiceField(label=_("Requirement"))
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Judgement.Verdict.choices)
    text = text(_("What was seen"))
    report = line(_("Number of the report it rests on"), most=80, required=False)
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args, version, **options):
        super().__init__(*args, **options)
        self.fields["requirement"].choices = [
            (one["code"], dotted(one["code"], words_of(Words(**one["words"]))))
            for one in version.requirements
        ]


class GapForm(forms.Form):
    turn = hidden_number()
    gap = forms.ChoiceField(label=_("Gap"))
    text = text(_("What the firm did about it"))
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args, gaps, **options):
        super().__init__(*args, **options)
        self.fields["gap"].choices = [(one.pk, dotted(one.requirement, one.text[:80])) for one in gaps]


class AdviceForm(forms.Form):
    enterprise = line(_("Firm"), help_text=_("Its ICE, its enterprise number, or its whole name."))
    person = forms.ModelChoiceField(queryset=None, label=_("Who advised it"), required=False)
    product_family = forms.SlugField(
        label=_("Family of the product designed or advised on"), max_length=60, required=False
    )
    on = day(_("Day"))
    text = text(_("What was done"))

    def __init__(self, *args, centre, firms, **options):
        super().__init__(*args, **options)
        self.firms = firms
        self.fields["person"].queryset = people_of(centre)

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])

    def clean_enterprise(self):
        return firm_named(self.cleaned_data["enterprise"], self.firms)[0]

    def clean(self):
        said = super().clean()
        if not said.get("person") and not said.get("product_family"):
            self.add_error("person", _("Name who advised the firm, or the family of the product."))
        return said


# certificates


class IssueForm(StepForm):
    valid_until = day(_("Valid until"))

    def __init__(self, *args, version, **options):
        super().__init__(*args, **options)
        months = version.validity_months
        self.initial.setdefault("valid_until", last_day(timezone.localdate(), months))


class RenewalForm(DecisionForm):
    valid_until = day(_("Valid until"))


class ScopeForm(DecisionForm):
    scope = text(_("What it covers from now on, a line each"), rows=4)

    def clean_scope(self):
        return list(dict.fromkeys(lines_of(self.cleaned_data["scope"])))


class TerminationForm(StepForm):
    firm_asked = forms.BooleanField(label=_("The firm asked for it"), required=False)


class SurveillanceForm(forms.Form):
    turn = hidden_number()
    on = day(_("Day"))
    is_favourable = forms.BooleanField(label=_("Favourable"), required=False)
    text = text(_("What was seen"))
    file = forms.FileField(label=_("File"), required=False)

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])


class CheckForm(forms.Form):
    file = forms.FileField(label=_("File"))
