"""The facts of a release as JSON can hold them, so that its decision can be read and computed again."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from jalon.kernel.payment import Acceptance, Facts, Money, Reference, Value
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape, Target


def facts_to_data(facts: Facts) -> dict:
    """Facts as data; what is not known is left out."""
    said = {
        "values": {code: value_to_data(value) for code, value in facts.values.items()},
        "documents": {
            code: [one.on.isoformat(), one.reference.document] for code, one in facts.documents.items()
        },
        "undertakings": sorted(facts.undertakings),
        "justified": text(facts.justified),
        "paid": facts.paid,
        "paid_lifetime": facts.paid_lifetime,
        "units_paid": None if facts.units_paid is None else str(Fraction(facts.units_paid)),
        "paid_elsewhere": sorted(facts.paid_elsewhere),
        "others": None if facts.others is None else [money_to_data(one) for one in facts.others],
        "cost": money_to_data(facts.cost) if facts.cost else None,
        "on": facts.on.isoformat() if facts.on else None,
    }
    return {name: value for name, value in said.items() if value not in (None, {}) and value != []}


def value_to_data(value: Value) -> dict:
    said = {
        **reference_to_data(value.reference),
        "stage": value.stage,
        "step": text(value.step),
        "has_reservation": value.has_reservation or None,
        "identities": None if value.identities is None else sorted(value.identities),
        "target": target_to_data(value.target) if value.target else None,
    }
    if isinstance(value.actual, NotComputable):
        said |= {"reason": value.actual.reason, "detail": value.actual.detail}
    else:
        said["actual"] = text(value.actual)
    return {name: one for name, one in said.items() if one is not None}


def target_to_data(target: Target) -> dict:
    said = {
        "shape": str(target.shape),
        "value": text(target.value),
        "tolerance": text(target.tolerance),
        "baseline": text(target.baseline),
        "decreases": target.decreases or None,
    }
    return {name: one for name, one in said.items() if one is not None}


def reference_to_data(reference: Reference) -> dict:
    return {
        "contract": reference.contract or None,
        "period": reference.period or None,
        "uid": reference.value or None,
    }


def money_to_data(one: Money) -> list:
    return [one.funder, one.amount, one.reference.document]


def text(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def facts_from_data(data: dict) -> Facts:
    """The facts `facts_to_data` wrote."""
    others, cost, on = data.get("others"), data.get("cost"), data.get("on")
    return Facts(
        values={code: value_from_data(code, one) for code, one in data.get("values", {}).items()},
        documents={
            code: Acceptance(date.fromisoformat(day), Reference(document=document))
            for code, (day, document) in data.get("documents", {}).items()
        },
        undertakings=frozenset(data.get("undertakings", ())),
        justified=number(data.get("justified")),
        paid=data.get("paid", 0),
        paid_lifetime=data.get("paid_lifetime"),
        units_paid=Fraction(data["units_paid"]) if "units_paid" in data else None,
        paid_elsewhere=frozenset(data.get("paid_elsewhere", ())),
        others=None if others is None else tuple(money_from_data(one) for one in others),
        cost=money_from_data(cost) if cost else None,
        on=date.fromisoformat(on) if on else None,
    )


def value_from_data(code: str, data: dict) -> Value:
    reason = data.get("reason")
    actual = NotComputable(reason, data.get("detail", "")) if reason else Decimal(data["actual"])
    identities = data.get("identities")
    reference = Reference(code, data.get("contract", ""), data.get("period", ""), data.get("uid", ""))
    return Value(
        code,
        actual,
        target_from_data(data["target"]) if "target" in data else None,
        reference,
        data["stage"],
        data.get("has_reservation", False),
        Decimal(data["step"]),
        None if identities is None else frozenset(identities),
    )


def target_from_data(data: dict) -> Target:
    return Target(
        shape=Shape(data["shape"]),
        value=number(data.get("value")),
        tolerance=number(data.get("tolerance")),
        baseline=number(data.get("baseline")),
        decreases=data.get("decreases", False),
    )


def money_from_data(data: list) -> Money:
    funder, amount, document = data
    return Money(amount, funder, Reference(document=document))


def number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
