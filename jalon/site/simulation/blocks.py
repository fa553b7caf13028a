"""The many rows of a month: orders of firms, then the tests, samples, deliveries and invoices they make."""

from collections.abc import Mapping
from itertools import product

import numpy as np

from jalon.site.simulation.centres import Character
from jalon.site.simulation.firms import Firms
from jalon.site.simulation.levels import Month, of_month
from jalon.site.simulation.pages import NOBODY, Block, canonical_attributes

SERVICES = np.array(["tests", "tests", "étalonnage", "expertise", "innovation"], dtype=object)
SERVICE_ODDS = (0.44, 0.26, 0.08, 0.14, 0.08)
FIRST_OF_HIGH_VALUE = 3  # the place among the services
CAMPAIGN = "souveraineté sanitaire"
YES_NO_UNSAID = (True, False, None)

STATED = 0.72  # share of tests whose report states conformity
IMPORTS_REFUSED = 0.14  # of the import tests with a statement, in 2022, then less each year: simulated,
REFUSED_LESS = 0.011  # and not the published 20 % of imported products
LOCAL_REFUSED = 0.07


class Scene:
    """Everything a centre's month draws from."""

    def __init__(self, centre: Character, place: int, month: Month, firms: Firms, documents, rng):
        self.centre, self.place, self.month, self.firms, self.rng = centre, place, month, firms, rng
        self.documents = documents
        self.last_day = len(month.working_days)

    def days(self, count: int) -> np.ndarray:
        return self.rng.integers(0, self.last_day, count)

    def draw(self, count: int) -> np.ndarray:
        return self.firms.draw(self.place, self.month.middle, count, self.rng)

    def chance(self, share: float, count: int) -> np.ndarray:
        return self.rng.random(count) < share

    def total(self, measure: str) -> float:
        return of_month(self.centre, measure, self.month)


def blocks(scene: Scene, counts: Mapping[str, int]) -> list[Block]:
    """Tests first: the rows that may be corrected are among them."""
    orders = Orders(scene, max(1, counts["income.invoiced"]))
    made = [tests(scene, orders, counts["test.reported"]), samples(scene, orders, counts["sample.received"])]
    made += [
        deliveries(scene, orders, counts["service.delivered"]),
        answers(scene, orders, counts["satisfaction.answered"]),
        invoices(scene, orders, counts["income.invoiced"]),
        credits(scene, orders, counts["income.credited"], counts["income.invoiced"]),
    ]
    made += [trainings(scene, counts["training.attended"]), sessions(scene, counts["training.held"])]
    made += [
        missions(scene, counts["assistance.delivered"]),
        accepted(scene, orders, counts["deliverable.accepted"]),
        followed(scene, counts["project.followed"]),
        validations(scene, counts["product.validated"]),
        studies(scene, counts["study.delivered"]),
        specifications(scene, counts["specification.delivered"]),
    ]
    return made


class Orders:
    """What firms ordered in the month: columns, one place an order."""

    def __init__(self, scene: Scene, count: int):
        year = scene.month.middle - 2022
        self.count, self.firm, self.day = count, scene.draw(count), scene.days(count)
        service = scene.rng.choice(len(SERVICES), count, p=SERVICE_ODDS)
        promoted = scene.chance(min(0.03 * year, 0.2), count)
        service = np.where(promoted, FIRST_OF_HIGH_VALUE + service % 2, service)
        self.service = SERVICES[service]
        self.high_value = service >= FIRST_OF_HIGH_VALUE
        self.is_import = scene.chance(scene.centre.imports, count)
        self.general = self.is_import & scene.chance(0.6, count)
        sovereign = scene.chance(min(0.02 + 0.015 * year, 0.12), count)
        self.axis = np.where(sovereign, "5", np.where(self.general, "4", "2")).astype(object)
        self.line = np.where(sovereign, "5", "1").astype(object)

    def columns(self, which: np.ndarray) -> dict[str, object]:
        return {
            "axis": self.axis[which],
            "funding_line": self.line[which],
            "service": self.service[which],
            "general_interest": self.general[which],
            "high_value": self.high_value[which],
        }

    def origin(self, which: np.ndarray) -> np.ndarray:
        return np.where(self.is_import[which], "import", "local").astype(object)

    def in_turn(self, count: int) -> np.ndarray:
        return np.arange(count) % self.count


