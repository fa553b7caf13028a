"""What a person may type about the means of a centre."""

from datetime import datetime, time
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.capacity.models import Calibration, Disposition, Laboratory, ScopeChange, StaffMove
from jalon.capacity.queries import FUNCTIONS
from jalon.capacity.words import ROLES, grade_words
from jalon.kernel.kinds.stocks import GRADES
from jalon.kernel.words import Words
from jalon.people.queries import account_of
from jalon.ui.days import in_reach

MOST = Decimal("1e11")  # dirhams
OTHER = "method"


class DayField(forms.DateField):
    default_validators = (in_reach,)

    def __init__(self, **options):
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


def line(label, *, most: int = 200, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **options)


def text(label, **options) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea({"rows": 3}), **options)


def file(label, **options) -> forms.FileField:
    return forms.FileField(label=label, required=False, **options)


class LaboratoryForm(forms.Form):
    code = line(_("Code"), most=20)
    name_fr = line(_("Name, in French"))
    name_ar = line(_("Name, in Arabic"), required=False)
    site = line(_("Site"), most=120, required=False)
    area = forms.DecimalField(
        label=_("Area, in m²"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2
    )
    opened_on = DayField(label=_("Open since"))
    is_in_opening = forms.BooleanField(
        label=_("Its area is in the area at the start, already recorded"), required=False
    )

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"name": Words(said.pop("name_fr"), said.pop("name_ar"))}


class ClosureForm(forms.Form):
    closed_on = DayField(label=_("First day without it"))
    reason = line(_("Why"), most=300)


class LaboratoryChoice(forms.ModelChoiceField):
    def label_from_instance(self, one):
        return f"{one.name.in_language(get_language() or 'fr')[0]} ({one.code})"


class EquipmentForm(forms.Form):
    code = line(_("Code"), most=30, help_text=_("As it is written on the instrument."))
    name = line(_("Name"))
    laboratory = LaboratoryChoice(
        label=_("Laboratory"), queryset=Laboratory.objects.none(), required=False, empty_label=_("none")
    )
    kind = line(
        _("Kind"), most=60, required=False,
        help_text=_("One word for all that do the same: methods ask for a kind, not for an instrument."),
    )  # fmt: skip
    model = line(_("Maker and model"), most=120, required=False)
    serial = line(_("Serial number"), most=80, required=False)
    price = forms.DecimalField(
        label=_("Price, in dirhams without VAT"), min_value=0, max_value=MOST, decimal_places=2
    )
    is_calibrated = forms.BooleanField(label=_("It needs a calibration"), required=False, initial=True)

    def __init__(self, *args, centre, **options):
        super().__init__(*args, **options)
        self.fields["laboratory"].queryset = Laboratory.objects.filter(centre=centre, closure=None)

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"amount": int(said.pop("price") * 100)}


class StepForm(forms.Form):
    """A verb of an instrument's life: the turn the page showed travels with it."""

    verb = line("", most=30, widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    day = DayField(label=_("Day"))
    reason = line(_("Why, or what was verified"), most=1000, required=False)


JUDGED = (("passed", _("good")), ("failed", _("failed")), ("", _("not judged yet")))


class CalibrationForm(forms.Form):
    kind = forms.ChoiceField(label=_("What was done"), choices=Calibration.Kind.choices)
    day = DayField(label=_("Day"))
    verdict = forms.ChoiceField(label=_("Verdict"), choices=JUDGED, required=False)
    valid_until = DayField(
        label=_("Good until, that day included"), required=False,
        help_text=_("Without it the instrument is not known to be valid."),
    )  # fmt: skip
    body = line(_("Who did it"), required=False)
    certificate = line(_("Number of the certificate"), most=80, required=False)
    note = text(_("Remarks"), required=False)
    document = file(_("Certificate"))

    def said(self) -> dict:
        said = {name: value for name, value in self.cleaned_data.items() if name != "document"}
        passed = {"passed": True, "failed": False}.get(said.pop("verdict"))
        return said | {"passed": passed}


class BookingForm(forms.Form):
    day = DayField(label=_("Day"))
    start = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    end = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    purpose = line(_("What for"))

    def said(self) -> dict:
        kept = self.cleaned_data
        return {
            "start": self.moment(kept["start"]),
            "end": self.moment(kept["end"]),
            "purpose": kept["purpose"],
        }

    def moment(self, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], hour))


