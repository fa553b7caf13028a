"""What contracts ask of the apps above them."""

from datetime import date

from jalon.contracts.models import Contract, ContractVersion
from jalon.fund.models import Account, Balance
from jalon.kernel.periods import parse
from jalon.reporting.models import ReturnStep
from jalon.site.packs.fingerprint import fingerprint as fingerprint_of
from jalon.site.packs.keeping.contracts import said_version

OPEN = ("open", "reopened")  # a return in one of these says nothing that counts
DECIDED = ("validated", "validated_with_reservation", "refused", "closed")
WAITING = (Account.COMMITMENT, Account.PAYABLE, Account.PAID, Account.OWED)  # nothing left in any of these


def fingerprint(version: ContractVersion) -> str:
    """The digest under which a version enters the journal: the one of packs."""
    return fingerprint_of(said_version(version)).hex()


def settled(contract: Contract) -> dict[str, bool]:
    """Whether nothing of the contract waits: neither a return nor money."""
    return {"returns_settled": returns_settled(contract), "money_settled": money_settled(contract)}


def returns_settled(contract: Contract) -> bool:
    return all(state in DECIDED for state in last_states(contract).values())


def money_settled(contract: Contract) -> bool:
    """Nothing committed is left, nothing waits to be paid, justified or given back."""
    return not Balance.objects.filter(contract=contract.code, account__in=WAITING, amount__gt=0).exists()


def submitted_until(contract: Contract) -> date | None:
    """The last day of the last period whose return left the centre."""
    ends = [parse(period).end for period, state in last_states(contract).items() if state not in OPEN]
    return max(ends, default=None)


def last_states(contract: Contract) -> dict[str, str]:
    """The state of each return, by its period."""
    steps = ReturnStep.objects.filter(report__contract=contract).order_by("event__number", "id")
    return dict(steps.values_list("report__period", "state"))
