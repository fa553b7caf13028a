"""The tabs of a contract, the same on the pages of every app: those there are and the person may open."""

from django.utils.translation import gettext as _

from jalon.contracts.models import Contract
from jalon.network.roles import PERMISSIONS
from jalon.ui import addresses


def tabs_of(request, contract: Contract) -> list[tuple]:
    """(label, address) of each tab, keeping the day and the moment asked."""
    named = (
        (_("Terms"), "contracts:contract", "contract.view"),
        (_("Results"), "results:contract", "plan.view"),
        (_("Returns"), "reporting:contract", "return.view"),
        (_("Money"), "fund:contract", "fund.view"),
        (_("Undertakings"), "contracts:undertakings", "contract.view"),
        (_("Consequences"), "committee:standing", "contract.view"),
        (_("Documents"), "contracts:documents", "contract.view"),
        (_("History"), "contracts:history", "contract.view"),
    )
    return [
        (label, addresses.keeping(request, href))
        for label, name, permission in named
        if (href := addresses.if_any(name, contract.code))
        and permission in PERMISSIONS
        and request.standing.can(permission, contract.centre)
    ]
