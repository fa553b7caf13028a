"""What a simulated centre works with: its people, instruments, specifications, services and prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.capacity.actions import open_laboratory
from jalon.capacity.actions.taking_over import (
    Instrument,
    Present,
    authorise_all,
    take_over_equipment,
    take_over_scope,
    take_over_staff,
)
from jalon.capacity.models import Calibration, Equipment, ScopeLine, StaffMember
from jalon.kernel.words import Words
from jalon.network.models import Organisation
from jalon.plan.models import Service
from jalon.services import actions as services
from jalon.services.certification.actions import draft_scheme
from jalon.services.models import OfferingVersion, SchemeVersion, SpecificationVersion
from jalon.services.testing.actions import ClauseSaid, specify
from jalon.site.simulation.centres import Character
from jalon.site.simulation.stories import GRADES
from jalon.site.simulation.work.products import Product

LONG_BEFORE = date(2021, 3, 1)  # before the plan: counted in nothing it promises
AUTHORISED = date(2022, 1, 3)
VAT = Decimal("0.2")
OFFICES = {
    "reception": "Réception",
    "lead": "Responsable technique",
    "analyst": "Analyste",
    "analyst2": "Deuxième analyste",
    "verifier": "Vérification des résultats",
}
SAYS_SIMULATED = "simulé"


@dataclass
class Shop:
    """A centre at work."""

    character: Character
    place: int
    centre: Organisation
    product: Product
    rng: np.random.Generator
    people: dict[str, object] = field(default_factory=dict)
    members: dict[str, StaffMember] = field(default_factory=dict)
    staff: dict[str, list[StaffMember]] = field(default_factory=dict)
    instruments: dict[str, list[Equipment]] = field(default_factory=dict)
    specification: SpecificationVersion | None = None
    offered: dict[str, OfferingVersion] = field(default_factory=dict)
    scheme: SchemeVersion | None = None
    prices: dict[str, int] = field(default_factory=dict)
    fails_on: date = date.max  # when the second instrument of the first clause fails its calibration

    def __getitem__(self, office: str):
        return self.people[office]

    def method(self, number: int) -> str:
        return f"MO-{self.centre.code}-{number:02d}"

    @property
    def methods(self) -> list[str]:
        return [self.method(number) for number in range(1, len(self.product.characteristics) + 1)]


def employ(shop: Shop, heads: dict[str, int], on: date, open_account) -> None:
    """Everybody who is there; five of them have an account, and so has the director."""
    for office, name in OFFICES.items():
        shop.people[office] = open_account(f"{office}.{shop.centre.code}", f"{name} du {shop.centre.code}")
    grades = [grade for grade, _share in GRADES for _one in range(heads.get(grade, 0))]
    said = dict.fromkeys(OFFICES, "technician") | {"lead": "engineer"}
    held = {"director": "manager", **said}
    for grade in held.values():
        if grade in grades:
            grades.remove(grade)
    since = LONG_BEFORE
    people = [
        Present(shop.people[office].name, since, grade, account=shop.people[office])
        for office, grade in held.items()
    ]
    people += [
        Present(f"Agent {number:03d} du {shop.centre.code} ({SAYS_SIMULATED})", since, grade)
        for number, grade in enumerate(grades, 1)
    ]
    members = take_over_staff(shop.centre, people, by=shop["director"], on=on, simulated=True)
    shop.members = dict(zip(held, members, strict=False))
    for member, one in zip(members[len(held) :], people[len(held) :], strict=True):
        shop.staff.setdefault(one.grade, []).append(member)


def authorise(shop: Shop, on: date) -> None:
    """Both analysts for every method, one of them no longer for one more; the others for their functions."""
    granted = [
        (shop.members[office], method, AUTHORISED, None)
        for office in ("analyst", "analyst2")
        for method in shop.methods
    ]
    granted += [
        (shop.members["lead"], "technical_lead", AUTHORISED, None),
        (shop.members["verifier"], "verifier", AUTHORISED, None),
        (shop.members["reception"], "reception", AUTHORISED, None),
        (shop.members["verifier"], shop.methods[0], AUTHORISED, on - timedelta(days=40)),
    ]
    authorise_all(shop.centre, granted, by=shop["director"])


def equip(shop: Shop, begins: date, end: date) -> None:
    """A laboratory, and two instruments of each kind: one of the first kind fails at the end of the life."""
    centre, by = shop.centre, shop["lead"]
    laboratory = open_laboratory(
        centre,
        code="LAB-1",
        name=Words(
            "Laboratoire d’essais (simulé)", "مختبر الاختبارات (محاكاة)", "Test laboratory (simulated)"
        ),
        area=Decimal(round(15_000 * shop.character.staff * 0.4)),
        opened_on=LONG_BEFORE,
        by=shop["director"],
        on=begins,
        is_in_opening=True,
        simulated=True,
    )
    kinds = {one.instrument: one.tool for one in shop.product.characteristics}
    made = [
        instrument(shop, laboratory, place, kind, name, copy, begins, end)
        for place, (kind, name) in enumerate(kinds.items())
        for copy in (1, 2)
    ]
    take_over_equipment(centre, made, by=by, roles=("technical_lead",), on=begins)
    for one in made:
        shop.instruments.setdefault(one.thing.kind, []).append(one.thing)


def instrument(shop: Shop, laboratory, place, kind, name, copy, begins, end) -> Instrument:
    """Calibrated when it came, and again within the year; the last spare one only until a month ago."""
    thing = Equipment(
        centre=shop.centre,
        laboratory=laboratory,
        code=f"{kind[:4].upper()}{place + 1}-{copy:02d}",
        name=f"{name.capitalize()} {copy} ({SAYS_SIMULATED})",
        kind=kind,
        amount=int(shop.rng.integers(8, 60)) * 10_000_00,
        simulated=True,
    )
    is_spare = copy == 2 and place == len({one.instrument for one in shop.product.characteristics}) - 1
    until = end - timedelta(days=30) if is_spare else end + timedelta(days=int(shop.rng.integers(20, 200)))
    last = begins - timedelta(days=int(shop.rng.integers(20, 120)))
    said = {"kind": "calibration", "passed": True, "body": "Laboratoire d’étalonnage simulé"}
    first = Calibration(equipment=thing, on=LONG_BEFORE, valid_until=last, certificate="SIM-1", **said)
    again = Calibration(equipment=thing, on=last, valid_until=max(until, begins), certificate="SIM-2", **said)
    return Instrument(thing, LONG_BEFORE, (first, again))


def accredit(shop: Shop, begins: date) -> None:
    """All methods but the last are in the scope."""
    take_over_scope(
        shop.centre,
        [
            ScopeLine(
                centre=shop.centre,
                body="Organisme simulé",
                number=f"SIM-{shop.centre.code}",
                object=shop.product.name.fr,
                characteristic=one.name.fr,
                method=method,
                since=AUTHORISED,
                simulated=True,
            )
            for one, method in zip(shop.product.characteristics[:-1], shop.methods, strict=False)
        ],
        by=shop["director"],
        on=begins,
    )


def write_specification(shop: Shop) -> None:
    clauses = [
        ClauseSaid(
            code=f"4.{number}",
            characteristic=one.name,
            method=shop.method(number),
            unit=one.unit,
            lower=one.low,
            upper=one.high,
            equipment_kinds=(one.instrument,),
        )
        for number, one in enumerate(shop.product.characteristics, 1)
    ]
    shop.specification = specify(
        shop.centre,
        clauses,
        code="sim-1",
        title=shop.product.name,
        family=shop.character.family[0],
        standard=f"SIM {shop.centre.code} 1",
        by=shop["lead"],
    )


SERVICES = {
    "tests": ("testing", Words("Essais : {fr}", "اختبارات: {ar}", "Tests: {en}"), "2", "1", 15),
    "imports": (
        "testing",
        Words("Contrôle à l’import : {fr}", "مراقبة الواردات: {ar}", "Import control: {en}"),
        "4", "1", 12,
    ),
    "expertise": ("other", Words("Expertise : {fr}", "خبرة: {ar}", "Expertise: {en}"), "2", "1", 20),
    "certification": (
        "certification",
        Words("Certification : {fr}", "إشهاد بالمطابقة: {ar}", "Certification: {en}"),
        "2", "2", 30,
    ),
}  # fmt: skip
"""Kind, name, axis, funding line, promised working days."""


def offer(shop: Shop, starts_on: date, unit_price: int) -> None:
    """Open the services of the centre, with a price each."""
    known = {one.code: one for one in Service.objects.all()}
    product, by = shop.product.name, shop["director"]
    prices = {
        "tests": unit_price,
        "imports": unit_price,
        "expertise": 8 * unit_price,
        "certification": 18_000_00,
    }
    for code, (kind, name, axis, line, days) in SERVICES.items():
        if code == "certification" and not shop.character.certifies:
            continue
        terms = {
            "kind": kind,
            "name": Words(
                *(
                    getattr(name, tongue).format(**{tongue: getattr(product, tongue)})
                    for tongue in ("fr", "ar", "en")
                )
            ),
            "methods": shop.methods if kind == "testing" else [],
            "working_days": days,
            "axis_code": axis,
            "funding_line_code": line,
            "general_interest": code == "imports",
        }
        service = known.get({"imports": "tests"}.get(code, code))
        version = services.offer(shop.centre, code=code, terms=terms, by=by, service=service)
        services.open_to_firms(version, starts_on=starts_on, by=by)
        shop.prices[code] = prices[code]
        services.price(
            version.offering,
            code=code,
            name=version.name,
            unit="u",
            amount=prices[code],
            vat_rate=VAT,
            starts_on=starts_on,
            by=by,
        )
        shop.offered[code] = version


def open_scheme(shop: Shop, starts_on: date) -> None:
    name = shop.product.name
    shop.scheme = draft_scheme(
        shop.centre,
        code="sim-conformite",
        by=shop["director"],
        terms={
            "name": Words(
                f"Conformité : {name.fr} (simulé)",
                f"المطابقة: {name.ar} (محاكاة)",
                f"Conformity: {name.en} (simulated)",
            ),
            "product_family": shop.character.family[0],
            "standards": [f"SIM {shop.centre.code} 1"],
            "requirements": [
                {"code": "R1", "words": {"fr": "Essais de type", "ar": "اختبارات النوع", "en": "Type tests"}},
                {
                    "code": "R2",
                    "words": {
                        "fr": "Maîtrise de la production",
                        "ar": "التحكم في الإنتاج",
                        "en": "Production control",
                    },
                },
            ],
            "validity_months": 36,
            "surveillance_months": 1,
            "years_without_advice": 2,
            "starts_on": starts_on,
        },
    )


def heads_on(story: Sequence, day: date) -> dict[str, int]:
    """People by grade on the eve of a day, as the story tells it."""
    found: dict[str, int] = {}
    for deed in story:
        if deed.kind.startswith("staff.") and deed.on < day:
            grade = str(deed.attributes["grade"])
            sign = -1 if deed.kind == "staff.left" else 1
            found[grade] = found.get(grade, 0) + sign * int(deed.quantity)
    return found
