"""What a person may type of a sharing: its name and where it starts from, then what is changed in it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.fund.forms.ledger import AmountField
from jalon.fund.sharing_book.layout import TAGS
from jalon.fund.sharing_sentences import placed
from jalon.kernel.allocation import Fairness, Limit, Problem, ProblemError
from jalon.kernel.money import dirhams
from jalon.ui import formats

MOST_WEIGHTS = 60
LIMITED = ("line", "axis")


class Amount(AmountField):
    """An amount that may be left empty, or zero."""

    def clean(self, value):
        text = "".join(str(value or "").split())
        if text in ("", "0"):
            return 0 if text else None
        return super().clean(value)


class SharingForm(forms.Form):
    """A new sharing, out of a workbook, or out of what the contracts in force ask for the year."""

    name = forms.CharField(label=gettext_lazy("Name of the sharing"), max_length=120)
    note = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    file = forms.FileField(
        label=gettext_lazy("The filled workbook"),
        help_text=gettext_lazy(
            "XLSX, as downloaded from this page. Without one, the contracts in force ask what they promise "
            "for the year."
        ),
        required=False,
    )
    envelope = Amount(
        label=gettext_lazy("Envelope, in dirhams"),
        help_text=gettext_lazy("Without a workbook only: a workbook says its own."),
        required=False,
    )

    def clean(self):
        said = super().clean()
        if not said.get("file") and "envelope" not in self.errors and not said.get("envelope"):
            self.add_error("envelope", _("Say how much there is to share, or choose a workbook."))
        return said


class VariationForm(forms.Form):
    """What a sharing asks, field by field: the envelope, fairness, limits of lines and axes, weights."""

    name = forms.CharField(label=gettext_lazy("Name of the variation"), max_length=120)
    envelope = AmountField(label=gettext_lazy("Envelope, in dirhams"))
    spend_at_least = Amount(label=gettext_lazy("Share out at least, in dirhams"), required=False)
    fair_among = forms.ChoiceField(label=gettext_lazy("Fair among"), required=False)
    least = forms.DecimalField(
        label=gettext_lazy("Least share of each, in percent of what it asks"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=2,
    )
    spread = forms.DecimalField(
        label=gettext_lazy("Largest share over the smallest"),
        required=False,
        min_value=1,
        max_digits=6,
        decimal_places=2,
    )
    is_max_min = forms.BooleanField(
        label=gettext_lazy("Make the smallest share as large as it can be, before results"), required=False
    )

    def __init__(self, data=None, *, problem: Problem, names, title: str = ""):
        super().__init__(data, initial=initial(problem, title))
        self.problem = problem
        nobody = [("", _("nobody in particular"))]
        tags = sorted({tag for one in problem.candidates for tag in one.tags})
        self.fields["fair_among"].choices = nobody + [(tag, kind_of(tag)) for tag in tags]
        for tag, value in self.places():
            label = placed(tag, value, names)
            limit = self.limit(tag, value)
            for side, words in (("at_least", _("at least")), ("at_most", _("at most"))):
                amount = getattr(limit, side) if limit else None
                self.fields[f"{side}:{tag}:{value}"] = Amount(
                    label=f"{label}: {words}", required=False, initial=typed(amount)
                )
        for code in list(problem.weights)[:MOST_WEIGHTS]:
            said = formats.plain_words(names.get(code) or code)
            self.fields[f"weight:{code}"] = forms.DecimalField(
                label=_("Weight of one: %(result)s") % {"result": said},
                min_value=0,
                max_digits=16,
                decimal_places=6,
                initial=problem.weights[code],
            )

    def places(self) -> Iterator[tuple[str, str]]:
        found = {
            (tag, one.tags[tag]) for one in self.problem.candidates for tag in LIMITED if one.tags.get(tag)
        }
        yield from sorted(found, key=lambda pair: (LIMITED.index(pair[0]), pair[1]))

    def limit(self, tag: str, value: str) -> Limit | None:
        return next((one for one in self.problem.limits if (one.tag, one.value) == (tag, value)), None)

    def clean(self):
        said = super().clean()
        if not self.errors:
            try:
                self.varied = self.problem_of(said)
            except ProblemError as error:
                raise ValidationError(_("These rules cannot be: %(why)s.") % {"why": error}) from error
        return said

    def problem_of(self, said) -> Problem:
        return Problem(
            said["envelope"],
            self.problem.candidates,
            self.weights(said),
            [*self.others(), *self.limits(said)],
            fairness(said),
            said.get("spend_at_least") or 0,
        )

    def weights(self, said) -> dict[str, Decimal]:
        typed = {code: said.get(f"weight:{code}") for code in self.problem.weights}
        return {
            code: self.problem.weights[code] if weight is None else weight for code, weight in typed.items()
        }

    def others(self) -> list[Limit]:
        """Limits that the page does not offer stay."""
        return [one for one in self.problem.limits if one.tag not in LIMITED]

    def limits(self, said) -> list[Limit]:
        found = []
        for tag, value in self.places():
            least, most = (said.get(f"{side}:{tag}:{value}") for side in ("at_least", "at_most"))
            if least or most is not None:
                found.append(Limit(tag, value, least or 0, most))
        return found


def fairness(said) -> Fairness | None:
    if not said.get("fair_among"):
        return None
    least, spread = said.get("least"), said.get("spread")
    return Fairness(
        said["fair_among"],
        None if least is None else Fraction(least) / 100,
        None if spread is None else Fraction(spread),
        bool(said.get("is_max_min")),
    )


def initial(problem: Problem, title: str) -> dict:
    fair = problem.fairness
    return {
        "name": title,
        "envelope": typed(problem.envelope),
        "spend_at_least": typed(problem.spend_at_least or None),
        "fair_among": fair.tag if fair else "",
        "least": in_percent(fair.least) if fair and fair.least is not None else None,
        "spread": round(Decimal(float(fair.spread)), 2) if fair and fair.spread is not None else None,
        "is_max_min": bool(fair and fair.is_max_min),
    }


def in_percent(share: Fraction) -> Decimal:
    return round(Decimal(float(share * 100)), 2)


def typed(amount: int | None) -> str:
    """An amount as a person would type it."""
    return "" if amount is None else format(dirhams(amount), "f")


def kind_of(tag: str) -> str:
    return formats.plain_words(TAGS[tag]) if tag in TAGS else tag


class ProposalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why this sharing"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
