"""Contracts that are ready: three parties, an objective, targets, a baseline, money, a past total."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from jalon.contracts import terms
from jalon.contracts.actions import write
from jalon.contracts.models import Contract, ContractVersion
from jalon.indicators.models import Indicator
from jalon.journal.actions import recording
from jalon.kernel.words import Words
from tests.factories.indicators import sheet
from tests.factories.network import CentreFactory, MinistryFactory
from tests.factories.plan import plan_version

YEARS = (2023, 2024, 2025)


def contract(centre=None, plan=None, **fields) -> Contract:
    """A contract without a version, in a plan that has one; its indicators have their sheets."""
    plan = plan or plan_version().plan
    for code in ("TESTS", "FIRMS"):
        if not Indicator.objects.filter(code=code).exists():
            sheet(code)
    centre = centre or CentreFactory()
    return Contract.objects.create(plan=plan, centre=centre, code=fields.pop("code", f"CO-{centre.code}"))


def whole_terms(held: Contract, **changes) -> terms.Terms:
    """Terms that may be signed as they are."""
    targets = [terms.Target("TESTS", year, "per_period", Decimal(100 * (year - 2022))) for year in YEARS]
    growth = terms.Target("FIRMS", 2025, "growth", Decimal(60))
    federation = held.centre.federation
    ministry = MinistryFactory._meta.model.objects.filter(kind="ministry").first() or MinistryFactory()
    said = terms.Terms(
        effective_from=date(2023, 1, 1),
        starts_on=date(2023, 1, 1),
        ends_on=date(2025, 12, 31),
        parties=(
            terms.Party("ministry", ministry.code, Words("Ministre", "وزير")),
            terms.Party("centre", held.centre.code),
            terms.Party("federation", federation.code if federation else ""),
        ),
        undertakings=tuple(
            terms.Undertaking(side, "1", Words(f"Engagement {side}", "تعهد")) for side in sorted(terms.SIDES)
        ),
        objectives=(
            terms.Objective(
                "O1", Words("Servir plus", "خدمة أكثر"), "1", "1.1", terms.ordered_targets([*targets, growth])
            ),
        ),
        baselines=(terms.Baseline("FIRMS", Decimal(200), date(2022, 12, 31), "Rapport 2022"),),
        allocations=tuple(terms.Allocation("1", "", year, 1_000_000_00) for year in YEARS),
        tranches=(
            terms.Tranche(
                "T1",
                Words("Avance", "تسبيق", "Advance"),
                *("1", "", 2024, 400_000_00),
                date(2024, 3, 31),
                {"rule": "threshold", "indicators": ["TESTS"], "at_least": "0.85"},
                ({"kind": "document", "code": "work-plan"},),
            ),
        ),
        past_totals=(terms.PastTotal("TESTS", 2021, Decimal(80), "rapport-2021.pdf"),),
    )
    return replace(said, **changes)


def contract_version(held=None, said=None, *, number=1, status="signed", **fields) -> ContractVersion:
    """A version with its terms, adopted by one act."""
    held = held or contract()
    said = said or whole_terms(held)
    with recording(f"contract.{status}", subject=f"contract:{held.code}") as record:
        version = ContractVersion.objects.create(
            contract=held,
            number=number,
            status=status,
            simulated=status == "simulated",
            effective_from=said.effective_from,
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            reason=said.reason,
            note=said.note,
            source=said.source,
            event_id=record.event_id,
            **fields,
        )
        write(version, said)
    return version
