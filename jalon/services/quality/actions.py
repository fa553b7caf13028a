"""What is done to a case: opened, moved in its life, actions written and reported done with their proof."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from jalon.journal import lives
from jalon.journal.actions import recording
from jalon.services.actions import take_number
from jalon.services.models import Case, CaseAction, CaseActionDone, CaseStep, Counter, Request
from jalon.services.quality.queries.cases import PLANNING, facts_of

KEEPERS = frozenset({"quality_manager", "director"})


def open_case(
    centre,
    *,
    kind: str,
    title: str,
    text: str,
    by,
    on: date,
    about: Mapping[str, object] | None = None,
    by_firm: bool = False,
    simulated: bool = False,
) -> Case:
    """Write down what went wrong, with its number. `about` names at most one thing of the centre."""
    payload = {"centre": centre.code, "kind": kind}
    with recording("case.opened", subject=f"centre:{centre.code}", by=by, payload=payload) as record:
        return lives.begin(
            record,
            Case(
                centre=centre,
                year=on.year,
                serial=take_number(centre, Counter.Series.CASE, year=on.year),
                kind=kind,
                title=title.strip(),
                text=text.strip(),
                by_firm=by_firm,
                simulated=simulated,
                **(about or {}),
            ),
        )


def complain(request: Request, *, kind: str, title: str, text: str, by, on: date) -> Case:
    """What a firm says of its own request, from its account."""
    told = {"kind": kind, "title": title, "text": text, "by": by, "on": on}
    about = {"request": request}
    return open_case(request.centre, about=about, by_firm=True, simulated=request.simulated, **told)


def step_case(
    case: Case,
    verb: str,
    *,
    by,
    roles: Sequence[str],
    turn: int,
    reason: str = "",
    brought: Collection[str] = (),
    said: Mapping[str, object] | None = None,
) -> CaseStep:
    """Do a verb of a case. `brought` are the facts the act itself brings: a cause, a check.

    Raises Refused.
    """
    payload = {"centre": case.centre.code, "verb": verb}
    with recording("case.moved", subject=subject_of(case), by=by, payload=payload) as record:

        def facts(held: Case) -> dict[str, bool]:
            return facts_of(held, by=by) | dict.fromkeys(brought, True)

        told = {"role": roles, "by": by, "turn": turn, "reason": reason, "said": said}
        return lives.move(record, case, verb, facts=facts, **told)


def plan_action(
    case: Case, *, owner, text: str, due_on: date, by, roles: Sequence[str], turn: int | None = None
) -> CaseAction:
    """Say what somebody will do, and by when. Raises Refused."""
    with recording("case.planned", subject=subject_of(case), by=by) as record:
        lives.hold_at(case, turn)
        if not KEEPERS & set(roles):
            raise lives.Refused(["not_yours"])
        if case.state not in PLANNING:
            raise lives.Refused(["no_actions_now"])
        return record.keep(CaseAction(case=case, owner=owner, text=text.strip(), due_on=due_on))


def report_done(
    action: CaseAction,
    *,
    on: date,
    document: str,
    by,
    roles: Sequence[str],
    text: str = "",
    turn: int | None = None,
) -> CaseActionDone:
    """Say that an action was done, with its proof: its owner does, or who handles cases. Raises Refused."""
    with recording("case.action_done", subject=subject_of(action.case), by=by) as record:
        lives.hold_at(action.case, turn)
        if action.case.state not in PLANNING:
            raise lives.Refused(["no_actions_now"])
        if action.owner_id != by.pk and not KEEPERS & set(roles):
            raise lives.Refused(["not_the_owner"])
        if CaseActionDone.objects.filter(action=action).exists():
            raise lives.Refused(["already_done"])
        return record.keep(
            CaseActionDone(action=action, on=on, person=by, text=text.strip(), document_id=document)
        )


def subject_of(case: Case) -> str:
    return f"case:{case.uid}"
