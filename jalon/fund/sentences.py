"""Money in words: explanations as the kernel says them, the life of a release, and what keeps a verb undone.

The page, the command and the kernel's own writing say the same sentences: only figures and names are shown
in the reader's way, by `shown`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jalon.fund.documents import document_name
from jalon.kernel.payment import Sentence, write
from jalon.ui import formats

Names = Mapping[str, object]
"""What codes are called: of indicators, funders and undertakings, as Words."""

VERBS = {
    "propose": _("Propose the release"),
    "approve": _("Approve"),
    "refuse": _("Refuse"),
    "cancel": _("Cancel"),
    "order": _("Order the payment"),
    "pay": _("Record the payment"),
    "justify": _("Justify the spending"),
    "claw_back": _("Claim back"),
    "settle": _("Settle"),
}

DONE = {
    "propose": pgettext_lazy("release", "Proposed"),
    "approve": pgettext_lazy("release", "Approved"),
    "approve_part": pgettext_lazy("release", "Approved in part"),
    "refuse": pgettext_lazy("release", "Refused"),
    "cancel": pgettext_lazy("release", "Cancelled"),
    "order": pgettext_lazy("release", "Payment ordered"),
    "pay": pgettext_lazy("release", "Paid"),
    "justify": pgettext_lazy("release", "Spending justified"),
    "claw_back": pgettext_lazy("release", "Claimed back"),
    "settle": pgettext_lazy("release", "Settled"),
}

STATES = {
    "proposed": pgettext_lazy("release", "proposed"),
    "approved": pgettext_lazy("release", "approved"),
    "ordered": pgettext_lazy("release", "payment ordered"),
    "paid": pgettext_lazy("release", "paid"),
    "justified": pgettext_lazy("release", "justified"),
    "refused": pgettext_lazy("release", "refused"),
    "cancelled": pgettext_lazy("release", "cancelled"),
    "settled": pgettext_lazy("release", "settled"),
    "clawed_back": pgettext_lazy("release", "claimed back"),
    "blocked": pgettext_lazy("release", "blocked"),
    "due": pgettext_lazy("release", "due"),
    "to_claw_back": pgettext_lazy("release", "to be claimed back"),
    "owed": pgettext_lazy("release", "to be given back"),
    "released": pgettext_lazy("release", "released"),
    "nothing_due": pgettext_lazy("release", "nothing due"),
}

WAITING = {
    "due": _("The programme officer proposes the release."),
    "to_claw_back": _("The committee decides the claw-back."),
    "proposed": _("The committee decides, the fund officer approves."),
    "approved": _("The fund officer orders the payment."),
    "ordered": _("The accountant pays."),
    "paid": _("The centre justifies what it spent."),
    "owed": _("The centre gives the money back, the accountant records it."),
}

DECIDED = _("The committee has decided: the fund officer approves.")

STAYS_DUE = _("The release ends here, nothing is paid. What is due stays due and may be asked for again.")
ENDING = {
    "refuse": STAYS_DUE,
    "cancel": STAYS_DUE,
    "withdraw": _("The release ends here, nothing is paid: what it took goes back to the commitment."),
}
"""What ending a release does, said before it is done."""

REFUSALS = {
    "not_from_here": _("The release is not at a stage where this can be done."),
    "not_yours": _("Somebody else does this: the state of the release says who."),
    "values_validated": _("A value it rests on is not validated any more: cancel and propose again."),
    "not_blocked": _("Less is due today than when it was proposed: cancel and propose again."),
    "commitment_covers": _("The commitment of this line and year does not hold that much."),
    "contract_suspended": _(
        "The contract is suspended: nothing of it is released until it is taken up again."
    ),
    "approver_is_another": _(
        "You asked for this release: another person approves it and orders its payment."
    ),
    "payer_is_another": _("You asked for this release or approved it: another person pays."),
    "reason_given": _("Say why."),
    "payment_document": _("Name the document of the payment."),
    "document_given": _("Name the documents of the spending and their amount."),
    "documents_cover_all": _("The documents do not cover all that was paid."),
    "decision_minuted": _("Only a decision of the committee does this."),
    "claws_back_all": _("Part of the money stays with the centre."),
    "nothing_owed": _("The centre still owes money."),
    "contract_closing": _("The contract is not closing yet."),
    "blocked": _("The tranche is blocked."),
    "provisional": _("Nothing is paid on values that are not validated."),
    "not_positive": _("The amount must be positive."),
    "more_than_asked": _("This is more than what was asked for."),
    "part_reason": _("Say why only a part is released."),
    "more_than_due": _("This is more than what is due."),
    "nothing_due": _("Nothing is due."),
    "already_open": _("A release of this tranche already waits for its decision or its payment."),
    "held_until_missing": _("Say until when a part is held back: a day to come."),
    "three_people": _("Who requests, who approves and who pays are three people."),
    "changed_since": _(
        "Something was written about this release while this page was open, and nothing was done: "
        "look at what is left, then send it again if it is still so."
    ),
    "more_than_paid": _("This is more than what was paid."),
    "more_than_owed": _("This is more than what the centre owes."),
    "already_said": _("This is already so."),
}


def said(reasons: Iterable[str]) -> list[str]:
    """What keeps a verb from being done, as sentences."""
    return [str(REFUSALS.get(reason, reason)) for reason in reasons]


def verb_done(step, release) -> str:
    """What a step did; to approve less than what was asked for has its own word."""
    is_part = step.verb == "approve" and step.amount < release.amount
    return str(DONE["approve_part" if is_part else step.verb])


def waited_for(life) -> str:
    """Whom a release waits for."""
    if life.state == "proposed" and life.is_decided:
        return str(DECIDED)
    if life.is_open:
        return str(WAITING[life.state])
    left = {"paid": life.to_justify, "owed": life.owed}
    return " ".join(str(WAITING[state]) for state, amount in left.items() if amount)


def plainly(names: Names, language: str):
    """How a value of an explanation is shown in a language, as text."""

    def show(kind: str, value) -> str:
        return shown(kind, value, names, language)

    return show


def shown(kind: str, value, names: Names, language: str) -> str:
    if kind == "code":
        return called(value, names, language)
    if kind == "money":
        return formats.plain_amount(int(value), language)
    if kind == "dirhams":
        return formats.plain_quantity(value, "DH", language)
    if kind == "percent" and isinstance(value, Decimal):
        return formats.plain_percent(cut(value), None if cut(value) == round(cut(value), 2) else 2, language)
    if kind == "number" and isinstance(value, int | Decimal):
        return formats.plain_number(value, None, language)
    return formats.plain_day(value, language) if isinstance(value, date) else str(value)


def called(code, names: Names, language: str) -> str:
    """What a code is called; the name of a usual document holds the year and line of its code."""
    if code not in names:
        return str(code)
    text = formats.plain_words(names[code], language)
    return formats.in_digits(text, language) if document_name(str(code)) else text


def cut(rate: Decimal) -> Decimal:
    """A rate is cut, never rounded up over its bound."""
    return rate.quantize(Decimal("0.0001"), ROUND_FLOOR)


def lines(sentence: Sentence, names: Names, language: str = "") -> Iterator[tuple[int, str]]:
    """An explanation, sentence by sentence with its depth."""
    language = language or formats.language_of(get_language())
    for depth, one in sentence.walk():
        yield depth, write(one, language, plainly(names, language))


def one_line(sentence: Sentence, names: Names, language: str = "", *, isolated: bool = False) -> str:
    """One sentence; `isolated` for paper, where nothing else keeps figures in their order inside Arabic."""
    language = language or formats.language_of(get_language())
    show = plainly(names, language)
    if not isolated:
        return write(sentence, language, show)
    return write(sentence, language, lambda kind, value: formats.isolate(show(kind, value), language))


def marked(sentence: Sentence, names: Names, href: str = "") -> SafeString:
    """One sentence for a page: each figure isolated, its number and the name a link when it has rows."""
    language = formats.language_of(get_language())

    def show(kind: str, value) -> str:
        text = shown(kind, value, names, language)
        isolated = text if kind in ("code", "text") else formats.isolated(text)
        if href and kind in ("number", "money", "percent", "dirhams"):
            return format_html('<a href="{}">{}</a>', href, isolated)
        return format_html("{}", isolated)

    return mark_safe(write(sentence, language, show))  # noqa: S308 the words are the kernel's own
