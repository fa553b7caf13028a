"""The form of a return: no number is typed that the evidence holds; words are, and how long they took."""

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jalon.reporting.actions.remarks import Note
from jalon.reporting.queries.sheet import Sheet

SALT = "jalon.reporting.started"
LONGEST = 4000
COMMENTED = "late_without_comment"  # answered by the comment of its indicator


def started_now() -> str:
    """When the form was shown, signed: the time spent is not the browser's word."""
    return signing.dumps(int(timezone.now().timestamp()), salt=SALT)


def seconds_since(started: str) -> int:
    """The seconds since a form was shown; 0 when that cannot be known."""
    try:
        return max(0, int(timezone.now().timestamp()) - signing.loads(started, salt=SALT))
    except (signing.BadSignature, TypeError):
        return 0


class Timed(forms.Form):
    """A form that knows how long it was open."""

    started = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        options["initial"] = {"started": started_now()} | (options.get("initial") or {})
        super().__init__(*args, **options)

    @property
    def seconds(self) -> int:
        return seconds_since(self.cleaned_data.get("started", ""))

    @property
    def typed(self) -> list[str]:
        """The fields somebody typed in."""
        return [name for name in self.changed_data if name != "started"]


def text(label, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": rows})
    )


class ReturnForm(Timed):
    """Comments, risks, a document, and the explanation of each check that may be explained."""

    comment = text(_("Comment on the period"), 3)
    risk = text(_("Risks for the rest of the year"), 3)
    document = forms.FileField(label=_("Attach a document"), required=False)

    def __init__(self, *args, sheet: Sheet, **options):
        self.sheet = sheet
        options["initial"] = written(sheet)
        super().__init__(*args, **options)
        for row in sheet.rows:
            self.fields[f"comment:{row.indicator}"] = text(_("Comment"))
        for one in self.explainable:
            self.fields[explanation_key(one.check)] = text(_("Explain"))

    @property
    def explainable(self) -> list:
        return [
            one for one in self.sheet.checks if not one.check.must_be_settled and one.check.code != COMMENTED
        ]

    def notes(self, documents=()) -> list[Note]:
        """What is new in the form, as notes."""
        new = [(name, self.cleaned_data[name]) for name in self.typed if name != "document"]
        found = [note_of(name, said) for name, said in new]
        return found + [Note("document", documents=(one,)) for one in documents]


def explanation_key(check) -> str:
    return f"explain:{check.code}:{check.indicator}"


def answer_key(check) -> str:
    """The field that answers a check."""
    return f"comment:{check.indicator}" if check.code == COMMENTED else explanation_key(check)


def note_of(name: str, said: str) -> Note:
    kind, _colon, about = name.partition(":")
    if kind == "explain":
        check, _colon, indicator = about.partition(":")
        return Note("explanation", said, indicator, check)
    return Note(kind, said, about)


def written(sheet: Sheet) -> dict[str, str]:
    """What stands in the fields already: the last word about each."""
    found = {}
    for one in sheet.remarks:
        if one.kind in ("comment", "risk"):
            found[f"{one.kind}:{one.indicator}" if one.indicator else one.kind] = one.text
        elif one.kind == "explanation":
            found[f"explain:{one.check_code}:{one.indicator}"] = one.text
    return found


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea({"rows": 3}))


class LevelForm(Timed):
    """A level nobody counts: its value, its day, and the document it stands on."""

    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=3)
    day = forms.DateField(label=_("On"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    document = forms.FileField(label=_("Document it stands on"))

    def __init__(self, *args, period, today, **options):
        self.period, self.today = period, today
        super().__init__(*args, **options)
        self.fields["day"].initial = min(period.end, today)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day not in self.period:
            raise forms.ValidationError(_("This day is not in the period: take one of its days."))
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come: what is declared has happened."))
        return day