def tests(scene: Scene, orders: Orders, count: int) -> Block:
    which = scene.rng.integers(0, orders.count, count)
    columns = orders.columns(which) | {"origin": orders.origin(which)}
    columns["attributes"] = test_attributes(scene, orders.is_import[which], count)
    mean = max(1.0, scene.total("tests") / max(count, 1))
    quantity = 1000 * (1 + scene.rng.poisson(mean - 1, count))
    return Block("test.reported", count, orders.day[which], orders.firm[which], quantity, columns=columns)


def test_attributes(scene: Scene, is_import: np.ndarray, count: int) -> np.ndarray:
    """Conforming or not where the report says so, accredited or not, and the family of products."""
    families = scene.centre.family
    said = [
        {"conform": conform, "accredited": accredited, "family": family}
        for conform, accredited, family in product(YES_NO_UNSAID, YES_NO_UNSAID, families)
    ]
    refused = max(0.05, IMPORTS_REFUSED - REFUSED_LESS * (scene.month.middle - 2022.5))
    is_refused = scene.rng.random(count) < np.where(is_import, refused, LOCAL_REFUSED)
    conform = np.where(scene.chance(STATED, count), is_refused.astype(int), 2)
    accredited = scene.rng.choice(3, count, p=(0.55, 0.33, 0.12))
    family = scene.rng.integers(0, len(families), count)
    return canonical_attributes(*said)[(conform * 3 + accredited) * len(families) + family]


def samples(scene: Scene, orders: Orders, count: int) -> Block:
    which = orders.in_turn(count)
    family = canonical_attributes(*({"family": family} for family in scene.centre.family))
    columns = {"axis": orders.axis[which], "service": orders.service[which], "origin": orders.origin(which)}
    columns["attributes"] = family[scene.rng.integers(0, len(family), count)]
    quantity = 1000 * scene.rng.integers(1, 4, count)
    return Block("sample.received", count, orders.day[which], orders.firm[which], quantity, columns=columns)


def deliveries(scene: Scene, orders: Orders, count: int) -> Block:
    which = orders.in_turn(count)
    waits = canonical_attributes(*({"working_days": str(days)} for days in range(2, 31)))
    drawn = np.clip(scene.rng.gamma(3.0, 3.2, count).astype(int), 0, len(waits) - 1)
    columns = orders.columns(which) | {"attributes": waits[drawn]}
    return Block("service.delivered", count, orders.day[which], orders.firm[which], columns=columns)


def answers(scene: Scene, orders: Orders, count: int) -> Block:
    """Marks out of ten."""
    which = orders.in_turn(count)
    marks = 1000 * scene.rng.choice(np.arange(4, 11), count, p=(0.02, 0.04, 0.08, 0.18, 0.30, 0.24, 0.14))
    columns = {"service": orders.service[which]}
    return Block(
        "satisfaction.answered", count, orders.day[which], orders.firm[which], marks, columns=columns
    )


def invoices(scene: Scene, orders: Orders, count: int) -> Block:
    which = orders.in_turn(count)
    worth = scene.rng.lognormal(0, 0.8, count) * np.where(orders.high_value[which], 1.8, 1.0)
    amount = centimes(worth, scene.total("income"))
    return Block(
        "income.invoiced",
        count,
        orders.day[which],
        orders.firm[which],
        amount=amount,
        columns=orders.columns(which),
    )


def credits(scene: Scene, orders: Orders, count: int, invoiced: int) -> Block:
    which = orders.in_turn(count)
    mean = scene.total("income") / max(invoiced, 1)
    amount = -centimes(scene.rng.uniform(0.1, 0.8, count), mean * count * 0.45)
    return Block(
        "income.credited",
        count,
        orders.day[which],
        orders.firm[which],
        amount=amount,
        columns=orders.columns(which),
    )


def centimes(worth: np.ndarray, total: float) -> np.ndarray:
    """So many dirhams shared out, in centimes; round sums, as on invoices."""
    return (np.maximum(1, np.rint(worth / max(worth.sum(), 1e-9) * total / 10)) * 1000).astype(np.int64)


