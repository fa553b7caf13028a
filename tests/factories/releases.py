"""Contracts with tranches, values as far as the committee validated them, and books that hold the money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jalon.contracts.models import Baseline, Contract, ContractVersion, SpecificObjective, Target, Tranche
from jalon.fund.actions import releases
from jalon.fund.models import Release, ReleaseStep
from jalon.indicators.models import Indicator
from jalon.journal.actions import recording
from jalon.journal.queries import latest
from jalon.kernel import ledger
from jalon.kernel.payment import Sentence
from jalon.kernel.words import Words
from jalon.reporting.models import Return, ReturnStep, Value
from tests.factories.fund import pledge, post
from tests.factories.network import CentreFactory, FederationFactory, MinistryFactory, holder
from tests.factories.results import sheet, version

AMOUNT = 1_000_000  # centimes
END = date(2024, 12, 31)
DAY = date(2025, 3, 31)
DUE = date(2025, 1, 31)
THRESHOLD = {"rule": "threshold"}


@dataclass(frozen=True)
class Promised:
    """A target of an indicator for the year, what it starts from, and what came out."""

    code: str
    value: object = 100
    shape: str = "per_period"
    baseline: object = None
    actual: object = None  # None: nothing reported
    years: tuple[int, ...] = (2024,)


def people():
    """The people of a release: who asks, who approves, who pays."""
    ministry = MinistryFactory()
    return (
        holder("programme_officer", ministry),
        holder("fund_officer", ministry),
        holder("accountant", ministry),
    )


def promising(
    *promised: Promised, rule=None, centre=None, plan=None, held=None, number=1, **tranche
) -> Contract:
    """A signed contract of one tranche, T1, of 2024. `held` is a contract that gets one more version."""
    plan = held.plan if held else plan or version().plan
    for one in promised:
        if not Indicator.objects.filter(code=one.code).exists():
            sheet(one.code)
    centre = held.centre if held else centre or CentreFactory(federation=FederationFactory())
    held = held or Contract.objects.create(plan=plan, centre=centre, code=f"CO-{centre.code}")
    effective_from = tranche.pop("effective_from", date(2023, 1, 1))
    tranches = tranche.pop("tranches", [{"code": "T1", "rule": rule or THRESHOLD, **tranche}])
    with recording("contract.signed", subject=f"contract:{held.code}") as record:
        made = ContractVersion.objects.create(
            contract=held,
            number=number,
            status="signed",
            effective_from=effective_from,
            starts_on=date(2023, 1, 1),
            ends_on=date(2026, 12, 31),
            event_id=record.event_id,
        )
        promise(made, promised)
        for position, one in enumerate(tranches):
            Tranche.objects.create(version=made, position=position, **terms(one))
    return held


def promise(made: ContractVersion, promised) -> None:
    objective = SpecificObjective.objects.create(version=made, code="1", name=Words("But"), axis_code="1")
    for one in promised:
        indicator = Indicator.objects.get(code=one.code)
        for year in one.years if one.value is not None else ():
            Target.objects.create(
                objective=objective, indicator=indicator, shape=one.shape, year=year, value=Decimal(one.value)
            )
        if one.baseline is not None:
            Baseline.objects.create(
                version=made, indicator=indicator, value=Decimal(one.baseline), on=date(2022, 12, 31)
            )


def terms(said: dict) -> dict:
    usual = {
        "name": Words("Première tranche", "القسط الأول", "First tranche"),
        "funding_line_code": "1",
        "axis_code": "1",
        "year": 2024,
        "amount": AMOUNT,
        "due_on": DUE,
    }
    return usual | said


def reported(contract: Contract, *promised: Promised, period="2024", state="validated") -> Return:
    """A return whose values went as far as `state`, its submission frozen at the moment before."""
    frozen = latest()
    with recording("return.submitted", subject=f"return:{contract.code}:{period}") as record:
        made = record.keep(Return(contract=contract, period=period, due_on=END))
        record.keep(ReturnStep(report=made, verb="open", state="open", on=END))
        record.keep(ReturnStep(report=made, verb="submit", state="submitted", on=END, known_at=frozen))
        record.keep_all(value(made, one, "declared", known_at=frozen) for one in known(promised))
    if state != "submitted":
        judged(made, *promised, state=state)
    return made


def judged(report: Return, *promised: Promised, state="validated", number=1) -> None:
    """The values of a return, verified and then validated (or only verified)."""
    stages = ("verified", "validated") if state == "validated" else ("verified",)
    with recording(f"return.{state}", subject=f"return:{report.contract.code}:{report.period}") as record:
        record.keep(ReturnStep(report=report, verb="validate", state=state, on=DAY))
        for stage in stages:
            record.keep_all(value(report, one, stage, number=number) for one in known(promised))


def reopened(report: Return, *promised: Promised) -> None:
    """A validated return reopened, submitted again and validated with other values."""
    frozen = latest()
    with recording("return.reopened", subject=f"return:{report.contract.code}:{report.period}") as record:
        record.keep(ReturnStep(report=report, verb="reopen", state="reopened", on=DAY))
        record.keep(ReturnStep(report=report, verb="submit", state="submitted", on=DAY, known_at=frozen))
        record.keep_all(value(report, one, "declared", number=2) for one in known(promised))
    judged(report, *promised, number=2)


def known(promised):
    return [one for one in promised if one.actual is not None]


def value(report, one: Promised, stage: str, *, number=1, known_at=None) -> Value:
    said = {"reason": one.actual} if isinstance(one.actual, str) else {"value": Decimal(str(one.actual))}
    return Value(
        report=report,
        indicator=one.code,
        stage=stage,
        round=number,
        known_at=latest() if known_at is None else known_at,
        **said,
    )


def rated(*percents) -> list[Promised]:
    """Indicators that reached so many percent of their targets."""
    return [Promised(f"I{place}", actual=percent) for place, percent in enumerate(percents)]


def ready(*promised: Promised, state="validated", committed=AMOUNT, **tranche) -> Contract:
    """A contract whose tranche can be looked at: values reported, money committed."""
    contract = promising(*promised, **tranche)
    reported(contract, *promised, state=state)
    if committed:
        commit(contract, committed)
    return contract


def commit(contract: Contract, amount=AMOUNT, *, line="1", year=2024, axis="1") -> None:
    place = ledger.Place(line, year, contract.code, axis)
    pledge(contract.plan, amount=amount)
    post(
        contract.plan,
        ledger.allocate("MIN", place, amount, on=date(2024, 1, 5)),
        ledger.commit(place, amount, on=date(2024, 1, 6)),
    )


def proposed(contract: Contract, by, *, on=DAY, tranche="T1", **asked):
    return releases.propose_release(contract, tranche, by=by, on=on, **asked)


def paid(contract: Contract, three, *, on=DAY, tranche="T1", **asked):
    """A release that went all the way to its payment, by three people."""
    asks, approves, pays = three
    release = proposed(contract, asks, on=on, tranche=tranche, **asked)
    releases.approve_release(release, by=approves, on=on)
    releases.order(release, by=approves, on=on)
    releases.pay(release, document="Virement 17", by=pays, on=on)
    return release


def asked_for(contract: Contract, person, *, tranche="T1", amount=AMOUNT) -> Release:
    """A release somebody asked for, as it is kept, whatever was due."""
    with recording("release.proposed", subject=f"contract:{contract.code}", by=person) as record:
        made = record.keep(
            Release(
                contract=contract,
                tranche=tranche,
                period="2024",
                funding_line="1",
                year=2024,
                due=amount,
                amount=amount,
                on=DAY,
                known_at=latest(),
                explanation=Sentence("to_pay", {"amount": amount}, figure=Fraction(amount)).to_data(),
            )
        )
        record.keep(
            ReleaseStep(release=made, verb="propose", state="proposed", on=DAY, person=person, amount=amount)
        )
    return made
