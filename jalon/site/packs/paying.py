"""Payment rules as packs write them: no floats, and everything wrong said with its place."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jalon.kernel.payment import Problem, RuleError, conditions_from_data, problems
from jalon.kernel.payment.reading import SENTENCES

LANGUAGE = "en"  # as everything a check of a pack says


def exact(value: Any) -> Any:
    """The same data with numbers that are not whole as text: what is digested is what was written."""
    if isinstance(value, dict):
        return {str(key): exact(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [exact(inner) for inner in value]
    if isinstance(value, float | Decimal):
        return plain(Decimal(str(value)))
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def problems_of_rule(data: Any) -> Sequence[Problem]:
    return problems(data)


def problems_of_conditions(data: Sequence[dict]) -> Sequence[Problem]:
    try:
        conditions_from_data(data)
    except RuleError as error:
        return error.problems
    return ()


def place_of(problem: Problem) -> tuple[str, ...]:
    return tuple(part for part in problem.field.split(".") if part)


def sentence_of(problem: Problem) -> str:
    words = SENTENCES[problem.code].in_language(LANGUAGE)[0].format(detail=problem.detail)
    return f"{problem.field}: {words}" if problem.field else words
