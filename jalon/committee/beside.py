"""What the committee keeps with an axis or an objective of the plan: the recommendations that led to it."""

from jalon.committee.models import Evaluation
from jalon.committee.queries.evaluations import seen_by
from jalon.committee.queries.recommendations import led_to
from jalon.plan.models import Plan

TEMPLATE = "committee/parts/beside_branch.html"


def branch(request, plan: Plan, named: set[str], *, known_at: int | None) -> dict | None:
    """For the page of an axis or an objective: nothing for who does not read evaluations."""
    if "evaluation.view" not in request.standing.permissions():
        return None
    seen = set(Evaluation.objects.filter(seen_by(request.standing)).values_list("pk", flat=True))
    asked = [life for life in led_to(plan, named, known_at) if life.asked.evaluation_id in seen]
    if not asked:
        return None
    return {"template": TEMPLATE, "asked": asked, "open": sum(not life.is_over for life in asked)}
