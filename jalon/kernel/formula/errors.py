"""What goes wrong in formulas: errors that are values of a cell, and mistakes that stop everything."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

MISSING_INPUT: Final = "missing_input"
DIVISION_BY_ZERO: Final = "division_by_zero"
NOT_A_NUMBER: Final = "not_a_number"
TOO_LARGE: Final = "too_large"
UNDEFINED: Final = "undefined"
REASONS: Final = (MISSING_INPUT, DIVISION_BY_ZERO, NOT_A_NUMBER, TOO_LARGE, UNDEFINED)


@dataclass(frozen=True, slots=True)
class FormulaError:
    """Why one cell has no number; it stands where the number would be and stops nothing else.

    `reason` is one of REASONS, `names` are the inputs or cells at fault, `detail` is a sentence for
    people, and `cause` is the cell in which the error arose, empty when it arose in this one.
    """

    reason: str
    names: tuple[str, ...] = ()
    detail: str = ""
    cause: str = ""

    def seen_from_dependant(self, name: str) -> "FormulaError":
        """The same error as a cell sees it that uses the cell `name`."""
        if self.cause:
            return self
        return replace(self, cause=name, detail=f"{name} cannot be computed: {self.detail}")

    def __str__(self) -> str:
        return self.detail or self.reason


def missing(names: tuple[str, ...]) -> FormulaError:
    """The error of a cell whose inputs have no value."""
    verb = "is" if len(names) == 1 else "are"
    return FormulaError(MISSING_INPUT, names, f"{', '.join(names)} {verb} missing")


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in the text of a formula: whose, at which character (from 1), which code, and a sentence."""

    name: str
    position: int
    reason: str
    sentence: str

    def __str__(self) -> str:
        owner = f"{self.name}, " if self.name else ""
        return f"{owner}character {self.position}: {self.sentence}"


class FormulaSyntaxErrors(ValueError):
    """Every formula that cannot be read, raised before anything is computed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[:20]]
        if len(self.problems) > len(shown):
            shown.append(f"and {len(self.problems) - len(shown)} more")
        super().__init__("\n".join(shown))


class CycleError(ValueError):
    """Formulas that need each other. `cycles` are paths: each name needs the next, the last the first."""

    def __init__(self, cycles: Sequence[tuple[str, ...]]) -> None:
        self.cycles = tuple(cycles)
        self.names = tuple(dict.fromkeys(name for cycle in self.cycles for name in cycle))
        super().__init__("These formulas need each other: " + "; ".join(map(_path, self.cycles)) + ".")


def _path(cycle: tuple[str, ...]) -> str:
    # A cycle may be half a million names long: its two ends say where it is.
    shown = cycle if len(cycle) <= 20 else (*cycle[:10], f"… {len(cycle) - 20} others …", *cycle[-10:])
    return " → ".join((*shown, cycle[0]))
