"""The catalogue of kinds of deeds, and what is wrong with a deed."""

from jalon.kernel.kinds.core import CORE
from jalon.kernel.kinds.kind import (
    Attribute,
    Kind,
    catalogue,
    date_of,
    decimal_of,
    is_opening,
    matching,
    signed,
    stored,
)
from jalon.kernel.kinds.problems import SENTENCES, Problem, problems
from jalon.kernel.kinds.units import UNITS, unit_code

CATALOGUE = catalogue(CORE)
"""The core kinds by code; a pack adds its own: `catalogue((*CORE, *pack))`."""

__all__ = (
    "CATALOGUE",
    "CORE",
    "SENTENCES",
    "UNITS",
    "Attribute",
    "Kind",
    "Problem",
    "catalogue",
    "date_of",
    "decimal_of",
    "is_opening",
    "matching",
    "problems",
    "signed",
    "stored",
    "unit_code",
)
