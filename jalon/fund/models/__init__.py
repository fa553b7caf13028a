"""Who pays: the books of the fund."""

from jalon.fund.models.ledger import Balance, BalancePart, Entry, Pledge, Posting, Receipt

__all__ = ("Balance", "BalancePart", "Entry", "Pledge", "Posting", "Receipt")
