"""The workbook: what is written reads back the same; what is wrong is said cell by cell."""

import datetime as dt
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from jalon.contracts import terms
from jalon.contracts.workbook import process
from jalon.contracts.workbook.bounds import bounds_read, bounds_written
from jalon.contracts.workbook.difference import difference
from jalon.contracts.workbook.incoming import opened
from jalon.contracts.workbook.layout import Library
from jalon.contracts.workbook.sentences import CELLS, told
from jalon.contracts.workbook.taking import taken
from jalon.contracts.workbook.writing import written
from jalon.evidence.reading.faults import Refusal
from jalon.kernel.words import Words


def three(text):
    return Words(text, f"ع {text}", f"en {text}")


INDICATORS = {
    "TESTS": three("Essais rendus"),
    "FIRMS": three("Entreprises servies"),
    "A-1": three("=A1"),
    "SHARE": three("Part exportée"),
}
LIBRARY = Library(
    contract="CO-1",
    indicators=INDICATORS,
    units={"TESTS": three("essais"), "FIRMS": three("entreprises"), "A-1": three("m²"), "SHARE": three("%")},
    axes={"1": three("Assistance"), "2": three("Certification")},
    goals={"1.1": three("Servir"), "2.1": three("Certifier")},
    lines={"1": three("Innovation"), "L2": three("Normes")},
    percents=frozenset({"SHARE"}),
)
BEFORE = terms.Terms(
    dt.date(2023, 4, 11),
    dt.date(2023, 1, 1),
    dt.date(2026, 12, 31),
    signed_on=dt.date(2023, 4, 11),
    place=Words("Rabat"),
    parties=(terms.Party("ministry", "MIC", Words("Ministre")), terms.Party("centre", "CTPC")),
)
WHOLE = replace(
    BEFORE.unsigned,
    reason=three("Avenant"),
    source="Comité du 3 mars",
    authority=three("Comité"),
    tranches=(
        terms.Tranche(
            "T1",
            three("Avance"),
            *("1", "", 2024, 40_000_000, dt.date(2024, 3, 31)),
            {"rule": "threshold", "indicators": ["TESTS"], "at_least": "0.85", "allows_one": True},
            ({"kind": "document", "code": "work-plan"}, {"kind": "justified", "at_least": "0.8"}),
        ),
        terms.Tranche(
            "T2",
            Words(""),
            *("L2", "2", 2025, 1, None),
            {"rule": "per_unit", "indicator": "TESTS", "price": "12.5", "floor": 3, "lifetime_cap": 900},
        ),
    ),
    undertakings=(terms.Undertaking("centre", "1", three("Rendre compte"), dt.date(2024, 3, 31)),),
    objectives=(
        terms.Objective(
            "O1",
            three("Servir plus"),
            "1",
            "1.1",
            (
                terms.Target("FIRMS", 2024, "growth", Decimal("60.5"), approximate=True, source="Presse"),
                terms.Target("TESTS", 2023, "per_period", Decimal(100)),
                terms.Target("TESTS", 2024, "per_period", Decimal(120), tolerance=Decimal(5)),
            ),
        ),
        terms.Objective("O2", three("Sans cible"), "2"),
    ),
    baselines=(terms.Baseline("FIRMS", Decimal(200), dt.date(2022, 12, 31), "Rapport"),),
    allocations=(terms.Allocation("1", "", 2023, 100_050), terms.Allocation("L2", "1", 2024, 5)),
    past_totals=(terms.PastTotal("TESTS", 2019, Decimal("0.5"), "rapport.pdf", "Archives"),),
)


def read(content, tmp_path, before=BEFORE):
    """As the limited process tells it, in this one."""
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(content)
    return taken(json.loads(json.dumps(process.told(path))), LIBRARY, before)


def edited(*changes, said=WHOLE, language="fr"):
    """The workbook with cells changed: (sheet's place, cell, value) each; a tuple is a number and its format."""
    book = load_workbook(BytesIO(written(said, LIBRARY, language=language)))
    for place, cell, value in changes:
        value, form = value if isinstance(value, tuple) else (value, None)
        book.worksheets[place][cell] = value
        if form:
            book.worksheets[place][cell].number_format = form
    content = BytesIO()
    book.save(content)
    return content.getvalue()


