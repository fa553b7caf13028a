"""What a seal is made of, as known at its moment: returns, definitions, values, samples, merged firms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from jalon.evidence.queries import catalogue
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.journal.models import Event
from jalon.kernel.kinds import Kind
from jalon.kernel.measures import Measure
from jalon.kernel.periods import Period
from jalon.kernel.sampling import Finding, Thing
from jalon.kernel.seals import Check, Context, Definition, SealedValue
from jalon.network.models import Enterprise, Merge
from jalon.plan.models import Plan
from jalon.reporting.models import Finding as Found
from jalon.reporting.models import Seal, Value
from jalon.reporting.queries.calendar import due
from jalon.reporting.queries.differences import ADDITIVE, Drawn, checked, drawn, finding_for
from jalon.reporting.queries.live import sheets_of
from jalon.reporting.queries.populations import Counting, Population, population
from jalon.reporting.queries.returns import SETTLED, Life
from jalon.reporting.queries.samples import findings_of, sample_of
from jalon.reporting.queries.terms import Sampling
from jalon.reporting.queries.values import staged
from jalon.results.queries.promise import promise

CARRIED = "carried"


def seals_of(plan: Plan | None = None, period: str = "") -> list[Seal]:
    """Seals, the latest first."""
    found = Seal.objects.select_related("plan", "event", "event__actor", "bundle")
    found = found.filter(plan=plan) if plan else found
    found = found.filter(period=period) if period else found
    return list(found.order_by("-event__number"))


@dataclass(frozen=True)
class Settled:
    """The returns of a plan's period: those that are settled, and the contracts that still owe theirs."""

    plan: Plan
    period: Period
    lives: tuple[Life, ...]
    waiting: tuple[str, ...]

    @property
    def last_moment(self) -> int:
        """The moment of the last step of these returns."""
        return max((life.steps[-1].event.number for life in self.lives), default=0)


def settled(plan: Plan, period: Period, known_at: int | None = None) -> Settled:
    """Whether a period can be sealed: every contract under the plan has a return that was decided."""
    return settled_in(plan, [period], known_at)[period]


def settled_in(plan: Plan, spans: Sequence[Period], known_at: int | None = None) -> dict[Period, Settled]:
    """The same for several periods, in as many queries whatever their number."""
    found: dict[Period, tuple[list[Life], list[str]]] = {span: ([], []) for span in spans}
    on = max((span.end for span in spans), default=None)
    owed = due(plan, on=on, known_at=known_at, spans=spans) if on else []
    for one in owed:
        lives, waiting = found[one.period]
        if one.life and one.life.state in SETTLED:
            lives.append(one.life)
        else:
            waiting.append(one.contract.code)
    return {
        span: Settled(plan, span, tuple(lives), tuple(waiting)) for span, (lives, waiting) in found.items()
    }


@dataclass
class Content:
    """What a seal says of the returns of a period, as known at its moment."""

    settled: Settled
    known_at: int
    versions: dict[str, dict[int, IndicatorVersion]] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        return catalogue()

    @cached_property
    def sheets(self) -> dict[int, list[IndicatorVersion]]:
        """The sheets of each return, by its key: those known when it was submitted."""
        found = {}
        for life in self.settled.lives:
            promised = promise(self.settled.plan, known_at=life.known_at)
            found[life.report.pk] = sheets_of(promised, life.report.contract, self.settled.period)
        return found

    @cached_property
    def measures(self) -> list[Measure]:
        every = {sheet.pk: sheet for sheets in self.sheets.values() for sheet in sheets}
        return [measure for sheet in every.values() for measure in measures_of(sheet, self.kinds).values()]

    @property
    def centres(self) -> set[int]:
        return {life.report.contract.centre_id for life in self.settled.lives}

    @property
    def kinds_counted(self) -> set[str]:
        return {kind for measure in self.measures for kind in measure.kinds}

    @property
    def kinds_from_the_start(self) -> set[str]:
        """The kinds a stock, what is in force or a last level counts: also rows before the period."""
        return {kind for measure in self.measures if measure.is_position for kind in measure.kinds}

    def code_of(self, sheet: IndicatorVersion) -> str:
        """What a definition is called in the seal: two versions of one sheet stand apart."""
        code = sheet.indicator.code
        numbers = sorted(
            {one.number for sheets in self.sheets.values() for one in sheets if one.indicator.code == code}
        )
        return code if sheet.number == numbers[-1] else f"{code}@{sheet.number}"

    def definitions(self) -> list[Definition]:
        every = {self.code_of(sheet): sheet for sheets in self.sheets.values() for sheet in sheets}
        return [
            Definition(code, sheet.number, sheet.formula, self.written(sheet))
            for code, sheet in sorted(every.items())
        ]

    def written(self, sheet: IndicatorVersion) -> dict[str, dict]:
        return {name: as_data(measure) for name, measure in measures_of(sheet, self.kinds).items()}

    def context(self) -> Context:
        """What else the figures depend on: keys of firms, never their names."""
        merges = Merge.objects.filter(event__number__lte=self.known_at).order_by("event__number")
        return Context(
            opens={
                code: self.kinds[code].opens
                for code in sorted(self.kinds_counted)
                if self.kinds[code].opens is not None
            },
            merges=list(merges.values_list("event__number", "absorbed_id", "kept_id")),
            pending=list(pending(self.known_at)),
        )

    def values(self, tell: Callable[[int, int], None]) -> list[SealedValue]:
        """Every value of every return, with its samples; how many returns are done is told."""
        found: list[SealedValue] = []
        for number, life in enumerate(self.settled.lives):
            tell(number, len(self.settled.lives))
            found += self.values_of(life)
        return found

    def values_of(self, life: Life) -> Iterator[SealedValue]:
        sheets = {sheet.indicator.code: sheet for sheet in self.sheets[life.report.pk]}
        checks = checks_of(life)
        for code, stages in sorted(staged(life).items()):
            said = {stage: value.value for stage, value in stages.items()}
            yield SealedValue(
                indicator=self.code_of(sheets[code]),
                version=sheets[code].number,
                window=self.settled.period,
                known_at=life.known_at,
                declared=said.get(Value.Stage.DECLARED),
                verified=said.get(Value.Stage.VERIFIED),
                validated=said.get(Value.Stage.VALIDATED),
                centres=(life.report.contract.centre_id,),
                reason=stages[Value.Stage.DECLARED].reason,
                checks=checks.get(code, {}) if said.get(Value.Stage.DECLARED) is not None else {},
            )


