"""Who: organisations, the firms they serve, and who holds which role where."""

from jalon.network.models.accounts import FirmAccount, FirmInvitation
from jalon.network.models.firms import (
    NOT_IN_THE_FILE,
    CentreFirm,
    Enterprise,
    EnterpriseProfile,
    Establishment,
    FirmSize,
    Merge,
)
from jalon.network.models.organisations import (
    Centre,
    Departure,
    Federation,
    OfKind,
    Organisation,
    Region,
    Sector,
)
from jalon.network.models.people import (
    Consultation,
    Deactivation,
    Invitation,
    Membership,
)

__all__ = (
    "NOT_IN_THE_FILE",
    "Centre",
    "CentreFirm",
    "Consultation",
    "Deactivation",
    "Departure",
    "Enterprise",
    "EnterpriseProfile",
    "Establishment",
    "Federation",
    "FirmAccount",
    "FirmInvitation",
    "FirmSize",
    "Invitation",
    "Membership",
    "Merge",
    "OfKind",
    "Organisation",
    "Region",
    "Sector",
)
