"""What a person may type about a report that was issued or is drafted."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from jalon.services.forms.fields import line, text
from jalon.services.models import Report, Sample


class AmendmentForm(forms.Form):
    """What the new report says where the old one said something else: it opens as the old one reads."""

    reason = text(_("Why the report is amended, and what changes"))
    language = forms.ChoiceField(label=_("Language of the report"), choices=Report.Language.choices)
    bears_mark = forms.BooleanField(label=_("Bears the mark of accreditation"), required=False)
    told = text(_("Told by the firm, as its own words"), required=False)

    def __init__(self, *args, samples: Sequence[Sample], has_opinion: bool = False, **options):
        super().__init__(*args, **options)
        self.samples = samples
        for sample in samples:
            label = _("Description of the sample %(number)s") % {"number": sample.number}
            self.fields[f"sample-{sample.pk}"] = line(label, most=300)
        self.fields["remarks"] = text(_("Remarks"), required=False)
        if has_opinion:
            self.fields["drops_opinion"] = forms.BooleanField(
                label=_("Leave its opinion out"), required=False
            )

    @classmethod
    def of(
        cls, report: Report, samples: Sequence[Sample], said, data=None, *, has_opinion: bool
    ) -> "AmendmentForm":
        """`said` are the words of its own the report has by now."""
        initial = {name: getattr(report, name) for name in ("language", "bears_mark", "remarks")}
        initial |= {"told": said.get(None, "")}
        initial |= {f"sample-{one.pk}": said.get(one, one.description) for one in samples}
        return cls(data, samples=samples, has_opinion=has_opinion, initial=initial)

    @property
    def said(self) -> dict:
        """What an amendment takes; a sample described as it was received needs no words of its own."""
        kept = self.cleaned_data
        own = {one: kept[f"sample-{one.pk}"].strip() for one in self.samples}
        own = {one: words for one, words in own.items() if words != one.description}
        told = {name: kept[name] for name in ("reason", "language", "bears_mark", "remarks")}
        told |= {"keeps_opinion": not kept.get("drops_opinion")}
        return told | {"particulars": {None: kept["told"]} | own}


class OpinionForm(forms.Form):
    opinion = text(
        _("Opinion or interpretation"),
        required=False,
        help_text=_("It stands apart from the results, under your name. Blank takes it back."),
    )
