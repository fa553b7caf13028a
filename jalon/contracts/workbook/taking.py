"""From the rows of a workbook to the terms they say, or to everything that keeps them from saying any."""

from collections.abc import Iterator
from dataclasses import replace

from jalon.contracts import terms
from jalon.contracts.terms import Terms, ordered, ordered_targets
from jalon.contracts.workbook.bounds import Unreadable, bounds_read, conditions_read
from jalon.contracts.workbook.layout import LANGUAGES, Library
from jalon.contracts.workbook.reading import Problem, Row, Tables
from jalon.kernel.money import centimes
from jalon.kernel.payment import RuleError, conditions_from_data, problems
from jalon.kernel.words import Words


def taken(told: list[dict], library: Library, before: Terms) -> tuple[Terms | None, list[Problem]]:
    """The terms a workbook says, or None and every problem. Parties are those of the version before."""
    tables = Tables(told, library)
    found = said(tables, before)
    if tables.problems:
        return None, sorted(tables.problems, key=place)
    return found, []


def place(problem: Problem) -> tuple:
    letters = problem.cell.rstrip("0123456789")
    return problem.sheet, int(problem.cell[len(letters) :] or 0), len(letters), letters


def said(tables: Tables, before: Terms) -> Terms | None:
    fields = tables.fields
    check_contract(tables, fields)
    parts = {
        "objectives": ordered("objectives", objectives(tables)),
        "baselines": ordered("baselines", baselines(tables)),
        "allocations": ordered("allocations", allocations(tables)),
        "tranches": ordered("tranches", tranches(tables)),
        "undertakings": ordered("undertakings", undertakings(tables)),
        "past_totals": ordered("past_totals", past_totals(tables)),
    }
    days = {name: fields.values.get(name) for name in ("effective_from", "starts_on", "ends_on")}
    if not all(days.values()):
        return None
    if days["ends_on"] < days["starts_on"]:
        tables.wrong(fields, "ends_on", "ends_before_it_starts")
    texts = {name: words(fields, name) for name in ("reason", "authority", "note")}
    texts["source"] = fields.get("source")
    return replace(before.unsigned, **days, **texts, **parts)


def check_contract(tables: Tables, fields: Row) -> None:
    code = fields.get("contract")
    if code and code != tables.library.contract:
        tables.wrong(fields, "contract", "other_contract", tables.library.contract)


def words(row: Row, name: str) -> Words:
    return Words(**{language: row.get(f"{name}_{language}") for language in LANGUAGES})


def french(tables: Tables, row: Row, name: str) -> Words:
    """Words that must be there in French."""
    found = words(row, name)
    if not found.fr and f"{name}_fr" not in row.texts:
        tables.wrong(row, f"{name}_fr", "french_missing")
    return found


def objectives(tables: Tables) -> Iterator[terms.Objective]:
    targets = targets_by_objective(tables)
    seen: set[str] = set()
    for row in tables.rows["objectives"]:
        code = row.get("code")
        if code in seen:
            tables.wrong(row, "code", "objective_twice")
        seen.add(code)
        name = french(tables, row, "name")
        promised = ordered_targets(targets.get(code, ()))
        yield terms.Objective(code, name, row.get("axis"), row.get("global_objective"), promised)


def targets_by_objective(tables: Tables) -> dict[str, list[terms.Target]]:
    known = {row.get("code") for row in tables.rows["objectives"]}
    found: dict[str, list[terms.Target]] = {}
    for row in tables.rows["targets"]:
        code = row.get("objective")
        if code and code not in known:
            tables.wrong(row, "objective", "objective_not_there")
        check_target(tables, row)
        for one in targets(row):
            promised = found.setdefault(code, [])
            if any((other.indicator, other.year) == (one.indicator, one.year) for other in promised):
                tables.wrong(row, one.year, "target_twice")
            promised.append(one)
    return found


def check_target(tables: Tables, row: Row) -> None:
    """A promise needs an objective and a shape; a shape without a year promises nothing."""
    years = list(row.years())
    for name in ("objective", "shape"):
        if years and not row.get(name) and name not in row.texts:
            tables.wrong(row, name, f"{name}_missing")
    if row.get("objective") and not years and not any(isinstance(name, int) for name in row.texts):
        tables.wrong(row, "objective", "no_year")


