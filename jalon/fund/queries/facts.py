"""The facts a rule of payment is given: values with what they rest on, documents, money, what was paid."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256

from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.terms import Tranche as Terms
from jalon.fund.models import Acceptance as Accepted
from jalon.fund.queries.background import Background, year_of
from jalon.fund.queries.units import PaidBefore
from jalon.fund.queries.vouched import vouched
from jalon.indicators.models import IndicatorVersion
from jalon.indicators.queries import measures_of
from jalon.kernel import payment
from jalon.kernel.payment import Facts, PerUnit, Reference, Rule, Threshold, Value
from jalon.kernel.periods import Period, year
from jalon.kernel.reasons import NotComputable
from jalon.kernel.targets import Shape
from jalon.reporting.queries.live import live
from jalon.results.queries.facts import known as evidence_known
from jalon.results.queries.figures import rows_counted
from jalon.results.queries.rows import with_kept_enterprise


def facts_of(
    known: Background,
    contract: Contract,
    version: ContractVersion,
    terms: Terms,
    rule: Rule | None,
    *,
    on: date,
    stage: str,
) -> Facts:
    """Everything known of a tranche on a day. Values that are not validated come only when asked for."""
    reader = _Reader(known, contract, version, terms, on, stage)
    values = reader.values(rule) if rule else {}
    accepted = known.accepted.get(contract.pk, ())
    return Facts(
        values=values,
        documents={one.code: acceptance(one) for one in accepted if one.kind == Accepted.Kind.DOCUMENT},
        undertakings=known.done_by(contract, on),
        justified=known.justified.get(contract.code),
        others=money(accepted, Accepted.Kind.OTHERS, terms.year) or None,
        cost=next(iter(money(accepted, Accepted.Kind.COST, terms.year)), None),
        on=on,
        provisional=stage != "validated",
        **reader.paid(rule, values),
    )


def acceptance(one: Accepted) -> payment.Acceptance:
    return payment.Acceptance(one.on, Reference(document=str(one.uid)))


def money(accepted: Iterable[Accepted], kind: str, of_year: int) -> tuple[payment.Money, ...]:
    """Money others brought, or a cost, as accepted for a year."""
    found = sorted(
        (one for one in accepted if (one.kind, one.year) == (kind, of_year)), key=lambda one: one.code
    )
    return tuple(payment.Money(one.amount, one.code, Reference(document=str(one.uid))) for one in found)


class _Reader:
    """Reads the values of one tranche out of what is known."""

    def __init__(self, known, contract, version, terms, on, stage):
        self.known: Background = known
        self.contract, self.version, self.terms = contract, version, terms
        self.on, self.stage = on, stage
        self.period = year_of(terms)
        self.reports = known.reports.get(contract.pk, ())

    def values(self, rule: Rule) -> dict[str, Value]:
        named = rule.codes(Facts(on=self.on))
        if isinstance(rule, Threshold) and not named:  # a promise without a value is not dropped
            return {code: self.value(code, rule) or self.missing(code) for code in self.promised()}
        found = {code: self.value(code, rule) for code in named}
        return {code: value for code, value in found.items() if value}

    def missing(self, code: str) -> Value:
        target = self.known.target(self.version, code, self.period)
        return Value(code, NotComputable("not_received"), target, self.reference(code, self.period))

    def promised(self) -> list[str]:
        aims = self.known.aims.get(self.version.pk, {})
        return sorted(code for code in aims if self.known.aim(self.version, code, self.period))

    def value(self, code: str, rule: Rule) -> Value | None:
        sheet = self.known.sheets_on(self.period.end).get(code)
        if sheet is None:
            return None
        if self.stage == "live":
            return self.live(sheet)
        period = self.period_of(code, rule)
        window = self.window(code, period)
        found = vouched(sheet, window, self.reports, stage=self.stage)
        if found is None:
            return None
        return Value(
            code,
            found.actual,
            self.known.target(self.version, code, period),
            self.reference(code, period, found.key),
            found.stage,
            found.has_reservation,
            step_of(sheet),
            self.things(sheet, rule, window, found.known_at),
        )

    def live(self, sheet: IndicatorVersion) -> Value | None:
        """What the evidence says today: for a simulation."""
        code = sheet.indicator.code
        cell = self.cells.get(code)
        if cell is None:
            return None
        actual = cell.counted if isinstance(cell.counted, NotComputable) else cell.counted.value
        target = self.known.target(self.version, code, self.period)
        return Value(code, actual, target, self.reference(code, self.period), "live", step=step_of(sheet))

    @cached_property
    def cells(self):
        return live(self.contract, self.period, known_at=self.known.known_at)

    def reference(self, code: str, period: Period, value: str = "") -> Reference:
        return Reference(indicator=code, contract=self.contract.code, period=period.code, value=value)

    def window(self, code: str, period: Period) -> Period:
        aim = self.known.aim(self.version, code, period)
        return self.known.window(aim.shape, period) if aim else period

    def period_of(self, code: str, rule: Rule) -> Period:
        """The tranche's year; for units that must last, the return of the day they are counted again."""
        later = getattr(rule, "sustained", None)
        if later is None or later.indicator != code or code == rule.indicator:
            return self.period
        found = [one.period for one in self.reports if later.until in one.period]
        return min(found, key=lambda one: one.days) if found else year(later.until.year)

    def things(self, sheet, rule: Rule, window: Period, known_at: int) -> frozenset[str] | None:
        """The units by name, where each is paid once: marks, since a name may be a firm's."""
        if not isinstance(rule, PerUnit) or not rule.once_per_unit or rule.indicator != sheet.indicator.code:
            return None
        return things_counted(sheet, window, self.contract, known_at)

    def paid(self, rule: Rule | None, values: Mapping[str, Value]) -> dict:
        """What the tranche released, and what all tranches of its unit did."""
        code = getattr(rule, "indicator", "")
        aim = self.known.aim(self.version, code, self.period)
        is_cumulative = bool(aim) and aim.shape == Shape.CUMULATIVE
        before = PaidBefore(self.known, self.contract, self.terms, is_cumulative)
        return before.facts(rule, values.get(code))


def step_of(sheet: IndicatorVersion) -> Decimal:
    """The smallest change of an indicator."""
    return Decimal(1).scaleb(-sheet.decimals)


FIELDS = {"enterprise": "firm_key", "establishment": "establishment_id", "identity": "identity"}


def things_counted(
    sheet: IndicatorVersion, window: Period, contract: Contract, known_at: int
) -> frozenset[str] | None:
    """A mark for each thing counted: the digest of its key; None where the indicator counts no things."""
    life = evidence_known(known_at)
    measures = list(measures_of(sheet, life.kinds).values())
    if len(measures) != 1 or measures[0].aggregation not in ("count", "distinct", "in_force"):
        return None
    rows = rows_counted(measures[0], window, contract.centre_id, life)
    column = FIELDS.get(measures[0].of, "uid")
    rows = with_kept_enterprise(rows, life.moment, life.source.merges)
    pending = set(life.source.pending) if column == "firm_key" else set()
    keys = rows.values_list(column, flat=True).distinct()
    return frozenset(mark(column, key) for key in keys if key not in (None, "") and key not in pending)


@lru_cache(maxsize=4096)
def mark(column: str, key) -> str:
    return sha256(f"{column}:{key}".encode()).hexdigest()[:20]
