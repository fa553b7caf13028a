"""A decision in sentences, the same in the minutes, on its page and in the register."""

from django.utils.translation import gettext as _

from jalon.committee.models import Decision
from jalon.committee.sentences import decision_words, explained, from_data
from jalon.ui import formats


def told(decision: Decision) -> list[str]:
    """What was decided, how, why, and what must follow."""
    return [
        _("Decided: %(what)s") % {"what": decision_words(decision.item.kind, decision.verb)},
        *vote_lines(decision),
        *money_lines(decision),
        *given(_("Reservation: %(text)s"), decision.reservation),
        *given(_("Why: %(text)s"), decision.reason),
        *follow_up_lines(decision),
    ]


def given(sentence: str, text: str) -> list[str]:
    return [sentence % {"text": text}] if text else []


def vote_lines(decision: Decision) -> list[str]:
    tree = decision.tally.get("explanation")
    if not tree:
        return []
    return [" ".join(text for _depth, text in explained(from_data(tree)))]


def money_lines(decision: Decision) -> list[str]:
    amount, held = decision.terms.get("amount"), decision.terms.get("hold_back")
    lines = given(_("Amount: %(text)s"), formats.plain_amount(amount) if amount else "")
    return lines + given(_("Held back: %(text)s"), formats.plain_amount(held) if held else "")


def follow_up_lines(decision: Decision) -> list[str]:
    lines = given(_("To do: %(text)s"), decision.terms.get("to_do", ""))
    lines += given(_("By whom: %(text)s"), formats.plain_words(decision.actor.name) if decision.actor else "")
    return lines + given(
        _("By when: %(text)s"), formats.plain_day(decision.due_on) if decision.due_on else ""
    )
