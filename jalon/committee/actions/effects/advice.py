"""What the committee decides of recommendations, and of evaluations it is asked to open."""

from collections.abc import Iterable

from jalon.committee.actions import recommending
from jalon.committee.actions.effects.effect import Deed, Effect, named
from jalon.committee.actions.evaluating import open_evaluation
from jalon.committee.models import Evaluation, Item, Recommendation
from jalon.committee.queries.recommendations import life_of
from jalon.kernel.states import RECOMMENDATION
from jalon.kernel.states.committee import COMMITTEE
from jalon.kernel.words import Words
from jalon.plan.models import Plan


def asked_by(item: Item) -> Recommendation:
    evaluation, _slash, code = named(item).partition("/")
    rows = Recommendation.objects.select_related("evaluation__plan", "addressed_to")
    return rows.get(evaluation__code=evaluation, code=code)


def hold_recommendation(item: Item) -> None:
    recommending.hold(asked_by(item))


def approve(item: Item, deed: Deed) -> None:
    recommending.approve(asked_by(item), addressed_to=deed.actor, due_on=deed.due_on, **deed.said)


def reject(item: Item, deed: Deed) -> None:
    recommending.step(asked_by(item), "reject", text=deed.reason, **deed.said)


def address(item: Item, deed: Deed) -> None:
    to = {"addressed_to": deed.actor, "due_on": deed.due_on}
    recommending.step(asked_by(item), "address", text=deed.reason, **to, **deed.said)


def send_back(item: Item, deed: Deed) -> None:
    recommending.step(asked_by(item), "send_back", text=deed.reason, **deed.said)


def close(item: Item, deed: Deed) -> None:
    recommending.step(asked_by(item), "close", text=deed.reason, **deed.said)


OF_RECOMMENDATIONS = (
    Effect("approve", (), approve),
    Effect("reject", ("reason",), reject),
    Effect("address", (), address),
    Effect("send_back", ("reason",), send_back),
    Effect("close", (), close),
)


def of_recommendations(item: Item) -> Iterable[Effect]:
    able = {line.verb for line in RECOMMENDATION.waiting(life_of(asked_by(item)).state, COMMITTEE)}
    return [effect for effect in OF_RECOMMENDATIONS if effect.verb in able]


def hold_plan(item: Item) -> None:
    Plan.objects.select_for_update(no_key=True).get(pk=item.session.plan_id)


def open_it(item: Item, deed: Deed) -> None:
    """The study proposed is opened, under the terms members read."""
    terms = Words.from_mapping(item.proposal.get("terms") or {})
    about = {"code": named(item), "title": item.title, "terms": terms, "contract": item.contract}
    open_evaluation(item.session.plan, **about, simulated=item.simulated, **deed.said)


def of_evaluations(item: Item) -> Iterable[Effect]:
    is_open = Evaluation.objects.filter(code=named(item)).exists()
    return () if is_open else (Effect("open", (), open_it),)
