"""Who pays: the books of the fund."""

from jalon.fund.models.ledger import (
    Account,
    Activity,
    Balance,
    BalancePart,
    Entry,
    Pledge,
    Posting,
    Receipt,
    Step,
)

__all__ = ("Account", "Activity", "Balance", "BalancePart", "Entry", "Pledge", "Posting", "Receipt", "Step")
