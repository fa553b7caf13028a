"""What every page of a contract says while it is suspended."""

from django import template

from jalon.contracts.models import Contract
from jalon.contracts.queries.suspensions import suspension_of
from jalon.ui import addresses

register = template.Library()


@register.inclusion_tag("contracts/parts/suspended.html", takes_context=True)
def suspended(context, contract: Contract) -> dict:
    """Since when, why, and what lifts it; nothing when the contract runs on the day asked."""
    row = suspension_of(contract, context.get("known_at"))
    on = context.get("on")
    if row is None or (on and row.on > on):
        return {}
    request = context["request"]
    decided = row.decision and request.standing.can("decision.view")
    return {
        "suspension": row,
        "ladder": addresses.if_any("committee:standing", contract.code),
        "decision": addresses.if_any("committee:decision", row.decision) if decided else "",
    }
