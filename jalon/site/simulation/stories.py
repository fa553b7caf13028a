"""What happens to a centre one thing at a time: its staff, certificates, standards, equipment, platforms.

These are few, whatever the number of rows asked for, and told to the end of the plan: the annexes promise
what the story tells, more or less, and only days up to the last one asked for are recorded.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from jalon.site.simulation.centres import Character
from jalon.site.simulation.deed import Deed
from jalon.site.simulation.firms import Firms
from jalon.site.simulation.levels import Month, months, staff_on, yearly

GRADES = (
    ("manager", 0.10),
    ("engineer", 0.30),
    ("technician", 0.38),
    ("administrative", 0.14),
    ("operative", 0.08),
)
HIRED = (
    ("manager", 0.07),
    ("engineer", 0.34),
    ("technician", 0.41),
    ("administrative", 0.11),
    ("operative", 0.07),
)
LEAVING = 0.0045  # share of the staff that leaves in a month
PROMOTED = 0.0025  # of the technicians
PLAN_EQUIPMENT = 278_000_000  # dirhams by the end of 2026; the plan says 300 MDH
AREA = 15_000  # m2 of the network in 2021-22
STANDARDS, DRAFTS, PARTNERSHIPS, MILESTONES, ACTIVITIES, SCOPE_LINES, CERTIFICATES = (
    46,
    70,
    14,
    44,
    9,
    70,
    330,
)
"""Of the network, in a year, at the level of 2022."""


def tell(centre: Character, place: int, firms: Firms, start: date, end: date, seed: int) -> list[Deed]:
    """Everything in the centre's story between two days, in the order of the days."""
    rng = np.random.default_rng([seed, 2, place])
    span = months(start, end)
    told: list[Deed] = []
    for story in (staff, certificates, standards, scope, building, equipment, partnerships, declared):
        told += story(centre, place, firms, span, rng)
    return sorted((deed for deed in told if start <= deed.on <= end), key=lambda deed: deed.on)


def some_day(month: Month, rng) -> date:
    days = month.working_days
    return days[int(rng.integers(0, len(days)))]


def chances(a_year: float, centre: Character, month: Month, rng) -> int:
    """How many times in a month something happens that the network does so often in a year."""
    growth = yearly("tests", month.middle) / yearly("tests", 2022.5)
    size = (centre.tests + centre.staff) / 2
    return int(rng.poisson(a_year * growth * size * centre.pace * month.weight / 12))


def staff(centre, place, firms, span, rng) -> Iterator[Deed]:
    heads = opening_heads(centre, span[0].first)
    for grade, count in heads.items():
        yield heads_row("staff.opening", span[0].first, grade, count, rng)
    for month in span:
        yield from departures(heads, month, rng)
        yield from arrivals(heads, centre, month, rng)
        yield from promotions(heads, month, rng)


def opening_heads(centre: Character, day: date) -> dict[str, int]:
    total = round(staff_on(centre, day))
    heads = {grade: round(total * share) for grade, share in GRADES}
    heads["technician"] += total - sum(heads.values())
    return heads


def heads_row(kind: str, on: date, grade: str, count: int, rng) -> Deed:
    part_time = count > 2 or rng.random() < 0.08
    fte = Decimal(count) - (Decimal("0.2") if part_time else 0)
    return Deed(kind, on, Decimal(count), attributes={"fte": str(fte), "grade": grade})


def departures(heads, month, rng):
    for _one in range(int(rng.poisson(sum(heads.values()) * LEAVING))):
        grade = grade_of(GRADES, rng)
        if heads[grade] > 1:
            heads[grade] -= 1
            yield Deed("staff.left", some_day(month, rng), attributes={"fte": "1", "grade": grade})


def arrivals(heads, centre, month, rng):
    wanted = round(staff_on(centre, month.last)) - sum(heads.values())
    for _one in range(max(0, wanted)):
        grade = grade_of(HIRED, rng)
        heads[grade] += 1
        yield Deed("staff.joined", some_day(month, rng), attributes={"fte": "1", "grade": grade})


