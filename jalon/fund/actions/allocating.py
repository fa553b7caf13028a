"""Sharing an envelope: described, answered, put to the committee, decided."""

import datetime as dt
from collections.abc import Mapping
from importlib.metadata import version
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from jalon.fund.models import Proposal, Scenario, Search, Sharing, Verdict
from jalon.fund.queries.scenarios import found
from jalon.fund.sharing import answer_to_data, digest_of, problem_from_data, problem_to_data
from jalon.journal.actions import recording
from jalon.kernel.allocation import Blocked, Problem, Solution, allocate
from jalon.plan.models import Plan

SOLVE = "fund.share"
AT_ONCE = 2.0
"""Seconds a page may wait for an answer; what takes longer is the worker's."""
AT_LENGTH = 120
SOLVER = f"HiGHS {version('highspy')}"


def describe(
    plan: Plan,
    problem: Problem,
    *,
    name: str,
    by,
    note: str = "",
    names: Mapping[str, str] | None = None,
    based_on: Scenario | None = None,
    simulated: bool = False,
) -> Scenario:
    """Keep a sharing to be solved: the problem as data, under one event."""
    data = problem_to_data(problem)
    scenario = Scenario(
        plan=plan,
        name=name,
        note=note,
        problem=data,
        names=dict(names or {}),
        fingerprint=digest_of(data),
        based_on=based_on,
        simulated=simulated,
    )
    payload = {"candidates": len(problem.candidates), "scenario": scenario.fingerprint}
    with recording("allocation.described", subject=scenario.subject, by=by, payload=payload) as record:
        return record.keep(scenario)


def answer(scenario: Scenario, *, by, seconds: float = AT_ONCE) -> Sharing | None:
    """Solve a scenario now; what is not proven in that time is left to the worker, and None comes back."""
    answered = solved(scenario, seconds)
    if answered is None or (isinstance(answered, Solution) and not answered.is_proven):
        search(scenario)
        return None
    return keep(scenario, answered, by=by)


def search(scenario: Scenario, *, seconds: int = AT_LENGTH) -> None:
    """Ask the worker for the answer; asked twice, it searches once."""
    with transaction.atomic():
        Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        if is_searched(scenario) or Sharing.objects.filter(scenario=scenario).exists():
            return
        asked = {"asked_at": timezone.now(), "begun_at": None, "seconds": seconds}
        Search.objects.update_or_create(scenario=scenario, defaults=asked)
        queue = {"lock": scenario.subject, "queueing_lock": scenario.subject}
        app.configure_task(SOLVE, allow_unknown=False, **queue).defer(uid=str(scenario.uid))


def is_searched(scenario: Scenario) -> bool:
    """Whether a job waits or runs; the worker gives up after some tries."""
    jobs = ProcrastinateJob.objects.filter(queueing_lock=scenario.subject)
    return jobs.filter(status__in=("todo", "doing")).exists()


def answer_at_length(scenario: Scenario, *, at: dt.datetime) -> Sharing | None:
    """What the worker does: search as long as was asked, and keep what was found, proven or not."""
    if Sharing.objects.filter(scenario=scenario).exists():
        return None
    Search.objects.filter(scenario=scenario).update(begun_at=at)
    wanted = Search.objects.filter(scenario=scenario).values_list("seconds", flat=True).first()
    return keep(scenario, solved(scenario, wanted or AT_LENGTH), by=None)


def solved(scenario: Scenario, seconds: float) -> Solution | Blocked | None:
    from jalon.fund.solving import highs  # read when something is to be solved: no page waits for it

    return allocate(problem_from_data(scenario.problem), highs, seconds=seconds)


def keep(scenario: Scenario, answered: Solution | Blocked | None, *, by) -> Sharing:
    """Keep an answer under one event; the first one stays."""
    data = answer_to_data(answered)
    outcome = outcome_of(answered)
    with transaction.atomic():
        Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        if (kept := Sharing.objects.filter(scenario=scenario).first()) is not None:
            return kept
        Search.objects.filter(scenario=scenario).delete()
        payload = {"outcome": outcome, "scenario": scenario.fingerprint}
        with recording("allocation.answered", subject=scenario.subject, by=by, payload=payload) as record:
            return record.keep(
                Sharing(
                    scenario=scenario,
                    outcome=outcome,
                    solution=data,
                    fingerprint=digest_of(data),
                    solver=SOLVER,
                )
            )


def outcome_of(answered: Solution | Blocked | None) -> str:
    if answered is None:
        return Sharing.Outcome.STOPPED
    return Sharing.Outcome.BLOCKED if isinstance(answered, Blocked) else Sharing.Outcome.SHARED


def propose(scenario: Scenario, *, reason: str, by, on: dt.date) -> Proposal:
    """Put a sharing to the committee. Raises ValidationError when there is none, or it was put already."""
    with transaction.atomic():
        held = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        told = found(held)
        if told.solution is None:
            raise ValidationError(
                _("There is no sharing to propose: it has no answer yet, or its rules block.")
            )
        if told.proposal is not None:
            raise ValidationError(_("This sharing was put to the committee already."))
        if not reason.strip():
            raise ValidationError(_("Say why this sharing is proposed."))
        payload = {"scenario": held.fingerprint, "sharing": told.sharing.fingerprint}
        with recording("allocation.proposed", subject=held.subject, by=by, payload=payload) as record:
            return record.keep(Proposal(sharing=told.sharing, reason=reason.strip(), on=on, person=by))


def adopt(proposal: Proposal, *, by, on: dt.date, decision: UUID, reason: str = "") -> Verdict:
    """The committee's yes. Contracts and commitments follow by their own acts."""
    return decide(proposal, True, by=by, on=on, decision=decision, reason=reason)


def refuse(proposal: Proposal, *, by, on: dt.date, decision: UUID, reason: str = "") -> Verdict:
    """The committee's no; another scenario may be proposed."""
    return decide(proposal, False, by=by, on=on, decision=decision, reason=reason)


def decide(proposal: Proposal, is_adopted: bool, *, by, on, decision: UUID, reason: str) -> Verdict:
    scenario = proposal.sharing.scenario
    verb = "allocation.adopted" if is_adopted else "allocation.refused"
    with transaction.atomic():
        Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
        if Verdict.objects.filter(proposal=proposal).exists():
            raise ValidationError(_("This proposal is decided already."))
        payload = {"decision": str(decision), "sharing": proposal.sharing.fingerprint}
        with recording(verb, subject=scenario.subject, by=by, payload=payload) as record:
            return record.keep(
                Verdict(
                    proposal=proposal,
                    is_adopted=is_adopted,
                    on=on,
                    decision=decision,
                    reason=reason,
                    person=by,
                )
            )
