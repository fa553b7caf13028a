"""The words of the document in the language that is on."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from jalon.contracts.models import Contract, ContractVersion
from jalon.contracts.rules import condition_words, rule_words
from jalon.contracts.showing import SIDE_NAMES, baseline_text, target_text
from jalon.contracts.terms import SIDES, Terms, rows_of
from jalon.indicators.models import Shape
from jalon.ui import formats

SHAPES = dict(Shape.choices)


def content(contract: Contract, version: ContractVersion, terms: Terms, known: dict) -> dict:
    """One language of the document."""
    return {
        "language": formats.language_of(),
        "mirrored": get_language_bidi(),
        "simulated": _("Simulation: invented figures, signed by nobody in fact.")
        if simulated(version)
        else "",
        "head": head(contract, version, terms),
        "preamble": preamble(contract, terms),
        "parties": [party(side, terms, known) for side in SIDES],
        "targets": targets(terms, known),
        "undertakings": undertakings(terms),
        "money": money(terms, known),
        "tranches": tranches(terms, known),
        "sheets": [
            sheet(known["sheets"][code]) for code in sorted(terms.indicators) if code in known["sheets"]
        ],
        "words": words(),
    }


def words() -> dict:
    return {
        "parties": _("The parties"),
        "targets": _("Annex A. Objectives and targets by year"),
        "sheets": _("Annex B. Sheets of the indicators"),
        "undertakings": _("Annex C. What each party undertakes"),
        "money": _("Annex D. Financing"),
        "tranches": _("Tranches and their rules"),
        "signatures": _("Signatures"),
        "signed": _(
            "Each party signs this file electronically in the order above, or on paper below. "
            "One byte changed afterwards voids the signatures."
        ),
        "none": _("Nothing is stated here."),
        "digest": _("Digest of the terms"),
        "page": _("Page"),
    }


def simulated(version: ContractVersion) -> bool:
    return version.simulated or bool(version.amends and version.amends.simulated)


def plain(text: object) -> str:
    """Without the marks of a page, nor a sign the fonts of documents lack: the shape says “at most”."""
    return strip_tags(str(text)).replace("≤", "").strip()


def head(contract: Contract, version: ContractVersion, terms: Terms) -> dict:
    amends = version.amends
    kind = (
        _("Amendment to objective contract %(code)s: version %(number)s, amending version %(before)s")
        if amends
        else _("Objective contract %(code)s: version %(number)s")
    )
    said = {"code": contract.code, "number": version.number, "before": amends.number if amends else ""}
    return {
        "plan": formats.plain_words(contract.plan.name),
        "title": kind % said,
        "centre": formats.plain_words(contract.centre.name),
        "reason": formats.plain_words(terms.reason) if terms.reason.fr else "",
        "authority": formats.plain_words(terms.authority) if terms.authority.fr else "",
    }


def preamble(contract: Contract, terms: Terms) -> list[list[str]]:
    rows = [
        [_("Centre"), f"{formats.plain_words(contract.centre.name)} ({contract.centre.code})"],
        [_("Period"), formats.plain_day_range(terms.starts_on, terms.ends_on)],
        [_("In effect from"), formats.plain_day(terms.effective_from)],
        [_("Money promised"), formats.isolate(formats.plain_amount(terms.money))],
    ]
    if terms.reason.fr:
        rows.append([_("Why this version"), formats.plain_words(terms.reason)])
    if terms.authority.fr:
        rows.append([_("Who may decide it"), formats.plain_words(terms.authority)])
    return rows


def party(side: str, terms: Terms, known: dict) -> dict:
    said = next((one for one in terms.parties if one.side == side), None)
    name = known["organisations"].get(said.organisation) if said else None
    return {
        "side": str(SIDE_NAMES[side]),
        "name": formats.plain_words(name) if name else _("party not named"),
        "office": formats.plain_words(said.office) if said and said.office.fr else "",
    }


def named(code: str, known: dict) -> str:
    sheet = known["sheets"].get(code)
    return formats.plain_words(sheet.name) if sheet else code


def targets(terms: Terms, known: dict) -> list[dict]:
    blocks = []
    for objective in terms.objectives:
        axis = known["axes"].get(objective.axis)
        rows = rows_of(objective.targets, terms.baselines).values()
        years = sorted({year for row in rows for year in row.by_year})
        blocks.append(
            {
                "name": formats.dotted(objective.code, formats.plain_words(objective.name)),
                "axis": formats.plain_words(axis) if axis else objective.axis,
                "heads": [_("Indicator"), _("Target"), _("Baseline"), *map(str, years)],
                "rows": [list(row_of(row, years, known)) for row in rows],
            }
        )
    return blocks


def row_of(row, years, known: dict) -> Iterator[str]:
    sheet = known["sheets"].get(row.indicator)
    unit = sheet.shown_unit if sheet else ""
    unit_name = formats.plain_words(sheet.unit_name) if sheet and sheet.unit_name.fr else ""
    yield f"{named(row.indicator, known)} ({unit_name})" if unit_name else named(row.indicator, known)
    yield str(SHAPES[row.shape])
    start = plain(baseline_text(row.baseline, unit))
    day = formats.plain_day_short(row.baseline.on) if row.baseline and row.baseline.on else ""
    yield f"{formats.isolate(start)} ({day})" if start and day else start or "—"
    for year in years:
        yield formats.isolate(plain(target_text(row.by_year.get(year), unit))) if year in row.by_year else "—"


def undertakings(terms: Terms) -> list[dict]:
    return [
        {
            "side": str(SIDE_NAMES[side]),
            "rows": [
                [
                    one.code,
                    formats.plain_words(one.text),
                    formats.plain_day(one.due_on) if one.due_on else "—",
                ]
                for one in terms.undertakings
                if one.side == side
            ],
        }
        for side in SIDES
    ]


def money(terms: Terms, known: dict) -> dict:
    years = sorted({one.year for one in terms.allocations})
    keys = sorted({(one.funding_line, one.axis) for one in terms.allocations})
    by_place = {(one.funding_line, one.axis, one.year): one.amount for one in terms.allocations}
    rows = []
    for line, axis in keys:
        amounts = [by_place.get((line, axis, year)) for year in years]
        rows.append([line_name(line, axis, known), *map(cell, amounts), cell(sum(filter(None, amounts)))])
    totals = [cell(sum(one.amount for one in terms.allocations if one.year == year)) for year in years]
    rows.append([_("Total"), *totals, cell(terms.money)])
    return {"heads": [_("Funding line"), *map(str, years), _("Total")], "rows": rows if keys else []}


def cell(centimes: int | None) -> str:
    return formats.isolate(formats.plain_amount(centimes)) if centimes is not None else "—"


def line_name(line: str, axis: str, known: dict) -> str:
    name = known["lines"].get(line)
    said = formats.dotted(line, formats.plain_words(name)) if name else line
    return f"{said} ({_('Axis %(code)s') % {'code': axis}})" if axis else said


def tranches(terms: Terms, known: dict) -> list[dict]:
    return [
        {
            "name": formats.dotted(one.code, formats.plain_words(one.name)) if one.name.fr else one.code,
            "amount": cell(one.amount),
            "where": _("Line %(line)s, %(year)s") % {"line": one.funding_line, "year": one.year},
            "due": formats.plain_day(one.due_on) if one.due_on else "",
            "rule": rule_words(one.rule, lambda code: named(code, known)),
            "conditions": condition_words(one.conditions),
        }
        for one in terms.tranches
    ]


def sheet(version) -> dict:
    rows = (
        (_("Definition"), version.definition),
        (_("Source"), version.source),
        (_("Method"), version.method),
        (_("Limits"), version.limits),
    )
    return {
        "name": formats.dotted(version.indicator.code, formats.plain_words(version.name)),
        "rows": [[label, formats.plain_words(said)] for label, said in rows if said.fr]
        + [[_("Formula"), formats.isolate(version.formula)]],
    }