def promotions(heads, month, rng):
    if heads["technician"] > 2 and rng.random() < PROMOTED * heads["technician"]:
        day = some_day(month, rng)
        heads["technician"] -= 1
        heads["engineer"] += 1
        yield Deed("staff.regraded", day, Decimal(-1), attributes={"fte": "1", "grade": "technician"})
        yield Deed("staff.regraded", day, attributes={"fte": "1", "grade": "engineer"})


def grade_of(odds, rng) -> str:
    grades, weights = zip(*odds, strict=True)
    return grades[int(rng.choice(len(grades), p=np.array(weights) / sum(weights)))]


def certificates(centre, place, firms, span, rng):
    if not centre.certifies:
        return
    number, last = 0, span[-1].last
    for month in span:
        count = chances(CERTIFICATES, centre, month, rng) + (number == 0)
        for firm in firms.draw(place, month.middle, count, rng):
            number += 1
            identity = f"{centre.code}-C-{month.year}-{number:04d}"
            yield from certificate(identity, int(firm), some_day(month, rng), last, number, rng)


def certificate(identity, firm, issued, last, number, rng):
    """The life of one certificate. The second one of a centre is withdrawn, whatever chance says."""
    valid_until = issued + timedelta(days=int(rng.choice((365, 730, 1095), p=(0.15, 0.25, 0.60))))
    yield status("issued", identity, firm, issued, valid_until)
    fate = rng.random()
    ends = issued + timedelta(days=int(rng.integers(90, 300)))
    if number == 2 or fate < 0.03:
        yield status("withdrawn", identity, firm, ends)
    elif fate < 0.045:
        yield status("terminated", identity, firm, ends)
    elif fate < 0.085:
        yield status("suspended", identity, firm, ends)
        if rng.random() < 0.7:
            yield status("restored", identity, firm, ends + timedelta(days=40), valid_until)
            yield from renewal(identity, firm, valid_until, last, rng)
    else:
        yield from renewal(identity, firm, valid_until, last, rng)


def renewal(identity, firm, due, last, rng):
    while due <= last:
        if rng.random() > 0.8:
            yield status("expired", identity, firm, due + timedelta(days=1))
            return
        issued, due = due - timedelta(days=10), due + timedelta(days=1095)
        yield status("issued", identity, firm, issued, due)


def status(verb, identity, firm, on, valid_until=None):
    attributes = {"valid_until": valid_until.isoformat()} if valid_until else {}
    return Deed(
        f"certificate.{verb}",
        on,
        firm=firm,
        identity=identity,
        axis="2",
        funding_line="2",
        service="certification",
        general_interest=False,
        high_value=True,
        attributes=attributes,
    )


def standards(centre, place, firms, span, rng):
    number = 0
    for month in span:
        for _one in range(chances(DRAFTS, centre, month, rng)):
            number += 1
            identity = standard(centre, number)
            yield knowledge("standard.drafted", identity, some_day(month, rng), {"stage": "40.20"})
        for _one in range(chances(STANDARDS, centre, month, rng)):
            role = ("secretariat", "convenor", "expert", "laboratory")[int(rng.integers(0, 4))]
            identity = standard(centre, int(rng.integers(1, number + 2)))
            yield knowledge("standard.published", identity, some_day(month, rng), {"role": role})


def standard(centre, number) -> str:
    return f"PN {centre.code} {number:03d}"


def knowledge(kind, identity, on, attributes):
    return Deed(
        kind,
        on,
        identity=identity,
        axis="2",
        funding_line="2",
        service="standards",
        general_interest=True,
        attributes=attributes,
    )


