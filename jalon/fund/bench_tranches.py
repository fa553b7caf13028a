"""How long a release takes with its explanation among ten thousand tranches: part of `jalon bench fund`."""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import cycle, islice
from typing import Final

from django.db import connection

from jalon.contracts.models import Contract, ContractVersion, SpecificObjective, Target, Tranche
from jalon.contracts.queries import contracts_of
from jalon.fund.actions.accepting import accept_document
from jalon.fund.actions.releases import propose_release
from jalon.fund.queries.tranches import due_now
from jalon.indicators.models import Indicator
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel.words import Words
from jalon.people.models import User
from jalon.plan.models import Plan
from jalon.reporting.models import Return, ReturnStep, Value

TRANCHES: Final = 10_000
TIMES: Final = 200
RELEASED_IN: Final = 0.050
ON: Final = dt.date(2025, 3, 31)
END: Final = dt.date(2024, 12, 31)


def measure(*, plan: Plan, say: Callable[[str], object]) -> dict[str, float]:
    """The median seconds of an explanation, and of a release proposed with it."""
    contracts = list(contracts_of(plan))
    user = User.objects.create_user("bench-tranches@example.org", "Bench")
    made = [(contract, code) for contract in contracts for code in promised(contract, len(contracts), user)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE contracts_tranche, contracts_target, reporting_value, fund_release")
    asked = [made[place * len(made) // TIMES] for place in range(TIMES)]
    explained = [seconds(partial(due_now, contract, code, on=ON)) for contract, code in asked]
    released = [seconds(partial(propose_release, contract, code, by=user, on=ON)) for contract, code in asked]
    found = {"explanation": statistics.median(explained), "release": statistics.median(released)}
    say(f"{len(made):,} tranches; explained in {found['explanation'] * 1000:.1f} ms at the median")
    say(f"released in {found['release'] * 1000:.1f} ms (to reach: {RELEASED_IN * 1000:.0f} ms)")
    return found


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def promised(contract: Contract, contracts: int, by) -> list[str]:
    """A version of the contract with its share of the tranches, under every rule; values validated."""
    indicators = list(Indicator.objects.order_by("code")[:4])
    number = contract.versions.count() + 100
    with recording("contract.simulated", subject=f"contract:{contract.code}", by=by) as record:
        version = ContractVersion.objects.create(
            contract=contract,
            number=number,
            status=ContractVersion.Status.SIMULATED,
            simulated=True,
            effective_from=dt.date(2024, 12, 31),
            starts_on=dt.date(2023, 1, 1),
            ends_on=dt.date(2026, 12, 31),
            event_id=record.event_id,
        )
        objective = SpecificObjective.objects.create(
            version=version, code="1", name=Words("Banc"), axis_code="1"
        )
        Target.objects.bulk_create(
            Target(objective=objective, indicator=one, shape="per_period", year=2024, value=Decimal(100))
            for one in indicators
        )
        rules = islice(cycle(rules_on([one.code for one in indicators])), -(-TRANCHES // contracts))
        tranches = Tranche.objects.bulk_create(
            Tranche(
                version=version,
                code=f"B{place}",
                name=Words("Tranche"),
                funding_line_code="1",
                axis_code="1",
                year=2024,
                amount=1_000_000_00,
                rule=rule,
                position=place,
            )
            for place, rule in enumerate(rules)
        )
    validated(contract, indicators, by)
    accept_document(contract, "bench", document="Bench", by=by, on=ON)
    return [one.code for one in tranches]


def rules_on(codes: list[str]) -> list[dict]:
    first, second, third, fourth = codes
    return [
        {"rule": "threshold"},
        {"rule": "proportional", "weights": {first: "3", second: "1"}},
        {"rule": "per_unit", "indicator": third, "price": "125"},
        {"rule": "correction", "outputs": [first, second, third], "financial": fourth},
        {"rule": "on_acceptance", "document": "bench"},
        {"rule": "custom", "formula": f"amount * min(1, rate_{first})"},
    ]


def validated(contract: Contract, indicators: list[Indicator], by) -> None:
    """The return of 2024, validated."""
    frozen = latest()
    with recording("return.validated", subject=f"return:{contract.code}:2024", by=by) as record:
        report = record.keep(Return(contract=contract, period="2024", due_on=END, simulated=True))
        record.keep(ReturnStep(report=report, verb="submit", state="submitted", on=END, known_at=frozen))
        record.keep(ReturnStep(report=report, verb="validate", state="validated", on=ON))
        record.keep_all(
            Value(
                report=report,
                indicator=one.code,
                stage=stage,
                value=Decimal(92),
                numerator=Decimal(92),
                known_at=frozen,
            )
            for one in indicators
            for stage in ("declared", "verified", "validated")
        )
