"""How promises read on a page: a target with its shape, a baseline with its day and source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jalon.contracts.rules import condition_words, name_of, rule_words
from jalon.contracts.sentences import STATES, VERBS, why_not
from jalon.contracts.terms import SIDES, Allocation, Baseline, Row, Target, Terms, rows_of
from jalon.indicators.models import IndicatorVersion
from jalon.plan.queries.differences import Pair, paired, paired_values
from jalon.ui import formats

TOLD_WITH_EACH = ("%", "DH", "MAD")  # other units are said once, beside the indicator

SIDE_NAMES = {
    "ministry": gettext_lazy("The ministry"),
    "centre": gettext_lazy("The centre"),
    "federation": gettext_lazy("The federation"),
}


def target_text(target: Target | None, unit: str) -> str:
    """`+165 %`, `≤ 20 %`, `about 14 500 tests`, `400 ± 10`; empty when nothing is promised."""
    if target is None:
        return ""
    text = value_text(target, unit)
    if target.tolerance is not None:
        text = format_html('<bdi dir="ltr">{} ± {}</bdi>', text, formats.number(target.tolerance))
    return format_html("{} {}", _("about"), text) if target.approximate else text


def value_text(target: Target, unit: str) -> SafeString:
    if target.shape == "growth":
        return formats.signed_percent(target.value / 100)
    value = formats.quantity(target.value, unit if unit in TOLD_WITH_EACH else "")
    return format_html('<bdi dir="ltr">≤ {}</bdi>', value) if target.shape == "at_most" else value


def baseline_text(baseline: Baseline | None, unit: str) -> str:
    if baseline is None or baseline.value is None:
        return ""
    return formats.quantity(baseline.value, unit if unit in TOLD_WITH_EACH else "")


@dataclass(frozen=True)
class Line:
    """An indicator under an objective, as it was promised and as it is."""

    indicator: str
    sheet: IndicatorVersion | None
    shape: Pair
    baseline: Pair
    baselines: Pair
    years: list[tuple[int, Pair]]


Sheets = dict[str, IndicatorVersion]


def lines(old: dict[str, Row] | None, new: dict[str, Row], years: Iterable[int], sheets: Sheets, shapes):
    """The lines of a table of targets with what changed in each cell."""
    pairs = paired(None if old is None else old.values(), new.values(), lambda row: row.indicator)
    return [line(pair, years, sheets, shapes) for pair in pairs]


def line(pair: Pair, years, sheets: Sheets, shapes) -> Line:
    code = pair.either.indicator
    sheet = sheets.get(code)
    unit = sheet.shown_unit if sheet else ""
    sides = (pair.old, pair.new)
    by_year = [
        (year, Pair(*(target_text(side and side.by_year.get(year), unit) for side in sides)))
        for year in years
    ]
    baselines = Pair(*(side.baseline if side else None for side in sides))
    return Line(
        indicator=code,
        sheet=sheet,
        shape=Pair(*(str(shapes[side.shape]) if side else "" for side in sides)),
        baseline=Pair(*(baseline_text(side, unit) for side in (baselines.old, baselines.new))),
        baselines=baselines,
        years=by_year,
    )


def objective_blocks(before: Terms | None, shown: Terms, years, sheets: Sheets, shapes) -> list[dict]:
    """Each specific objective beside what it was, with its lines."""
    pairs = paired(before and before.objectives, shown.objectives, lambda one: one.code)
    old_baselines = before.baselines if before else ()
    blocks = []
    for pair in pairs:
        old = rows_of(pair.old.targets if pair.old else (), old_baselines)
        new = rows_of(pair.new.targets if pair.new else (), shown.baselines)
        compared = lines(None if before is None else old, new, years, sheets, shapes)
        blocks.append({"pair": pair, "lines": compared})
    return blocks


def sides(before: Terms | None, shown: Terms) -> list[dict]:
    """The three parties, each with its undertakings, as they were and as they are."""
    parties = {
        pair.either.side: pair
        for pair in paired(before and before.parties, shown.parties, lambda one: one.side)
    }
    undertakings = paired(
        before and before.undertakings, shown.undertakings, lambda one: (one.side, one.code)
    )
    return [
        {
            "name": SIDE_NAMES[side],
            "party": parties.get(side),
            "undertakings": [pair for pair in undertakings if pair.either.side == side],
        }
        for side in SIDES
    ]


def money(before: Terms | None, shown: Terms, years, names: dict[str, object]) -> dict:
    """Amounts by funding line and year with their totals, as they were and as they are."""
    olds = None if before is None else before.allocations
    keys = {(one.funding_line, one.axis) for one in (*shown.allocations, *(olds or ()))}
    rows = [
        {
            "line": line_code,
            "axis": axis,
            "name": names.get(line_code),
            **amounts(olds, shown.allocations, years, own(line_code, axis)),
        }
        for line_code, axis in sorted(keys)
    ]
    return {"rows": rows, **amounts(olds, shown.allocations, years, lambda one: True)}


def own(line_code: str, axis: str) -> Callable[[Allocation], bool]:
    return lambda one: (one.funding_line, one.axis) == (line_code, axis)


def amounts(old, new, years, chosen: Callable[[Allocation], bool]) -> dict:
    sums = [None if side is None else added_up(filter(chosen, side)) for side in (old, new)]
    pairs = paired_values(*sums)
    total = Pair(*(total_of(sums[1] if one is None else one) for one in sums))
    return {"years": [(year, pairs.get(year, Pair(None, None))) for year in years], "total": total}


def total_of(by_year: dict[int, int]) -> int | None:
    return sum(by_year.values()) if by_year else None


def added_up(allocations: Iterable[Allocation]) -> dict[int, int]:
    by_year: dict[int, int] = {}
    for one in allocations:
        by_year[one.year] = by_year.get(one.year, 0) + one.amount
    return by_year


def tranches(before: Terms | None, shown: Terms, sheets: Sheets, names: dict[str, object]) -> list[dict]:
    """Each tranche as it was and as it is, its rule and conditions in words."""

    def named(code: str) -> str:
        return formats.plain_words(sheets[code].name) if code in sheets else code

    return [
        {
            "pair": pair,
            "kind": name_of(pair.either.rule),
            "line_name": names.get(pair.either.funding_line),
            "rule": Pair(*(side and rule_words(side.rule, named) for side in (pair.old, pair.new))),
            "conditions": Pair(
                *(side and _(", ").join(condition_words(side.conditions)) for side in (pair.old, pair.new))
            ),
        }
        for pair in paired(before and before.tranches, shown.tranches, lambda one: one.code)
    ]


def past(before: Terms | None, shown: Terms) -> list[Pair]:
    return paired(before and before.past_totals, shown.past_totals, lambda one: (one.indicator, one.year))


def bare_baselines(before: Terms | None, shown: Terms, sheets: Sheets) -> list[dict]:
    """Baselines of indicators that have no target here: they are said all the same."""
    promised = {one.indicator for terms in (before, shown) if terms for one in terms.targets}
    pairs = paired(before and before.baselines, shown.baselines, lambda one: one.indicator)
    return [
        {"indicator": pair.either.indicator, "sheet": sheets.get(pair.either.indicator), "pair": pair}
        for pair in pairs
        if pair.either.indicator not in promised
    ]


PATH = ("draft", "agreed_by_centre", "agreed_by_federation", "submitted", "signed", "in_force")


def steps_shown(life) -> list[tuple]:
    """The way of a version, or of the contract: what is done, where it stands, what is left."""
    if not life.steps and not life.draft:  # how it came to be so is not known here
        return [(STATES[life.state], "now", "")]
    state = "in_force" if life.state in ("amended", "closed") else life.state
    here = PATH.index(state) if state in PATH else 0
    marks = ["done" if place < here else "now" if place == here else "todo" for place in range(len(PATH))]
    return [(STATES[one], mark, "") for one, mark in zip(PATH, marks, strict=True)]


def choices_shown(life, sides) -> list[dict]:
    """What can be asked, in words; what cannot yet be done says why."""
    return [
        {
            "choice": one,
            "verb": VERBS[one.verb],
            "side": SIDE_NAMES[one.side],
            "against": why_not(one.against),
        }
        for one in life.choices(sides)
    ]
