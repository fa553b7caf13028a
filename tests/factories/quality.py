"""Cases, ready to be handled."""

from datetime import timedelta

from django.utils import timezone

from jalon.services.models import Case
from jalon.services.quality import actions
from tests.factories.network import CentreFactory, holder

ROLES = ("quality_manager",)


def opened(centre=None, *, kind="non_conformity", about=None, by=None, **said) -> Case:
    told = {"title": "Résultat contesté", "text": "Le résultat ne correspond pas."} | said
    day = timezone.localdate()
    return actions.open_case(centre or CentreFactory(), kind=kind, about=about, by=by, on=day, **told)


def keeper(centre):
    """Somebody of the centre who may handle cases."""
    return holder("quality_manager", centre)


def stepped(case, verb, *, by=None, reason="Motif", brought=(), **said) -> Case:
    by = by or keeper(case.centre)
    told = {"reason": reason, "brought": brought, "said": said}
    actions.step_case(case, verb, by=by, roles=ROLES, turn=case.turn, **told)
    return case


def taken_up(case=None, *, by=None, **said) -> Case:
    return stepped(case or opened(**said), "take_up", by=by)


def concluded(case=None, *, by=None, **said) -> Case:
    brought = ("cause_written", "answer_written")
    case = taken_up(case, by=by, **said)
    return stepped(case, "conclude", by=by, brought=brought, cause="Usure", answer="Essai refait")


def planned(case, *, owner, days=10, text="Changer la pièce"):
    due_on = timezone.localdate() + timedelta(days=days)
    return actions.plan_action(case, owner=owner, text=text, due_on=due_on, by=owner, roles=ROLES)


def done(action, *, document, by=None):
    day = timezone.localdate()
    return actions.report_done(action, on=day, document=document, by=by or action.owner, roles=())


def case_of(request, *, by) -> Case:
    """A case about a request, with an action of its own."""
    case = taken_up(opened(request.centre, kind="complaint", about={"request": request}, by=by))
    planned(case, owner=by)
    return case
