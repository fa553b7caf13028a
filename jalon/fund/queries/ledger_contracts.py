"""The money of contracts."""

from django.db.models import Q, Sum

from jalon.contracts.models import Contract
from jalon.fund.models import Posting, Step
from jalon.kernel.ledger import Account

PROMISING = (Step.COMMIT, Step.UNCOMMIT)


def committed_by_steps(contract: Contract) -> dict[tuple[str, str, int], int]:
    """What was committed and not taken back, by line, axis and year of the promise.

    Carrying forward and releasing move a commitment on; they change nothing of what was promised.
    """
    lines = Posting.objects.filter(contract=contract.code, account=Account.COMMITMENT)
    promising = Q(entry__step__in=PROMISING) | Q(entry__reverses__step__in=PROMISING)
    rows = lines.filter(promising).values_list("line", "axis", "year").annotate(total=Sum("amount"))
    return {tuple(place): int(total) for *place, total in rows.order_by() if total}
