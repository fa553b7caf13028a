"""The sentences of objections: what is wrong with a contract's terms."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.contracts.objections import Objection
from jalon.ui.formats import plain_amount

SENTENCES = {
    "ends_before_it_starts": gettext_lazy("The contract ends before it starts (%(detail)s)."),
    "unknown_indicator": gettext_lazy("%(subject)s is no indicator of the library."),
    "unknown_axis": gettext_lazy("The plan has no axis %(subject)s."),
    "unknown_line": gettext_lazy("The plan has no funding line %(subject)s."),
    "unknown_objective": gettext_lazy(
        "Objective %(subject)s refers to a global objective the plan does not have: %(detail)s."
    ),
    "objective_of_another_axis": gettext_lazy(
        "Objective %(subject)s refers to global objective %(detail)s, which belongs to another axis."
    ),
    "objective_twice": gettext_lazy("Objective %(subject)s is there twice."),
    "baseline_twice": gettext_lazy("%(subject)s has two baselines that differ."),
    "undertaking_twice": gettext_lazy("Undertaking %(subject)s is there twice for the same party."),
    "party_twice": gettext_lazy("One side has two parties: %(subject)s."),
    "past_total_twice": gettext_lazy("%(subject)s has two past totals for %(detail)s."),
    "target_twice": gettext_lazy("%(subject)s has two targets for %(detail)s under the same objective."),
    "allocation_twice": gettext_lazy("Line %(subject)s has two amounts for %(detail)s."),
    "negative_money": gettext_lazy("Line %(subject)s has a negative amount for %(detail)s."),
    "no_target": gettext_lazy("The contract has no target."),
    "objective_without_target": gettext_lazy("Objective %(subject)s has no target."),
    "growth_without_baseline": gettext_lazy(
        "%(subject)s is to grow, but from what? Its baseline needs a value, a date and a source."
    ),
    "zero_baseline": gettext_lazy(
        "%(subject)s cannot grow from a baseline of zero: promise a level instead."
    ),
    "target_outside_period": gettext_lazy(
        "%(subject)s has a target for %(detail)s, outside the contract's period."
    ),
    "money_outside_period": gettext_lazy(
        "Line %(subject)s has money for %(detail)s, outside the contract's period."
    ),
    "money_over_line": gettext_lazy("Line %(subject)s is promised %(amount)s more than the plan gives it."),
    "party_missing": gettext_lazy("A party is missing: %(subject)s."),
    "no_undertaking": gettext_lazy("A party undertakes nothing: %(subject)s."),
}
SIDES = {
    "ministry": gettext_lazy("the ministry"),
    "centre": gettext_lazy("the centre"),
    "federation": gettext_lazy("the federation"),
}


def sentences(objections: Iterable[Objection]) -> list[str]:
    return [sentence(objection) for objection in objections]


def sentence(objection: Objection) -> str:
    said = {
        "subject": SIDES.get(objection.subject, objection.subject),
        "detail": objection.detail,
        "amount": plain_amount(int(objection.detail)) if objection.code == "money_over_line" else "",
    }
    return SENTENCES[objection.code] % said


def refusal(objections: Iterable[Objection]) -> str:
    return " ".join(sentences(objections)) or _("Nothing stands against it.")