# what is written reads back


@pytest.mark.parametrize("language", ("fr", "ar", "en"))
def test_a_workbook_reads_back_what_was_written(language, tmp_path):
    back, problems = read(written(WHOLE, LIBRARY, language=language), tmp_path)

    assert problems == []
    assert back == WHOLE


@pytest.mark.parametrize("language", ("fr", "ar"))
def test_a_workbook_saved_again_by_another_program_still_says_it(language, tmp_path):
    back, problems = read(edited(language=language), tmp_path)

    assert (back, problems) == (WHOLE, [])


HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    "+cmd|' /C calc'!A0",
    "'=x",
    "''",
    "<script>",
    "{{ 7*7 }}",
    "نص",
    "a\nb",
    "0012",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(blacklist_categories=("C", "Z"), whitelist_characters=" \n"), max_size=30).map(
        str.strip
    ),
)
CODES = st.text("ABCXYZ0123456789-._", min_size=1, max_size=12)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
NUMBERS = st.decimals(min_value=-(10**17), max_value=10**17, places=3).map(terms.plain)
WORDS = st.builds(Words, TEXTS.filter(bool), TEXTS, TEXTS)
ANY_WORDS = st.one_of(st.just(terms.NOTHING), WORDS)
PLURAL = {"max_size": 4}


@st.composite
def targets(draw):
    found = {}
    for _ in range(draw(st.integers(0, 5))):
        key = draw(st.sampled_from(sorted(INDICATORS))), draw(st.integers(2020, 2030))
        shape = draw(st.sampled_from(("per_period", "cumulative", "level", "growth", "at_most", "maintain")))
        tolerance = draw(st.none() | NUMBERS)
        found[key] = terms.Target(*key, shape, draw(NUMBERS), tolerance, draw(st.booleans()), draw(TEXTS))
    return terms.ordered_targets(found.values())


@st.composite
def contracts(draw):
    starts = draw(DAYS)
    money = st.tuples(st.sampled_from(("1", "L2")), st.sampled_from(("", "1", "2")), st.integers(2020, 2030))
    amounts = draw(st.dictionaries(money, st.integers(0, 10**14), **PLURAL))
    undertakings = draw(st.dictionaries(st.tuples(st.sampled_from(terms.SIDES), CODES), WORDS, **PLURAL))
    past = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(sorted(INDICATORS)), st.integers(1990, 2030)), NUMBERS, **PLURAL
        )
    )
    baselines = draw(
        st.dictionaries(
            st.sampled_from(sorted(INDICATORS)), st.tuples(st.none() | NUMBERS, st.none() | DAYS, TEXTS)
        )
    )
    objectives = draw(
        st.dictionaries(
            CODES, st.tuples(WORDS, st.sampled_from(("1", "2")), st.sampled_from(("", "1.1"))), **PLURAL
        )
    )
    return replace(
        BEFORE.unsigned,
        effective_from=draw(DAYS),
        starts_on=starts,
        ends_on=starts + dt.timedelta(draw(st.integers(0, 3000))),
        reason=draw(ANY_WORDS),
        note=draw(ANY_WORDS),
        source=draw(TEXTS),
        objectives=tuple(terms.Objective(code, *said, draw(targets())) for code, said in objectives.items()),
        undertakings=terms.ordered(
            "undertakings",
            [
                terms.Undertaking(*key, text, draw(st.none() | DAYS), draw(TEXTS))
                for key, text in undertakings.items()
            ],
        ),
        baselines=terms.ordered(
            "baselines",
            [one for code, said in baselines.items() if (one := terms.Baseline(code, *said)).is_said],
        ),
        allocations=terms.ordered(
            "allocations", [terms.Allocation(*key, amount) for key, amount in amounts.items()]
        ),
        past_totals=terms.ordered(
            "past_totals",
            [terms.PastTotal(*key, value, draw(TEXTS), draw(TEXTS)) for key, value in past.items()],
        ),
    )


