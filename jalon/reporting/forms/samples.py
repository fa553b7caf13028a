"""What a verifier says of a sampled thing, and what the centre answers."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.kernel.money import centimes
from jalon.reporting.models import Finding, Sampled

LONGEST = 4000


class FindingForm(forms.Form):
    """One line of the working sheet; a correction is offered where there is one row to correct."""

    outcome = forms.ChoiceField(
        label=_("What the check found"), choices=Finding.Outcome.choices, widget=forms.RadioSelect
    )
    quantity = forms.DecimalField(
        label=_("Right quantity"), max_digits=18, decimal_places=3, required=False, localize=True
    )
    amount = forms.DecimalField(
        label=_("Right amount, in dirhams"), max_digits=18, decimal_places=2, required=False, localize=True
    )
    reason = forms.CharField(label=_("Why"), max_length=LONGEST, required=False)
    note = forms.CharField(label=_("Note"), max_length=LONGEST, required=False)
    document = forms.FileField(label=_("Attach a document"), required=False)

    def __init__(self, *args, sampled: Sampled, **options):
        super().__init__(*args, auto_id=f"t{sampled.position}-%s", **options)
        if not sampled.thing.startswith("row:"):
            del self.fields["quantity"], self.fields["amount"]
            self.fields["outcome"].choices = [
                choice for choice in Finding.Outcome.choices if choice[0] != Finding.Outcome.CORRECTED
            ]

    def clean(self):
        said = super().clean()
        outcome = said.get("outcome")
        if outcome == Finding.Outcome.REJECTED and not (said.get("reason") or "").strip():
            self.add_error("reason", _("Say why this is rejected: the centre answers to that."))
        is_corrected = outcome == Finding.Outcome.CORRECTED
        if is_corrected and said.get("quantity") is None and said.get("amount") is None:
            self.add_error("quantity", _("Say the right quantity or the right amount."))
        return said

    @property
    def said(self) -> dict:
        """What the action takes of it."""
        amount: Decimal | None = self.cleaned_data.get("amount")
        return {
            "outcome": self.cleaned_data["outcome"],
            "quantity": self.cleaned_data.get("quantity"),
            "amount": None if amount is None else centimes(amount),
            "reason": self.cleaned_data["reason"],
            "note": self.cleaned_data["note"],
        }


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Why the centre contests this finding"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    document = forms.FileField(label=_("Attach a document"), required=False)


class EnlargementForm(forms.Form):
    """How many things of each stratum, from its present size to all there are, and why."""

    def __init__(self, *args, strata, **options):
        """`strata` say their key, name, size, population and the size `proposed`."""
        super().__init__(*args, **options)
        self.keys = {f"size_{place}": one["key"] for place, one in enumerate(strata)}
        for name, one in zip(self.keys, strata, strict=True):
            drawn = _("%(has)s are drawn, of %(all)s.") % {"has": one["size"], "all": one["population"]}
            self.fields[name] = forms.IntegerField(
                label=one["name"],
                help_text=f"{drawn} {one['measures']}",  # what sets apart strata of one name
                min_value=one["size"],
                max_value=one["population"],
                initial=one["proposed"],
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why a larger sample"), max_length=LONGEST, widget=forms.Textarea({"rows": 3})
        )

    @property
    def sizes(self) -> dict[str, int]:
        return {key: self.cleaned_data[name] for name, key in self.keys.items()}


class SealForm(forms.Form):
    """Which period to seal."""

    period = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args, periods, **options):
        super().__init__(*args, **options)
        self.fields["period"].choices = periods
