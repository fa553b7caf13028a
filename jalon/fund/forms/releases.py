"""What a person types about a release: a sum, a day, a document, a reason; and a simulation."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.fund.forms.files import FileForm
from jalon.fund.forms.ledger import AmountField, number_typed
from jalon.fund.models import Acceptance, Activity
from jalon.ui import formats


class ChangeField(forms.CharField):
    """How much more or less of an indicator: +40, -2,5."""

    def clean(self, value):
        text = number_typed(super().clean(value))
        if not text:
            return None
        try:
            change = Decimal(text)
        except InvalidOperation as error:
            raise forms.ValidationError(
                _("Write how much more or less, for instance +40 or -2,5.")
            ) from error
        if not change.is_finite() or abs(change) > 10**12:
            raise forms.ValidationError(_("Write how much more or less, for instance +40 or -2,5."))
        return change


class SimulationForm(forms.Form):
    """Read from the address: nothing of it is kept."""

    stage = forms.ChoiceField(
        label=_("Values"),
        required=False,
        choices=[
            ("validated", _("validated")),
            ("verified", _("verified")),
            ("declared", _("declared")),
            ("live", _("as the evidence stands today")),
        ],
    )

    def __init__(self, data=None, *, due, names):
        super().__init__(data)
        for code in due.facts.values:
            named = formats.plain_words(names[code]) if code in names else code
            self.fields[f"set_{code}"] = ChangeField(
                label=named, required=False, help_text=_("More (+) or less (−), in its unit")
            )
        asked = [one.code for one in due.tranche.conditions if one.kind == "document"]
        asked += [due.rule.document] if getattr(due.rule, "document", "") else []
        for code in dict.fromkeys(asked):
            if code not in due.facts.documents:
                label = _("as if document “%(code)s” were accepted") % {"code": code}
                self.fields[f"accept_{code}"] = forms.BooleanField(label=label, required=False)

    @property
    def changes(self) -> dict[str, Decimal]:
        said = self.cleaned_data.items()
        return {name[4:]: value for name, value in said if name.startswith("set_") and value}

    @property
    def accepted(self) -> list[str]:
        return [name[7:] for name, value in self.cleaned_data.items() if name.startswith("accept_") and value]


class OptionalAmountField(AmountField):
    def clean(self, value):
        return super().clean(value) if str(value or "").strip() else None


class ProposalForm(forms.Form):
    """Ask for a release: all that is due, a part of it, a part held back."""

    amount = OptionalAmountField(
        label=_("Amount, in dirhams"), required=False, help_text=_("Left empty: all that is due")
    )
    hold_back = OptionalAmountField(label=_("Held back, in dirhams"), required=False)
    held_until = forms.DateField(
        label=_("Held back until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class AcceptanceForm(FileForm):
    """What is accepted besides the evidence."""

    kind = forms.ChoiceField(label=_("What is accepted"), choices=Acceptance.Kind.choices)
    code = forms.CharField(
        label=_("Code"), max_length=60, required=False, help_text=_("Of the document, or of the funder")
    )
    amount = OptionalAmountField(label=_("Amount, in dirhams"), required=False)
    document = forms.CharField(label=_("Document it rests on"), max_length=200)
    field_order = ("kind", "code", "amount", "document", "file")

    def clean(self):
        said = super().clean()
        if said.get("kind") == Acceptance.Kind.COST:
            return said
        if not said.get("code", "").strip():
            self.add_error("code", _("Say the code of the document or of the funder."))
        return said


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EndForm(ReasonForm):
    """What cannot be taken back is confirmed."""

    is_sure = forms.BooleanField(label=_("Yes, end this release"))


class OrderForm(forms.Form):
    document = forms.CharField(label=_("Number of the payment order"), max_length=200, required=False)


class PaymentForm(FileForm):
    document = forms.CharField(label=_("Document of the payment"), max_length=200)
    field_order = ("document", "file")


class PartForm(FileForm):
    """A part of what is left, as the page showed it: sent twice, it is one part."""

    left = forms.IntegerField(widget=forms.HiddenInput, required=False)


class JustificationForm(PartForm):
    amount = AmountField(label=_("Amount shown, in dirhams"))
    document = forms.CharField(label=_("Documents of the spending"), max_length=200)
    activity = forms.ChoiceField(
        label=_("Spent for"), required=False, choices=[("", _("not told apart")), *Activity.choices]
    )
    field_order = ("amount", "document", "activity", "file", "left")


class GivenBackForm(PartForm):
    amount = AmountField(label=_("Amount given back, in dirhams"))
    document = forms.CharField(label=_("Document"), max_length=200)
    field_order = ("amount", "document", "file", "left")


class ApprovalForm(forms.Form):
    """Nothing to type to approve what is shown; a smaller sum, and why, to release a part of it."""

    amount = OptionalAmountField(
        label=_("Amount, in dirhams"), required=False, help_text=_("Left empty: all that is asked for")
    )
    reason = forms.CharField(
        label=_("Why only a part"),
        required=False,
        max_length=1000,
        help_text=_("Only when less is released than what is asked for: the rest stays due."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SettlementForm(forms.Form):
    """Nothing to type: the contract is over and nothing of the release is owed."""


class ScheduleForm(forms.Form):
    by = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[("year", _("year")), ("quarter", _("quarter")), ("month", _("month"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("due", _("due")),
            ("blocked", _("blocked")),
            ("open", _("under way")),
            ("released", _("released")),
        ],
    )
