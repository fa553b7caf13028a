"""What can be asked of the means of a centre, on a day and as known at a moment; each in a constant number of
questions."""

from jalon.capacity.queries.equipment import (
    Bookable,
    Use,
    equipment_of,
    equipment_valid,
    free_during,
    impact,
    instruments_for,
    validity_of,
)
from jalon.capacity.queries.people import (
    FUNCTIONS,
    OPINIONS,
    authorised,
    authorised_accounts,
    managerial_share,
    periods_of,
    roles_of,
)
from jalon.capacity.queries.scope import in_force, in_scope, scope_for

__all__ = (
    "FUNCTIONS",
    "OPINIONS",
    "Bookable",
    "Use",
    "authorised",
    "authorised_accounts",
    "equipment_of",
    "equipment_valid",
    "free_during",
    "impact",
    "in_force",
    "in_scope",
    "instruments_for",
    "managerial_share",
    "periods_of",
    "roles_of",
    "scope_for",
    "validity_of",
)
