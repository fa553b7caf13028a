"""What a person may type about a service of a centre."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import Words
from jalon.services.forms.fields import MOST, CentreChoice, day, hidden_number, line, text
from jalon.services.models import OfferingVersion


class OfferingForm(forms.Form):
    """A service of a centre, and what it asks: a question a line, with a star when it must be answered."""

    kind = forms.ChoiceField(label=_("Kind of service"), choices=OfferingVersion.Kind.choices)
    name_fr = line(_("Name, in French"))
    name_ar = line(_("Name, in Arabic"), required=False)
    name_en = line(_("Name, in English"), required=False)
    summary_fr = text(_("What the firm gets, in French"), required=False)
    summary_ar = text(_("What the firm gets, in Arabic"), required=False)
    questions = text(
        _("Questions to the firm"),
        required=False,
        help_text=_("One a line. End a question that must be answered with a star (*)."),
    )
    methods = line(_("Methods, separated by commas"), most=400, required=False)
    standards = line(_("Standards, separated by commas"), most=400, required=False)
    equipment_kinds = line(_("Kinds of instruments needed, separated by commas"), most=400, required=False)
    authorisations = line(_("Authorisations needed, separated by commas"), most=400, required=False)
    working_days = forms.IntegerField(
        label=_("Working days promised"), required=False, min_value=1, max_value=1000
    )
    axis_code = line(_("Axis"), most=40, required=False)
    funding_line_code = line(_("Funding line"), most=40, required=False)
    general_interest = forms.NullBooleanField(label=_("Of general interest"), required=False)

    @property
    def terms(self) -> dict[str, object]:
        said = self.cleaned_data
        kept = ("kind", "working_days", "axis_code", "funding_line_code", "general_interest")
        listed = ("methods", "standards", "equipment_kinds", "authorisations")
        return (
            {name: said[name] for name in kept}
            | {name: [one.strip() for one in said[name].split(",") if one.strip()] for name in listed}
            | {
                "name": Words(said["name_fr"], said["name_ar"], said["name_en"]),
                "summary": Words(said["summary_fr"], said["summary_ar"]),
                "questions": questions_of(said["questions"]),
            }
        )


class NextOfferingForm(OfferingForm):
    """The version after the one the page shows."""

    after = hidden_number()


class NewOfferingForm(OfferingForm):
    centre = CentreChoice(queryset=None, label=_("Centre"))
    code = forms.SlugField(label=_("Code"), max_length=60)

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres
        self.order_fields(("centre", "code"))


def questions_of(typed: str) -> list[dict]:
    """Questions as data, from what was typed: one a line, a star for those that must be answered."""
    said = [one.strip() for one in typed.splitlines() if one.strip(" *")]
    return [
        {"code": f"q{place}", "words": {"fr": one.rstrip(" *")}, "is_required": one.endswith("*")}
        for place, one in enumerate(said, start=1)
    ]


def typed_questions(questions: list[dict]) -> str:
    """Questions as a person types them."""
    return "\n".join(one["words"]["fr"] + ("*" if one.get("is_required") else "") for one in questions)


class OpeningForm(forms.Form):
    after = hidden_number()
    starts_on = day(_("From"))


class PriceForm(forms.Form):
    code = line(_("Code"), most=40)
    name_fr = line(_("Name, in French"))
    name_ar = line(_("Name, in Arabic"), required=False)
    unit = line(_("Unit"), most=30, required=False)
    price = forms.DecimalField(
        label=_("Price without tax, in dirhams"), min_value=0, max_value=MOST, decimal_places=2
    )
    vat = forms.DecimalField(
        label=_("VAT, %"), min_value=0, max_value=99, decimal_places=2, initial=Decimal(20)
    )
    starts_on = day(_("From"))