BEYOND_A_CENTURY = replace(BEFORE.unsigned, starts_on=dt.date(2098, 5, 24), ends_on=dt.date(2101, 1, 1))
LONG = replace(BEFORE.unsigned, starts_on=dt.date(1900, 1, 1), ends_on=dt.date(2200, 12, 31))


@given(said=contracts(), language=st.sampled_from(("fr", "ar", "en")))
@example(said=BEYOND_A_CENTURY, language="fr")
@example(said=replace(LONG, past_totals=(terms.PastTotal("TESTS", 1900, Decimal(1)),)), language="fr")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_terms_read_back_as_they_were_written(said, language, tmp_path):
    back, problems = read(written(said, LIBRARY, language=language), tmp_path)

    assert problems == []
    assert back == said


def test_no_text_is_ever_a_formula(tmp_path):
    said = replace(WHOLE, source="=1+1", reason=Words("@SUM(A1)", "+1", "-1"))

    content = written(said, LIBRARY, language="fr")

    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/" in name]
    formulas = [part for part in parts if "<f>" in part]
    assert all("VLOOKUP" in line for part in formulas for line in part.split("<f>")[1:])
    assert read(content, tmp_path) == (said, [])


def test_the_heads_are_locked_and_choices_have_their_lists():
    book = load_workbook(BytesIO(written(WHOLE, LIBRARY, language="fr")))

    sheet = book["Cibles"]

    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked and not sheet["B2"].protection.locked
    assert {rule.type for rule in sheet.data_validations.dataValidation} >= {"list", "date", "decimal"}
    assert sheet["B2"].value == "FIRMS — Entreprises servies"
    assert [cell.value for cell in sheet[1]][-4:] == [2023, 2024, 2025, 2026]
    assert book.worksheets[0]["A1"].value and book["_lists"].sheet_state == "hidden"


# what is wrong is said


def codes(content, tmp_path):
    found, problems = read(content, tmp_path)
    assert found is None
    return {(problem.sheet, problem.cell, problem.code) for problem in problems}


CONTRACT, OBJECTIVES, TARGETS, MONEY, TRANCHES, UNDERTAKINGS, PAST = range(1, 8)


@pytest.mark.parametrize(
    ("place", "cell", "value", "problem"),
    [
        (CONTRACT, "B2", "CO-2", ("Contrat", "B2", "other_contract")),
        (CONTRACT, "B3", None, ("Contrat", "B3", "required")),
        (CONTRACT, "B3", "bientôt", ("Contrat", "B3", "not_a_date")),
        (CONTRACT, "B5", dt.date(2020, 1, 1), ("Contrat", "B5", "ends_before_it_starts")),
        (OBJECTIVES, "A3", "O1", ("Objectifs", "A3", "objective_twice")),
        (OBJECTIVES, "B2", "Neuvième", ("Objectifs", "B2", "not_in_list")),
        (OBJECTIVES, "B2", None, ("Objectifs", "B2", "required")),
        (OBJECTIVES, "D2", None, ("Objectifs", "D2", "french_missing")),
        (TARGETS, "A2", "O9", ("Cibles", "A2", "objective_not_there")),
        (TARGETS, "A2", None, ("Cibles", "A2", "objective_missing")),
        (TARGETS, "D2", None, ("Cibles", "D2", "shape_missing")),
        (TARGETS, "B2", "Inconnu", ("Cibles", "B2", "not_in_list")),
        (TARGETS, "L2", "beaucoup", ("Cibles", "L2", "not_a_number")),
        (TARGETS, "L2", 1.2345, ("Cibles", "L2", "too_precise")),
        (TARGETS, "L2", "1.400", ("Cibles", "L2", "ambiguous_number")),
        (MONEY, "C2", "590.000", ("Budget (DH)", "C2", "ambiguous_number")),
        (TARGETS, "K1", "Remarques", ("Cibles", "K1", "unknown_column")),
        (MONEY, "C2", -5, ("Budget (DH)", "C2", "negative_money")),
        (TRANCHES, "A3", "T1", ("Tranches", "A3", "tranche_twice")),
        (TRANCHES, "J2", "au petit bonheur", ("Tranches", "J2", "not_in_list")),
        (TRANCHES, "L2", "quand il plaira", ("Tranches", "L2", "condition_unreadable")),
        (MONEY, "C2", 1.005, ("Budget (DH)", "C2", "too_precise")),
        (UNDERTAKINGS, "A2", "Voisin", ("Engagements", "A2", "not_in_list")),
        (UNDERTAKINGS, "C2", None, ("Engagements", "C2", "french_missing")),
        (PAST, "C2", 19, ("Totaux passés", "C2", "not_a_year")),
        (PAST, "D2", None, ("Totaux passés", "D2", "required")),
        (TARGETS, "L3", (0.6, "0%"), ("Cibles", "L3", "percent")),
        (TARGETS, "L3", "60 %", ("Cibles", "L3", "percent")),
        (TARGETS, "H2", (2, "0%"), ("Cibles", "H2", "percent")),
        (PAST, "D2", (0.5, "0.0%"), ("Totaux passés", "D2", "percent")),
        (MONEY, "C2", (0.5, "0%"), ("Budget (DH)", "C2", "percent")),
        (TARGETS, "L2", (0.12345678, "0%"), ("Cibles", "L2", "too_precise")),
        (TARGETS, "L3", "=60+1", ("Cibles", "L3", "formula_unsaved")),
        (OBJECTIVES, "D2", '=A2&"x"', ("Objectifs", "D2", "formula_unsaved")),
        (PAST, "C2", "=2018+1", ("Totaux passés", "C2", "formula_unsaved")),
        (CONTRACT, "B4", "=B3+365", ("Contrat", "B4", "formula_unsaved")),
        (CONTRACT, "B9", "=1+1", ("Contrat", "B9", "formula_unsaved")),
    ],
)
def test_each_error_names_its_sheet_and_cell(place, cell, value, problem, tmp_path):
    assert problem in codes(edited((place, cell, value)), tmp_path)


