"""What a person may type about cases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.services.certification.forms import not_to_come, people_of
from jalon.services.forms.fields import CentreChoice, day, hidden_number, line, text
from jalon.services.forms.requests import StepForm
from jalon.services.models import Case
from jalon.services.quality.queries.cases import named

SOMETHING = _("A request, a report, a certificate or an instrument of the centre, by its number; or nothing.")


class CaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is"), choices=Case.Kind.choices)
    about = line(_("What it is about"), most=60, required=False, help_text=SOMETHING)
    title = line(_("In a few words"))
    text = text(_("What happened"), rows=5)

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.centres = list(centres)
        if len(self.centres) > 1:
            self.fields["centre"] = CentreChoice(queryset=centres, label=_("Centre"))
            self.order_fields(("centre",))

    @property
    def centre(self):
        return self.cleaned_data.get("centre") or self.centres[0]

    def clean(self):
        said = super().clean()
        typed = said.get("about", "").strip()
        found = named(self.centre, typed) if typed and ("centre" in said or len(self.centres) == 1) else {}
        if found is None:
            self.add_error(
                "about", _("Nothing of the centre has this number: read it again, or leave it out.")
            )
        if said.get("kind") == Case.Kind.APPEAL and found is not None and not set(found) & CONTESTED:
            self.add_error(
                "about", _("An appeal contests a decision: name the request, the report or the certificate.")
            )
        self.about = found or {}
        return said


CONTESTED = {"request", "report", "certificate"}


class ComplaintForm(forms.Form):
    """What the firm says, from its own account."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Case.Kind.COMPLAINT, _("a complaint about the service")),
            (Case.Kind.APPEAL, _("an appeal against a decision of the centre")),
        ],
    )
    title = line(_("In a few words"))
    text = text(_("What happened"), rows=5)


class ConclusionForm(StepForm):
    cause = text(_("Cause"), rows=3)
    answer = text(_("Answer to the firm"), rows=4, required=False, help_text=_("The firm reads it as it is."))

    @property
    def said(self):
        return {name: self.cleaned_data[name].strip() for name in ("cause", "answer")}

    @property
    def brought(self):
        facts = {"cause_written": self.said["cause"], "answer_written": self.said["answer"]}
        return tuple(fact for fact, written in facts.items() if written)


class EffectivenessForm(StepForm):
    effectiveness = text(_("How it was seen that the actions work"))

    @property
    def said(self):
        return {"effectiveness": self.cleaned_data["effectiveness"].strip()}

    @property
    def brought(self):
        return ("effectiveness_checked",) if self.said["effectiveness"] else ()


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return person.get_full_name() or person.email


class ActionForm(forms.Form):
    turn = hidden_number()
    text = text(_("What is to be done"))
    owner = PersonChoice(queryset=None, label=_("By whom"))
    due_on = day(_("By"))

    def __init__(self, *args, centre, **options):
        super().__init__(*args, **options)
        self.fields["owner"].queryset = people_of(centre)


class DoneForm(forms.Form):
    turn = hidden_number()
    on = day(_("Day"))
    text = text(_("What was done"), required=False)
    file = forms.FileField(label=_("Proof"), help_text=_("A document that shows that it was done."))

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])