def targets(row: Row) -> Iterator[terms.Target]:
    approximate = row.get("approximate") == "yes"
    for year, value in row.years():
        yield terms.Target(
            row.get("indicator"),
            year,
            row.get("shape"),
            terms.plain(value),
            terms.plain(row.values.get("tolerance")),
            approximate,
            row.get("source"),
        )


def baselines(tables: Tables) -> Iterator[terms.Baseline]:
    found: dict[str, terms.Baseline] = {}
    for row in tables.rows["targets"]:
        value = terms.plain(row.values.get("baseline_value"))
        one = terms.Baseline(
            row.get("indicator"), value, row.values.get("baseline_on"), row.get("baseline_source")
        )
        if one.is_said and found.setdefault(one.indicator, one) != one:
            tables.wrong(row, "baseline_value", "baseline_twice")
    yield from found.values()


def allocations(tables: Tables) -> Iterator[terms.Allocation]:
    seen: set[tuple] = set()
    for row in tables.rows["money"]:
        line, axis = row.get("line"), row.get("axis")
        for year, amount in row.years():
            if amount < 0:
                tables.wrong(row, year, "negative_money")
                continue
            if (line, axis, year) in seen:
                tables.wrong(row, year, "allocation_twice")
            seen.add((line, axis, year))
            yield terms.Allocation(line, axis, year, centimes(amount))


def tranches(tables: Tables) -> Iterator[terms.Tranche]:
    seen: set[str] = set()
    for row in tables.rows["tranches"]:
        code, amount = row.get("code"), row.values.get("amount")
        if code in seen:
            tables.wrong(row, "code", "tranche_twice")
        seen.add(code)
        if amount is not None and amount < 0:
            tables.wrong(row, "amount", "negative_money")
        if amount is None or amount < 0 or row.values.get("year") is None or not row.get("rule"):
            continue  # said already
        yield terms.Tranche(
            code,
            words(row, "name"),
            row.get("line"),
            row.get("axis"),
            row.values["year"],
            centimes(amount),
            row.values.get("due_on"),
            rule_of(tables, row),
            conditions_of(tables, row),
        )


def rule_of(tables: Tables, row: Row) -> dict:
    """The data of the rule; what is wrong in it is said on its cell."""
    try:
        rule = bounds_read(row.get("rule"), row.get("bounds"))
    except Unreadable as line:
        tables.wrong(row, "bounds", "bound_unreadable", str(line)[:80])
        return {"rule": row.get("rule")}
    for problem in problems(rule):
        tables.wrong(row, "bounds", f"rule_{problem.code}", f"{problem.field}|{problem.detail}")
    return rule


def conditions_of(tables: Tables, row: Row) -> tuple[dict, ...]:
    try:
        conditions = conditions_read(row.get("conditions"))
        conditions_from_data(conditions)
    except (Unreadable, RuleError) as why:
        tables.wrong(row, "conditions", "condition_unreadable", str(why)[:80])
        return ()
    return conditions


def undertakings(tables: Tables) -> Iterator[terms.Undertaking]:
    seen = {(row.get("side"), row.get("code")) for row in tables.rows["undertakings"] if row.get("code")}
    given: set[tuple] = set()
    for row in tables.rows["undertakings"]:
        side = row.get("side")
        code = row.get("code") or next_code(side, seen)
        if (side, code) in given:
            tables.wrong(row, "code", "undertaking_twice")
        given.add((side, code))
        seen.add((side, code))
        text = french(tables, row, "text")
        yield terms.Undertaking(side, code, text, row.values.get("due_on"), row.get("source"))


def next_code(side: str, seen: set) -> str:
    return next(str(number) for number in range(1, len(seen) + 2) if (side, str(number)) not in seen)


def past_totals(tables: Tables) -> Iterator[terms.PastTotal]:
    seen: set[tuple] = set()
    for row in tables.rows["past"]:
        indicator, year, value = row.get("indicator"), row.values.get("year"), row.values.get("value")
        if not indicator or year is None or value is None:
            continue  # said already
        if (indicator, year) in seen:
            tables.wrong(row, "year", "past_total_twice")
        seen.add((indicator, year))
        yield terms.PastTotal(indicator, year, terms.plain(value), row.get("document"), row.get("source"))
