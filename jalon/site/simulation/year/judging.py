"""An evaluation with what it asks of whom, and a contract that fell behind and is warned."""

from collections.abc import Iterator
from datetime import date

from jalon.committee.actions import evaluating, recommending
from jalon.committee.models import Recommendation, StandingStep
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from jalon.site.simulation.year.cast import Cast

CODE = "EVAL-SIM-2026"
TITLE = Words(
    "Évaluation à mi-parcours (simulée)", "تقييم نصف المدة (محاكاة)", "Mid-term evaluation (simulated)"
)
TERMS = Words(
    "Les centres servent-ils aussi les petites entreprises ?",
    "هل تخدم المراكز المقاولات الصغرى أيضا؟",
    "Do the centres also serve small firms?",
)
FOUND = Words(
    "Simulé : les petites entreprises reviennent moins souvent que les grandes.",
    "محاكاة: المقاولات الصغرى تعود أقل من الكبرى.",
    "Simulated: small firms come back less often than large ones.",
)
ASKED = (
    (
        "R1",
        "RECTIM",
        date(2027, 3, 31),
        Words(
            "Proposer une offre groupée aux petites entreprises (simulé)",
            "اقتراح عرض جماعي للمقاولات الصغرى (محاكاة)",
            "Offer small firms a joint service (simulated)",
        ),
    ),
    (
        "R2",
        "CERIC",
        date(2026, 12, 31),
        Words(
            "Enregistrer les preuves dans le mois (simulé)",
            "تسجيل الأدلة خلال الشهر (محاكاة)",
            "Record evidence within the month (simulated)",
        ),
    ),
)
WARNED = "CTIBA"
BEHIND = "Simulé : plus de la moitié des cibles calculables sont en retard."
REPLY = "Simulé : une offre groupée est préparée avec trois fédérations."


def acts(end: date) -> Iterator[tuple]:
    yield date(2026, 4, 27), 9, open_it
    yield date(2026, 5, 4), 11, warn
    yield date(2026, 9, 9), 9, recommend
    yield date(2026, 11, 2), 9, answer


def open_it(cast: Cast, on: date) -> None:
    said = {"title": TITLE, "terms": TERMS, "by": cast["officer"], "on": on}
    evaluating.open_evaluation(cast.plan, code=CODE, simulated=True, **said)


def recommend(cast: Cast, on: date) -> None:
    """The committee approves them one by one, and so addresses them."""
    evaluation = cast.plan.evaluations.get(code=CODE)
    evaluating.find(evaluation, text=FOUND, by=cast["evaluator"])
    for code, to, due_on, text in ASKED:
        said = {"addressed_to": cast.organisations[to], "due_on": due_on, "by": cast["evaluator"]}
        evaluating.recommend(evaluation, code=code, text=text, **said)


def answer(cast: Cast, on: date) -> None:
    asked = Recommendation.objects.get(evaluation__code=CODE, code="R1")
    recommending.step(asked, "reply", text=REPLY, by=cast["RECTIM"], on=on)


def warn(cast: Cast, on: date) -> None:
    """A contract that fell behind is told so: the first rung of the ladder."""
    contract = cast.contracts[WARNED]
    payload = {"contract": contract.code, "state": "alert"}
    said = {"subject": f"contract:{contract.code}", "by": cast["officer"], "payload": payload}
    with recording("standing.alerted", **said) as record:
        record.keep(StandingStep(contract=contract, verb="alert", state="alert", on=on, reason=BEHIND))
