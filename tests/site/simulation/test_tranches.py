"""The tranches of the simulated annexes: every rule stands somewhere, and together they share out the money."""

from collections import Counter
from decimal import Decimal

import numpy as np
import pytest

from jalon.kernel.payment import RULES, problems
from jalon.site.simulation.annexes import allocations
from jalon.site.simulation.centres import CENTRES
from jalon.site.simulation.promises import Aim
from jalon.site.simulation.tranches import tranches

CODES = ("TESTS", "STAFF", "TRAINING_HOURS", "VALIDATIONS", "ASSISTANCE_DAYS", "INCOME", "STUDIES")


def promises():
    rng = np.random.default_rng(7)
    years = {year: Decimal(int(rng.integers(5, 500))) for year in (2023, 2024, 2025, 2026)}
    return [Aim(code, "per_period", years) for code in CODES]


@pytest.fixture(params=range(len(CENTRES)))
def shared(request):
    money = list(allocations(CENTRES[request.param]))
    return money, list(tranches(money, promises(), request.param))


def test_tranches_share_out_every_line_and_year_to_the_dirham(shared):
    money, made = shared
    wanted, found = Counter(), Counter()
    for one in money:
        wanted[one.funding_line, one.year] += one.amount
    for one in made:
        found[one.funding_line, one.year] += one.amount

    assert found == wanted


def test_every_rule_can_be_applied_and_no_code_is_there_twice(shared):
    _money, made = shared

    assert [problems(one.rule) for one in made] == [()] * len(made)
    assert len({one.code for one in made}) == len(made)


def test_every_rule_stands_in_every_contract(shared):
    _money, made = shared

    assert {one.rule["rule"] for one in made} == set(RULES)
