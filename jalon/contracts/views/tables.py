"""The tables of a contract's terms, each cell as it was and as it is."""

from jalon.contracts import showing
from jalon.contracts.models import Contract
from jalon.contracts.terms import Terms
from jalon.indicators.models import Shape
from jalon.indicators.queries import all_sheets, in_force
from jalon.network.models import Organisation
from jalon.plan.queries import funding_lines, tree, version_in_force
from jalon.plan.queries.differences import Pair
from jalon.plan.queries.reading import Reading

SHAPES = dict(Shape.choices)


def tables(contract: Contract, terms: Terms, before: Terms | None, asked: Reading) -> dict:
    """The context of `contracts/parts/terms.html`."""
    years = sorted({*terms.years, *(before.years if before else ())})
    sheets = in_force(all_sheets(known_at=asked.known_at), asked.on)
    version = version_in_force(contract.plan, on=asked.on, known_at=asked.known_at)
    lines = {line.code: line.name for line in funding_lines(version)} if version else {}
    axes = {axis.code: axis for axis in tree(version)} if version else {}
    blocks = showing.objective_blocks(before, terms, years, sheets, SHAPES)
    return {
        "terms": terms,
        "head": Pair(before or terms, terms),
        "years": years,
        "sides": named_sides(before, terms),
        "blocks": [block | {"axis": axes.get(block["pair"].either.axis)} for block in blocks],
        "money": showing.money(before, terms, years, lines),
        "tranches": showing.tranches(before, terms, sheets, lines),
        "past": [(pair, sheets.get(pair.either.indicator)) for pair in showing.past(before, terms)],
        "bare_baselines": showing.bare_baselines(before, terms, sheets),
    }


def named_sides(before: Terms | None, terms: Terms) -> list[dict]:
    codes = {party.organisation for one in (before, terms) if one for party in one.parties}
    organisations = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    return [
        side | {"organisation": side["party"] and organisations.get(side["party"].either.organisation)}
        for side in showing.sides(before, terms)
    ]
