"""The vectors of payment rules: what came out, the rule, and the amount of a tranche of 10,000 dirhams."""

from dataclasses import dataclass, field

from tests.factories.releases import Promised


@dataclass(frozen=True)
class Vector:
    name: str
    rule: dict
    promised: tuple[Promised, ...]
    amount: int
    is_serious: bool = False
    conditions: tuple[dict, ...] = ()
    accepted: tuple = field(default=())  # kind, code, amount


def rated(*percents):
    return tuple(Promised(f"I{place}", actual=percent) for place, percent in enumerate(percents))


def threshold(name, percents, amount, *, is_serious=False, **bounds):
    return Vector(name, {"rule": "threshold"} | bounds, rated(*percents), amount, is_serious)


def correction(name, outputs, financial, amount, *, is_serious=False):
    codes = [f"I{place}" for place in range(len(outputs))]
    rule = {"rule": "correction", "outputs": codes, "financial": f"I{len(codes)}"}
    return Vector(name, rule, rated(*outputs, financial), amount, is_serious)


ALL, NOTHING = 1_000_000, 0
PARTIAL = [["0.8", "0.5"], ["0.7", "0.25"]]
ONE = {"allows_one": True}
OF_ONE = {"rule": "proportional", "weights": {"I0": "1"}}
PER_UNIT = {"rule": "per_unit", "indicator": "I0", "price": "125.05", "lifetime_cap": 900_000}

VECTORS = (
    threshold("90 86", (90, 86), ALL),
    threshold("90 84", (90, 84), NOTHING),
    threshold("100 85 75 if one is allowed", (100, 85, 75), ALL, **ONE),
    threshold("100 85 75", (100, 85, 75), NOTHING),
    threshold("100 85 74", (100, 85, 74), NOTHING, **ONE),
    threshold("84 84 100", (84, 84, 100), NOTHING),
    threshold("64 90", (64, 90), NOTHING, is_serious=True),
    threshold("64 90 100", (64, 90, 100), NOTHING),
    threshold("64 60 100", (64, 60, 100), NOTHING, is_serious=True),
    threshold("a partial table", (90, 82), 500_000, partial=PARTIAL),
    correction("outputs 120 40 money 110", (120, 40), 110, ALL, is_serious=True),
    correction("outputs 50 60 money 100", (50, 60), 100, 900_000, is_serious=True),
    Vector("standing still", OF_ONE, (Promised("I0", 200, "level", 100, 100),), NOTHING),
    Vector("decreasing", OF_ONE, (Promised("I0", 50, "at_most", 100, 60),), 800_000),
    Vector("growth", OF_ONE, (Promised("I0", 100, "growth", 100, 150),), 500_000),
    Vector("so much a unit", PER_UNIT, (Promised("I0", None, actual=40),), 500_200),
    Vector("up to the cap", PER_UNIT, (Promised("I0", None, actual=100),), 900_000),
    Vector(
        "weighted",
        {"rule": "proportional", "weights": {"I0": "3", "I1": "1"}, "floor": "0.5", "cap": "0.9"},
        rated(50, 150),
        625_000,
    ),
    Vector("accepted", {"rule": "on_acceptance", "document": "plan"}, (), ALL, accepted=(("document", "plan", 0),)),
    Vector("not accepted", {"rule": "on_acceptance", "document": "plan"}, (), NOTHING),
    Vector(
        "matched",
        {"rule": "matching", "share": "0.5", "cap_share_of_cost": "0.4"},
        (),
        360_000,
        accepted=(("others", "FMC", 800_000), ("cost", "", 900_000)),
    ),
    Vector("a formula", {"rule": "custom", "formula": "min(amount, rate_I0 * amount)"}, rated(45), 450_000),
    Vector("no value", OF_ONE, (Promised("I0", actual="not_received"),), NOTHING),
    Vector(
        "a condition",
        {"rule": "threshold"},
        rated(90),
        NOTHING,
        conditions=({"kind": "document", "code": "accounts"}, {"kind": "justified", "at_least": "0.8"}),
    ),
)  # fmt: skip
