"""The sentences of objections: what is wrong with a contract's terms."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jalon.contracts.objections import Objection
from jalon.kernel.payment.reading import SENTENCES as RULES
from jalon.ui.formats import plain_amount, plain_day

SENTENCES = {
    "ends_before_it_starts": gettext_lazy("The contract ends before it starts (%(detail)s)."),
    "out_of_the_calendar": gettext_lazy("The contract runs from 1900 to 2200 at most, not on %(detail)s."),
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
    "negative_tranche": gettext_lazy("Tranche %(subject)s has a negative amount."),
    "tranche_twice": gettext_lazy("Tranche %(subject)s is there twice."),
    "tranche_rule": gettext_lazy("The rule of tranche %(subject)s cannot be applied. %(detail)s"),
    "tranche_outside_period": gettext_lazy(
        "Tranche %(subject)s is of %(detail)s, outside the contract's period."
    ),
    "tranches_over_allocation": gettext_lazy(
        "The tranches of line %(subject)s for %(detail)s add up to %(amount)s more than the "
        "contract allocates."
    ),
    "tranche_without_target": gettext_lazy(
        "Tranche %(subject)s is paid on %(detail)s, for which the contract has no target."
    ),
    "tranche_without_undertaking": gettext_lazy(
        "Tranche %(subject)s waits for undertaking %(detail)s, which nobody undertakes."
    ),
    "held_back_on_running_total": gettext_lazy(
        "Tranche %(subject)s holds a part back until the units of %(detail)s last, but its target counts "
        "them since the plan began: set a target for each year."
    ),
    "effect_outside_period": gettext_lazy(
        "The version takes effect on %(detail)s, outside the contract's period."
    ),
    "overlapping_contract": gettext_lazy(
        "The centre is under contract %(subject)s until %(detail)s: the two periods overlap."
    ),
    "effect_before_amended": gettext_lazy(
        "The amendment takes effect on %(detail)s, not after version %(subject)s, which it amends."
    ),
    "reaches_submitted": gettext_lazy(
        "The amendment reaches a period already submitted: it may take effect after %(detail)s."
    ),
    "amendment_without_reason": gettext_lazy("The amendment does not say why."),
    "amendment_without_authority": gettext_lazy("The amendment does not say who may decide it."),
    "party_missing": gettext_lazy("A party is missing: %(subject)s."),
    "no_undertaking": gettext_lazy("A party undertakes nothing: %(subject)s."),
}
SIDES = {
    "ministry": gettext_lazy("the ministry"),
    "centre": gettext_lazy("the centre"),
    "federation": gettext_lazy("the federation"),
}


VERBS = {
    "agree": gettext_lazy("Agree to these terms"),
    "return_to_draft": gettext_lazy("Send back to draft"),
    "submit": gettext_lazy("Submit for signature"),
    "sign": gettext_lazy("Sign"),
    "void": gettext_lazy("Void the document"),
    "enter_into_force": gettext_lazy("Say that it is in force"),
    "amend": gettext_lazy("Amend"),
    "close": gettext_lazy("Close the contract"),
    "abandon": gettext_lazy("Give the contract up"),
}
DID = {
    "agree": gettext_lazy("agreed to the terms"),
    "return_to_draft": gettext_lazy("sent the terms back to draft"),
    "submit": gettext_lazy("submitted the terms for signature"),
    "sign": gettext_lazy("signed the document"),
    "void": gettext_lazy("voided the document"),
    "enter_into_force": gettext_lazy("said it was in force"),
    "amend": gettext_lazy("the contract was amended"),
    "close": gettext_lazy("closed the contract"),
    "abandon": gettext_lazy("gave the contract up"),
}
STATES = {
    "draft": gettext_lazy("draft"),
    "agreed_by_centre": gettext_lazy("agreed by the centre"),
    "agreed_by_federation": gettext_lazy("agreed by the centre and the federation"),
    "submitted": gettext_lazy("submitted, to be signed"),
    "signed": gettext_lazy("signed"),
    "in_force": gettext_lazy("in force"),
    "amended": gettext_lazy("in force, amended"),
    "closed": gettext_lazy("closed"),
    "abandoned": gettext_lazy("given up"),
}
WHY_NOT = {
    "not_from_here": gettext_lazy("The contract is not at that point of its life."),
    "not_yours": gettext_lazy("Another party does this."),
    "no_objections": gettext_lazy("What stands against the terms must be mended first."),
    "reason_given": gettext_lazy("Say why."),
    "nobody_signed": gettext_lazy("Somebody signed already: the document must be voided instead."),
    "document_issued": gettext_lazy("The document is not issued yet."),
    "others_signed": gettext_lazy("The other parties have not all signed."),
    "your_turn_to_sign": gettext_lazy("Another party signs before."),
    "effective_day_came": gettext_lazy("The day it takes effect has not come."),
    "authority_named": gettext_lazy("Say who may decide it."),
    "amendment_signed": gettext_lazy("The amendment is not signed by every party."),
    "returns_settled": gettext_lazy("Some returns are not decided yet."),
    "money_settled": gettext_lazy(
        "Money is still committed, waiting to be paid, to be justified or to be given back."
    ),
    "nothing_prepared": gettext_lazy("No version is being prepared."),
    "submitted_already": gettext_lazy("The terms are submitted: they must be sent back before they change."),
    "sign_without_a_font": gettext_lazy(
        "The document cannot be set: a text holds a sign its fonts do not have. "
        "Write it in letters and figures."
    ),
    "no_such_undertaking": gettext_lazy("The party did not undertake this in the contract in force."),
    "changed_since": gettext_lazy(
        "The terms were changed while this page was open, and nothing was done: read them as they are now."
    ),
    "document_not_stored": gettext_lazy("A document named as evidence is not stored here."),
}
SIGNATURES = {
    "complete": gettext_lazy("Every party has signed this document."),
    "not_your_turn": gettext_lazy("Another party signs before."),
    "not_a_continuation": gettext_lazy(
        "This copy does not begin with the document as it stands here. Download it again, sign that file, "
        "and bring it back unchanged otherwise."
    ),
    "not_signed": gettext_lazy("This copy holds no new signature."),
    "broken": gettext_lazy("The signature of this copy does not hold: something was changed after it."),
    "not_a_pdf": gettext_lazy("This file is no PDF."),
}
CREDENTIALS = {
    "unreadable": gettext_lazy("This is no certificate file (.p12 or .pfx)."),
    "password": gettext_lazy("The password does not open this certificate."),
    "no_key": gettext_lazy("The file holds no private key: export the certificate again with its key."),
    "expired": gettext_lazy("This certificate is expired, or not valid yet."),
    "not_for_signing": gettext_lazy("This certificate is not for signing."),
}
KINDS = {
    "period": gettext_lazy("period"),
    "target": gettext_lazy("targets"),
    "baseline": gettext_lazy("baselines"),
    "money": gettext_lazy("money"),
    "indicator": gettext_lazy("indicators"),
    "party": gettext_lazy("parties"),
    "tranche": gettext_lazy("tranches"),
    "undertaking": gettext_lazy("undertakings"),
    "objective": gettext_lazy("objectives"),
}
UNDERTAKEN = {
    "done": gettext_lazy("done"),
    "late": gettext_lazy("late"),
    "open": gettext_lazy("to do"),
    "undated": gettext_lazy("no date"),
}


def why_not(reasons: Iterable[str]) -> list[str]:
    return [str(WHY_NOT[reason]) for reason in reasons]


def sentences(objections: Iterable[Objection]) -> list[str]:
    return [sentence(objection) for objection in objections]


def sentence(objection: Objection) -> str:
    said = {
        "subject": SIDES.get(objection.subject, objection.subject),
        "detail": objection.detail,
        "amount": "",
    }
    if objection.code in DETAILS:
        said |= DETAILS[objection.code](objection.detail)
    return SENTENCES[objection.code] % said


def over_line(detail: str) -> dict:
    return {"amount": plain_amount(int(detail))}


def over_allocation(detail: str) -> dict:
    year, amount = detail.split()
    return {"detail": year, "amount": plain_amount(int(amount))}


def of_rule(detail: str) -> dict:
    """What the kernel says of the data of a rule, in the reader's language."""
    field, code, more = detail.split("|", 2)
    text = RULES[code].in_language((get_language() or "fr")[:2])[0].format(detail=more)
    return {"detail": f"{field}: {text}" if field else text}


def a_day(detail: str) -> dict:
    return {"detail": plain_day(date.fromisoformat(detail))}


DETAILS = {
    "money_over_line": over_line,
    "tranches_over_allocation": over_allocation,
    "tranche_rule": of_rule,
    "ends_before_it_starts": a_day,
    "out_of_the_calendar": a_day,
    "effect_outside_period": a_day,
    "overlapping_contract": a_day,
    "effect_before_amended": a_day,
    "reaches_submitted": a_day,
}


def refusal(objections: Iterable[Objection]) -> str:
    return " ".join(sentences(objections)) or _("Nothing stands against it.")
