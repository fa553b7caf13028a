"""What a person may type about evaluations, recommendations and the ladder."""

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jalon.committee.forms import DayField, OrganisationChoice, line, text
from jalon.committee.models import Session
from jalon.committee.queries.sessions import lives
from jalon.contracts.models import Contract
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.plan.models import Axis, GlobalObjective, Plan
from jalon.ui import formats

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


def code() -> forms.RegexField:
    widget = forms.TextInput({"dir": "ltr", "size": 16})
    return forms.RegexField(CODE, label=_("Code"), max_length=60, widget=widget)


class InWords:
    def words(self, name: str) -> Words:
        return Words(self.cleaned_data[f"{name}_fr"], self.cleaned_data[f"{name}_ar"])


class EvaluationForm(InWords, forms.Form):
    """A study to open, at once or by a session that is to come."""

    code = code()
    title_fr = line(_("Title, in French"), required=True)
    title_ar = line(_("Title, in Arabic"))
    terms_fr = text(_("Terms: what is to be found out, in French"), required=True)
    terms_ar = text(_("Terms, in Arabic"))
    contract = forms.ModelChoiceField(
        label=_("Of the contract"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("the whole plan"),
    )
    session = forms.ModelChoiceField(
        label=_("Have it decided by"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("nobody: open it now"),
    )

    def __init__(self, *args, plan: Plan, **options):
        super().__init__(*args, **options)
        self.fields["contract"].queryset = Contract.objects.filter(plan=plan).order_by("code")
        self.fields["contract"].label_from_instance = lambda one: one.code
        every = Session.objects.filter(plan=plan)
        able = [life.session.pk for life in lives(every).values() if life.is_open]
        self.fields["session"].queryset = every.filter(pk__in=able).order_by("-number")
        self.fields["session"].label_from_instance = session_named


def session_named(one: Session) -> str:
    return str(_("Session %(number)s") % {"number": one.number})


class FindingForm(InWords, forms.Form):
    text_fr = text(_("What was found, in French"), required=True)
    text_ar = text(_("In Arabic"))
    file = forms.FileField(label=_("Document"), required=False)


class RecommendationForm(InWords, forms.Form):
    code = code()
    text_fr = text(_("What is asked, in French"), required=True)
    text_ar = text(_("In Arabic"))
    addressed_to = OrganisationChoice(
        label=_("Of whom"), queryset=Organisation.objects.order_by("kind", "code"), required=False
    )
    due_on = DayField(label=_("By when"), required=False)
    led_to = forms.ChoiceField(label=_("What it led to"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["led_to"].choices = [("", _("nothing yet")), *places()]


def places() -> list[tuple[str, str]]:
    """The axes and objectives of every plan, as its last version has them."""
    last = Plan.objects.annotate(last=Max("versions__number")).exclude(last=None)
    numbers = {plan.pk: plan.last for plan in last}
    axes = Axis.objects.select_related("version__plan").order_by("version__plan__code", "position", "code")
    of_last = [one for one in axes if one.version.number == numbers.get(one.version.plan_id)]
    objectives = GlobalObjective.objects.filter(axis__in=of_last).select_related("axis__version__plan")
    return [place("axis", one, one.version.plan) for one in of_last] + [
        place("objective", one, one.axis.version.plan)
        for one in objectives.order_by("axis__version__plan__code", "code")
    ]


def place(kind: str, one, plan: Plan) -> tuple[str, str]:
    name = formats.plain_words(one.name)
    return f"{kind}:{plan.code}/{one.code}", formats.dotted(plan.code, one.code, name)


class StepForm(forms.Form):
    """What a step of a recommendation asks for: a text, a document, an addressee and a day."""

    text = text(_("In words"), rows=3)
    file = forms.FileField(label=_("Document"), required=False)
    addressed_to = OrganisationChoice(
        label=_("To whom"), queryset=Organisation.objects.order_by("kind", "code"), required=False
    )
    due_on = DayField(label=_("By when"), required=False)

    ASKS = {
        "address": ("addressed_to", "due_on", "text"),
        "reply": ("text",),
        "act": ("text",),
        "prove": ("text", "file"),
        "send_back": ("text",),
        "close": ("text",),
    }

    def __init__(self, *args, verb: str, **options):
        super().__init__(*args, prefix=verb, **options)
        for name in set(self.fields) - set(self.ASKS[verb]):
            del self.fields[name]
