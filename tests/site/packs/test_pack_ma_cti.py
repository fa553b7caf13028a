"""The pack of the Moroccan plan says what was published, in three languages, and nothing else."""

from decimal import Decimal

import pytest

from jalon.kernel import formula
from jalon.kernel.kinds import CATALOGUE, matching
from jalon.kernel.measures import measure_from
from jalon.site.packs.check import checked
from tests.site.packs.folders import MA_CTI

FIXED = {
    "TESTS": ({"test.reported"}, "sum", "quantity"),
    "FIRMS": (
        {
            "test.reported",
            "product.validated",
            "certificate.issued",
            "study.delivered",
            "specification.delivered",
            "training.attended",
            "assistance.delivered",
        },
        "distinct",
        "enterprise",
    ),
    "STAFF": ({"staff.opening", "staff.joined", "staff.left"}, "stock", "quantity"),
    "INCOME": ({"income.invoiced", "income.credited"}, "sum", "amount"),
    "TRAINING_HOURS": ({"training.attended"}, "sum", "quantity"),
    "CERTIFICATES": (set(matching(["certificate.*"], CATALOGUE)), "in_force", "identity"),
}


@pytest.fixture(scope="module")
def result():
    return checked(MA_CTI)


@pytest.fixture
def pack(result):
    return result.folder


@pytest.fixture
def plan(pack):
    return next(plan for plan in pack.plans if plan.code == "PDCTI-2022-2025")


@pytest.fixture
def indicators(pack):
    return {indicator.code: indicator for indicator in pack.indicators}


def test_the_only_problems_are_the_baselines_nobody_published(result):
    assert result.errors == []
    assert {problem.what.split("”")[0].strip("“") for problem in result.problems} == {
        "FIRMS",
        "STAFF",
        "INCOME",
    }


def test_the_plan_has_five_axes_with_at_least_an_objective_each(plan):
    for version in plan.whole_versions():
        assert [axis.code for axis in version.axes] == ["1", "2", "3", "4", "5"]
        assert {objective.axis for objective in version.global_objectives} == {"1", "2", "3", "4", "5"}
        assert version.envelope == 250_000_000


def test_the_version_called_2023_2026_is_a_claim_not_a_signed_amendment(plan):
    first, second = plan.versions

    assert (first.status, str(first.effective_from), first.agreement) == (
        "signed",
        "2022-06-07",
        "CONVENTION-2022",
    )
    assert (second.status, str(second.effective_from), second.agreement) == ("claimed", "2023-04-11", None)


def test_the_published_targets_have_no_baseline(plan):
    targets = {
        target.indicator: (target.shape, target.value, target.year) for target in plan.versions[1].targets
    }

    assert targets == {
        "FIRMS": ("growth", 165, 2026),
        "STAFF": ("growth", 100, 2026),
        "INCOME": ("growth", 156, 2026),
        "EQUIPMENT_INVESTED": ("cumulative", 300_000_000, 2026),
    }
    assert {baseline.value for baseline in plan.versions[1].baselines} == {None}


def test_nothing_unpublished_of_a_contract_is_made_up(pack):
    assert len(pack.contracts) == 9
    for contract in pack.contracts:
        (version,) = contract.versions
        assert str(version.signed_on) == "2023-04-11"
        assert [party.side for party in version.parties] == ["ministry", "centre", "federation"]
        assert not (version.objectives or version.undertakings or version.allocations or version.baselines)


@pytest.mark.parametrize("name", ["definition", "unit_name", "source", "method", "limits", "owner"])
def test_every_sheet_says_how_it_is_counted_in_three_languages(indicators, name):
    said = {code: getattr(sheet, name) for code, sheet in indicators.items()}

    assert [code for code, words in said.items() if not (words and words.fr and words.ar and words.en)] == []


def test_at_least_forty_indicators_serve_the_five_axes(indicators):
    assert len(indicators) >= 40
    assert {indicator.axis for indicator in indicators.values()} == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize("code", FIXED)
def test_the_fixed_codes_count_what_they_must(indicators, code):
    (measure,) = indicators[code].measures.values()
    measure = measure_from(measure.terms())

    assert (set(measure.kinds), measure.aggregation, measure.of) == FIXED[code]
    assert measure.where == ()
    assert formula.evaluate(indicators[code].formula, dict.fromkeys(indicators[code].measures, 7)) == 7


def test_import_non_conformity_is_a_ratio_of_tests_with_a_statement(indicators):
    sheet = indicators["IMPORT_NONCONFORMITY"]

    value = formula.evaluate(sheet.formula, {"nonconforming": 1, "stated": 4})

    assert value == Decimal(25)
    conditions = {
        name: [(c.field, c.operator, c.value) for c in measure_from(measure.terms()).where]
        for name, measure in sheet.measures.items()
    }
    assert conditions == {
        "nonconforming": [("origin", "=", "import"), ("attributes.conform", "=", False)],
        "stated": [("origin", "=", "import"), ("attributes.conform", "not_null", None)],
    }


def test_every_sheet_is_a_measure_the_kernel_knows(indicators):
    for sheet in indicators.values():
        for measure in sheet.measures.values():
            measure_from(measure.terms())


def test_contradictory_claims_stand_side_by_side(pack):
    values = {}
    for claim in pack.claims:
        values.setdefault(claim.topic, set()).add(claim.shown_value)

    assert values["previous-envelope"] == {"290 MDH", "360 MDH"}
    assert values["previous-period"] == {"2014-2020", "2013-2017"}
    assert values["plan-period"] == {"2022-2025", "2023-2026"}
    assert values["contracts-signed"] == {"8", "9"}
    assert values["plan-money"] == {"250 MDH", "300 MDH", "550 MDH"}
    assert values["cetiev2-engineers"] == {"60", "100"}
    assert all(claim.source for claim in pack.claims)


def test_latin_and_arabic_stand_in_their_own_fields():
    import re

    arabic = re.compile("[\u0600-\u06ff]")
    for path in MA_CTI.rglob("*.yaml"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            key, _, text = line.strip().partition(":")
            if key in ("fr", "en"):
                assert not arabic.search(text), f"{path.name}:{number}"
            if key == "ar" and text.strip() not in (">-", "") and len(text) > 12:
                assert arabic.search(text), f"{path.name}:{number}"
