"""What a person may type about the ladder of consequences: its bounds, and why a contract fell behind."""

from dataclasses import fields
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.committee.forms import DayField, line, text
from jalon.kernel.states.ladder import LadderRules

BOUNDS = [field.name for field in fields(LadderRules)]


class ReasonsForm(forms.Form):
    reasons = text(
        _("Why the contract fell behind"),
        rows=6,
        required=True,
        help_text=_(
            "The ministry and the committee read it as you write it; it cannot be changed afterwards."
        ),
    )


class LadderRulesForm(forms.Form):
    effective_from = DayField(label=_("From this day on"))
    late_percent = forms.DecimalField(
        label=_("Behind from this share of late targets on, in percent"),
        min_value=Decimal("0.1"),
        max_value=100,
        decimal_places=1,
    )
    serious_alerts = forms.BooleanField(
        label=_("Behind on a serious failure too"),
        required=False,
        help_text=_(
            "Serious: below 65 % of what was expected by the period's end, for one of at most two targets or"
            " for two of more."
        ),
    )
    patience = forms.IntegerField(
        label=_("Periods behind in a row before reasons are asked"),
        min_value=0,
        max_value=40,
        help_text=_("Reasons are asked from the next period behind on."),
    )
    days_to_answer = forms.IntegerField(label=_("Days the centre has to answer"), min_value=0, max_value=365)
    support_quarters = forms.IntegerField(label=_("Quarters of support"), min_value=0, max_value=40)
    reevaluation_months = forms.IntegerField(
        label=_("Months within which it is re-evaluated"), min_value=0, max_value=120
    )
    source = line(_("Where this is written"), help_text=_("The text or decision that gives these bounds."))

    @staticmethod
    def initial_of(rules: LadderRules) -> dict:
        return {name: getattr(rules, name) for name in BOUNDS} | {
            "late_percent": format((rules.late_share * 100).normalize(), "f")
        }

    def rules(self) -> LadderRules:
        said = {name: self.cleaned_data[name] for name in BOUNDS if name in self.cleaned_data}
        return LadderRules(late_share=self.cleaned_data["late_percent"] / 100, **said)
