"""Who takes part in the work of a centre: a role is what a person is at that moment, not a rank."""

from typing import Final

FIRM: Final = "firm"
RECEPTION: Final = "reception"
TECHNICAL_LEAD: Final = "technical_lead"
OPERATOR: Final = "operator"
VERIFIER: Final = "verifier"
AUTHORISER: Final = "authoriser"
QUALITY: Final = "quality_manager"
DIRECTOR: Final = "director"
CERTIFIER: Final = "certifier"
SECRETARIAT: Final = "secretariat"
FINANCE: Final = "finance"
SCHEDULER: Final = "scheduler"
RECEIVING_CENTRE: Final = "receiving_centre"

ROLES: Final = (
    FIRM,
    RECEPTION,
    TECHNICAL_LEAD,
    OPERATOR,
    VERIFIER,
    AUTHORISER,
    QUALITY,
    DIRECTOR,
    CERTIFIER,
    SECRETARIAT,
    FINANCE,
    SCHEDULER,
    RECEIVING_CENTRE,
)
