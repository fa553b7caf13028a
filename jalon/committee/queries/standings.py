"""Where each contract stands on the ladder, and what its rules propose on the values validated so far."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jalon.committee.models import LadderTerms, StandingStep
from jalon.contracts.models import Contract
from jalon.contracts.queries import contracts_of
from jalon.kernel.measures import Value
from jalon.kernel.payment import Serious
from jalon.kernel.periods import Period, parse
from jalon.kernel.states import LADDER
from jalon.kernel.states.ladder import LadderRules, Record, ladder_facts, proposed
from jalon.kernel.targets import Standing
from jalon.plan.models import Plan
from jalon.reporting.models import Return
from jalon.reporting.queries.live import counting
from jalon.reporting.queries.values import validated_in

ANSWER = "answer"  # reasons given: it moves nothing by itself
QUARTER, MONTH = 91, 30  # days


@dataclass(frozen=True)
class Stand:
    """A contract with its steps on the ladder, in the order of their events."""

    contract: Contract
    steps: tuple[StandingStep, ...] = ()

    @property
    def state(self) -> str:
        return self.steps[-1].state if self.steps else LADDER.initial

    @property
    def since(self) -> date | None:
        """The day it came to where it stands: giving reasons moves nothing."""
        return next((step.on for step in reversed(self.steps) if step.verb != ANSWER), None)

    @property
    def has_answered(self) -> bool:
        return bool(self.steps) and self.steps[-1].verb == ANSWER


@dataclass(frozen=True)
class Late:
    """One validated period of a contract: how many of its targets are late, of those one can tell.

    A failure is serious as for payments, on the shares of what was expected by the period's end.
    """

    period: Period
    late: int
    computable: int
    is_serious: bool = False

    def is_behind(self, rules: LadderRules) -> bool:
        if self.is_serious and rules.serious_alerts:
            return True
        return bool(self.computable) and Decimal(self.late) / self.computable >= rules.late_share


@dataclass(frozen=True)
class Proposal:
    """What the rules propose for a contract; `verb` is None when nothing is to be done."""

    stand: Stand
    record: Record
    periods: tuple[Late, ...]
    verb: str | None
    facts: Mapping[str, bool]

    @property
    def contract(self) -> Contract:
        return self.stand.contract

    @property
    def state(self) -> str:
        return self.stand.state


def rules_of(plan: Plan, on: date, known_at: int | None = None) -> LadderRules:
    """The bounds in force on a day; the usual ones before any was kept."""
    known = LadderTerms.objects.known_at(known_at).filter(plan=plan, effective_from__lte=on)
    row = known.order_by("-effective_from", "-event__number").first()
    return LadderRules.from_data(row.terms) if row else LadderRules()


def all_rules(plan: Plan, known_at: int | None = None) -> list[LadderTerms]:
    """Every bound ever kept, the latest day first."""
    rows = LadderTerms.objects.known_at(known_at).filter(plan=plan).select_related("event__actor")
    return list(rows.order_by("-effective_from", "-event__number"))


def stands(contracts: Iterable[Contract], known_at: int | None = None) -> list[Stand]:
    contracts = list(contracts)
    steps: dict[int, list[StandingStep]] = defaultdict(list)
    rows = StandingStep.objects.known_at(known_at).filter(contract__in=contracts)
    for step in rows.select_related("event__actor").order_by("event__number", "pk"):
        steps[step.contract_id].append(step)
    return [Stand(one, tuple(steps[one.pk])) for one in contracts]


def proposals(
    plan: Plan, on: date, known_at: int | None = None, *, contracts: Iterable[Contract] | None = None
) -> list[Proposal]:
    """Every contract of a plan with what the rules propose, on values the committee validated."""
    of = list(contracts_of(plan) if contracts is None else contracts)
    rules, periods = rules_of(plan, on, known_at), late_by_period(of, on, known_at)
    found = (proposal(one, periods.get(one.contract.pk, ()), rules, on) for one in stands(of, known_at))
    return sorted(found, key=lambda one: one.contract.code)


def proposal(stand: Stand, periods: tuple[Late, ...], rules: LadderRules, on: date) -> Proposal:
    record = record_of(stand, periods, rules, on)
    facts = ladder_facts(record, rules) | {"reasons_accepted": False}
    return Proposal(stand, record, periods, proposed(stand.state, record, rules), facts)


def record_of(stand: Stand, periods: tuple[Late, ...], rules: LadderRules, on: date) -> Record:
    last = periods[-1] if periods else None
    days = (on - stand.since).days if stand.since else 0
    return Record(
        late=last.late if last else 0,
        computable=last.computable if last else 0,
        is_serious=bool(last and last.is_serious),
        periods_behind=behind_in_a_row(periods, rules),
        has_answered=stand.has_answered,
        days=days,
        quarters=days // QUARTER,
        months=days // MONTH,
    )


def behind_in_a_row(periods: tuple[Late, ...], rules: LadderRules) -> int:
    """How many of the last validated periods in a row were behind."""
    count = 0
    for one in reversed(periods):
        if not one.is_behind(rules):
            break
        count += 1
    return count


def late_by_period(
    contracts: list[Contract], on: date, known_at: int | None = None
) -> dict[int, tuple[Late, ...]]:
    """Of each contract (by key), its validated periods ended by the day in order, in one count of the engine.

    The status of a target is that of its validated value; a cumulative one carries what validation changed.
    """
    rows = Return.objects.known_at(known_at).filter(contract__in=contracts).select_related("contract__plan")
    reports = [one for one in rows.order_by("period") if parse(one.period).end <= on]
    valued = {pk: said for pk, said in validated_in(reports, known_at).items() if said}
    chosen = [one for one in reports if one.pk in valued]
    spans = sorted({parse(one.period) for one in chosen})
    counted = counting(contracts, spans, known_at=known_at) if spans else None
    if counted is None:
        return {}
    found: dict[int, list[Late]] = defaultdict(list)
    carried: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for report in sorted(chosen, key=lambda one: parse(one.period)):
        standings = [*standings_of(report, counted, valued[report.pk], carried)]
        found[report.contract_id].append(late(parse(report.period), standings))
    return {pk: tuple(one) for pk, one in found.items()}


def late(period: Period, standings: list[Standing]) -> Late:
    told = [one for one in standings if one.status != "not_computable"]
    count = sum(one.status == "late" for one in told)
    return Late(period, count, len(told), bool(Serious().failing([one.ratio for one in told])))


def standings_of(report: Return, counted, said: Mapping, carried: dict) -> Iterable[Standing]:
    """Where each promised target of a period stands by its validated value."""
    setting, period = counted.setting, parse(report.period)
    for code, cell in counted.cells(report.contract, period).items():
        value = said[code].value if code in said else None
        if value is None or cell.aim is None or cell.value is None or not isinstance(cell.counted, Value):
            continue
        key = (report.contract_id, code)
        carried[key] = (carried[key] if cell.is_cumulative else Decimal(0)) + value - cell.value
        figure = replace(cell.counted, value=cell.counted.value + carried[key])
        aims = setting.aims(cell.sheet, cell.place, min(period.end, setting.on))
        asked = setting.asked(cell.sheet, aims, cell.aim, cell.start, figure, period)
        yield asked.standing