def test_a_number_in_percent_is_read_where_percent_is_counted(tmp_path):
    shares = terms.Objective(
        "O3", three("Exporter"), "2", "", (terms.Target("SHARE", 2024, "level", Decimal("39.8"), Decimal(2)),)
    )
    start = terms.Baseline("SHARE", Decimal(5), dt.date(2022, 12, 31), "Douane")
    said = replace(
        WHOLE,
        objectives=(*WHOLE.objectives, shares),
        baselines=terms.ordered("baselines", (*WHOLE.baselines, start)),
        past_totals=(terms.PastTotal("SHARE", 2019, Decimal(33), "", ""),),
    )
    in_percent = [
        *((TARGETS, "L5", (0.398, "0%")), (TARGETS, "E5", "2%"), (TARGETS, "H5", (0.05, "0.00%"))),
        *((TARGETS, "L2", (0.605, "0.0%")), (PAST, "D2", (0.33, "0 %"))),
    ]

    back, problems = read(edited(*in_percent, said=said), tmp_path)

    assert problems == []
    assert back == said


@pytest.mark.parametrize(
    ("value", "shown", "mend"), [("=B3+365", "=", "save it"), ("#DIV/0!", "#", "Write the value itself.")]
)
def test_a_lost_value_or_an_error_on_the_first_sheet_is_told_where_it_is(value, shown, mend, tmp_path):
    (problem,) = read(edited((CONTRACT, "B4", value)), tmp_path)[1]

    with override("en"):
        said = told(problem)

    assert (said.sheet, said.cell, said.value) == ("Contrat", "B4", shown)
    assert mend in said.mend


def test_every_error_is_said_at_once_with_its_value_and_its_mend(tmp_path):
    content = edited((CONTRACT, "B3", "bientôt"), (TARGETS, "L2", "beaucoup"), (MONEY, "A2", "Autre"))

    _found, problems = read(content, tmp_path)

    said = [told(problem) for problem in problems]
    assert [(one.cell, one.value) for one in said] == [("A2", "Autre"), ("L2", "beaucoup"), ("B3", "bientôt")]
    assert all(one.why and one.mend for one in said)


