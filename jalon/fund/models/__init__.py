"""Who pays: the books of the fund."""

from jalon.fund.models.allocation import Proposal, Scenario, Search, Sharing, Verdict
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
from jalon.fund.models.releases import Acceptance, Release, ReleaseStep

__all__ = (
    "Acceptance",
    "Account",
    "Activity",
    "Balance",
    "BalancePart",
    "Entry",
    "Pledge",
    "Posting",
    "Proposal",
    "Receipt",
    "Release",
    "ReleaseStep",
    "Scenario",
    "Search",
    "Sharing",
    "Step",
    "Verdict",
)
