"""Quality in words: what the states and verbs of a case are called, to the centre and to the firm."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jalon.journal.lives import Telling
from jalon.kernel import states

CASE = Telling(
    states.CASE,
    states={
        "open": pgettext_lazy("a case", "to be taken up"),
        "taken_up": pgettext_lazy("a case", "being examined"),
        "concluded": pgettext_lazy("a case", "actions under way"),
        "acted": pgettext_lazy("a case", "effectiveness to be checked"),
        "closed": pgettext_lazy("a case", "closed"),
        "rejected": pgettext_lazy("a case", "not founded"),
    },
    public={
        "open": pgettext_lazy("a case", "received by the centre"),
        "taken_up": pgettext_lazy("a case", "being examined"),
        "concluded": pgettext_lazy("a case", "answered, being put right"),
        "acted": pgettext_lazy("a case", "answered, put right"),
        "closed": pgettext_lazy("a case", "answered and closed"),
        "rejected": pgettext_lazy("a case", "answered: not founded"),
    },
    verbs={
        "take_up": _("Take it up"),
        "reject": _("Declare it not founded"),
        "conclude": _("Write the cause and the answer"),
        "act": _("Declare the actions done"),
        "close": _("Close: the actions work"),
        "reopen": pgettext_lazy("a case", "Open it again"),
    },
    done={
        "take_up": _("Case taken up"),
        "reject": _("Case declared not founded"),
        "conclude": _("Cause and answer written"),
        "act": _("Actions declared done"),
        "close": _("Case closed, the actions work"),
        "reopen": _("Case opened again"),
    },
    refused={
        "handler_uninvolved": _(
            "You took part in the work concerned: a case is handled by somebody who took none "
            "(ISO/IEC 17025, 7.9.6; ISO/IEC 17065, 7.13.5). Where the centre has nobody else, give this "
            "right to a second person or ask another centre to lend one."
        ),
        "cause_written": _("Write the cause first: without it nobody knows what to put right."),
        "answer_written": _("Write the answer the firm will read."),
        "every_action_done": _(
            "Write at least one action since the case was taken up, and have each done with its proof."
        ),
        "effectiveness_checked": _("Write how it was seen that the actions work."),
        "checker_is_another": _(
            "You acted in this case: whether the actions work is checked by somebody else. Where the centre "
            "has nobody else, give this right to a second person."
        ),
        "no_actions_now": _("Actions are written once the case is taken up, until they are declared done."),
        "not_the_owner": _("An action is reported done by its owner, or by who handles cases."),
        "already_done": _("This action was already reported done."),
    },
)

TELLINGS = (CASE,)
