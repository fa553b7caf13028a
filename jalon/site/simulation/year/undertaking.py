"""What the parties undertook besides results: done by most, late for one federation."""

from collections.abc import Iterator
from datetime import date

from jalon.contracts.actions import report_undertaking
from jalon.contracts.queries.terms import terms_in_force
from jalon.site.simulation.year.cast import Cast

LATE = "FNM"  # the federation of the demonstration's delegate
DONE = "Simulé : fait."


def acts(end: date) -> Iterator[tuple]:
    yield date(2025, 3, 27), 11, ministry
    yield date(2026, 6, 22), 11, federations


def ministry(cast: Cast, on: date) -> None:
    for code in cast.contracts:
        report(cast, code, "ministry", "officer", on)


def federations(cast: Cast, on: date) -> None:
    for code, contract in cast.contracts.items():
        federation = contract.centre.federation
        if federation and federation.code != LATE:
            report(cast, code, "federation", f"delegate.{federation.code}", on)


def report(cast: Cast, code: str, side: str, office: str, on: date) -> None:
    """Nothing is said of a side that undertook nothing."""
    contract, name = cast.contracts[code], f"SIM-{side}"
    if any(one.code == name for one in terms_in_force(contract, on=on).undertakings):
        report_undertaking(contract, side=side, code=name, on=on, by=cast[office], note=DONE)
