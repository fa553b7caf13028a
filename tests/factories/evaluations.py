"""Evaluations with what they ask, and recommendations as far as a test wants them."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

from jalon.committee.actions import evaluating, recommending
from jalon.committee.models import Evaluation, Recommendation
from jalon.kernel.words import Words
from jalon.plan.models import Plan
from tests.factories.network import CentreFactory, MinistryFactory, holder

OPENED_ON = date(2024, 3, 1)
DUE_ON = date(2024, 9, 30)
PROOF = (("preuve.pdf", b"%PDF-1.7 ce qui fut fait"),)


def evaluator():
    return holder("verifier", MinistryFactory())


def evaluation(plan: Plan, *, code="EVAL-1", by=None, **said) -> Evaluation:
    title = Words("Évaluation à mi-parcours", "تقييم منتصف المدة", "Mid-term evaluation")
    terms = Words("Mesurer ce que le plan a changé.", "قياس ما غيره المخطط.")
    return evaluating.open_evaluation(plan, code=code, title=title, terms=terms, by=by, on=OPENED_ON, **said)


def recommendation(opened: Evaluation, *, code="R1", by=None, **said) -> Recommendation:
    text = Words("Servir davantage de petites entreprises.", "خدمة عدد أكبر من المقاولات الصغرى.")
    return evaluating.recommend(opened, code=code, text=text, by=by, **said)


def addressed(opened: Evaluation, to=None, *, code="R1", due_on=DUE_ON) -> SimpleNamespace:
    """A recommendation the committee approved and addressed, with somebody who answers for it."""
    centre = to or CentreFactory()
    asked = recommendation(opened, code=code, addressed_to=centre, due_on=due_on)
    recommending.approve(asked, by=None, on=OPENED_ON, decision=uuid4())
    return SimpleNamespace(asked=asked, centre=centre, director=holder("centre_director", centre))


def proven(opened: Evaluation, to=None, *, code="R1") -> SimpleNamespace:
    """A recommendation its addressee answered, acted on and proved."""
    found = addressed(opened, to, code=code)
    for verb, said in (
        ("reply", {"text": "D'accord"}),
        ("act", {"text": "Fait"}),
        ("prove", {"files": PROOF}),
    ):
        recommending.step(found.asked, verb, by=found.director, on=DUE_ON, **said)
    return found
