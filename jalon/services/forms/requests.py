"""What a person may type about the work: a request, the verbs of its life, a review, a quote, a service."""

from decimal import Decimal
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.services.actions.quoting import Line
from jalon.services.forms.fields import (
    MOST,
    CentreChoice,
    ServiceChoice,
    day,
    firm_named,
    hidden_number,
    line,
    text,
    words_of,
)
from jalon.services.models import Acceptance, ContractReview, Interaction, OfferingVersion, Request
from jalon.services.queries.requests import REVIEWED
from jalon.services.words import POINTS, RULES
from jalon.ui.once import PageField, name_of

LINES = 8  # of a quote
HALF = Decimal("0.5")  # a greater risk would accept results beyond the limits


class NeedForm(forms.Form):
    """The need, and the questions of the service, a field each."""

    text = text(_("What the firm needs"), rows=4)
    wanted_by = day(_("Wanted by"), required=False)
    page = PageField()

    def __init__(self, *args, version: OfferingVersion, **options):
        super().__init__(*args, **options)
        self.version = version
        self.codes = [question["code"] for question in version.questions]
        for question in version.questions:
            label = words_of(Words(**question["words"]))
            self.fields[question["code"]] = line(label, required=bool(question.get("is_required")))

    @property
    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in self.codes if self.cleaned_data.get(code)}

    def uid(self, by) -> UUID:
        """The name of the request this person asks for by this page, in these words."""
        return name_of(self, by.uid, self.version.pk)


class RequestForm(NeedForm):
    enterprise = line(_("Firm"), help_text=_("Its ICE, its enterprise number, or its whole name."))
    channel = forms.ChoiceField(
        label=_("How it was asked"),
        choices=[one for one in Request.Channel.choices if one[0] != Request.Channel.PORTAL],
    )
    contact_name = line(_("Person to speak to"), required=False)
    contact_email = forms.EmailField(label=_("Their e-mail"), required=False)
    contact_telephone = line(_("Their telephone"), most=40, required=False)

    def __init__(self, *args, firms, **options):
        super().__init__(*args, **options)
        self.firms = firms
        self.order_fields(("enterprise", "channel", "text", *self.codes, "wanted_by"))

    def clean_enterprise(self):
        found, self.establishment = firm_named(self.cleaned_data["enterprise"], self.firms)
        return found

    @property
    def contact(self) -> dict[str, str]:
        said = self.cleaned_data
        return {name: said[f"contact_{name}"] for name in ("name", "email", "telephone")}


# the verbs of a request: what each asks


class StepForm(forms.Form):
    """A verb: the turn of the page it was asked on, and a reason when it goes back on something."""

    turn = hidden_number()

    def __init__(self, *args, asks_reason: bool = False, **options):
        super().__init__(*args, **options)
        if asks_reason:
            self.fields["reason"] = text(_("Reason"), required=False)

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("reason", "")

    @property
    def said(self) -> dict[str, object]:
        return {}

    @property
    def brought(self) -> tuple[str, ...]:
        return ()


class AnswerForm(StepForm):
    answer = text(_("The firm's answer"), required=False)

    @property
    def said(self):
        return {"answer": self.cleaned_data["answer"].strip()}

    @property
    def brought(self):
        return ("answer_written",) if self.said["answer"] else ()


class DaysForm(StepForm):
    starts_on = day(_("First day of the work"))
    ends_on = day(_("Last day of the work"))

    def clean(self):
        said = super().clean()
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("The last day comes before the first one: change one of them."))
        return said

    @property
    def said(self):
        return {name: self.cleaned_data[name].isoformat() for name in ("starts_on", "ends_on")}

    @property
    def brought(self):
        return ("days_set",)


class SuspensionForm(StepForm):
    waits_for_firm = forms.BooleanField(
        label=_("The firm is waited for: the clock of the centre stops"), required=False
    )

    @property
    def said(self):
        return {"waits_for_firm": self.cleaned_data["waits_for_firm"]}


class TransferForm(StepForm):
    centre = CentreChoice(queryset=Organisation.objects.filter(kind="centre"), label=_("Centre asked"))
    firm_agreed = forms.BooleanField(label=_("The firm agrees to the transfer"), required=False)


class TakeOverForm(StepForm):
    version = ServiceChoice(queryset=None, label=_("Service of your centre it becomes"))

    def __init__(self, *args, versions, **options):
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions


