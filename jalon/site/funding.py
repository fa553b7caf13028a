"""What is left on a funding line, for those below the books who must not promise more."""

from datetime import date

from jalon.fund.queries.ledger import along
from jalon.kernel.ledger import Account
from jalon.plan.models import Plan

NOT_YET_GONE = (Account.LINE, Account.COMMITMENT)


def left_on_line(code: str, *, on: date) -> int:
    """Centimes allocated to a line, of every plan, that no release has taken yet."""
    return sum(
        amount
        for plan in Plan.objects.all()
        for (account,), amount in along(plan, "account", on=on, line=code).items()
        if account in NOT_YET_GONE
    )
