"""How long it takes to share an envelope among 2,000 projects, to the proven optimum."""

import random
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from jalon.fund.solving import highs
from jalon.kernel.allocation import Candidate, Fairness, Limit, Problem, Solution, allocate

PROJECTS: Final = 2000
TRIES: Final = 5
LINES, CENTRES = 6, 20
WITHIN: Final = 2.0
A_PERCENT_OF_A_MILLION: Final = 1_000_000  # centimes


def measure(*, plan=None, say: Callable[[str], object] = print) -> dict:
    """Share as many envelopes as there are tries, each of other projects; seconds are the processor's."""
    took, proven = [], 0
    for seed in range(1, TRIES + 1):
        asked = problem(PROJECTS, seed)
        begun = time.process_time()
        answer = allocate(asked, highs)
        took.append(time.process_time() - begun)
        is_proven = isinstance(answer, Solution) and answer.is_proven
        proven += is_proven
        say(f"{PROJECTS:>12,} projects{took[-1]:>10.2f} s  {'optimal' if is_proven else 'not proven'}")
    say(f"median {sorted(took)[TRIES // 2]:.2f} s (to reach: {WITHIN:.0f} s), {proven} of {TRIES} proven")
    return {"seconds": took, "proven": proven}


def problem(projects: int, seed: int) -> Problem:
    """Projects that are all or nothing, some needing another, on lines with limits, fair among centres."""
    chance = random.Random(seed)  # noqa: S311 the same projects each time
    candidates = []
    for number in range(projects):
        candidates.append(
            Candidate(
                f"P{number}",
                chance.randint(5, 300) * A_PERCENT_OF_A_MILLION,
                is_whole=True,
                results={"tests": Decimal(chance.randint(1, 500))},
                tags={
                    "line": f"L{chance.randint(1, LINES)}",
                    "centre": f"C{chance.randint(1, CENTRES)}",
                },
                needs=(f"P{chance.randrange(number)}",) if number and chance.random() < 0.1 else (),
            )
        )
    asked = sum(one.cap for one in candidates)
    limits = [Limit("line", f"L{n}", asked // 40, asked // 14) for n in range(1, LINES + 1)]
    fair = Fairness("centre", least=Fraction(1, 5))
    return Problem(asked // 3, candidates, {"tests": Decimal(1)}, limits, fair)
