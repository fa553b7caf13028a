"""What each centre opens on: requests in every state, as young as their state says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jalon.site.simulation.firms import SHARED, SHARED_BY
from jalon.site.simulation.work import certifying
from jalon.site.simulation.work.certifying import Certifying
from jalon.site.simulation.work.days import later
from jalon.site.simulation.work.orders import STAGES, Batch, Order


@dataclass(frozen=True)
class Waiting:
    """Orders filed so many working days before the last day, each at a stage, or with its fate."""

    age: int
    tests: tuple[tuple[str, str], ...] = ()  # stage, fate
    certifications: tuple[str, ...] = ()


WAITING = (
    Waiting(
        4,
        (
            *(("draft", ""), ("submitted", ""), ("submitted", "ask"), ("in_review", "")),
            *(("quoted", ""), ("quoted", ""), ("accepted", "")),
        ),
    ),
    Waiting(
        15,
        (
            *(("planned", ""), ("in_progress", ""), ("in_progress", "suspend"), ("assigned", "")),
            *(("assigned", ""), ("entered", ""), ("entered", ""), ("verified", ""), ("verified", "")),
            *(("authorised", ""), ("drafted", ""), ("in_verification", ""), ("report_authorised", "")),
            *(("delivered", ""), ("delivered", ""), ("delivered", "contest")),
        ),
        (
            "submitted",
            "quoted",
            "application",
            "agreement_signed",
            "evaluation",
            "judged",
            "decision",
            "granted",
        ),
    ),
)


def batches(work, shop, end: date) -> Iterator[Batch]:
    for waiting in WAITING:
        filed_on = later(end, -waiting.age)
        if filed_on <= work.begins:
            continue
        rng = work.rng(9, shop.place, waiting.age)
        told = {"shop": shop, "filed_on": filed_on, "firms": work.firms_of(), "rng": rng}
        told |= {"pace": 0, "tests_on": end}
        orders = [
            order(work, shop, rng, filed_on, stage, fate, number)
            for number, (stage, fate) in enumerate(waiting.tests)
        ]
        yield Batch(orders=orders, is_set=waiting.age == 15, **told)
        if shop.character.certifies and waiting.certifications:
            certified = [
                Order(
                    "certification",
                    firm(work, shop, rng, filed_on, number),
                    reach=certifying.STAGES.index(stage),
                )
                for number, stage in enumerate(waiting.certifications)
            ]
            yield Certifying(orders=certified, **told)


def order(work, shop, rng, day: date, stage: str, fate: str, number: int) -> Order:
    is_import = bool(rng.random() < 0.4)
    return Order(
        "imports" if is_import else "tests",
        firm(work, shop, rng, day, number),
        samples=int(rng.integers(1, 3)),
        is_import=is_import,
        fate=fate,
        reach=99 if fate in ("contest",) else STAGES.index(stage),
    )


def firm(work, shop, rng, day: date, number: int) -> int:
    """The firm of several centres, whose account the demonstration shows, asks often."""
    if shop.place in SHARED_BY and number % 2 == 0:
        return SHARED
    return work.draw(shop.place, day, 1, rng)[0]
