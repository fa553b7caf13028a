"""Evaluations in and out of the database; records, so that each is written once and only added to."""

from collections.abc import Iterable

from jalon.committee.models import Evaluation, EvaluationFinding, Recommendation
from jalon.contracts.models import Contract
from jalon.journal.actions import Recording
from jalon.network.models import Organisation
from jalon.plan.models import Plan
from jalon.site.packs import schema
from jalon.site.packs.evaluating import Finding
from jalon.site.packs.evaluating import Recommendation as Asked
from jalon.site.packs.keeping.values import kept_words, said_words

DAYS = ("opened_on", "approved_on")


def evaluations() -> list[schema.Evaluation]:
    """Every evaluation that is not simulated, by code, with what it found and asks."""
    rows = Evaluation.objects.filter(simulated=False).select_related("plan", "contract").order_by("code")
    return [_evaluation(row) for row in rows]


def _evaluation(row: Evaluation) -> schema.Evaluation:
    found = row.findings.order_by("event__number", "pk")
    asked = row.recommendations.select_related("addressed_to").order_by("code")
    return schema.Evaluation.model_construct(
        code=row.code,
        plan=row.plan.code,
        contract=row.contract.code if row.contract else None,
        title=said_words(row.title),
        terms=said_words(row.terms),
        source=row.source or None,
        findings=tuple(Finding.model_construct(text=said_words(one.text)) for one in found),
        recommendations=tuple(_asked(one) for one in asked),
        **{name: getattr(row, name) for name in DAYS},
    )


def _asked(row: Recommendation) -> Asked:
    return Asked.model_construct(
        code=row.code,
        text=said_words(row.text),
        addressed_to=row.addressed_to.code if row.addressed_to else None,
        due_on=row.due_on,
        led_to=row.led_to or None,
    )


def open_evaluation(part: schema.Evaluation, record: Recording) -> None:
    """Write a study and all it says."""
    row = Evaluation(code=part.code, title=part.title.plain(), terms=kept_words(part.terms))
    row.plan = Plan.objects.get(code=part.plan)
    row.contract = Contract.objects.get(code=part.contract) if part.contract else None
    row.opened_on, row.approved_on, row.source = part.opened_on, part.approved_on, part.source or ""
    _say(record.keep(row), part.findings, part.recommendations, record)


def add_to_evaluation(
    part: schema.Evaluation, findings: Iterable[Finding], asked: Iterable[Asked], record: Recording
) -> None:
    _say(Evaluation.objects.get(code=part.code), findings, asked, record)


def _say(row: Evaluation, findings, asked, record: Recording) -> None:
    record.keep_all(EvaluationFinding(evaluation=row, text=one.text.plain()) for one in findings)
    codes = {one.addressed_to for one in asked}
    organisations = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    record.keep_all(
        Recommendation(
            evaluation=row,
            code=one.code,
            text=one.text.plain(),
            addressed_to=organisations.get(one.addressed_to),
            due_on=one.due_on,
            led_to=one.led_to or "",
        )
        for one in asked
    )
