"""Who works on what, on which day: the acts of the centres at work, in the order of time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

import numpy as np

from jalon.capacity.actions import calibrate, move_staff, register_staff
from jalon.network.models import Enterprise, Establishment
from jalon.services.actions.numbering import take_numbers
from jalon.services.models import Counter
from jalon.site.simulation.blocks import SERVICE_ODDS
from jalon.site.simulation.centres import CENTRES
from jalon.site.simulation.deed import Deed
from jalon.site.simulation.firms import DUPLICATES
from jalon.site.simulation.levels import Month, months, of_month
from jalon.site.simulation.tables import count_work, flush
from jalon.site.simulation.work import certifying, means, today, validating
from jalon.site.simulation.work.certifying import Certifying
from jalon.site.simulation.work.days import later, mondays
from jalon.site.simulation.work.means import Shop
from jalon.site.simulation.work.orders import FATES, STATED, Batch, Order
from jalon.site.simulation.work.products import PRODUCTS
from jalon.site.simulation.year.cast import Cast, account, at
from jalon.site.simulation.year.story import Act

FILED = frozenset(
    {
        "test.reported", "sample.received", "service.delivered", "satisfaction.answered", "income.invoiced",
        "income.credited",
    }
)  # fmt: skip
"""What no file says any more once a centre works in Jalon; certificates and staff likewise."""

PLACES = tuple(range(len(CENTRES)))
SINCE = timedelta(days=21)  # of work at least, from the first day of a month on
ORDERS = 3_900  # requests of the network in a year
CERTIFIED = 520  # of them for certification
BEFORE = 16  # working days: what is delivered first was filed before
WHOLE = 80_000  # rows of a life whose work is told whole; of a shorter one, a part is
SHARE_OF_INCOME = 0.8  # that tests bring


def begins_on(end: date) -> date:
    """The day from which the centres of a life that ends on a day work in Jalon."""
    return (end - SINCE).replace(day=1)


class Work:
    """The acts of the nine centres, to be done between the deliveries of what still comes in by file."""

    def __init__(self, life, begins: date):
        self.life, self.begins, self.end = life, begins, life.end
        self.share = min(1.0, life.rows / WHOLE)
        self.opens = later(begins, -BEFORE)
        self.shops: dict[int, Shop] = {}

    def rng(self, *said: int) -> np.random.Generator:
        return np.random.default_rng([self.life.seed, 7, *said])

    def acts(self) -> list[Act]:
        found = [Act(at(self.opens, 8, place), self.opening(place)) for place in PLACES]
        for place in PLACES:
            found += [act for act in self.of_centre(place) if self.opens < act.at.date() <= self.end]
        found.append(Act(at(self.end, 7), lambda cast, on: certifying.fall_due(on)))
        return [*found, *self.countings()]

    def countings(self) -> Iterator[Act]:
        """The tables grow from nothing: the database is told how much is in them, more and more seldom."""
        for days in (1, 5, 8, 12, 15, 19, 23, 30, 45, 60, 90, 120):
            day = self.opens + timedelta(days=days)
            if day <= self.end:
                yield Act(at(day, 18), lambda cast, on: count_work())

    def of_centre(self, place: int) -> Iterator[Act]:
        shop = self.shops[place] = self.shop(place)
        more = (*validating.batches(self, shop), *today.batches(self, shop, self.end))
        for batch in (*self.ordinary(shop), *self.certifying(shop), *more):
            for day, hour, do in batch.acts():
                yield Act(at(day, hour, 5 * place), acting(do))
        yield Act(at(shop.fails_on, 16, place), lambda cast, on: fail(shop, on))
        yield Act(at(self.end, 8, 30 + place), lambda cast, on: certifying.surveyed(shop, on))
        for deed in self.life.told[place]:
            if deed.kind.startswith("staff.") and self.begins <= deed.on <= self.end:
                yield Act(at(deed.on, 8, 30), moving(shop, deed))

    def shop(self, place: int) -> Shop:
        centre = CENTRES[place]
        made = Shop(centre, place, self.life.centres[place], PRODUCTS[centre.code], self.rng(1, place))
        made.fails_on = later(self.end, -7)
        return made

    # the opening

    def opening(self, place: int) -> Callable[[Cast, date], None]:
        def do(cast: Cast, on: date) -> None:
            shop = self.shops[place]

            def opened(office: str, name: str, role: str = "centre_staff"):
                return account(office, name, role, shop.centre, on)

            known = cast.people.get(f"director.{shop.centre.code}")
            director = known or opened(
                f"direction.{shop.centre.code}", f"Direction du {shop.centre.code}", "centre_director"
            )
            shop.people["director"] = director
            means.employ(shop, means.heads_on(self.life.told[place], self.begins), on, opened)
            means.authorise(shop, on)
            means.equip(shop, on, self.end)
            means.accredit(shop, on)
            means.write_specification(shop)
            means.offer(shop, on, self.unit_price(place))
            if shop.character.certifies:
                means.open_scheme(shop, on)
            self.go_on_counting(shop)
            flush()

        return do

    def unit_price(self, place: int) -> int:
        """Centimes for a test, so that the centre earns what it should."""
        centre, month = CENTRES[place], months(self.begins, self.begins)[0]
        income, tests = of_month(centre, "income", month), of_month(centre, "tests", month)
        return round(income / tests * SHARE_OF_INCOME / 10) * 1000

    def go_on_counting(self, shop: Shop) -> None:
        """The register of certificates goes on after the last number the files gave."""
        for year in (self.begins.year, self.end.year):
            mark = f"{shop.centre.code}-C-{year}-"
            given = [int(one.removeprefix(mark)) for one in self.old_certificates if one.startswith(mark)]
            if (
                given
                and not Counter.objects.filter(centre=shop.centre, series="certificate", year=year).exists()
            ):
                take_numbers(shop.centre, Counter.Series.CERTIFICATE, year=year, count=max(given))

    @cached_property
    def old_certificates(self) -> frozenset[str]:
        """Those issued before the centres worked in Jalon: files go on telling what becomes of them."""
        return frozenset(
            deed.identity
            for story in self.life.told
            for deed in story
            if deed.kind == "certificate.issued" and deed.on < self.begins
        )

    def is_filed(self, deed: Deed) -> bool:
        """Whether a deed of the story still comes in by file."""
        if deed.kind.startswith("certificate."):
            return deed.identity in self.old_certificates
        return not deed.kind.startswith("staff.")

    # the batches

    def ordinary(self, shop: Shop) -> Iterator[Batch]:
        """What is filed in two weeks, on one day of them."""
        for number, day in enumerate(mondays(self.opens + timedelta(days=1), self.end)):
            if number % 2 == shop.place % 2:
                rng = self.rng(2, shop.place, number)
                orders = self.orders(shop, day, rng)
                told = {"shop": shop, "filed_on": day, "firms": self.firms_of(), "rng": rng}
                yield Batch(orders=orders, pace=int(rng.integers(0, 2)), **told)

    def orders(self, shop: Shop, day: date, rng) -> list[Order]:
        month = months(day, day)[0]
        whole = whole_month(day)
        centre = shop.character
        part = 10 / max(1, len(whole.working_days)) * self.share
        pace = of_month(centre, "tests", whole)
        count = max(1, round((ORDERS - CERTIFIED) / 28_800 * pace * part))
        lines = pace * part
        tested = max(1, round(count * sum(SERVICE_ODDS[:3])))
        samples = np.maximum(1, rng.multinomial(max(tested, round(lines / 4)), np.full(tested, 1 / tested)))
        firms = self.draw(shop.place, month.first, count, rng)
        return [
            self.an_order(shop, int(firm), int(samples[place]) if place < tested else 0, rng)
            for place, firm in enumerate(firms)
        ]

    def an_order(self, shop: Shop, firm: int, samples: int, rng) -> Order:
        is_import = bool(samples and rng.random() < shop.character.imports)
        fates, odds = zip(*FATES, strict=True)
        code = "imports" if is_import else "tests" if samples else "expertise"
        return Order(
            code,
            firm,
            samples,
            is_import,
            fate=str(rng.choice(fates, p=odds)),
            is_stated=bool(rng.random() < STATED),
            price=float(rng.lognormal(-0.06, 0.35)),
        )

    def certifying(self, shop: Shop) -> Iterator[Certifying]:
        if not shop.character.certifies:
            return
        for number, day in enumerate(mondays(self.opens + timedelta(days=1), self.end)):
            rng = self.rng(3, shop.place, number)
            whole = whole_month(day)
            wanted = CERTIFIED / 28_800 * of_month(shop.character, "tests", whole) / len(whole.working_days)
            count = int(rng.poisson(wanted * 10 * self.share)) if number % 2 != shop.place % 2 else 0
            if count:
                firms = self.draw(shop.place, day, count, rng)
                told = {"shop": shop, "filed_on": day, "firms": self.firms_of(), "rng": rng}
                yield Certifying(orders=[Order("certification", int(firm)) for firm in firms], **told)

    # the firms

    def draw(self, place: int, day: date, count: int, rng) -> list[int]:
        """Firms the centre had met two months before; never the second record of one."""
        met = day.year + (day.month - 2.5) / 12
        second = {two for two, _one in DUPLICATES}
        drawn = [int(firm) for firm in self.life.firms.draw(place, met, count, rng)]
        return [firm if firm not in second else int(self.life.firms.pools[place][0]) for firm in drawn]

    def firms_of(self) -> Callable[[Sequence[int]], dict]:
        """The records of firms by their place, those that are enrolled by then."""

        def found(places: Sequence[int]) -> dict[int, tuple[Enterprise, Establishment | None]]:
            keys = self.life.register.keys
            firms = Enterprise.objects.in_bulk([int(keys.enterprise[one]) for one in places])
            located = Establishment.objects.in_bulk([int(keys.establishment[one]) for one in places])
            return {
                one: (firms[key], located.get(int(keys.establishment[one])))
                for one in places
                if (key := int(keys.enterprise[one])) in firms
            }

        return found


def whole_month(day: date) -> Month:
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return months(day.replace(day=1), after - timedelta(days=1))[0]


def acting(do: Callable[[date], object]) -> Callable[[Cast, date], object]:
    return lambda cast, on: do(on)


def fail(shop: Shop, on: date) -> None:
    """The second instrument of the first clause fails its calibration: its results are in doubt."""
    tool = shop.instruments[shop.product.characteristics[0].instrument][1]
    calibrate(
        tool,
        kind="calibration",
        day=on,
        passed=False,
        valid_until=None,
        by=shop["lead"],
        on=on,
        body="Laboratoire d’étalonnage simulé",
        note="Simulé : hors tolérance.",
    )


def moving(shop: Shop, deed: Deed) -> Callable[[Cast, date], None]:
    """Somebody joins, leaves or is regraded; the second half of a regrading says it all."""

    def do(cast: Cast, on: date) -> None:
        grade, by = str(deed.attributes["grade"]), shop["director"]
        told = {"by": by, "on": on}
        if deed.kind == "staff.joined":
            name = f"Agent recruté le {on:%d/%m/%Y} ({means.SAYS_SIMULATED})"
            said = {"name": name, "starts_on": on, "grade": grade, "fte": Decimal(1), "contract": "permanent"}
            member = register_staff(shop.centre, simulated=True, **said, **told)
            shop.staff.setdefault(grade, []).append(member)
        elif deed.kind == "staff.left" and shop.staff.get(grade):
            move_staff(shop.staff[grade].pop(0), verb="left", day=on, reason="Simulé : départ.", **told)
        elif deed.kind == "staff.regraded" and deed.quantity > 0 and shop.staff.get("technician"):
            member = shop.staff["technician"].pop(0)
            said = {
                "grade": grade,
                "fte": Decimal(1),
                "contract": "permanent",
                "reason": "Simulé : promotion.",
            }
            move_staff(member, verb="regraded", day=on, **said, **told)
            shop.staff.setdefault(grade, []).append(member)

    return do
