"""Coverage of the plan by the contracts, with a draft in the place of the version in force."""

from collections.abc import Iterator
from dataclasses import dataclass

from jalon.contracts.models import Contract
from jalon.contracts.queries import adopted_versions, in_force
from jalon.contracts.queries.terms import all_terms, plan_baselines, plan_targets
from jalon.contracts.terms import Baseline, Target, Terms
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import all_sheets
from jalon.indicators.queries import in_force as sheets_on
from jalon.kernel import targets as kernel
from jalon.kernel.coverage import Coverage, coverage
from jalon.plan.queries import version_in_force


@dataclass(frozen=True)
class Compared:
    """What the contracts cover of one target of the plan, before the draft and with it."""

    sheet: IndicatorVersion
    objective: str
    year: int
    before: Coverage
    after: Coverage

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def compared(contract: Contract, drafted: Terms, *, known_at: int | None = None) -> list[Compared]:
    """Every target of the plan on an indicator of the draft or of what it amends, then and now."""
    on = drafted.effective_from
    plan = version_in_force(contract.plan, on=on, known_at=known_at)
    if plan is None:
        return []
    versions = in_force(adopted_versions(contract.plan, known_at=known_at), on)
    terms = all_terms(list(versions.values()))
    before = {version.contract.code: terms[version.pk] for version in versions.values()}
    after = before | {contract.code: drafted}
    amended = before.get(contract.code)
    touched = drafted.indicators | (amended.indicators if amended else frozenset())
    sheets = sheets_on(all_sheets(known_at=known_at), on)
    starts = {one.indicator: one for one in plan_baselines([plan])[plan.pk]}
    found = []
    for objective, target in planned(plan):
        if target.indicator in touched and target.indicator in sheets:
            said = (sheets[target.indicator], target, starts.get(target.indicator))
            found.append(
                Compared(said[0], objective, target.year, covered(*said, before), covered(*said, after))
            )
    return found


def planned(plan) -> Iterator[tuple[str, Target]]:
    for objective, targets in plan_targets([plan])[plan.pk].items():
        for target in targets:
            yield objective, target


def covered(sheet, target: Target, start: Baseline | None, contracts: dict[str, Terms]) -> Coverage:
    promises = {code: promised(terms, target, sheet) for code, terms in contracts.items()}
    return coverage(promises, value_of(target, start, sheet), over_centres=sheet.over_centres)


def promised(terms: Terms, wanted: Target, sheet):
    """What a contract promises of an indicator for a year, None when it promises nothing."""
    own = [one for one in terms.targets if (one.indicator, one.year) == (wanted.indicator, wanted.year)]
    start = next((one for one in terms.baselines if one.indicator == wanted.indicator), None)
    return value_of(own[0], start, sheet) if own else None


def value_of(target: Target, start: Baseline | None, sheet):
    return kernel.target_value(
        kernel.Target(
            kernel.Shape(target.shape),
            target.value,
            baseline=start.value if start else None,
            tolerance=target.tolerance,
            decreases=sheet.direction == "decrease",
        )
    )
