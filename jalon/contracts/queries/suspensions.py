"""Whether a contract is suspended, as known at a moment."""

from jalon.contracts.models import Contract, Suspension


def suspension_of(contract: Contract, known_at: int | None = None) -> Suspension | None:
    """The suspension a contract is under; None when it is not, or was taken up again."""
    rows = Suspension.objects.known_at(known_at).filter(contract=contract)
    last = rows.order_by("-event__number", "-pk").first()
    return last if last and last.is_suspended else None