def scope(centre, place, firms, span, rng):
    """Accredited lines: granted, a few suspended for a while, a few given up."""
    number = 0
    for month in span:
        first = 6 if month == span[0] else 0
        for _one in range(first + chances(SCOPE_LINES, centre, month, rng)):
            number += 1
            identity, day = f"{centre.code}-L-{number:03d}", some_day(month, rng)
            yield Deed(
                "scope.granted",
                day,
                identity=identity,
                axis="3",
                attributes={"valid_until": (day + timedelta(days=1825)).isoformat()},
            )
            if rng.random() < 0.05:
                stops = day + timedelta(days=int(rng.integers(60, 400)))
                yield Deed("scope.suspended", stops, identity=identity, axis="3")
                back = "restored" if rng.random() < 0.7 else "withdrawn"
                yield Deed(f"scope.{back}", stops + timedelta(days=60), identity=identity, axis="3")


def building(centre, place, firms, span, rng):
    site = {"site": "Sidi Maârouf"}
    yield Deed("area.opening", span[0].first, Decimal(round(AREA * centre.staff)), axis="5", attributes=site)
    if centre.relaunched or centre.staff > 0.15:
        month = span[len(span) // 2]
        yield Deed(
            "area.opened", some_day(month, rng), Decimal(1200), axis="5", funding_line="4", attributes=site
        )
        yield Deed(
            "area.closed", some_day(month, rng), Decimal(300), axis="5", funding_line="4", attributes=site
        )


def equipment(centre, place, firms, span, rng):
    """Items of very different prices, more of them each year; platforms open once equipped."""
    budget = PLAN_EQUIPMENT * (centre.income + centre.tests) / 2 * centre.pace**2
    weights = np.array([month.weight * (month.year - span[0].year + 1.5) for month in span])
    months_of_plan = sum(1 for month in months(date(2023, 1, 1), date(2026, 12, 31)))
    budget *= min(1.0, len(span) / months_of_plan)
    platforms = 0
    for month, part in zip(span, weights / weights.sum(), strict=True):
        count = 1 + int(rng.poisson(1.4))
        prices = rng.lognormal(0, 0.9, count)
        for price in prices / prices.sum() * budget * part:
            yield Deed(
                "equipment.commissioned",
                some_day(month, rng),
                amount=round(price) * 100,
                axis="5",
                funding_line="5",
                attributes={"title": f"Équipement {centre.family[place % 3]}"},
            )
        if month.number in (6, 11) and rng.random() < 0.24:
            platforms += 1
            yield platform(centre, platforms, some_day(month, rng))


def platform(centre, number, on):
    return Deed(
        "platform.opened",
        on,
        identity=f"{centre.code}-P-{number}",
        axis="5",
        funding_line="5",
        attributes={"title": f"Plateforme {centre.ecosystem} {number}"},
    )


def partnerships(centre, place, firms, span, rng):
    for month in span:
        for _one in range(chances(PARTNERSHIPS, centre, month, rng)):
            yield Deed(
                "partnership.signed",
                some_day(month, rng),
                axis="3",
                funding_line="3",
                document="partnership",
                attributes={"title": f"Partenariat {centre.ecosystem}"},
            )
        for _one in range(chances(MILESTONES, centre, month, rng)):
            yield Deed(
                "milestone.reached",
                some_day(month, rng),
                axis="3",
                funding_line="3",
                attributes={"title": f"Jalon {month.code}"},
            )
        for _one in range(chances(ACTIVITIES, centre, month, rng)):
            yield Deed(
                "activity.launched",
                some_day(month, rng),
                axis="2",
                funding_line="1",
                attributes={"title": f"Activité {centre.ecosystem} {month.code}"},
            )


def declared(centre, place, firms, span, rng):
    """Once a quarter, how many days of work wait at the laboratory."""
    for month in span:
        if month.number % 3 == 0:
            waiting = Decimal(int(rng.integers(8, 40)))
            yield Deed(
                "level.declared", month.last, waiting, attributes={"what": "carnet de commandes (jours)"}
            )