def trainings(scene: Scene, count: int) -> Block:
    participants = scene.rng.integers(1, 7, count)
    titles = canonical_attributes(
        *(
            {"title": f"Formation {scene.centre.ecosystem}", "participants": str(number)}
            for number in range(1, 7)
        )
    )
    mean = max(7.0, scene.total("hours") / max(count, 1))
    hours = participants * scene.rng.choice((0.5, 1.0, 1.5), count)
    quantity = (
        500 * np.maximum(1, np.rint(hours / max(hours.mean(), 1) * mean * 2)).astype(int) if count else 1000
    )
    columns = {
        "axis": "4",
        "funding_line": "1",
        "service": "training",
        "attributes": titles[participants - 1],
        "general_interest": scene.chance(0.3, count),
        "high_value": False,
    }
    return Block("training.attended", count, scene.days(count), scene.draw(count), quantity, columns=columns)


def sessions(scene: Scene, count: int) -> Block:
    columns = {
        "axis": "4",
        "funding_line": "1",
        "service": "training",
        "attributes": {"title": f"Formation {scene.centre.ecosystem}"},
    }
    return Block("training.held", count, scene.days(count), columns=columns)


def missions(scene: Scene, count: int) -> Block:
    mean = max(0.5, scene.total("days") / max(count, 1))
    quantity = 500 * np.maximum(1, np.rint(scene.rng.gamma(2.5, mean / 2.5, count) * 2)).astype(int)
    names = [{"mission": f"Mission {scene.month.code}/{number}"} for number in range(1, count + 1)]
    columns = {
        "axis": "1",
        "funding_line": "1",
        "service": "assistance",
        "attributes": names,
        "general_interest": scene.chance(0.2, count),
        "high_value": True,
    }
    return Block(
        "assistance.delivered", count, scene.days(count), scene.draw(count), quantity, columns=columns
    )


def accepted(scene: Scene, orders: Orders, count: int) -> Block:
    which = orders.in_turn(count)
    columns = {
        "axis": "1",
        "funding_line": "1",
        "service": "assistance",
        "attributes": {"title": "Rapport de mission"},
        "documents": scene.documents["deliverable"],
    }
    return Block("deliverable.accepted", count, orders.day[which], orders.firm[which], columns=columns)


def followed(scene: Scene, count: int) -> Block:
    project = scene.rng.integers(1, 97, count)
    names = [f"TF-{number:03d}" for number in project.tolist()]
    follow = [{"months": str(6 * (1 + number % 2)), "jobs": str(10 + number)} for number in project.tolist()]
    columns = {"axis": "1", "funding_line": "1", "identity": names, "attributes": follow}
    return Block("project.followed", count, scene.days(count), scene.draw(count), columns=columns)


def validations(scene: Scene, count: int) -> Block:
    said = [
        {"family": family, "reservations": each}
        for family, each in product(scene.centre.family, (True, False))
    ]
    picked = 2 * scene.rng.integers(0, len(scene.centre.family), count) + (~scene.chance(0.18, count)).astype(
        int
    )
    urgent = scene.chance(0.15, count)
    columns = {
        "axis": np.where(urgent, "5", "2").astype(object),
        "funding_line": "2",
        "service": "validation",
        "campaign": np.where(urgent, CAMPAIGN, "").astype(object),
        "general_interest": True,
        "high_value": True,
        "attributes": canonical_attributes(*said)[picked],
    }
    return Block("product.validated", count, scene.days(count), scene.draw(count), columns=columns)


def studies(scene: Scene, count: int) -> Block:
    """Some are made for one firm, others for the sector."""
    said = canonical_attributes(
        *(
            {"title": f"Étude {scene.centre.ecosystem}", "circulation": to}
            for to in ("confidential", "sector", "public")
        )
    )
    to = scene.rng.choice(3, count, p=(0.55, 0.3, 0.15))
    firm = np.where(to == 0, scene.draw(count), NOBODY)
    columns = {
        "axis": "4",
        "funding_line": "3",
        "service": "studies",
        "attributes": said[to],
        "general_interest": to > 0,
        "high_value": True,
    }
    return Block("study.delivered", count, scene.days(count), firm, columns=columns)


def specifications(scene: Scene, count: int) -> Block:
    firm = np.where(scene.chance(0.5, count), scene.draw(count), NOBODY)
    columns = {
        "axis": "4",
        "funding_line": "2",
        "service": "specifications",
        "general_interest": True,
        "high_value": True,
        "attributes": {"title": f"Cahier des charges {scene.centre.ecosystem}"},
    }
    return Block("specification.delivered", count, scene.days(count), firm, columns=columns)