class DispositionForm(forms.Form):
    use = line("", most=120, widget=forms.HiddenInput)
    decision = forms.ChoiceField(label=_("Decision"), choices=Disposition.Decision.choices)
    reason = text(_("Why"))


# people


def grades() -> list[tuple]:
    language = get_language() or "fr"
    return [(code, grade_words(code).in_language(language)[0]) for code in GRADES]


def fte() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Share of a full post, 0 to 1"),
        min_value=Decimal("0.01"),
        max_value=1,
        decimal_places=2,
        initial=1,
    )


class StaffForm(forms.Form):
    name = line(_("Name"))
    email = forms.EmailField(
        label=_("Address of their account"), required=False,
        help_text=_("Who signs in and works in Jalon is known by their account."),
    )  # fmt: skip
    starts_on = DayField(label=_("Here since"))
    grade = forms.ChoiceField(label=_("Grade"), choices=grades)
    fte = fte()
    contract = forms.ChoiceField(label=_("Contract"), choices=StaffMove.Contract.choices)
    is_in_opening = forms.BooleanField(
        label=_("Counted in the staff at the start, already recorded"), required=False
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        user = account_of(email) if email else None
        if email and user is None:
            raise forms.ValidationError(_("Nobody has an account at this address: invite them first."))
        return user

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        return said | {"account": said.pop("email") or None}


class MoveForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("What happens"),
        choices=[one for one in StaffMove.Verb.choices if one[0] != StaffMove.Verb.PRESENT],
    )
    day = DayField(label=_("From"), help_text=_("Of who leaves: the first day without them."))
    grade = forms.ChoiceField(label=_("Grade"), choices=grades)
    fte = fte()
    contract = forms.ChoiceField(label=_("Contract"), choices=StaffMove.Contract.choices)
    reason = line(_("Remarks"), most=300, required=False)

    def said(self) -> dict:
        said = dict(self.cleaned_data)
        if said["verb"] == StaffMove.Verb.LEFT:
            said |= {"grade": "", "fte": Decimal(0), "contract": ""}
        return said


class AuthorisationForm(forms.Form):
    function = forms.ChoiceField(
        label=_("To do what"),
        choices=[(OTHER, _("a method, written below")), *((code, ROLES[code]) for code in FUNCTIONS)],
    )
    method = line(_("Method"), most=80, required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until, that day included"), required=False)
    document = file(_("What proves it"))

    def clean(self):
        said = super().clean()
        if said.get("function") == OTHER and not said.get("method"):
            self.add_error("method", _("Write the method, as the catalogue of services does."))
        return said

    def said(self) -> dict:
        kept = self.cleaned_data
        activity = kept["method"] if kept["function"] == OTHER else kept["function"]
        return {"activity": activity, "since": kept["since"], "until": kept["until"]}


class EndForm(forms.Form):
    day = DayField(label=_("First day without it"))
    reason = line(_("Why"), most=300)


# scope


class ScopeForm(forms.Form):
    body = line(_("Accreditation body"), most=120)
    number = line(_("Number of the accreditation"), most=80)
    site = line(_("Site"), most=120, required=False)
    object = line(_("What is tested"))
    characteristic = line(_("Characteristic"))
    method = line(_("Method"), most=120, help_text=_("As the catalogue of services writes it."))
    range = line(_("Range"), most=120, required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("Until, that day included"), required=False)
    document = file(_("Decision of the body"))

    def said(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "document"}


class ScopeChangeForm(forms.Form):
    to = forms.ChoiceField(label=_("It is"), choices=ScopeChange.Status.choices)
    day = DayField(label=_("From"))
    reason = line(_("Why"), most=300)
