"""The tranches of the simulated annexes: every rule of payment stands somewhere among the contracts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from jalon.site.packs.contract import Allocation, Tranche
from jalon.site.packs.parts import Words
from jalon.site.simulation.promises import Aim

ADVANCE = 0.30  # of a line and year, once the work plan is accepted; the rest is paid on results
STEP = 10_000  # dirhams
NAMES = {
    "advance": Words(
        fr="Avance sur plan de travail", ar="تسبيق على برنامج العمل", en="Advance on the work plan"
    ),
    "results": Words(fr="Solde sur résultats", ar="الباقي حسب النتائج", en="Balance on results"),
}


def tranches(money: Sequence[Allocation], made: Iterable[Aim], place: int) -> Iterator[Tranche]:
    """For each line and year an advance on acceptance and a balance on results, by a rule of the place."""
    promised = {aim.indicator: aim for aim in made}
    for number, (line, year, amount) in enumerate(by_line(money)):
        first = int(float(amount) * ADVANCE / STEP) * STEP
        yield tranche("advance", line, year, first, date(year, 2, 28), on_acceptance(line, year))
        rule = RULES[(place + number) % len(RULES)](promised, int(amount) - first)
        conditions = justified(year) if number % 3 == 0 else ()
        yield tranche("results", line, year, int(amount) - first, date(year + 1, 4, 30), rule, conditions)


def by_line(money: Iterable[Allocation]) -> list[tuple]:
    found: dict[tuple[str, int], object] = {}
    for one in money:
        found[one.funding_line, one.year] = found.get((one.funding_line, one.year), 0) + one.amount
    return [
        (line, year, amount) for (line, year), amount in sorted(found.items(), key=lambda one: one[0][::-1])
    ]


def tranche(kind: str, line: str, year: int, amount: int, due_on: date, rule: dict, conditions=()) -> Tranche:
    letter = {"advance": "A", "results": "R"}[kind]
    return Tranche(
        code=f"{letter}{year}-{line}",
        name=NAMES[kind],
        funding_line=line,
        year=year,
        amount=amount,
        due_on=due_on,
        rule=rule,
        conditions=conditions,
    )


def justified(year: int) -> tuple[dict, ...]:
    return ({"kind": "document", "code": f"activity-report-{year}"},)


def on_acceptance(line: str, year: int) -> dict:
    return {"rule": "on_acceptance", "document": f"work-plan-{year}-{line}"}


def threshold(promised, _amount: int) -> dict:
    return {
        "rule": "threshold",
        "indicators": present(promised, "TESTS", "STAFF", "TRAINING_HOURS"),
        "allows_one": True,
        "partial": [["0.75", "0.6"], ["0.65", "0.3"]],
    }


def proportional(promised, _amount: int) -> dict:
    codes = present(promised, "TESTS", "ASSISTANCE_DAYS", "VALIDATIONS")
    weights = {code: 2 if code == "TESTS" else 1 for code in codes}
    return {"rule": "proportional", "weights": weights, "floor": "0.5"}


def per_unit(promised, amount: int) -> dict:
    """A price at which the year's target, with a little room, earns the whole tranche."""
    code = present(promised, "VALIDATIONS", "TESTS")[0]
    units = max(1, int(max(promised[code].years.values())))
    return {"rule": "per_unit", "indicator": code, "price": max(1, amount // units), "floor": 1}


def matching(_promised, _amount: int) -> dict:
    return {"rule": "matching", "share": "0.5", "cap_share_of_cost": "0.4"}


def correction(promised, _amount: int) -> dict:
    outputs = present(promised, "TESTS", "VALIDATIONS")
    return {"rule": "correction", "outputs": outputs, "financial": present(promised, "INCOME", "STAFF")[0]}


def custom(promised, _amount: int) -> dict:
    code = present(promised, "STUDIES", "TESTS")[0]
    return {"rule": "custom", "formula": f"amount * min(1, rate_{code})"}


def present(promised, *codes: str) -> list[str]:
    """Those of the indicators that the contract promises; the first of its promises when it has none."""
    return [code for code in codes if code in promised] or list(promised)[:1]


RULES: tuple[Callable[..., dict], ...] = (threshold, proportional, per_unit, correction, custom, matching)
