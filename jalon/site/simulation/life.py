"""The simulated life of the nine centres, written into the journal as if it had been recorded at the time."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

import numpy as np
from django.db import connection, transaction
from django.utils import timezone

from jalon.evidence.actions import allocate, copy_rows
from jalon.evidence.models import Evidence, Receipt
from jalon.evidence.rows import FIELDS, with_values
from jalon.journal import queries as journal
from jalon.journal.actions import recording
from jalon.journal.models import Event
from jalon.network.models import Organisation
from jalon.site.simulation import annexes, duplicates, papers, stories
from jalon.site.simulation.blocks import Scene, blocks
from jalon.site.simulation.centres import CENTRES
from jalon.site.simulation.deed import Deed
from jalon.site.simulation.enrolling import Register
from jalon.site.simulation.firms import Firms, population
from jalon.site.simulation.levels import Month, months
from jalon.site.simulation.pages import Page, Setting, page
from jalon.site.simulation.schedule import Delivery, deliveries, recorded
from jalon.site.simulation.tables import count_tables, flush
from jalon.site.simulation.work import FILED, Work
from jalon.site.simulation.workload import Workload, workload
from jalon.site.simulation.year import Year

VERB = "evidence.simulated"
BEGUN = "simulation.begun"
ROWS_A_DAY = 70.4
QUANTITY = FIELDS.index("quantity")
AMOUNT = FIELDS.index("amount")
PLAN_ENDS = date(2026, 12, 31)

Progress = Callable[[int, int], object]


class SimulationError(Exception):
    """A life that cannot be simulated here; the text says why and what to do."""


@dataclass(frozen=True)
class Report:
    """What a simulation wrote; `is_unchanged` when it was there already and nothing was written."""

    seed: int
    rows: int
    firms: int = 0
    events: int = 0
    is_unchanged: bool = False
    notes: tuple[str, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        if self.is_unchanged:
            return f"This life is simulated already: {self.rows:,} rows, nothing was changed."
        done = f"{self.rows:,} simulated rows, {self.firms:,} simulated firms, {self.events:,} events."
        return "\n".join((done, *self.notes))


def simulate(
    *,
    seed: int,
    start: date,
    end: date,
    rows: int | None = None,
    vouched: bool = False,
    works_from: date | None = None,
    progress: Progress | None = None,
) -> Report:
    """Simulate the centres' life between two days, once; the same again changes nothing.

    `rows` is the exact number of rows of evidence, by default about 100,000 from 2023 to the end of 2026.
    `vouched` adds a year of returns, sessions and payments (`simulation.year`), for a demonstration; with
    `works_from`, the centres work in Jalon from that first day of a month on (`simulation.work`).
    `progress` is told how many of them are written. It is one transaction: interrupted, it leaves nothing.
    Raises SimulationError on an installation that is not a demonstration or a bench.
    """
    rows = round(((end - start).days + 1) * ROWS_A_DAY) if rows is None else rows
    wanted = {"seed": seed, "from": start.isoformat(), "to": end.isoformat(), "rows": rows}
    wanted |= {"vouched": True} if vouched else {}
    wanted |= {"works_from": works_from.isoformat()} if works_from else {}
    refuse(start, end, seed)
    refuse_work(works_from, start, end, vouched=vouched)
    with transaction.atomic():
        if before := begun():
            return unchanged(before, wanted)
        life = Life(seed, start, end, rows, progress or (lambda done, total: None))
        life.is_vouched, life.works_from = vouched, works_from
        life.write(wanted)
    if not connection.in_atomic_block:
        segments(is_vouched=vouched)
    return Report(seed, life.written, len(life.firms), life.events, notes=life.notes)


def refuse(start: date, end: date, seed: int) -> None:
    if journal.purpose() not in ("demo", "bench"):
        raise SimulationError(
            "This home holds a real installation, or nothing yet: real and simulated data are never mixed. "
            "Make a demonstration in another folder:\n    JALON_HOME=/tmp/jalon-demo jalon demo --no-serve"
        )
    refuse_days(start, end)
    if seed < 0:
        raise SimulationError("A seed is a number from 0 on.")


def refuse_days(start: date, end: date) -> None:
    if start > end:
        raise SimulationError(f"A life goes forward: {start} is after {end}.")
    if end > timezone.localdate():
        raise SimulationError(f"{end} is still to come: nothing was recorded yet up to that day.")


def refuse_work(works_from: date | None, start: date, end: date, *, vouched: bool) -> None:
    if works_from is None:
        return
    if not vouched or works_from.day != 1 or not start < works_from <= end:
        raise SimulationError(
            "The centres work from the first day of a month of the life on, in a life that is vouched for."
        )


def begun() -> Event | None:
    return Event.objects.filter(verb=BEGUN).order_by("number").first()


def unchanged(before: Event, wanted: dict) -> Report:
    said = {name: before.payload.get(name) for name in wanted}
    if said != wanted:
        raise SimulationError(
            "This home already holds the simulated life of seed {seed}, from {from} to {to}, {rows} rows. "
            "Take another one for another life, for instance JALON_HOME=/tmp/jalon-other.".format(**said)
        )
    return Report(wanted["seed"], Evidence.objects.filter(event__verb=VERB).count(), is_unchanged=True)


def segments(*, is_vouched: bool = False) -> None:
    """The columnar copy, where the results engine reads: one file, also when returns needed some before."""
    try:
        from jalon.evidence import segments as columnar
    except ImportError:
        return
    columnar.write()
    if is_vouched:
        columnar.compact()


class Life:
    """What a simulation draws before it writes, then the writing, event after event."""

    def __init__(self, seed: int, start: date, end: date, rows: int, progress: Progress):
        self.seed, self.start, self.end, self.rows, self.progress = seed, start, end, rows, progress
        self.written = self.events = self.counted = 0
        self.is_vouched = False
        self.works_from: date | None = None
        self.notes: tuple[str, ...] = ()
        self.now = timezone.now()
        self.waiting: dict[tuple[int, int], list] = defaultdict(list)  # (centre, month): what comes in late

    @cached_property
    def span(self) -> tuple[Month, ...]:
        return months(self.start, self.end)

    @cached_property
    def firms(self) -> Firms:
        return population(self.seed, self.rows)

    @cached_property
    def brought(self) -> list[Delivery]:
        return deliveries(self.span, self.end)

    @cached_property
    def told(self) -> list[list[Deed]]:
        """Each centre's story to the end of the plan: the annexes promise what it tells."""
        end = max(self.end, PLAN_ENDS)
        return [
            stories.tell(centre, place, self.firms, self.start, end, self.seed)
            for place, centre in enumerate(CENTRES)
        ]

    @cached_property
    def pages_of_story(self) -> dict[tuple[int, int], list[Deed]]:
        """By centre and month, what is in by the last day."""
        first = self.start.year * 12 + self.start.month
        found = defaultdict(list)
        is_in = recorded(self.span, self.brought)
        for place, story in enumerate(self.told):
            for deed in story:
                month = deed.on.year * 12 + deed.on.month - first
                if deed.on <= self.end and is_in[place, month]:
                    found[place, month].append(deed)
        return found

    @cached_property
    def work(self) -> Workload:
        fixed = sum(map(len, self.pages_of_story.values()))
        if self.rows < 1.2 * fixed:
            raise SimulationError(
                f"So long a life has at least {round(1.2 * fixed) + 1:,} rows: ask for more."
            )
        return workload(self.span, recorded(self.span, self.brought), self.rows - fixed)

    @cached_property
    def centres(self) -> list[Organisation]:
        known = {row.code: row for row in Organisation.objects.filter(kind=Organisation.Kind.CENTRE)}
        if missing := [centre.code for centre in CENTRES if centre.code not in known]:
            raise SimulationError(
                f"The centres {', '.join(missing)} are not known here. Load their pack first:\n"
                "    jalon pack load packs/ma-cti"
            )
        return [known[centre.code] for centre in CENTRES]

    def write(self, wanted: dict) -> None:
        self.register = Register(self.firms, [centre.pk for centre in self.centres])
        assert self.work
        opening = datetime.combine(self.start, time(8), UTC)
        self.say_late_journal(opening)
        with self.event(BEGUN, payload=wanted, at=opening):
            pass
        self.papers = [papers.store(centre, min(opening, self.now)) for centre in self.centres]
        self.events += 2 * len(self.papers)
        self.annexes_left = True
        for delivery in self.brought:
            self.sign_annexes(before=delivery.at)
            self.vouch(before=delivery.at)
            self.enrol(delivery)
            self.bring(delivery)
        self.sign_annexes(before=None)
        self.vouch(before=None)
        duplicates.merge_some(self)
        flush()
        count_tables()

    def say_late_journal(self, opening: datetime) -> None:
        last = Event.objects.order_by("-number").values_list("recorded_at", flat=True).first()
        if last and last > opening:
            self.notes = (
                f"The journal goes to {last:%d/%m/%Y}: what happened before is recorded from that day on.",
            )

    def event(self, verb: str, *, payload: dict, at: datetime, subject: str = ""):
        self.events += 1
        return recording(verb, subject=subject, payload=payload, at=min(at, self.now))

    def sign_annexes(self, before: datetime | None) -> None:
        """The simulated annexes, on the day after the contracts were signed."""
        at = datetime.combine(min(max(annexes.SIGNED_ON, self.start), self.end), time(17), UTC)
        if self.annexes_left and (before is None or at < before):
            self.annexes_left = False
            promised = annexes.promised(self)
            with self.event("contracts.annexed", payload={"annexes": "simulated"}, at=at) as event:
                event.payload["contracts"] = annexes.write(promised, event.event_id)

    def vouch(self, before: datetime | None) -> None:
        """What the people of the plan did before a delivery came in."""
        if self.is_vouched:
            self.year.until(before)

    @cached_property
    def year(self) -> Year:
        return Year(self, self.centres_at_work.acts() if self.centres_at_work else ())

    @cached_property
    def centres_at_work(self) -> Work | None:
        return Work(self, self.works_from) if self.works_from else None

    def enrol(self, delivery: Delivery) -> None:
        """Before a month's first delivery, the firms its centres met."""
        month = self.span[delivery.month]
        if met := self.register.newcomers(month):
            with self.event(
                "firms.enrolled",
                payload={"simulated": True, "month": month.code},
                at=delivery.at - timedelta(minutes=10),
            ) as event:
                event.payload["firms"] = self.register.enrol(met, month, event.event_id)

    def bring(self, delivery: Delivery) -> None:
        """A centre's month, with what comes in late of the months before, then the centre's word on it."""
        drawn = self.page_of(delivery)
        rows, kept = self.sorted_out(drawn, delivery)
        if rows:
            self.record(rows, kept, delivery)
        if delivery.received_to:
            self.attest(delivery)
        flush()

    def page_of(self, delivery: Delivery) -> Page:
        place, month = delivery.place, self.span[delivery.month]
        rng = np.random.default_rng([self.seed, 3, place, month.year, month.number])
        scene = Scene(CENTRES[place], place, month, self.firms, self.papers[place], rng)
        setting = Setting(
            CENTRES[place],
            place,
            self.centres[place].pk,
            month,
            self.firms,
            self.register.keys,
            self.papers[place],
        )
        drawn = blocks(scene, self.work.of(place, delivery.month))
        story = self.pages_of_story[place, delivery.month]
        corrections = int(self.work.corrections[place, delivery.month])
        if self.centres_at_work and month.first >= self.centres_at_work.begins:
            drawn = [block for block in drawn if block.kind not in FILED]
            story = [deed for deed in story if self.centres_at_work.is_filed(deed)]
            corrections = 0
        return page(setting, drawn, story, corrections, delivery.stamp, rng)

    def sorted_out(self, drawn: Page, delivery: Delivery) -> tuple[list[tuple], dict[int, tuple]]:
        """The rows of this delivery; by their place, how those to be corrected will be named, and when."""
        last = self.last_months[delivery.place]
        now = [row for place, row in enumerate(drawn.rows) if place not in drawn.late]
        shift = np.cumsum([place in drawn.late for place in range(len(drawn.rows))])
        for place, by in drawn.late.items():
            self.waiting[delivery.place, min(delivery.month + by, last)].append(drawn.rows[place])
        due = self.waiting.pop((delivery.place, delivery.month), [])
        spare = iter(drawn.spare_uids)
        kept = {
            place - int(shift[place]): (next(spare), next(spare), min(delivery.month + by, last))
            for place, by in drawn.corrected.items()
        }
        return now + due, kept

    @cached_property
    def last_months(self) -> dict[int, int]:
        return {
            delivery.place: delivery.month for delivery in sorted(self.brought, key=lambda one: one.month)
        }

    def record(self, rows: Sequence, kept: dict[int, tuple], delivery: Delivery) -> None:
        centre = self.centres[delivery.place]
        payload = {"centre": centre.code, "month": self.span[delivery.month].code, "rows": len(rows)}
        with self.event(VERB, subject=f"centre:{centre.code}", payload=payload, at=delivery.at) as event:
            ids = allocate(len(rows))
            self.written += copy_rows(event, rows, ids=ids)
        for place, (undo, anew, month) in kept.items():
            self.waiting[delivery.place, month] += corrected(rows[place], ids[place], undo, anew)
        self.tell_planner()
        self.progress(self.written, self.rows)

    def tell_planner(self) -> None:
        """No other process sees these rows yet, nor counts them: without this, checks would scan them all."""
        if self.written > 4 * self.counted:
            self.counted = self.written
            count_tables("evidence_evidence")

    def attest(self, delivery: Delivery) -> None:
        centre, day = self.centres[delivery.place], delivery.received_to
        payload = {"centre": centre.code, "received_to": day.isoformat()}
        at = delivery.at + timedelta(minutes=5)
        with self.event(
            "received_to.attested", subject=f"centre:{centre.code}", payload=payload, at=at
        ) as event:
            Receipt.objects.create(centre=centre, received_to=day, event_id=event.event_id)


def corrected(row: tuple, row_id: int, undo: str, anew: str) -> list[tuple]:
    """The reversal of a row, and the row as it should have been."""
    amount = None if row[AMOUNT] is None else -row[AMOUNT]
    return [
        with_values(row, uid=undo, quantity=-row[QUANTITY], amount=amount, reverses=row_id),
        with_values(row, uid=anew, quantity=row[QUANTITY] + 1, revision=2),
    ]
