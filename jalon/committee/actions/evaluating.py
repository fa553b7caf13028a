"""Evaluate a plan or a contract: open the study, say what it found and what it asks of whom."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from jalon.committee.actions.refusing import refuse
from jalon.committee.models import Evaluation, EvaluationFinding, Recommendation
from jalon.contracts.models import Contract
from jalon.evidence.actions import store_document
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.plan.models import Axis, GlobalObjective, Plan

NOTHING = Words("")


def subject_of(evaluation: Evaluation) -> str:
    return f"evaluation:{evaluation.code}"


@transaction.atomic
def open_evaluation(
    plan: Plan,
    *,
    code: str,
    title: Words,
    by,
    on: date | None,
    terms: Words = NOTHING,
    contract: Contract | None = None,
    decision: UUID | None = None,
    simulated: bool = False,
) -> Evaluation:
    """Open an evaluation of a plan, or of one of its contracts, under its terms. Raises Refused."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    refuse(against_opening(code, title))
    opened = Evaluation(plan=plan, code=code, title=title, terms=terms, contract=contract)
    opened.opened_on, opened.decision, opened.simulated = on, decision, simulated
    payload = {"plan": plan.code, "contract": contract.code if contract else ""}
    payload |= {"decision": str(decision)} if decision else {}
    with recording("evaluation.opened", subject=subject_of(opened), by=by, payload=payload) as record:
        return record.keep(opened)


def against_opening(code: str, title: Words) -> list[str]:
    found = [] if title.fr.strip() else ["title_missing"]
    return found + (["advice.code_taken"] if Evaluation.objects.filter(code=code).exists() else [])


@transaction.atomic
def find(
    evaluation: Evaluation, *, text: Words, by, files: Sequence[tuple[str, bytes]] = ()
) -> EvaluationFinding:
    """Say one thing an evaluation found, with its documents (name, content). Raises Refused."""
    turn(evaluation)
    refuse([] if text.fr.strip() else ["advice.text_missing"])
    documents = [store_document(content, name=name, by=by) for name, content in files]
    payload = {"documents": documents}
    with recording("evaluation.found", subject=subject_of(evaluation), by=by, payload=payload) as record:
        return record.keep(EvaluationFinding(evaluation=evaluation, text=text, documents=documents))


@transaction.atomic
def recommend(
    evaluation: Evaluation,
    *,
    code: str,
    text: Words,
    by,
    addressed_to: Organisation | None = None,
    due_on: date | None = None,
    led_to: str = "",
) -> Recommendation:
    """Say one thing an evaluation asks; the committee approves it or not, and addresses it. Raises Refused.

    `led_to` names what it produced: axis:PLAN/CODE or objective:PLAN/CODE.
    """
    turn(evaluation)
    refuse(against_recommending(evaluation, code, text, led_to))
    asked = Recommendation(evaluation=evaluation, code=code, text=text, led_to=led_to)
    asked.addressed_to, asked.due_on = addressed_to, due_on
    payload = {"recommendation": code, "to": addressed_to.code if addressed_to else "", "led_to": led_to}
    with recording("evaluation.recommended", subject=subject_of(evaluation), by=by, payload=payload) as one:
        return one.keep(asked)


def turn(evaluation: Evaluation) -> None:
    Evaluation.objects.select_for_update(no_key=True).get(pk=evaluation.pk)


def against_recommending(evaluation: Evaluation, code: str, text: Words, led_to: str) -> list[str]:
    found = [] if text.fr.strip() else ["advice.text_missing"]
    found += ["advice.code_taken"] if evaluation.recommendations.filter(code=code).exists() else []
    return found + ([] if not led_to or is_known(led_to) else ["advice.led_to_unknown"])


def is_known(led_to: str) -> bool:
    """Whether a version of the plan has this axis or objective."""
    kind, _colon, rest = led_to.partition(":")
    plan, _slash, code = rest.partition("/")
    if kind == "axis":
        return Axis.objects.filter(version__plan__code=plan, code=code).exists()
    objectives = GlobalObjective.objects.filter(axis__version__plan__code=plan, code=code)
    return kind == "objective" and objectives.exists()
