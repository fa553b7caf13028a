"""Questions on figures: which wait for an answer, and from whom."""

from collections.abc import Iterable

from jalon.contracts.models import Contract
from jalon.kernel.periods import Period
from jalon.reporting.models import Answer, Question


def questions_seen(contracts: Iterable[Contract], *, known_at: int | None = None, **about) -> list[Question]:
    """The questions about some contracts with what was answered, the earliest due first, in two queries.

    Each has `said`, its answers in order; `is_closed`; `last_by_centre`: the centre had the last word.
    """
    known = Question.objects.known_at(known_at).filter(contract__in=contracts, **about)
    found = list(known.select_related("contract__centre", "contract__plan", "event", "event__actor"))
    answers: dict[int, list[Answer]] = {}
    rows = Answer.objects.known_at(known_at).filter(question__in=found)
    for one in rows.select_related("event", "event__actor").order_by("event__number", "pk"):
        answers.setdefault(one.question_id, []).append(one)
    for question in found:
        question.said = answers.get(question.pk, [])
        question.is_closed = bool(question.said and question.said[-1].closes)
        last = question.said[-1] if question.said else None
        question.last_by_centre = bool(last and last.event.actor_id != question.event.actor_id)
    return sorted(found, key=order)


def order(question: Question) -> tuple:
    return question.due_on is None, question.due_on, question.event.number


def open_ones(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if not question.is_closed]


def about_figure(
    contract: Contract, indicator: str, period: Period, *, known_at: int | None = None
) -> list[Question]:
    """What was asked about one figure."""
    return questions_seen([contract], known_at=known_at, indicator=indicator, period=period.code)
