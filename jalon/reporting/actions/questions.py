"""Questions on a figure and their answers, kept with it; the other side learns of them by letter."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from jalon.contracts.models import Contract
from jalon.journal.actions import recording
from jalon.people import actions as accounts
from jalon.reporting.letters import tell_of_answer, tell_of_question
from jalon.reporting.models import Answer, Question


def ask_once(contract: Contract, *, uid: UUID, by, **told) -> Question:
    """Ask under the name the page gave: sent twice, it is one question and one letter."""
    with transaction.atomic():
        accounts.lock(by)
        return Question.objects.filter(uid=uid).first() or ask(contract, uid=uid, by=by, **told)


def ask(
    contract: Contract,
    *,
    indicator: str,
    period: str,
    text: str,
    due_on: date | None,
    by,
    link=None,
    uid: UUID | None = None,
) -> Question:
    """Ask the centre about a figure of its contract. `link` makes the address of a question's page."""
    payload = {"indicator": indicator, "period": period}
    if due_on:
        payload["due_on"] = due_on.isoformat()
    with recording("figure.asked", subject=f"contract:{contract.code}", by=by, payload=payload) as record:
        question = Question(
            contract=contract,
            indicator=indicator,
            period=period,
            text=text.strip(),
            due_on=due_on,
            uid=uid or uuid4(),
        )
        record.keep(question)
        record.payload["question"] = str(question.uid)
        transaction.on_commit(lambda: tell_of_question(question, by, link))
    return question


def answer(question: Question, *, text: str, documents=(), closes: bool = False, by, link=None) -> Answer:
    """Say something more to a question: the centre answers, who asked closes it."""
    subject = f"contract:{question.contract.code}"
    payload = {"question": str(question.uid), "closes": closes}
    with recording("figure.answered", subject=subject, by=by, payload=payload) as record:
        said = Answer(question=question, text=text.strip(), documents=list(documents), closes=closes)
        record.keep(said)
        transaction.on_commit(lambda: tell_of_answer(said, by, link))
    return said
