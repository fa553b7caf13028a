"""What a person may type about tests: a specification, an order, an assignment, a sheet of results."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from jalon.kernel.ice import digits_in
from jalon.kernel.words import Words
from jalon.services.forms.fields import day, line, text, words_of
from jalon.services.models import Clause
from jalon.services.testing.actions import ClauseSaid, SamplingSaid
from jalon.ui.formats import dotted

PARTS = ("code", "characteristic", "method", "unit", "lower", "upper")
SAFETY = ("safety", "sécurité", "securite", "السلامة", "سلامة")
LARGEST = 10**9  # items of a lot
BIGGEST = Decimal("1e13")


WRITTEN = str.maketrans({"٬": None, "٫": ".", ",": ".", "−": "-"})  # the signs of Arabic, French and print
LONGEST = 40  # signs of a number, told back to who typed it


def number(typed: str) -> Decimal:
    """A number as people write it, in any digits, with a comma or a point. Raises ValidationError."""
    said, typed = digits_in(typed).translate(WRITTEN), typed[:LONGEST]
    try:
        value = Decimal(said if "_" not in said else "")
    except InvalidOperation as error:
        raise forms.ValidationError(now_said("“%(typed)s” is not a number.") % {"typed": typed}) from error
    if not value.is_finite() or abs(value) >= BIGGEST or value.as_tuple().exponent < -10:
        raise forms.ValidationError(now_said("“%(typed)s” is not a number.") % {"typed": typed})
    return value


def limit(typed: str) -> tuple[Decimal | None, bool]:
    """A limit and whether it is excluded; a blank one is none."""
    typed = typed.strip()
    is_excluded = typed[:1] in ("<", ">")
    typed = typed.lstrip("<>≤≥ ")
    return (number(typed) if typed else None, is_excluded)


class SpecificationForm(forms.Form):
    """A specification: a clause a line, its parts parted by a semicolon."""

    centre = forms.ModelChoiceField(label=_("Centre"), queryset=None)
    code = forms.SlugField(label=_("Code"), max_length=60)
    title_fr = line(_("Title, in French"))
    title_ar = line(_("Title, in Arabic"), required=False)
    standard = line(_("Standard"), most=120, required=False)
    family = line(_("Product family"), most=120, required=False)
    clauses = text(
        _("Clauses"),
        rows=8,
        help_text=_(
            "One a line: code ; characteristic ; method ; unit ; lower limit ; upper limit ; kinds of "
            "instruments ; safety, when it verifies a condition of safety. A blank limit is none; write < or "
            "> before an excluded one."
        ),
    )

    sampling = text(
        _("Sampling plan"),
        rows=4,
        required=False,
        help_text=_(
            "One row a line, from the table your centre works by: lot from ; lot to ; items to test ; "
            "accepted up to ; rejected from. Leave lot to blank for the largest lots."
        ),
    )

    def __init__(self, *args, centres, **options):
        super().__init__(*args, **options)
        self.fields["centre"].queryset = centres
        self.fields["centre"].label_from_instance = lambda centre: words_of(centre.name)

    def clean_clauses(self) -> list[ClauseSaid]:
        return [clause(one) for one in self.cleaned_data["clauses"].splitlines() if one.strip()]

    def clean_sampling(self) -> list[SamplingSaid]:
        return [sampling(one) for one in self.cleaned_data["sampling"].splitlines() if one.strip()]

    @property
    def title(self) -> Words:
        return Words(self.cleaned_data["title_fr"], self.cleaned_data["title_ar"])


def clause(typed: str) -> ClauseSaid:
    parts = [part.strip() for part in typed.split(";")]
    if len(parts) < len(PARTS) or not all(parts[:4]):
        raise forms.ValidationError(
            now_said("“%(typed)s”: a clause has a code, a characteristic, a method, a unit and two limits.")
            % {"typed": typed[:60]}
        )
    code, characteristic, method, unit = parts[:4]
    lower, excludes_lower = limit(parts[4])
    upper, excludes_upper = limit(parts[5])
    kinds = tuple(kind.strip() for kind in parts[6].split(",") if kind.strip()) if len(parts) > 6 else ()
    ends = {"excludes_lower": excludes_lower, "excludes_upper": excludes_upper}
    words, nature = Words(characteristic), nature_of(parts[7] if len(parts) > 7 else "")
    return ClauseSaid(code, words, method, unit, lower, upper, **ends, equipment_kinds=kinds, nature=nature)


def sampling(typed: str) -> SamplingSaid:
    """A row of a sampling plan. Raises ValidationError."""
    parts = [part.strip() for part in typed.split(";")]
    try:
        lot_from, lot_to, *numbers = (int(part) if part else None for part in parts)
        size, accepted, rejected = numbers
        if None in (lot_from, *numbers) or min(lot_from, size) < 1 or min(accepted, rejected) < 0:
            raise ValueError(typed)
        if max(lot_from, lot_to or 0, *numbers) > LARGEST or (lot_to is not None and lot_to < lot_from):
            raise ValueError(typed)
    except ValueError as error:
        raise forms.ValidationError(
            now_said("“%(typed)s”: a row has two lot sizes, the items to test, and two numbers of items.")
            % {"typed": typed[:60]}
        ) from error
    return SamplingSaid(lot_from, lot_to, size, accepted, rejected)


def nature_of(typed: str) -> str:
    """What a clause verifies, as it is typed; nothing typed is conformity. Raises ValidationError."""
    if not typed:
        return Clause.Nature.CONFORMITY
    if typed.casefold() in SAFETY:
        return Clause.Nature.SAFETY
    raise forms.ValidationError(
        now_said("“%(typed)s” is no nature of a clause: write safety, or leave it blank.") % {"typed": typed}
    )


class OrderForm(forms.Form):
    version = forms.ModelChoiceField(label=_("Specification"), queryset=None)
    shares = forms.BooleanField(
        label=_("Judge the results already ordered, where it asks the same by the same method"),
        required=False,
        initial=True,
    )
    lot = forms.IntegerField(
        label=_("Size of the lot, where the sampling plan judges it"),
        required=False,
        min_value=1,
        max_value=LARGEST,
    )

    def __init__(self, *args, versions, **options):
        super().__init__(*args, **options)
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = lambda one: dotted(
            f"{one.specification.code} ({one.number})", words_of(one.title)
        )


class AssignmentForm(forms.Form):
    operator = forms.ModelChoiceField(label=_("Analyst"), queryset=None)
    planned_on = day(_("Planned on"))

    def __init__(self, *args, operators, **options):
        super().__init__(*args, **options)
        self.fields["operator"].queryset = operators
        self.fields["operator"].label_from_instance = lambda user: user.get_full_name() or user.email
