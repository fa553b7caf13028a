"""What a person may type about invoices: quantities of lines, a payment, why something is taken back."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.services.forms.fields import MOST, day, line
from jalon.services.models import Payment
from jalon.services.queries.invoices import Left


def after() -> forms.IntegerField:
    """How many there were when the page was drawn, so that a form sent twice acts once."""
    return forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuantitiesForm(forms.Form):
    """A field a line that has something left, filled with all of it."""

    after = after()

    def __init__(self, *args, left: Sequence[Left], **options):
        super().__init__(*args, **options)
        self.keys = [one.line.pk for one in left if one.quantity > 0]
        for one in left:
            if one.quantity > 0:
                self.fields[f"line_{one.line.pk}"] = forms.DecimalField(
                    label=one.line.text,
                    required=False,
                    min_value=0,
                    max_digits=12,
                    decimal_places=3,
                    initial=Decimal(f"{one.quantity.normalize():f}"),
                )

    @property
    def quantities(self) -> dict[int, Decimal]:
        said = {key: self.cleaned_data.get(f"line_{key}") for key in self.keys}
        return {key: quantity for key, quantity in said.items() if quantity}


class InvoiceForm(QuantitiesForm):
    due_on = day(_("Due on"))


class CreditForm(QuantitiesForm):
    reason = line(_("Reason"), most=300)


class PaymentForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount received, in dirhams"), min_value=Decimal("0.01"), max_value=MOST, decimal_places=2
    )
    on = day(_("Day"))
    means = forms.ChoiceField(label=_("How"), choices=Payment.Means.choices)
    reference = line(_("Reference"), most=80, required=False)
    after = after()


class ReasonForm(forms.Form):
    reason = line(_("Reason"), most=300)


class DaysForm(forms.Form):
    """The days of a file for the accountant."""

    since = day(_("From"))
    until = day(_("To"))
