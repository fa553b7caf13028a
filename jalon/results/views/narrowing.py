"""A figure narrowed to a part of its rows: by centre, and by the dimensions its sheet names."""

from operator import itemgetter

from django import forms
from django.utils.translation import gettext as _

from jalon.kernel.measures import Condition
from jalon.results.queries.categories import dimension_name, names
from jalon.results.queries.figures import Opened
from jalon.ui import addresses, formats

SAYS_NOTHING = "-"


class Narrowing(forms.Form):
    """Which rows of a figure to keep; a choice left empty keeps them all."""

    def __init__(self, found: Opened, *, on, initial):
        super().__init__(initial=initial)
        centres = [(centre.code, centre.code) for centre in found.promised.centres]
        self.fields["centre"] = choice(_("Centre"), _("network"), centres)
        for dimension in found.sheet.disaggregation:
            words = names(dimension, found.promised, on)
            known = [(code, formats.plain_words(said)) for code, said in words.items()]
            if known:
                every = [*sorted(known, key=itemgetter(1)), (SAYS_NOTHING, _("not said"))]
                self.fields[dimension] = choice(dimension_name(dimension), _("all"), every)


def choice(label: str, every: str, known: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", every), *known])


def narrowed(request, found: Opened, *, on) -> list[dict]:
    """The dimensions a figure is narrowed by, in words, each with the address without it."""
    return [
        {
            "name": dimension_name(one.field),
            "value": value_of(one, names(one.field, found.promised, on)),
            "off": addresses.here(request, **{one.field: None, "page": None}),
        }
        for one in found.where
    ]


def value_of(one: Condition, words) -> str:
    if one.value is None:
        return _("not said")
    code = str(one.value).lower() if isinstance(one.value, bool) else one.value
    return formats.plain_words(words.get(code, code))
