"""Everything the tranches of a plan's contracts are computed from, in a number of queries that never grows.

A tranche pays for its year: by the targets, baselines and terms in force on the last day of that year, as
they were known when its return was submitted, since an amendment never reaches a submitted period.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, Sum

from jalon.contracts import queries as contracts
from jalon.contracts.models import (
    Baseline,
    Contract,
    ContractVersion,
    Target,
    Tranche,
    Undertaking,
    UndertakingReport,
)
from jalon.contracts.terms import Tranche as Terms
from jalon.fund.models import Acceptance, Posting
from jalon.fund.queries.released import Life, releases_of
from jalon.fund.queries.vouched import Reported, covering, reported
from jalon.indicators import queries as indicators
from jalon.indicators.models import Direction, IndicatorVersion
from jalon.kernel import targets
from jalon.kernel.ledger import Account
from jalon.kernel.payment import PerUnit
from jalon.kernel.periods import Period, year
from jalon.plan import queries as plans
from jalon.plan.models import Plan, PlanVersion

JUSTIFIED, UNDERTAKING = "justified", "undertaking"
Undertaken = Mapping[tuple[str, str], date | None]  # by side and code: the day it was done


@dataclass(frozen=True)
class Background:
    """What is known of some contracts of one plan at a moment."""

    plan: Plan
    known_at: int | None
    plan_versions: Sequence[PlanVersion]
    versions: Mapping[int, Sequence[ContractVersion]]  # by contract, latest effect first
    tranches: Mapping[int, Mapping[str, Terms]]  # by version, then by code
    aims: Mapping[int, Mapping[str, Sequence[Target]]]  # by version, then by indicator
    starts: Mapping[int, Mapping[str, Decimal | None]]
    sheets: Sequence[IndicatorVersion]
    reports: Mapping[int, Sequence[Reported]]
    released: Mapping[tuple[int, str], Sequence[Life]]
    accepted: Mapping[int, Sequence[Acceptance]]
    undertaken: Mapping[int, Undertaken]
    justified: Mapping[str, Decimal]
    days: dict[date, Mapping[str, IndicatorVersion]] = field(default_factory=dict, repr=False, compare=False)

    def sheets_on(self, day: date) -> Mapping[str, IndicatorVersion]:
        if day not in self.days:
            self.days[day] = indicators.in_force(list(self.sheets), day)
        return self.days[day]

    def version_on(
        self, contract: Contract, day: date, promised_at: int | None = None
    ) -> ContractVersion | None:
        """The version in force on a day, of those known when the promise was frozen."""
        known = [
            one
            for one in self.versions.get(contract.pk, ())
            if promised_at is None or one.event.number <= promised_at
        ]
        return contracts.in_force(known, day).get(contract.centre_id)

    def promised_at(self, contract: Contract, period: Period) -> int | None:
        """The moment the returns of a period froze its promise; None while nothing is frozen."""
        frozen = [
            one.life.known_at
            for one in covering(period, self.reports.get(contract.pk, ()))
            if one.life.known_at
        ]
        return frozen[-1] if frozen else None

    def aim(self, version: ContractVersion, indicator: str, period: Period) -> Target | None:
        """The target of the period's year; where a level is promised for later, that one."""
        aims = self.aims.get(version.pk, {}).get(indicator, ())
        of_year = next((aim for aim in aims if aim.year == period.end.year), None)
        later = (aim for aim in aims if aim.year > period.end.year and aim.shape != targets.Shape.PER_PERIOD)
        return of_year or next(later, None)

    def done_by(self, contract: Contract, on: date) -> frozenset[str]:
        """The undertakings done by a day, as `side:code`, and as `code` when every side's is."""
        said = self.undertaken.get(contract.pk, {})
        open_codes = {code for (_side, code), day in said.items() if day is None or day > on}
        done = {(side, code) for (side, code), day in said.items() if day and day <= on}
        return frozenset({f"{side}:{code}" for side, code in done} | {c for _s, c in done} - open_codes)

    def target(self, version: ContractVersion, indicator: str, period: Period) -> targets.Target | None:
        """The same as the kernel reads it."""
        aim, sheet = self.aim(version, indicator, period), self.sheets_on(period.end).get(indicator)
        if aim is None:
            return None
        return targets.Target(
            shape=targets.Shape(aim.shape),
            value=aim.value,
            tolerance=aim.tolerance,
            baseline=self.starts.get(version.pk, {}).get(indicator),
            decreases=bool(sheet and sheet.direction == Direction.DECREASE),
        )

    def window(self, shape: str, period: Period) -> Period:
        """The days that count towards a target of this shape: since the plan's start when cumulative."""
        begun = [one for one in self.plan_versions if one.effective_from <= period.end]
        starts_on = (begun or self.plan_versions)[-1 if begun else 0].starts_on
        return targets.counted_over(targets.Shape(shape), period, plan_starts_on=starts_on)


