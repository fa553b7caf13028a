"""With what: laboratories, instruments, people and what they may do, the scope of accreditation."""

from jalon.capacity.models.equipment import (
    Booking,
    Calibration,
    Disposition,
    Equipment,
    EquipmentStep,
)
from jalon.capacity.models.laboratories import Laboratory, LaboratoryClosure
from jalon.capacity.models.people import Authorisation, AuthorisationEnd, StaffMember, StaffMove
from jalon.capacity.models.scope import ScopeChange, ScopeLine

__all__ = (
    "Authorisation",
    "AuthorisationEnd",
    "Booking",
    "Calibration",
    "Disposition",
    "Equipment",
    "EquipmentStep",
    "Laboratory",
    "LaboratoryClosure",
    "ScopeChange",
    "ScopeLine",
    "StaffMember",
    "StaffMove",
)
