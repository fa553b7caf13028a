"""What only the apps above know of contracts, asked for by name: nothing here imports upward.

`settings.JALON_CONTRACTS` names a module with `fingerprint(version) -> str`, the digest under which a signed
version enters the journal; `settled(contract) -> dict`, whether its returns and its money are settled; and
`submitted_until(contract) -> date | None`, the last day of the last period submitted.
"""

from importlib import import_module
from types import ModuleType

from django.conf import settings


def above() -> ModuleType:
    return import_module(settings.JALON_CONTRACTS)
