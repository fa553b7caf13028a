"""The rules of tranches as terms hold them: what is wrong with one, and on what it is paid."""

from collections.abc import Iterator
from typing import Any

from jalon.kernel.payment import Facts, Problem, RuleError, conditions_from_data, problems, rule_from_data


def objections_to_rule(tranche) -> Iterator[str]:
    """Each problem as `field|code|detail`: its sentence is the kernel's, in three languages."""
    return map(told, problems(tranche.rule))


def objections_to_conditions(tranche) -> Iterator[str]:
    try:
        conditions_from_data(tranche.conditions)
    except RuleError as error:
        return map(told, error.problems)
    return iter(())


def told(problem: Problem) -> str:
    return f"{problem.field}|{problem.code}|{problem.detail}"


def indicators_of(rule: dict[str, Any]) -> frozenset[str]:
    """The indicators a rule looks at; none when it cannot be read."""
    try:
        found = rule_from_data(rule)
    except RuleError:
        return frozenset()
    return frozenset(found.codes(Facts()))