class AcceptanceForm(StepForm):
    proof = forms.ChoiceField(
        label=_("Proof"), choices=[one for one in Acceptance.Proof.choices if one[0] != "portal"]
    )
    order_number = line(_("Number of the purchase order"), most=80, required=False)
    file = forms.FileField(label=_("The order or the signed quote"), required=False)


class DeliveryForm(StepForm):
    file = forms.FileField(
        label=_("What is delivered"),
        help_text=_("The final document. Its fingerprint goes into the evidence."),
    )


class NoteForm(forms.Form):
    means = forms.ChoiceField(label=_("How"), choices=Interaction.Means.choices)
    on = day(_("Day"))
    text = text(_("What was said"))
    is_shared = forms.BooleanField(label=_("The firm may read it"), required=False)

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come: write down what happened once it has."))
        return self.cleaned_data["on"]


def rule_explained(rule: str, name: str) -> str:
    return f"{name} – {RULES[rule]}"


class ReviewForm(forms.Form):
    """The points of a contract review, each ticked or said not to apply, and the decision rule agreed."""

    turn = hidden_number()
    after = hidden_number()
    rule = forms.ChoiceField(label=_("Decision rule agreed with the firm"), widget=forms.RadioSelect)
    rule_factor = forms.DecimalField(
        label=_("Its factor r, or its risk"), required=False, min_value=0, max_digits=8, decimal_places=4
    )
    notes = text(_("Notes"), required=False)

    VERDICTS = (("", _("not yet")), ("yes", _("yes")), ("not_applicable", _("does not apply")))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        named = ContractReview.Rule.choices
        self.fields["rule"].choices = [(rule, rule_explained(rule, name)) for rule, name in named]
        for point in REVIEWED:
            self.fields[point] = forms.ChoiceField(label=POINTS[point], choices=self.VERDICTS, required=False)
        self.order_fields(REVIEWED)

    def clean(self):
        said = super().clean()
        factor = said.get("rule_factor")
        if said.get("rule") == ContractReview.Rule.RISK and not (factor and 0 < factor <= HALF):
            self.add_error("rule_factor", _("Write the risk agreed, above 0 and up to 0.5: 0.05 for 5 %."))
        return said

    @property
    def ticked(self) -> dict[str, str]:
        return {point: self.cleaned_data[point] for point in REVIEWED if self.cleaned_data[point]}


class QuoteForm(StepForm):
    valid_until = day(_("Valid until"))
    working_days = forms.IntegerField(
        label=_("Working days promised"), required=False, min_value=1, max_value=1000
    )
    conditions = text(_("Conditions"), required=False)
    funded = forms.DecimalField(
        label=_("Part funded by the plan, in dirhams"), required=False, min_value=0, max_value=MOST,
        decimal_places=2,
    )  # fmt: skip
    axis_code = line(_("Axis"), most=40, required=False)
    funding_line_code = line(_("Funding line"), most=40, required=False)

    def clean_valid_until(self):
        if self.cleaned_data["valid_until"] < timezone.localdate():
            raise forms.ValidationError(_("A quote is valid until a day to come, or today."))
        return self.cleaned_data["valid_until"]

    def clean(self):
        said = super().clean()
        if said.get("funded") and not (said.get("axis_code") and said.get("funding_line_code")):
            self.add_error("funding_line_code", _("A funded service names its axis and its funding line."))
        return said


class QuoteLineForm(forms.Form):
    text = line(_("Line"), most=300)
    quantity = forms.DecimalField(
        label=_("Quantity"), min_value=Decimal("0.001"), max_digits=12, decimal_places=3
    )
    price = forms.DecimalField(
        label=_("Unit price without tax, in dirhams"), min_value=0, max_value=MOST, decimal_places=2
    )
    vat = forms.DecimalField(
        label=_("VAT, %"), min_value=0, max_value=99, decimal_places=2, initial=Decimal(20)
    )

    @property
    def line(self) -> Line:
        said = self.cleaned_data
        return Line(said["text"], said["quantity"], int(said["price"] * 100), said["vat"] / 100)


class FilledLines(forms.BaseFormSet):
    """The lines somebody filled; an empty one is left out, a half-filled one is an error."""

    @property
    def lines_written(self) -> list[Line]:
        return [form.line for form in self.forms if form.has_changed()]


QuoteLines = forms.formset_factory(QuoteLineForm, formset=FilledLines, extra=LINES, max_num=LINES)