def as_data(measure: Measure) -> dict:
    """A measure as sheets write it, every kind named."""
    return {
        "kinds": list(measure.kinds),
        "aggregation": measure.aggregation,
        "of": measure.of,
        "where": [
            [one.field, one.operator, list(one.value) if isinstance(one.value, tuple) else one.value]
            for one in measure.where
        ],
        "over_centres": measure.over_centres,
    }


def pending(known_at: int) -> Iterator[tuple[int, int, int | None]]:
    """Of each firm whose number was not known: its key, from when, and the moment it was completed."""
    completed = Event.objects.filter(verb="firm.completed", number__lte=known_at)
    until = {
        UUID(subject.removeprefix("firm:")): number
        for subject, number in completed.order_by("-number").values_list("subject", "number")
    }
    for key in Enterprise.objects.filter(number=None).order_by("pk").values_list("pk", flat=True):
        yield key, 0, None
    firms = Enterprise.objects.filter(uid__in=until).exclude(number=None).order_by("pk")
    for key, uid in firms.values_list("pk", "uid"):
        yield key, 0, until[uid]


def checks_of(life: Life) -> dict[str, dict[str, Check]]:
    """How each measure of each indicator was verified: enough to draw and to extrapolate again.

    An indicator of which a level, a maximum or a mean changed has none: its verified value was decided.
    """
    sample = sample_of(life)
    if sample is None or not any("verified" in stages for stages in staged(life).values()):
        return {}
    counted = population(life, bounds=Sampling.from_data(sample.terms).amounts)
    found = drawn(sample, findings_of(sample))
    by_indicator: dict[str, list[Counting]] = {}
    for counting in counted.countings:
        by_indicator.setdefault(counting.indicator, []).append(counting)
    seal = (bytes.fromhex(sample.submission), bytes.fromhex(sample.nonce))
    return {
        code: {
            one.name: check_of(one, counted, found, seal)
            for one in countings
            if one.measure.aggregation in ADDITIVE
        }
        for code, countings in by_indicator.items()
        if not any(is_decided(one, counted, found) for one in countings)
    }


def is_decided(counting: Counting, counted: Population, found: Drawn) -> bool:
    if counting.measure.aggregation in ADDITIVE:
        return False
    return bool(checked(counting, counted, found).changes)


def check_of(counting: Counting, counted: Population, found: Drawn, seal: tuple[bytes, bytes]) -> Check:
    """The things of one measure, those drawn, and what was found; what it carried in stands whole."""
    things = counted.things_of(counting)
    sampled = [thing for thing in things if thing.uid in found.things]
    findings = [finding_for(thing, counting.measure, found.finding(thing.uid)) for thing in sampled]
    sizes = sizes_of(sampled)
    if counting.carried:
        things = [*things, Thing(CARRIED, CARRIED, counting.carried)]
        findings.append(Finding(CARRIED, Found.Outcome.ACCEPTED.value))
        sizes[CARRIED] = 1
    return Check(*seal, things, sizes, findings)


def sizes_of(sampled: Iterable[Thing]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for thing in sampled:
        sizes[thing.stratum] = sizes.get(thing.stratum, 0) + 1
    return sizes
