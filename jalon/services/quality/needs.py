"""What quality asks of one person: actions to do, cases to take up, cases to check."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.services.models import Case, CaseAction
from jalon.services.quality.queries.cases import ENDED
from jalon.ui.needs import Asker, Need


def needs(asker: Asker) -> Iterator[Need]:
    """Three questions at most, whatever there is: nothing is asked of who works in no centre."""
    if not asker.standing.can("work.view"):
        return
    handled = asker.standing.organisations_where("work.quality")
    left = CaseAction.objects.filter(done=None).exclude(case__state__in=ENDED).select_related("case__centre")
    own = list(left.filter(owner=asker.user).order_by("due_on", "id"))
    yield from (to_do(action) for action in own)
    late = left.filter(case__centre__in=handled, due_on__lt=asker.on).exclude(owner=asker.user)
    yield from (overdue(action) for action in late.select_related("owner").order_by("due_on", "id"))
    waiting = Case.objects.filter(centre__in=handled, state__in=("open", "acted")).select_related("centre")
    yield from (of_case(case) for case in waiting.order_by("id"))


def to_do(action: CaseAction) -> Need:
    said = {"number": action.case.number, "what": action.text[:80]}
    return Need(_("%(number)s: %(what)s") % said, page(action.case), action.due_on, str(_("action")))


def overdue(action: CaseAction) -> Need:
    who = action.owner.get_full_name() or action.owner.email
    said = {"number": action.case.number, "what": action.text[:80], "who": who}
    words = _("%(number)s: %(what)s, late, by %(who)s")
    return Need(words % said, page(action.case), action.due_on, str(_("action")))


def of_case(case: Case) -> Need:
    said = {"number": case.number, "title": case.title}
    if case.state == "open":
        words = _("%(number)s: take up “%(title)s”")
    else:
        words = _("%(number)s: check whether the actions work, “%(title)s”")
    return Need(words % said, page(case), None, str(_("case")))


def page(case: Case) -> str:
    return reverse("services:case", args=[case.uid])