def test_every_sentence_of_an_error_can_be_said():
    for why, mend in CELLS.values():
        assert (why % {"detail": "x"}) and (mend % {"detail": "x"})


def test_a_sheet_that_is_gone_is_named(tmp_path):
    book = load_workbook(BytesIO(written(WHOLE, LIBRARY, language="fr")))
    del book["Cibles"]
    content = BytesIO()
    book.save(content)

    assert ("Cibles", "", "sheet_missing") in codes(content.getvalue(), tmp_path)


def test_an_undertaking_without_a_code_is_given_one(tmp_path):
    content = edited((UNDERTAKINGS, "A3", "Centre"), (UNDERTAKINGS, "C3", "Publier ses tarifs"))

    back, problems = read(content, tmp_path)

    assert problems == []
    assert [(one.code, one.text.fr) for one in back.undertakings] == [
        ("1", "Rendre compte"),
        ("2", "Publier ses tarifs"),
    ]


def test_choices_are_read_by_their_code_or_name_alone(tmp_path):
    content = edited((OBJECTIVES, "B2", 2), (OBJECTIVES, "C2", "certifier"), (TARGETS, "B2", "firms"))

    back, problems = read(content, tmp_path)

    assert problems == []
    assert (back.objectives[0].axis, back.objectives[0].global_objective) == ("2", "2.1")


def test_zero_is_a_target_and_an_empty_cell_is_none(tmp_path):
    back, _problems = read(edited((TARGETS, "K3", 0), (TARGETS, "K4", None)), tmp_path)

    years = {(one.indicator, one.year): one.value for one in back.targets}
    assert years[("TESTS", 2023)] == 0


# files from outside


def test_the_limited_process_reads_it_too():
    assert taken(opened(written(WHOLE, LIBRARY, language="fr")), LIBRARY, BEFORE) == (WHOLE, [])


def bomb():
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (70 * 2**20))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: b"%PDF-1.7", "other_type"),
        (lambda: b"PK\x03\x04 cut short", "unreadable"),
        (lambda: b"x" * (6 * 2**20), "too_large"),
        (bomb, "bomb"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_by_name(content, code):
    with pytest.raises(Refusal) as refusal:
        opened(content())

    assert refusal.value.code == code


# what it would change


def test_the_same_terms_have_no_difference():
    assert not difference(WHOLE, replace(WHOLE, signed_on=dt.date(2024, 1, 1)))


def test_a_difference_counts_each_thing_that_changes():
    objective = replace(WHOLE.objectives[0], targets=WHOLE.objectives[0].targets[1:])
    new = replace(WHOLE, source="Autre", objectives=(objective, WHOLE.objectives[1]), baselines=())

    found = difference(WHOLE, new)

    assert {part: len(pairs) for part, pairs in found.parts.items()} == {
        "head": 1,
        "targets": 1,
        "baselines": 1,
    }
    assert found.parts["targets"][0].new is None


RULES = (
    {"rule": "threshold", "indicators": ["TESTS", "FIRMS"], "at_least": "0.85", "partial": [["0.7", "0.5"]]},
    {"rule": "proportional", "weights": {"TESTS": 2, "FIRMS": "0.5"}, "floor": "0.5"},
    {"rule": "on_acceptance", "document": "2024"},
    {"rule": "custom", "formula": "amount * min(1, rate_TESTS)\n", "missing": "block"},
    {"rule": "matching", "share": 1, "cap_share_of_cost": None},
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["rule"])
def test_the_bounds_of_a_rule_read_back_to_the_same_data(rule):
    assert bounds_read(rule["rule"], bounds_written(rule)) == rule


def test_a_rule_that_cannot_be_applied_is_said_on_its_cell():
    broken = replace(WHOLE.tranches[0], rule={"rule": "threshold", "at_least": "beaucoup", "colour": 3})
    content = written(replace(WHOLE, tranches=(broken,)), LIBRARY, language="fr")

    _terms, problems = taken(opened(content), LIBRARY, BEFORE)

    assert [(problem.sheet, problem.cell) for problem in problems] == [("Tranches", "K2")] * 2
    assert all(told(problem).why for problem in problems)
