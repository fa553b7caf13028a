"""What a person may type about the committee."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jalon.committee.models import Attendance, Item, Vote
from jalon.committee.queries.seats import Deciding
from jalon.committee.sentences import BASES, FOLLOWED, MAJORITIES, REFUSALS, decision_words
from jalon.kernel.voting import Rules as VotingRules
from jalon.kernel.words import Words
from jalon.network.access import memberships_on
from jalon.network.models import Organisation
from jalon.network.roles import ROLES
from jalon.people.models import User

SITTING = [code for code, role in ROLES.items() if "committee.vote" in role.allows]
MOST = Decimal("1e13")  # dirhams


class DayField(forms.DateField):
    def __init__(self, **options):
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **options)


def text(label, *, rows: int = 3, **options) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), max_length=4000, **options)


def line(label, **options) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, max_length=200, **options)


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, one):
        return f"{one.name.in_language(get_language() or 'fr')[0]} ({one.code})"


class WhenForm(forms.Form):
    day = DayField(label=_("Day"))
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    place_fr = line(_("Place, in French"))
    place_ar = line(_("Place, in Arabic"))

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))

    def words(self, name: str) -> Words:
        return Words(self.cleaned_data[f"{name}_fr"], self.cleaned_data[f"{name}_ar"])


class CallForm(WhenForm):
    title_fr = line(_("About, in French"))
    title_ar = line(_("About, in Arabic"))
    urgency = line(
        _("Why it is urgent"), help_text=_("Only when the notice is shorter than the rules ask for.")
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


class PostponeForm(WhenForm):
    reason = text(_("Why"), rows=2, required=True)


class ReasonForm(forms.Form):
    reason = text(_("Why"), rows=2, required=True)


class PointForm(forms.Form):
    title_fr = line(_("Title, in French"), required=True)
    title_ar = line(_("Title, in Arabic"))
    text_fr = text(_("What it is about, in French"))
    text_ar = text(_("What it is about, in Arabic"))

    def words(self, name: str) -> Words:
        return Words(self.cleaned_data[f"{name}_fr"], self.cleaned_data[f"{name}_ar"])


class SeatForm(forms.Form):
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        help_text=_("People who hold a role that sits in the committee."),
    )
    organisation = OrganisationChoice(
        label=_("Sits for"), queryset=Organisation.objects.exclude(kind="centre").order_by("kind", "code")
    )
    since = DayField(label=_("From this day on"))
    is_chair = forms.BooleanField(label=_("Chairs the committee"), required=False)
    votes = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)

    def __init__(self, *args, on, **options):
        super().__init__(*args, **options)
        held = memberships_on(on).filter(role__in=SITTING).values("user")
        self.fields["person"].queryset = User.objects.filter(pk__in=held).order_by("name", "email")


class SeatEndForm(forms.Form):
    until = DayField(label=_("First day without the seat"))


class ShareField(forms.CharField):
    """A share between 0 and 1, written 1/2 or 0.5."""

    def __init__(self, **options):
        super().__init__(max_length=20, **options)
        self.widget.attrs |= {"dir": "ltr", "size": 6}

    def clean(self, value):
        written = super().clean(value)
        try:
            share = Fraction(written.replace(",", ".").replace(" ", ""))
        except (ValueError, ZeroDivisionError) as error:
            raise forms.ValidationError(REFUSALS["rules_unreadable"]) from error
        if not 0 < share <= 1 or share.denominator > 1000:
            raise forms.ValidationError(REFUSALS["rules_unreadable"])
        return share


class RulesForm(forms.Form):
    effective_from = DayField(label=_("From this day on"))
    quorum = ShareField(label=_("Quorum: the share of members that must be there"), initial="1/2")
    is_quorum_exceeded = forms.BooleanField(label=_("More than this share must be there"), required=False)
    quorum_least = forms.IntegerField(
        label=_("Never fewer members than"), min_value=1, max_value=99, initial=1
    )
    majority = forms.ChoiceField(label=_("Majority"), choices=list(MAJORITIES.items()))
    share = ShareField(label=_("Share of a qualified majority"), initial="2/3")
    base = forms.ChoiceField(
        label=_("Counted among"),
        choices=[("", _("as the majority usually is")), *BASES.items()],
        required=False,
    )
    has_casting_vote = forms.BooleanField(
        label=_("The chair decides between equal votes"), required=False, initial=True
    )
    allows_consensus = forms.BooleanField(
        label=_("A point may be decided by consensus, without a vote"), required=False, initial=True
    )
    notice_days = forms.IntegerField(
        label=_("Days of notice before a session"), min_value=0, max_value=365, initial=8
    )
    proxies = forms.IntegerField(
        label=_("How many others a member may represent"), min_value=0, max_value=20, initial=1
    )
    source = line(_("Where this is written"), help_text=_("The text that gives the committee its rules."))

    def deciding(self) -> Deciding:
        said = self.cleaned_data
        rules = VotingRules(
            quorum=said["quorum"],
            quorum_least=said["quorum_least"],
            is_quorum_exceeded=said["is_quorum_exceeded"],
            majority=said["majority"],
            share=said["share"],
            base=said["base"] or None,
            has_casting_vote=said["has_casting_vote"],
        )
        more = {name: said[name] for name in ("notice_days", "proxies", "allows_consensus")}
        return Deciding(rules, **more)


class AnswerForm(forms.Form):
    """What was recorded of one member, or what they say of themselves."""

    how = forms.ChoiceField(label=_("Attendance"), choices=Attendance.How.choices)
    by_whom = forms.ModelChoiceField(
        label=_("Represented by"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args, table, person, **options):
        super().__init__(*args, **options)
        others = [place.seat.person_id for place in table.places if place.seat.person_id != person.pk]
        self.fields["by_whom"].queryset = User.objects.filter(pk__in=others).order_by("name")


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Vote"), choices=[("", _("has not voted")), *Vote.Choice.choices], required=False
    )


class AmountField(forms.DecimalField):
    """Dirhams typed, centimes given back."""

    def __init__(self, **options):
        super().__init__(min_value=0, max_value=MOST, decimal_places=2, required=False, **options)

    def clean(self, value):
        dirhams = super().clean(value)
        return None if dirhams is None else int(dirhams * 100)


class DecisionForm(forms.Form):
    verb = forms.ChoiceField(label=_("Decision"))
    by_consensus = forms.BooleanField(label=_("By consensus, without a vote"), required=False)
    motion = forms.ChoiceField(label=_("What was voted on and not adopted"), required=False)
    reservation = text(_("Reservation"), rows=2)
    reason = text(_("Why"), rows=2)
    amount = AmountField(label=_("Amount, in dirhams"))
    hold_back = AmountField(label=_("Held back, in dirhams"))
    held_until = DayField(label=_("Held back until"), required=False)
    to_do = text(_("What must be done"), rows=2)
    actor = OrganisationChoice(
        label=_("By whom"), queryset=Organisation.objects.order_by("kind", "code"), required=False
    )
    due_on = DayField(label=_("By when"), required=False)
    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("What the decision rests on: a report, a letter. A claim for money carries it too."),
    )

    def __init__(self, *args, item: Item, verbs, asks, **options):
        super().__init__(*args, **options)
        words = [(verb, decision_words(item.kind, verb)) for verb in verbs]
        self.fields["verb"].choices = words
        self.fields["motion"].choices = [("", "—"), *words]
        for name in ("reservation", "amount", "hold_back"):
            if name not in asks:
                del self.fields[name]
        if "hold_back" not in asks:
            del self.fields["held_until"]

    def attached(self) -> list[tuple[str, bytes]]:
        file = self.cleaned_data.get("file")
        return [(file.name, file.read())] if file else []

    def terms(self) -> dict:
        said = self.cleaned_data
        terms = {name: said.get(name) for name in ("amount", "hold_back") if said.get(name)}
        if said.get("held_until"):
            terms["held_until"] = said["held_until"].isoformat()
        if said["verb"] == "not_adopted" and said["motion"]:
            terms["motion"] = said["motion"]
        return terms


class FollowUpForm(forms.Form):
    text = text(_("What was done"), rows=3, required=True)
    file = forms.FileField(label=_("Document"), required=False)
    is_done = forms.BooleanField(
        label=_("It is done"), required=False, help_text=_("The document attached proves it.")
    )


class DecisionFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Item.Kind.choices])
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    session = forms.IntegerField(label=_("Session"), required=False, min_value=1, max_value=10_000)
    state = forms.ChoiceField(
        label=_("Follow-up"), required=False, choices=[("", _("all")), *FOLLOWED.items()]
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].choices = [("", _("all")), *((code, code) for code in centres)]
