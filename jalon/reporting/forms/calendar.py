"""The terms of a calendar, and days off."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.kernel.plausibility import CHECKS
from jalon.kernel.words import Words
from jalon.reporting.actions.calendar import DayOff
from jalon.reporting.models import Calendar
from jalon.reporting.sentences import CHECK_NAMES

WEEKDAYS = (
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
    (6, _("Saturday")), (7, _("Sunday")),
)  # fmt: skip


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class CalendarForm(forms.Form):
    effective_from = forms.DateField(label=_("In force from"), widget=DayInput)
    every = forms.ChoiceField(label=_("A return every"), choices=Calendar.Every)
    submit_days = forms.IntegerField(
        label=_("Working days to submit, after the period"), min_value=1, max_value=250
    )
    remind_days = forms.CharField(
        label=_("Reminders"),
        required=False,
        help_text=_("Days from the deadline: -15, -5, -1, 1, 7; minus is before."),
    )
    escalate_days = forms.IntegerField(
        label=_("Working days after which lateness goes to the ministry"), min_value=1, max_value=250
    )
    answer_days = forms.IntegerField(
        label=_("Working days a centre has to answer findings"), min_value=1, max_value=250
    )
    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    change = forms.DecimalField(
        label=_("Change since the period before that is questioned, in percent"), min_value=1, max_value=10000
    )
    change_in_a_year = forms.DecimalField(
        label=_("Change in a year that is questioned, in percent"), min_value=1, max_value=10000
    )
    bounds = forms.CharField(
        label=_("Plausible values"), required=False, widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
        help_text=_("One indicator a line: its code, the least and the most; - for no bound."),
    )  # fmt: skip
    off = forms.MultipleChoiceField(
        label=_("Checks that are not made"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["off"].choices = [(code, CHECK_NAMES[code]) for code in CHECKS]

    def clean_weekend(self):
        if len(self.cleaned_data["weekend"]) == len(WEEKDAYS):
            raise forms.ValidationError(_("Somebody must work some day: leave at least one day of the week."))
        return sorted(self.cleaned_data["weekend"])

    def clean_remind_days(self):
        said = self.cleaned_data["remind_days"].replace("−", "-").replace("،", ",")
        try:
            days = sorted({int(part) for part in said.replace(",", " ").split()} - {0})
        except ValueError:
            raise forms.ValidationError(_("Write whole numbers of days, as -15, -5, 1, 7.")) from None
        if any(abs(day) > 120 for day in days):
            raise forms.ValidationError(_("A reminder is at most 120 days from the deadline."))
        return days

    def clean_bounds(self):
        found = {}
        for line in self.cleaned_data["bounds"].splitlines():
            parts = line.split()
            if parts and len(parts) != 3:
                raise forms.ValidationError(_("“%(line)s” is not a code and two bounds.") % {"line": line})
            if parts:
                found[parts[0]] = [bound(part) for part in parts[1:]]
        return found

    def terms(self) -> dict:
        """What is kept: numbers of JSON as texts."""
        said = dict(self.cleaned_data)
        checks = {"off": said.pop("off"), "bounds": said.pop("bounds")}
        for name in ("change", "change_in_a_year"):
            checks[name] = str(said.pop(name) / 100)
        return said | {"checks": checks}


def bound(said: str) -> str | None:
    if said in ("-", "–", "—"):
        return None
    try:
        return str(Decimal(said))
    except InvalidOperation:
        raise forms.ValidationError(_("“%(said)s” is not a number.") % {"said": said}) from None


def initial_of(kept: Calendar, rules) -> dict:
    """A calendar as its form shows it."""
    same = ("every", "submit_days", "escalate_days", "answer_days", "weekend")
    shown = {name: getattr(kept, name) for name in same}
    bounds = (f"{code} {end(one.least)} {end(one.most)}" for code, one in rules.bounds.items())
    return shown | {
        "remind_days": ", ".join(str(day) for day in kept.remind_days),
        "change": percent(rules.change),
        "change_in_a_year": percent(rules.change_in_a_year),
        "bounds": "\n".join(bounds),
        "off": sorted(rules.off),
    }


def percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def end(value) -> str:
    return "-" if value is None else str(value)


class HolidayForm(forms.Form):
    """One day off: said, renamed, confirmed, or taken back."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    fr = forms.CharField(label=_("Name in French"), max_length=120)
    ar = forms.CharField(
        label=_("Name in Arabic"), max_length=120, required=False, widget=forms.TextInput({"dir": "rtl"})
    )
    en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    is_estimated = forms.BooleanField(label=_("Estimated: the moon decides"), required=False)
    is_holiday = forms.BooleanField(
        label=_("Nobody works that day"), required=False, initial=True,
        help_text=_("Untick it when people work that day after all."),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def day_off(self) -> DayOff:
        said = dict(self.cleaned_data)
        return DayOff(name=Words(said.pop("fr"), said.pop("ar"), said.pop("en")), **said)