def background(
    plan: Plan, of: Iterable[Contract], *, known_at: int | None = None, tranche: str = ""
) -> Background:
    """Read it. `tranche` names the only one that is asked about, "" all of them.

    One that pays so much a unit is read with those it shares its units with.
    """
    of = list(of)
    versions = versions_of(of, known_at)
    every = [version for one in versions.values() for version in one]
    tranches = tranches_in(every, tranche)
    if tranche and shares_units(tranches):
        tranches = tranches_in(every)
    wanted = [one.code for one in of] if asks(tranches, JUSTIFIED) else []
    return Background(
        plan=plan,
        known_at=known_at,
        plan_versions=tuple(plans.versions(plan, known_at=known_at).order_by("effective_from", "number")),
        versions=versions,
        tranches=tranches,
        aims=aims_in(every),
        starts=starts_in(every),
        sheets=indicators.all_sheets(known_at=known_at, brief=True),
        reports=reported(of, known_at),
        released=releases_of(of, known_at, of_same_unit(tranches, tranche) if tranche else None),
        accepted=accepted_of(of, known_at),
        undertaken=done_of(of, every, known_at) if asks(tranches, UNDERTAKING) else {},
        justified=justified_of(wanted, known_at),
    )


def versions_of(of: Sequence[Contract], known_at: int | None) -> dict[int, list[ContractVersion]]:
    found: defaultdict[int, list[ContractVersion]] = defaultdict(list)
    rows = ContractVersion.objects.known_at(known_at).filter(contract__in=of, status__in=contracts.ADOPTED)
    for version in rows.select_related("contract", "event").order_by("-effective_from", "-number"):
        found[version.contract_id].append(version)
    return dict(found)


def tranches_in(versions: Sequence[ContractVersion], only: str = "") -> dict[int, dict[str, Terms]]:
    found: defaultdict[int, dict[str, Terms]] = defaultdict(dict)
    rows = Tranche.objects.filter(version__in=versions)
    rows = rows.filter(code=only) if only else rows
    for row in rows.order_by("version_id", "position", "code"):
        found[row.version_id][row.code] = contracts.tranche(row)
    return dict(found)


def shares_units(tranches: Mapping[int, Mapping[str, Terms]]) -> bool:
    """Whether other tranches count: what they paid for the same units."""
    return any(unit(terms) for of_version in tranches.values() for terms in of_version.values())


def of_same_unit(tranches: Mapping[int, Mapping[str, Terms]], code: str) -> set[str]:
    """The tranche, and those that pay so much for the same units."""
    every = [terms for of_version in tranches.values() for terms in of_version.values()]
    units = {unit(terms) for terms in every if terms.code == code} - {None}
    return {code} | {terms.code for terms in every if unit(terms) in units}


def unit(terms: Terms) -> str | None:
    return terms.rule.get("indicator") if terms.rule.get("rule") == PerUnit.name else None


def asks(tranches: Mapping[int, Mapping[str, Terms]], kind: str) -> bool:
    """Whether a condition of this kind stands in any tranche."""
    every = (one for of_version in tranches.values() for one in of_version.values())
    return any(condition.get("kind") == kind for one in every for condition in one.conditions)


def aims_in(versions: Sequence[ContractVersion]) -> dict[int, dict[str, list[Target]]]:
    found: defaultdict[int, dict[str, list[Target]]] = defaultdict(dict)
    rows = Target.objects.filter(objective__version__in=versions).order_by("year", "pk")
    for aim in rows.annotate(version=F("objective__version_id"), code=F("indicator__code")):
        found[aim.version].setdefault(aim.code, []).append(aim)
    return dict(found)


def starts_in(versions: Sequence[ContractVersion]) -> dict[int, dict[str, Decimal | None]]:
    found: defaultdict[int, dict[str, Decimal | None]] = defaultdict(dict)
    rows = Baseline.objects.filter(version__in=versions)
    for version, indicator, value in rows.values_list("version", "indicator__code", "value"):
        found[version][indicator] = value
    return dict(found)


def accepted_of(of: Sequence[Contract], known_at: int | None) -> dict[int, list[Acceptance]]:
    """What stands accepted: the last word about each thing, where it says yes."""
    last: dict[tuple, Acceptance] = {}
    rows = Acceptance.objects.known_at(known_at).filter(contract__in=of).select_related("event")
    for one in rows.order_by("event__number", "pk"):
        last[one.contract_id, one.kind, one.code, one.year] = one
    found: defaultdict[int, list[Acceptance]] = defaultdict(list)
    for one in last.values():
        if one.is_accepted:
            found[one.contract_id].append(one)
    return dict(found)


def done_of(
    of: Sequence[Contract], versions: Sequence[ContractVersion], known_at: int | None
) -> dict[int, Undertaken]:
    """The day each undertaking was done by the last word of its party; None while it is not."""
    rows = Undertaking.objects.filter(version__in=versions).values_list("version__contract", "side", "code")
    found: dict[int, Undertaken] = {}
    for contract, side, code in rows:
        found.setdefault(contract, {})[side, code] = None
    reports = UndertakingReport.objects.known_at(known_at).filter(contract__in=of)
    for one in reports.order_by("event__number", "pk"):
        found.setdefault(one.contract_id, {})[one.side, one.code] = one.on if one.is_done else None
    return found


def justified_of(codes: Sequence[str], known_at: int | None) -> dict[str, Decimal]:
    """The share of what was paid that is justified, by contract; where nothing is paid, all of it."""
    lines = Posting.objects.known_at(known_at).filter(contract__in=codes)
    paid, spent = Q(account__in=(Account.PAID, Account.SPENT)), Q(account=Account.SPENT)
    sums = {"held": Sum("amount", filter=paid), "spent": Sum("amount", filter=spent)}
    rows = lines.values_list("contract").annotate(**sums).order_by() if codes else ()
    known = {code: Decimal(spent or 0) / held for code, held, spent in rows if held}
    return {code: known.get(code, Decimal(1)) for code in codes}


def year_of(terms: Terms) -> Period:
    """The days a tranche pays for."""
    return year(terms.year)
